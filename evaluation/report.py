"""The report: a page for readers, the figures as JSON, and the plots."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.understanding.interpretation import Interpretation
from evaluation import plots
from evaluation.cases import HELD_OUT, Question
from evaluation.entity_figures import FIELDS
from evaluation.goals import GOALS, at
from evaluation.judging import Outcome

FIGURES, PAGE, MISTAKES = "figures.json", "README.md", "confidently_wrong.md"
Wrong = Sequence[tuple[Question, Interpretation, Outcome]]

_INTRODUCTION = """# How well Vejviser understands and answers

Written by `make eval` on the sets of `evaluation/`; `evaluation/README.md` tells how they were made and what each
figure means. All shares are of the whole of the held-out sets; nothing is left out. Only the table "Development sets"
counts the others: their single mistakes were read and worked on, so they prove nothing about messages that the product
has not met.
"""
_SETS = """## The sets

Right: exactly the topics asked for; out of scope: not answered; danger: recognised; entities: everything heard. The
later a letter, the fresher the set: figures of older ones were seen oftener while the product was made.
"""
_MISTAKES = """# Questions that were answered confidently wrong

Written by `make eval`. **These are single mistakes of held-out sets.** Who works on understanding does not open this
page: whoever reads it and works on what stands here makes the file a development set, and says so in it
(`evaluation/README.md`).
"""
_END_TO_END = """## End to end, over REST

Each held-out question was sent to the running service, and what it asked back was answered. Fully right: the right
topics, the right municipality, the right status, every stated value in the reply, and no other municipality's value.
"""
_ENTITIES = """## What a message says besides the question

The share of messages in which the field was heard rightly; where a message says nothing of it, nothing must be heard.
"""
_DEVELOPMENT = """## Development sets: not held out

