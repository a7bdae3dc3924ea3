"""The gate: no figure may fall below the committed one."""

import copy
from typing import Any

import pytest

from bot.settings import ROOT, Settings
from bot.training import model_path
from bot.understanding.interpreter import Interpreter
from evaluation.figures import understanding_figures
from evaluation.gate import fallen
from evaluation.report import read_figures

COMMITTED = ROOT / "docs" / "evaluation"


@pytest.fixture
def figures() -> dict[str, Any]:
    return read_figures(COMMITTED)


def test_equal_figures_pass(figures: dict[str, Any]) -> None:
    assert fallen(figures, figures) == []


@pytest.mark.parametrize(
    ("part", "name", "change"),
    [("single", "right", -0.01), ("safety", "recall", -0.03), ("single", "confidently_wrong", 0.01)],
)
def test_a_worse_figure_is_named(figures: dict[str, Any], part: str, name: str, change: float) -> None:
    worse = copy.deepcopy(figures)
    worse[part][name] += change
    (line,) = fallen(figures, worse)
    assert line.startswith(f"{part}.{name}:")


@pytest.mark.slow
@pytest.mark.usefixtures("running_assistant")
def test_no_figure_has_fallen(figures: dict[str, Any]) -> None:
    interpreter = Interpreter.load_from_archive(model_path(Settings()))
    assert fallen(figures, understanding_figures(interpreter.parse)) == []
