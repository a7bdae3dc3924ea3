"""Rasa's own commands on the project's files: the test stories hold, and the data is consistent."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings
from bot.training import model_path, rasa_environment
from tests.running import Assistant


def rasa(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = Settings(var_dir=folder)
    environment = {**os.environ, **rasa_environment(settings)}
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_the_stories_are_predicted_turn_by_turn(running_assistant: Assistant, tmp_path: Path) -> None:
    model = model_path(Settings())
    assert model.exists(), "the running assistant has trained it"
    stories = ROOT / "tests" / "stories" / "test_conversations.yml"
    arguments = ["--stories", str(stories), "--model", str(model), "--out", str(tmp_path / "out")]
    done = rasa(tmp_path, "test", "core", *arguments, "--fail-on-prediction-errors", "--no-plot")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    failed = (tmp_path / "out" / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert "story:" not in failed


@pytest.mark.slow
def test_rasa_finds_domain_rules_and_stories_consistent(tmp_path: Path) -> None:
    done = rasa(tmp_path, "data", "validate", "--domain", "domain.yml", "--data", "data")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "No story structure conflicts found" in done.stdout + done.stderr
