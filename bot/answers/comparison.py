"""Answers side by side: one topic over several municipalities, in order where there is one; or two municipalities.

Whether answers differ is decided by their status and their typed values, never by their wording.
"""

import dataclasses
import datetime
from collections.abc import Sequence
from enum import Enum
from typing import Any

from bot.answers.answer import Answer, Place, Status
from bot.answers.circumstances import Circumstances
from bot.answers.engine import Question, answer
from bot.standards.model import Content
from bot.standards.values import Deadline, Duration

# The fact by which a topic's answers are put in order. Topics that are not here have no order.
_MEASURES = {
    "processing_time": "deadline",
    "start": "deadline",
    "respite": "at_most_a_year",
    "follow_up": "first",
    "holiday": "at_most",
}
_SAYS = (Status.STATED, Status.NEEDS)


class Likeness(str, Enum):
    """How two answers to the same question stand to each other."""

    SAME = "same"
    DIFFERENT = "different"
    ONE_SILENT = "one_silent"
    BOTH_SILENT = "both_silent"
    UNKNOWN = "unknown"

    @property
    def differs(self) -> bool:
        """Whether the two municipalities give different answers."""
        return self in (Likeness.DIFFERENT, Likeness.ONE_SILENT)


@dataclasses.dataclass(frozen=True)
class Comparison:
    """One topic in several municipalities.

    answers  those that state a value to order by come first, lowest first; the rest in the order asked
    lowest   the municipalities with the lowest value; empty where fewer than two state one, or all state the same
    highest  likewise the highest
    """

    topic: str
    answers: tuple[Answer, ...]
    lowest: tuple[Place, ...] = ()
    highest: tuple[Place, ...] = ()


def compare(
    content: Content,
    topic: str,
    municipalities: Sequence[Place],
    service: str,
    date: datetime.date,
    circumstances: Circumstances = Circumstances(),
) -> Comparison:
    """Compare one topic. A municipality that states nothing keeps its place with its own status: nothing is guessed."""
    answers = answer(content, Question((topic,), tuple(municipalities), service, date, circumstances))
    measured = sorted(
        ((days, item) for item in answers if (days := _measure(item)) is not None), key=lambda pair: pair[0]
    )
    rest = [item for item in answers if _measure(item) is None]
    ordered = tuple([item for _, item in measured] + rest)
    if len({days for days, _ in measured}) < 2:
        return Comparison(topic, ordered)
    low, high = measured[0][0], measured[-1][0]
    return Comparison(
        topic,
        ordered,
        lowest=tuple(item.place for days, item in measured if days == low),
        highest=tuple(item.place for days, item in measured if days == high),
    )


@dataclasses.dataclass(frozen=True)
class Pair:
    """One topic in two municipalities, in the order asked."""

    topic: str
    answers: tuple[Answer, Answer]
    likeness: Likeness


def pairs(
    content: Content,
    first: Place,
    second: Place,
    service: str,
    date: datetime.date,
    circumstances: Circumstances = Circumstances(),
) -> tuple[Pair, ...]:
    """Put two municipalities side by side, topic by topic in the order of the catalogue."""
    found = answer(content, Question(tuple(content.topics), (first, second), service, date, circumstances))
    couples = zip(found[::2], found[1::2], strict=True)
    return tuple(Pair(one.topic, (one, other), likeness(one, other)) for one, other in couples)


def likeness(one: Answer, other: Answer) -> Likeness:
    """Tell how two answers stand to each other. Where a standard does not hold any more, nobody can tell."""
    statuses = {one.status, other.status}
    if not statuses <= {*_SAYS, Status.NOT_STATED}:
        return Likeness.UNKNOWN
    if statuses == {Status.NOT_STATED}:
        return Likeness.BOTH_SILENT
    if Status.NOT_STATED in statuses:
        return Likeness.ONE_SILENT
    return Likeness.SAME if _said(one) == _said(other) else Likeness.DIFFERENT


def same_as(item: Answer, answers: Sequence[Answer]) -> tuple[Place, ...]:
    """The other municipalities of `answers` whose standards say the same; empty where its own is silent."""
    others = [other for other in answers if other.place != item.place]
    return tuple(other.place for other in others if likeness(item, other) is Likeness.SAME)


def variants(answers: Sequence[Answer]) -> int:
    """How many different answers the standards that say something give."""
    said = [_said(item) for item in answers if item.status in _SAYS]
    return sum(one not in said[:number] for number, one in enumerate(said))


def _said(item: Answer) -> tuple[Any, ...]:
    """What an answer says, its municipality's own name aside."""
    return item.undecided, item.needs, tuple((fact.name, _nameless(fact.value, item.place)) for fact in item.facts)


def _nameless(value: Any, place: Place) -> Any:
    if type(value) is str:
        return value.replace(place.name, "")
    return tuple(_nameless(one, place) for one in value) if isinstance(value, tuple) else value


def _measure(item: Answer) -> float | None:
    value = item.fact(_MEASURES.get(item.topic, "")) if item.status is Status.STATED else None
    if isinstance(value, Deadline):
        value = value.at_most
    return value.days if isinstance(value, Duration) else None
