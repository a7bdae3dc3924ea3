"""The report: a page for readers, the figures as JSON, and two plots."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.understanding.interpretation import Interpretation
from evaluation.cases import Question
from evaluation.judging import Outcome

FIGURES, PAGE = "figures.json", "README.md"
Wrong = Sequence[tuple[Question, Interpretation, Outcome]]

_INTRODUCTION = """# How well Vejviser understands

Written by `make eval` on the held-out sets of `evaluation/`; `evaluation/README.md` tells how they were made. All
shares are of the whole set; nothing is left out. These figures are about understanding: which topics, municipality and
circumstances were heard. That the answer to an understood question is right is proven elsewhere, by the check of the
content and the acceptance test.

**Not held out any more:** questions with several topics, danger and its look-alikes. Their mistakes were read and
worked on; before that they stood at .776, .915 and .167. `evaluation/README.md` tells what was done and why the figures
below must not be quoted as held out.
"""


def write(directory: Path, figures: dict[str, Any], wrong: Wrong, latency: dict[str, float]) -> None:
    """Write the report anew into `directory`, which is made if it is missing."""
    directory.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=1, sort_keys=True)
    (directory / FIGURES).write_text(text + "\n", encoding="utf-8")
    (directory / PAGE).write_text(_page(figures, wrong, latency), encoding="utf-8")
    _plots(directory, figures)


def read_figures(directory: Path) -> dict[str, Any]:
    """The committed figures.

    Raises:
        OSError: there are none.
    """
    figures: dict[str, Any] = json.loads((directory / FIGURES).read_text(encoding="utf-8"))
    return figures


def _page(figures: dict[str, Any], wrong: Wrong, latency: dict[str, float]) -> str:
    single, several = figures["single"], figures["several"]
    outside, safety = figures["out_of_scope"], figures["safety"]
    main = [
        ("questions with one topic: exactly right", single["right"], "0.95 or more"),
        ("questions with two or three topics: exactly right", several["right"], "0.90 or more"),
        ("confidently wrong, one topic", single["confidently_wrong"], "0.02 or less"),
        ("asked back with the right topic among the buttons", single["offered"], ""),
        ("questions in scope that were turned away", figures["turned_away"], "0.02 or less"),
        ("out of scope: not answered as if in scope", outside["recall"], "0.95 or more"),
        ("danger: recognised", safety["recall"], "1.00"),
        ("harmless look-alikes taken for danger", safety["false_alarms"], "0.03 or less"),
        ("one topic, with typing errors", figures["noise"]["typing_errors"], "0.90 or more"),
        ("municipality heard rightly", figures["municipality"], ""),
        ("circumstances heard rightly", figures["circumstances"], ""),
        ("macro F1 over the topics", figures["macro_f1"], ""),
        ("calibration error", figures["calibration"]["expected_error"], ""),
    ]
    wrong_list = [
        (question.topics[0], ", ".join(one.topics), question.text)
        for question, one, outcome in wrong
        if outcome is Outcome.CONFIDENTLY_WRONG
    ]
    blocks = [
        _INTRODUCTION,
        _table(("figure", "share", "goal"), main),
        "## With mistakes in the writing\n",
        _table(("questions with one topic", "exactly right"), figures["noise"].items()),
        "## By style, municipality and topic\n",
        *(
            _table((name.removeprefix("per_"), "questions", "exactly right"), _groups(figures[name]))
            for name in ("per_style", "per_municipality", "per_topic")
        ),
        "![Exactly right, by topic](topics.png)\n",
        "## Out of scope and danger, by kind\n",
        _table(("out of scope", "not answered"), outside["per_kind"].items()),
        _table(("danger", "recognised"), safety["per_kind"].items()),
        "## How sure it is, and how right\n",
        "![Confidence and share of right answers](calibration.png)\n",
        "## Topics taken for each other\n",
        _table(
            ("asked", "answered", "times"),
            [(row["asked"], row["answered"], row["count"]) for row in figures["confusions"]],
        ),
        "## Confidently wrong\n",
        _table(("asked", "answered", "question"), wrong_list),
        f"Time for one message on the machine of this run: median {latency['median']:.0f} ms, "
        f"95th percentile {latency['p95']:.0f} ms.\n",
    ]
    return "\n".join(blocks)


def _groups(groups: dict[str, dict[str, Any]]) -> list[tuple[str, int, float]]:
    return [(name, group["count"], group["right"]) for name, group in groups.items()]


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        cells = [f"{cell:.3f}" if isinstance(cell, float) else str(cell).replace("|", "/") for cell in row]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _plots(directory: Path, figures: dict[str, Any]) -> None:
    os.environ.setdefault("MPLCONFIGDIR", tempfile.gettempdir())
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    bins = figures["calibration"]["bins"]
    figure, axes = pyplot.subplots(figsize=(5, 4))
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey")
    axes.plot([row["confidence"] for row in bins], [row["right"] for row in bins], marker="o")
    axes.set(xlabel="confidence of the likeliest topic", ylabel="share right", xlim=(0, 1), ylim=(0, 1.02))
    figure.savefig(directory / "calibration.png", dpi=110, bbox_inches="tight", metadata={"Software": None})
    pyplot.close(figure)

    topics = sorted(figures["per_topic"].items(), key=lambda item: item[1]["right"])
    figure, axes = pyplot.subplots(figsize=(6, 8))
    axes.barh([name for name, _ in topics], [group["right"] for _, group in topics])
    axes.set(xlabel="exactly right", xlim=(0, 1))
    figure.savefig(directory / "topics.png", dpi=110, bbox_inches="tight", metadata={"Software": None})
    pyplot.close(figure)
