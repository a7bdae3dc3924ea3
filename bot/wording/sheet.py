"""An answer as a sheet to look things up on: its words, how far they can be relied on, and what they hang on."""

import dataclasses
import datetime
from collections.abc import Sequence
from enum import Enum
from typing import Any

from bot.answers.answer import Answer, Place, SourceLine
from bot.answers.circumstances import Circumstances
from bot.answers.engine import Question, answer
from bot.answers.selection import choices
from bot.standards.model import Content, StandardStatus
from bot.wording import phrases
from bot.wording.answers import render

# An approval that lies further back is marked, for the municipality may have decided anew since.
_YEARS_FRESH = 2


class Mark(str, Enum):
    """Why a reader should look twice at a source."""

    PROPOSAL = "proposal"
    UNDATED = "undated"
    OLD = "old"


@dataclasses.dataclass(frozen=True)
class Case:
    """What holds in one case of the circumstances that an answer hangs on: `case` in words, and the short answer."""

    case: str
    circumstances: dict[str, Any]
    short: str


@dataclasses.dataclass(frozen=True)
class Sheet:
    """One topic in one municipality.

    answer    the parts of the answer, as `Rendered.payload` gives them
    text      the whole answer, as the chat says it
    approved  the latest day on which the standard was approved, None where it names none
    cases     one for each case that differs, where the answer hangs on circumstances
    """

    topic: str
    slug: str
    label: str
    municipality: str
    name: str
    answer: dict[str, Any]
    text: str
    approved: datetime.date | None
    marks: tuple[Mark, ...]
    cases: tuple[Case, ...]


def sheets(
    content: Content,
    topics: Sequence[str],
    places: Sequence[Place],
    service: str,
    date: datetime.date,
    circumstances: Circumstances = Circumstances(),
) -> list[Sheet]:
    """One sheet for each topic and place, topic by topic.

    Raises:
        KeyError: a topic that is not in the catalogue.
    """
    question = Question(tuple(topics), tuple(places), service, date, circumstances)
    return [sheet(content, found, service, date) for found in answer(content, question)]


def sheet(content: Content, found: Answer, service: str, date: datetime.date) -> Sheet:
    """The sheet of an answer."""
    shown = render(content, found)
    entry = content.topics[found.topic]
    return Sheet(
        topic=found.topic,
        slug=entry.slug,
        label=entry.label,
        municipality=found.place.slug,
        name=phrases.municipality(found.place.name),
        answer=shown.payload(),
        text=shown.text(),
        approved=_approved(found.source),
        marks=marks(found.source, date),
        cases=_cases(content, found, service, date),
    )


def marks(source: SourceLine | None, date: datetime.date) -> tuple[Mark, ...]:
    """Why a reader should look twice at a source on a day; nothing where there is none, or nothing is to be said."""
    if source is None:
        return ()
    found = [Mark.PROPOSAL] if source.status is StandardStatus.PROPOSAL else []
    approved = _approved(source)
    if approved is None:
        return (*found, Mark.UNDATED)
    if (date.year - approved.year, date.month, date.day) > (_YEARS_FRESH, approved.month, approved.day):
        found.append(Mark.OLD)
    return tuple(found)


def _approved(source: SourceLine | None) -> datetime.date | None:
    return max((one.date for one in source.approvals), default=None) if source is not None else None


def _cases(content: Content, found: Answer, service: str, date: datetime.date) -> tuple[Case, ...]:
    if found.selection is None or not found.needs:
        return ()
    rows = []
    for case in choices(found.selection.values, found.circumstances):
        (settled,) = answer(content, Question((found.topic,), (found.place,), service, date, case))
        rows.append(Case(phrases.case(case), case.to_mapping(), render(content, settled).short))
    return tuple(rows)
