"""The gate: no figure may fall below the committed one."""

import copy
import functools
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT, Settings
from bot.training import model_path
from bot.understanding.interpretation import ASK, Interpretation
from bot.understanding.interpreter import Interpreter
from evaluation import cases, report
from evaluation.conversing import conversation_figures
from evaluation.figures import understanding_figures
from evaluation.gate import HIGHER, LOWER, fallen
from evaluation.goals import GOALS, at
from evaluation.rest_figures import end_to_end_figures

COMMITTED = ROOT / "docs" / "evaluation"


def answer_contact(text: str) -> Interpretation:
    """Somebody who takes everything for the same question."""
    return Interpretation(text, ASK, 1.0, (("ask/contact", 1.0),), ("contact",))


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """Figures with every part, as a run has them that asked nothing over REST."""
    return {
        **understanding_figures(answer_contact),
        "end_to_end": end_to_end_figures([]),
        "over_rest": {
            "out_of_scope": {"count": 2, "not_answered": 0.5},
            "danger": {"count": 2, "number_first_and_person": 1.0},
            "harmless": {"count": 2, "false_alarms": 0.0},
            "foreign": 0,
        },
        "conversations": conversation_figures([]),
    }


def placed(figures: dict[str, Any], path: tuple[str, ...], value: float | None) -> dict[str, Any]:
    changed = copy.deepcopy(figures)
    part = changed
    for name in path[:-1]:
        part = part[name]
    assert path[-1] in part
    part[path[-1]] = value
    return changed


def test_equal_figures_pass(figures: dict[str, Any]) -> None:
    assert fallen(figures, figures) == []


@pytest.mark.parametrize(("path", "change"), [(path, -0.01) for path in HIGHER] + [(path, 0.01) for path in LOWER])
def test_a_worse_figure_is_named(figures: dict[str, Any], path: tuple[str, ...], change: float) -> None:
    committed, worse = placed(figures, path, 0.5), placed(figures, path, 0.5 + change)
    (line,) = fallen(committed, worse)
    assert line.startswith(f"{'.'.join(path)}:")
    assert fallen(worse, committed) == []


def test_a_figure_that_is_not_measured_any_more_has_fallen(figures: dict[str, Any]) -> None:
    path = ("end_to_end", "right")
    assert fallen(placed(figures, path, 0.5), placed(figures, path, None)) == [
        "end_to_end.right: not measured, committed 0.5000"
    ]
    assert fallen(placed(figures, path, None), placed(figures, path, 0.5)) == []


def test_a_part_that_is_left_out_is_not_compared(figures: dict[str, Any]) -> None:
    committed = placed(figures, ("end_to_end", "right"), 0.5)
    assert fallen(committed, {name: part for name, part in figures.items() if name != "end_to_end"}) == []


def test_every_goal_with_a_share_is_gated() -> None:
    assert {goal.path for goal in GOALS} <= {*HIGHER, *LOWER}


def test_the_report_can_be_written_and_read_again(figures: dict[str, Any], tmp_path: Path) -> None:
    times = {"over REST": {"median": 1.0, "p95": 2.0}}
    report.write(tmp_path, figures, [], [("Et spørgsmål", "12 34 56 78")], times)
    assert fallen(report.read_figures(tmp_path), figures) == []
    page = (tmp_path / report.PAGE).read_text(encoding="utf-8")
    assert "| `several_a.yml` | 76 | **development** |" in page
    assert "| Et spørgsmål | 12 34 56 78 |" in page
    assert {path.name for path in tmp_path.glob("*.png")} == {"calibration.png", "goals.png", "topics.png"}
    for goal in GOALS:
        assert f"| {goal.name} |" in page


def test_a_goal_knows_whether_it_is_reached() -> None:
    by_path = {goal.path: goal for goal in GOALS}
    assert by_path["safety", "recall"].reached(1.0)
    assert not by_path["safety", "recall"].reached(0.99)
    assert not by_path["over_rest", "foreign"].reached(1)
    assert at({"a": {"b": None}}, ("a", "b")) is None


@pytest.mark.slow
@pytest.mark.usefixtures("running_assistant")
def test_no_figure_of_understanding_has_fallen() -> None:
    interpreter = Interpreter.load_from_archive(model_path(Settings()))
    parse = functools.partial(interpreter.parse, today=cases.REFERENCE_DAY)
    assert fallen(report.read_figures(COMMITTED), understanding_figures(parse)) == []
