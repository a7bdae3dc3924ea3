"""The page, from figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmark import plots
from benchmark.goals import GOALS
from benchmark.report import page
from tests.benchmark.figures import figures


def row(shown: str, *begin: str) -> str:
    (found,) = [line for line in shown.splitlines() if line.startswith("| " + " | ".join(begin) + " |")]
    return found


def test_every_goal_has_a_row_that_says_reached() -> None:
    shown = page(figures())
    assert [row(shown, goal.name).endswith("| yes |") for goal in GOALS] == [True] * len(GOALS)


def test_a_goal_that_is_missed_says_so() -> None:
    spoilt = figures()
    spoilt["servers"]["shipped"]["start_seconds"]["median"] = 20
    assert row(page(spoilt), "start to ready, against Rasa's default").endswith("| 0.50 | 0.12 or less | **no** |")


def test_what_was_left_out_is_named_with_its_reason() -> None:
    without = figures()
    del without["scaling"]
    without["skipped"] = {"two processes": "no Redis"}
    shown = page(without)
    assert "Not measured: two processes: no Redis." in shown
    assert "not measured" in row(shown, "two processes against one, zipf, 8 senders")


def test_each_server_stands_beside_the_other_at_each_load() -> None:
    shown = page(figures())
    assert "| 10.0 (10.0–10.0) |" in row(shown, "unseen", "8", "Rasa's default")
    assert "| 200.0 (200.0–200.0) |" in row(shown, "unseen", "8", "Vejviser")


def test_two_processes_stand_beside_one_and_beside_one_on_one_core() -> None:
    scaling = row(page(figures()), "unseen", "8", "100.0", "200.0", "380.0")
    assert "| 1.90 | 3.80 | 1.50 / 1.50 / 1.50 | 32 / 16 / 10 |" in scaling


def test_replies_that_were_no_real_ones_stand_out() -> None:
    spoilt = figures()
    spoilt["servers"]["stock"]["loads"]["zipf"]["32"]["replies"]["empty"] = 7
    assert "**7 no real ones**" in row(page(spoilt), "zipf", "32", "Rasa's default")


def test_a_short_look_says_that_it_is_one() -> None:
    assert "not the benchmark" not in page(figures())
    assert "not the benchmark" in page({**figures(), "short": True})


@pytest.mark.parametrize(("epochs", "told"), [(15, True), (100, False)])
def test_fewer_epochs_than_rasas_own_are_a_reservation(epochs: int, told: bool) -> None:
    settings = {"epochs": epochs, "repetitions": 2}
    assert ("of 100, its own number" in page({**figures(), "settings": settings})) is told


@pytest.mark.parametrize(("lives", "told"), [(1, True), (2, False)])
def test_that_each_server_lived_but_once_is_a_reservation(lives: int, told: bool) -> None:
    settings = {"epochs": 15, "repetitions": lives}
    assert ("Each server lived once" in page({**figures(), "settings": settings})) is told


@pytest.mark.parametrize("part", ["servers", "growth", "scaling", "accuracy", "training_seconds", "size_mb"])
def test_a_part_that_is_missing_leaves_a_page(part: str) -> None:
    without = figures()
    del without[part]
    assert page(without).startswith("# ")


def test_a_conversation_that_was_cut_off_leaves_a_page() -> None:
    cut: dict[str, Any] = figures()
    cut["growth"]["stock"]["sqlite"] = {"conversations": 0, "curve_ms": [1.0, 2.0], "replies": {}}
    assert "| – | – |" in row(page({**cut}), "Rasa's default", "sqlite")


def test_the_plots_are_drawn_and_shown(tmp_path: Path) -> None:
    names = plots.draw(tmp_path, figures())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names) == sorted([plots.LOAD, plots.GROWTH])
    assert all(f"]({name})" in page(figures(), names) for name in names)


def test_nothing_is_drawn_of_what_was_not_measured(tmp_path: Path) -> None:
    assert plots.draw(tmp_path, {"short": True}) == []
