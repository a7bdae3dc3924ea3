import fcntl
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings
from bot.training import LOCK, content_version, fingerprint, forget_old, model_path, train


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.yml").write_text("a: 1", encoding="utf-8")
    return replace(Settings(), content_dir=content, models_dir=tmp_path / "models", var_dir=tmp_path / "var")


def test_the_fingerprint_stays_while_nothing_changes(settings: Settings) -> None:
    assert fingerprint(settings) == fingerprint(settings)


def test_the_fingerprint_changes_with_a_value_of_the_content(settings: Settings) -> None:
    before = fingerprint(settings)
    (settings.content_dir / "a.yml").write_text("a: 2", encoding="utf-8")
    assert fingerprint(settings) != before


def test_the_fingerprint_changes_when_a_file_is_renamed(settings: Settings) -> None:
    before = fingerprint(settings)
    (settings.content_dir / "a.yml").rename(settings.content_dir / "b.yml")
    assert fingerprint(settings) != before


def test_the_fingerprint_does_not_see_the_date_of_a_file(settings: Settings) -> None:
    before = fingerprint(settings)
    os.utime(settings.content_dir / "a.yml", (0, 0))
    assert fingerprint(settings) == before


def test_a_line_that_moves_between_two_files_changes_the_content_version(settings: Settings) -> None:
    (settings.content_dir / "b.yml").write_text("", encoding="utf-8")
    before = content_version(settings)
    (settings.content_dir / "b.yml").write_text("a: 1", encoding="utf-8")
    (settings.content_dir / "a.yml").write_text("", encoding="utf-8")
    assert content_version(settings) != before


def test_a_model_that_is_there_is_not_trained_again(settings: Settings) -> None:
    settings.models_dir.mkdir()
    model_path(settings).write_bytes(b"trained before")
    assert train(settings).read_bytes() == b"trained before"


def test_of_two_processes_that_need_a_model_one_trains_and_the_other_takes_its_model(tmp_path: Path) -> None:
    settings = replace(Settings(), models_dir=tmp_path / "models", var_dir=tmp_path / "var")
    settings.models_dir.mkdir()
    with (settings.models_dir / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command, env = [sys.executable, "-m", "bot", "train"], {**os.environ, **settings.as_env()}
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert "waiting" in other.stdout.readline()
            model_path(settings).write_bytes(b"trained by the first")
            fcntl.flock(lock, fcntl.LOCK_UN)
            said, _ = other.communicate(timeout=60)
    assert said.strip() == str(model_path(settings))
    assert model_path(settings).read_bytes() == b"trained by the first"


def test_only_the_three_newest_models_are_kept(tmp_path: Path) -> None:
    for age, name in enumerate(["new", "newer", "older", "oldest", "current"]):
        path = tmp_path / f"{name}.tar.gz"
        path.touch()
        os.utime(path, (1000 - age, 1000 - age))
    forget_old(tmp_path, keep=tmp_path / "current.tar.gz")
    assert {path.name for path in tmp_path.iterdir()} == {"new.tar.gz", "newer.tar.gz", "current.tar.gz"}