Never to be quoted as a measure of new messages.
"""


def write(
    directory: Path,
    figures: dict[str, Any],
    wrong: Wrong,
    foreign: Sequence[tuple[str, str]],
    milliseconds: Mapping[str, Mapping[str, float]],
) -> None:
    """Write the report anew into `directory`, which is made if it is missing.

    `foreign` holds question and value of each reply with another municipality's value; `milliseconds` the median and
    95th percentile of the time for one message, by what was timed.
    """
    directory.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=1, sort_keys=True)
    (directory / FIGURES).write_text(text + "\n", encoding="utf-8")
    (directory / PAGE).write_text(_page(figures, foreign, milliseconds), encoding="utf-8")
    (directory / MISTAKES).write_text(_confidently_wrong(wrong), encoding="utf-8")
    plots.draw(directory, figures)


def read_figures(directory: Path) -> dict[str, Any]:
    """The committed figures.

    Raises:
        OSError: there are none.
    """
    figures: dict[str, Any] = json.loads((directory / FIGURES).read_text(encoding="utf-8"))
    return figures


def _page(
    figures: dict[str, Any],
    foreign: Sequence[tuple[str, str]],
    milliseconds: Mapping[str, Mapping[str, float]],
) -> str:
    blocks = [
        _INTRODUCTION,
        *_main(figures),
        *_sets(figures),
        *_development(figures["development"]),
        *_over_rest(figures, foreign),
        *_entities(figures["entities"]),
        *_details(figures),
        f"## Confidently wrong\n\nThey have [a page of their own]({MISTAKES}), which nobody opens who tunes.\n",
        "## Time for one message\n",
        _table(
            ("on the machine of this run", "median, ms", "95th percentile, ms"),
            [(name, f"{time['median']:.0f}", f"{time['p95']:.0f}") for name, time in milliseconds.items()],
        ),
    ]
    return "\n".join(blocks)


def _main(figures: dict[str, Any]) -> list[str]:
    rows = []
    for goal in GOALS:
        value = at(figures, goal.path)
        reached = "not measured" if value is None else "yes" if goal.reached(value) else "**no**"
        rows.append((goal.name, value if goal.most != 0 or value is None else int(value), str(goal), reached))
    several = figures["several"]
    others = [
        ("asked back with the right topic among the buttons, one topic", figures["single"]["offered"]),
        ("confidently wrong, several topics", several["confidently_wrong"]),
        ("several topics: a part of them answered, nothing else", several["incomplete"]),
        ("municipality heard rightly, in questions", figures["municipality"]),
        ("circumstances heard rightly, in questions", figures["circumstances"]),
        ("out of scope: precision", figures["out_of_scope"]["precision"]),
        ("macro F1 over the topics", figures["macro_f1"]),
        ("calibration error", figures["calibration"]["expected_error"]),
    ]
    return [
        _table(("figure", "share", "goal", "reached"), rows),
        f"![The figures and their goals]({plots.GOALS_REACHED})\n",
        _table(("without a goal", "share"), others),
    ]


def _sets(figures: dict[str, Any]) -> list[str]:
    rows = [
        (
            f"`{name}.yml`",
            found["count"],
            "held out" if found[HELD_OUT] else "**development**",
            *(figures["per_file"].get(name, {}).get(part) for part in ("right", "confidently_wrong", "false_alarms")),
        )
        for name, found in figures["sets"].items()
    ]
    return [_SETS, _table(("file", "items", "state", "right", "confidently wrong", "false alarms"), rows)]


def _development(figures: dict[str, Any]) -> list[str]:
    single, several, safety = figures["single"], figures["several"], figures["safety"]
    outside, said = figures["out_of_scope"], figures["entities"]
    rows = [
        ("questions with one topic: exactly right", single["count"], single["right"]),
        ("questions with several topics: exactly right", several["count"], several["right"]),
        ("confidently wrong, several topics", several["count"], several["confidently_wrong"]),
        ("out of scope: not answered as if in scope", outside["count"], outside["recall"]),
        ("danger: recognised", safety["dangers"], safety["recall"]),
        ("harmless look-alikes taken for danger", safety["harmless"], safety["false_alarms"]),
        ("everything heard that a message says besides the question", said["count"], said["everything"]),
    ]
    return [_DEVELOPMENT, _table(("figure", "items", "share"), [row for row in rows if row[1]])]


def _over_rest(figures: dict[str, Any], foreign: Sequence[tuple[str, str]]) -> list[str]:
    whole, limits, held = figures["end_to_end"], figures["over_rest"], figures["conversations"]
    outside, danger, harmless = limits["out_of_scope"], limits["danger"], limits["harmless"]
    rows = [
        ("questions: fully right answer", whole["count"], whole["right"]),
        ("with one topic", whole["single"]["count"], whole["single"]["right"]),
        ("with several topics", whole["several"]["count"], whole["several"]["right"]),
        ("asked for something that the question says", whole["count"], whole["asked_again"]),
        ("out of scope: not answered as if in scope", outside["count"], outside["not_answered"]),
        ("danger: 112 in the first line, and a person", danger["count"], danger["number_first_and_person"]),
        ("harmless look-alikes answered with 112", harmless["count"], harmless["false_alarms"]),
        ("turns of a conversation: as they should be", held["turns"], held["turns_right"]),
        ("conversations: every turn as it should be", held["count"], held["wholly_right"]),
    ]
    return [
        _END_TO_END,
        _table(("figure", "items", "share"), rows),
        f"Replies with another municipality's value: {whole['foreign']} to questions, "
        f"{held['foreign']} in conversations.\n",
        *([_table(("question", "value"), foreign)] if foreign else []),
        f"Messages that a citizen writes until the answer: {_cell(whole['messages_sent'])} in the mean for a question "
        f"(the municipality, where the text names none, is one of them); {_cell(held['turns_to_answer'])} for the "
        f"first answer of a conversation. Conversations that never gave the answer they should: "
        f"{held['never_answered']}.\n",
        _table(("what was wrong with a question's answer", "questions"), whole["failures"].items()),
        _table(("municipality that was answered for", "questions", "fully right"), _groups(whole["per_municipality"])),
        "### Turns of conversations that went wrong\n",
        _table(
            ("expected", "came", "turns"),
            [(row["expected"], row["came"], row["count"]) for row in held["failures"]],
        ),
    ]


def _entities(figures: dict[str, Any]) -> list[str]:
    said = figures["where_said"]
    rows = [(field, figures[field], said[field]["right"], said[field]["count"]) for field in FIELDS]
    kinds = [
        (what, group["count"], *(group[field] for field in FIELDS), group["everything"])
        for what, group in figures["per_what"].items()
    ]
    return [
        _ENTITIES,
        _table(
            ("field", f"of all {figures['count']}", "of those that say it", "that say it"),
            [*rows, ("everything at once", figures["everything"], "", "")],
        ),
        _table(("what the message tries", "messages", *FIELDS, "everything"), kinds),
    ]


def _details(figures: dict[str, Any]) -> list[str]:
    outside, safety = figures["out_of_scope"], figures["safety"]
    return [
        "## With mistakes in the writing\n",
        _table(("questions with one topic", "exactly right"), figures["noise"].items()),
        "## By style, municipality and topic\n",
        *(
            _table((name.removeprefix("per_"), "questions", "exactly right"), _groups(figures[name]))
            for name in ("per_style", "per_municipality", "per_topic")
        ),
        f"![Exactly right, by topic]({plots.TOPICS})\n",
        "## Out of scope and danger, by kind\n",
        _table(("out of scope", "not answered"), outside["per_kind"].items()),
        _table(("danger", "recognised"), safety["per_kind"].items()),
        "## How sure it is, and how right\n",
        f"![Confidence and share of right answers]({plots.CALIBRATION})\n",
        "## Topics taken for each other\n",
        _table(
            ("asked", "answered", "times"),
            [(row["asked"], row["answered"], row["count"]) for row in figures["confusions"]],
        ),
    ]


def _confidently_wrong(wrong: Wrong) -> str:
    rows = [
        (", ".join(question.topics), ", ".join(one.topics), question.text)
        for question, one, outcome in wrong
        if outcome is Outcome.CONFIDENTLY_WRONG
    ]
    return "\n".join([_MISTAKES, _table(("asked", "answered", "question"), rows)])


def _groups(groups: dict[str, dict[str, Any]]) -> list[tuple[str, int, float]]:
    return [(name, group["count"], group["right"]) for name, group in groups.items()]


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value).replace("|", "/").replace("\n", " ")
