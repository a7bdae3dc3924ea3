"""The plots of the report."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from evaluation.goals import GOALS, at

CALIBRATION, TOPICS, GOALS_REACHED = "calibration.png", "topics.png", "goals.png"


def draw(directory: Path, figures: dict[str, Any]) -> None:
    """Draw all plots into a folder."""
    os.environ.setdefault("MPLCONFIGDIR", tempfile.gettempdir())
    import matplotlib

    matplotlib.use("Agg")
    _calibration(directory / CALIBRATION, figures)
    _topics(directory / TOPICS, figures)
    _goals(directory / GOALS_REACHED, figures)


def _calibration(path: Path, figures: dict[str, Any]) -> None:
    from matplotlib import pyplot

    bins = figures["calibration"]["bins"]
    figure, axes = pyplot.subplots(figsize=(5, 4))
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey")
    axes.plot([row["confidence"] for row in bins], [row["right"] for row in bins], marker="o")
    axes.set(xlabel="confidence of the likeliest topic", ylabel="share right", xlim=(0, 1), ylim=(0, 1.02))
    _save(figure, path)


def _topics(path: Path, figures: dict[str, Any]) -> None:
    from matplotlib import pyplot

    topics = sorted(figures["per_topic"].items(), key=lambda item: item[1]["right"])
    figure, axes = pyplot.subplots(figsize=(6, 8))
    axes.barh([name for name, _ in topics], [group["right"] for _, group in topics])
    axes.set(xlabel="exactly right", xlim=(0, 1))
    _save(figure, path)


def _goals(path: Path, figures: dict[str, Any]) -> None:
    """Each measured share beside its goal."""
    from matplotlib import pyplot

    shares = [goal for goal in GOALS if goal.path[-1] != "foreign"]
    rows = [(goal, value) for goal in reversed(shares) if (value := at(figures, goal.path)) is not None]
    figure, axes = pyplot.subplots(figsize=(7, 4))
    colours = ["tab:blue" if goal.reached(value) else "tab:red" for goal, value in rows]
    axes.barh([goal.name for goal, _ in rows], [value for _, value in rows], color=colours)
    for row, (goal, _) in enumerate(rows):
        limit = goal.least if goal.least is not None else goal.most
        axes.plot([limit, limit], [row - 0.4, row + 0.4], color="black")
    axes.set(xlabel="share; the black line is the goal", xlim=(0, 1.02))
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    from matplotlib import pyplot

    figure.savefig(path, dpi=110, bbox_inches="tight", metadata={"Software": None})
    pyplot.close(figure)
