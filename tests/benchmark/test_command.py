"""The command line of the benchmark."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmark.__main__ import main
from benchmark.machine import folder_mb
from benchmark.processes import BenchmarkError, environment, finished
from benchmark.tracker_stores import as_tracker_store


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--only", "loaf"], "'loaf' is none of load"),
        (["--epochs", "0"], "above 0"),
        (["--epochs", "x"], "above 0"),
        (["--repetitions", "0"], "above 0"),
    ],
)
def test_what_cannot_be_chosen_is_said(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_a_missing_stock_environment_is_said_before_anything_is_trained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--stock-python", "/nowhere/python"]) == 1
    assert "bootstrap.py --stock" in capsys.readouterr().err


def test_what_somebody_has_set_for_an_assistant_of_their_own_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEJVISER_DATABASE", "postgresql://elsewhere/precious")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("VEJVISER_MODELS", "/models")
    given = environment({"PORT": "1"})
    assert "VEJVISER_DATABASE" not in given
    assert "PYTHONDONTWRITEBYTECODE" not in given
    assert (given["VEJVISER_MODELS"], given["PORT"]) == ("/models", "1")


def test_a_step_that_fails_shows_the_end_of_its_log(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="the reason"):
        finished(["sh", "-c", "echo the reason; exit 3"], {}, tmp_path, tmp_path / "log", print, "the step")


def test_a_file_with_two_names_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(2**20))
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    assert folder_mb(tmp_path) == 1.0


def test_rasa_is_told_every_part_of_a_databases_address() -> None:
    assert as_tracker_store("postgresql://somebody:secret@db.example:5433/name") == {
        "type": "SQL",
        "dialect": "postgresql",
        "url": "db.example",
        "port": 5433,
        "db": "name",
        "username": "somebody",
        "password": "secret",
    }
