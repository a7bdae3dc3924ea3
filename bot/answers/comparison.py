"""One topic over several municipalities, ordered where the stated values can be ordered."""

import dataclasses
import datetime
from collections.abc import Sequence

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


def _measure(item: Answer) -> float | None:
    value = item.fact(_MEASURES.get(item.topic, "")) if item.status is Status.STATED else None
    if isinstance(value, Deadline):
        value = value.at_most
    return value.days if isinstance(value, Duration) else None
