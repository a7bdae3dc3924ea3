"""The typed answer: what is known about one topic in one municipality, and where it comes from. No wording."""

import dataclasses
import datetime
from enum import Enum
from typing import Any

from bot.answers.circumstances import Circumstances
from bot.answers.reckoning import Reckoning
from bot.answers.selection import Selection
from bot.standards.model import Approval, LawRule, NotStated, StandardStatus


class Status(str, Enum):
    """How far the content answers a question; each has its own wording."""

    STATED = "stated"
    NEEDS = "needs"
    NOT_STATED = "not_stated"
    NOT_COVERED = "not_covered"
    EXPIRED = "expired"


@dataclasses.dataclass(frozen=True)
class Place:
    """The municipality an answer is for; `name` as people write it, without "Kommune"."""

    slug: str
    name: str


@dataclasses.dataclass(frozen=True)
class Fact:
    """One stated value: the field's name in its topic model, and the value."""

    name: str
    value: Any


@dataclasses.dataclass(frozen=True)
class SourceLine:
    """What a reader needs to find the place in the document."""

    title: str
    headings: tuple[str, ...]
    status: StandardStatus
    approvals: tuple[Approval, ...]
    valid_until: datetime.date | None


@dataclasses.dataclass(frozen=True)
class Answer:
    """All that is to be said about one topic in one municipality.

    facts      the stated values in the order of the topic model; conditional ones already selected
    routes     how to reach the municipality in these circumstances (all that may apply where that is open)
    selection  the conditional values that the answer hangs on, or None
    silence    what the document says near a topic that it does not answer
    law        verified general law for the topic, never part of the standard
    reckoning  the topic's time limit counted from a day that was told, or None
    """

    topic: str
    place: Place
    service: str
    status: Status
    circumstances: Circumstances
    facts: tuple[Fact, ...] = ()
    routes: Selection | None = None
    selection: Selection | None = None
    source: SourceLine | None = None
    silence: NotStated | None = None
    law: tuple[LawRule, ...] = ()
    reckoning: Reckoning | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """The circumstances that would settle the answer, in the order to ask."""
        return self.selection.needs if self.selection is not None else ()

    @property
    def undecided(self) -> bool:
        """Whether the document has values but none for these very circumstances (such as exactly 30 years)."""
        return self.selection is not None and self.selection.undecided

    def fact(self, name: str) -> Any | None:
        """The value of one fact, or None where the document does not state it."""
        return next((fact.value for fact in self.facts if fact.name == name), None)
