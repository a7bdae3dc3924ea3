"""What stands in a conversation log."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CITIZEN, ROBOT, PERSON, NOTICE, FEEDBACK = "citizen", "robot", "person", "notice", "feedback"
HANDOVER, RATING = "handover", "rating"

# Why a conversation is over: nobody wrote, it was erased, a person has ended it.
IDLE, ERASED, ENDED = "idle", "erased", "person"


@dataclass(frozen=True)
class NewEntry:
    """Something to be written into a log.

    kind    CITIZEN, ROBOT, PERSON, NOTICE, FEEDBACK, HANDOVER or RATING
    text    what was said, with personal data masked
    data    what the kind has beside its text; must be JSON
    """

    kind: str
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """Something that stands in a log: `number` counts from 1 in each conversation, `at` is in UTC.

    client_id   the client's own name of a citizen's message
    answers     the number of the entry that this one answers
    """

    number: int
    kind: str
    at: datetime.datetime
    text: str
    data: Mapping[str, Any]
    client_id: str | None = None
    answers: int | None = None


@dataclass(frozen=True)
class Conversation:
    """A conversation as its keeper sees it; `municipality` is the slug of the page it began on, None for none."""

    id: str
    reference: str
    municipality: str | None
    active_at: datetime.datetime


@dataclass(frozen=True)
class Started:
    """A conversation that has just begun, with the one copy of its key."""

    conversation: Conversation
    token: str


@dataclass(frozen=True)
class Said:
    """A citizen's message that is stored.

    new          False where the same message was stored before
    next         whether it is the next one to be answered, and taken: none of the conversation waits before it
    beside       what was stored right behind it
    to_person    whether a person has the conversation, who reads it in the robot's place
    returned_at  when a person gave the conversation back, where the robot's memory does not know yet
    """

    entry: Entry
    new: bool
    next: bool = False
    beside: tuple[Entry, ...] = ()
    to_person: bool = False
    returned_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Unanswered:
    """A message that waits for its answer: what to pass on, and where the conversation began.

    returned_at  when a person gave the conversation back, where the robot's memory does not know yet
    taken_by     the service that works on it, None where nobody does
    """

    conversation_id: str
    number: int
    text: str
    municipality: str | None
    returned_at: datetime.datetime | None = None
    taken_by: str | None = None


@dataclass(frozen=True)
class Answered:
    """What became of an answer: the entries that were stored, and the message that was taken next, if one waits."""

    entries: tuple[Entry, ...] = ()
    following: Unanswered | None = None


@dataclass(frozen=True)
class State:
    """Whether a conversation is open: since when nothing was said, or why it is over (IDLE, ERASED)."""

    active_at: datetime.datetime | None
    over: str | None


@dataclass(frozen=True)
class Note:
    """What staff wrote to each other; no entry, so that no stream of the citizen's can hold it."""

    id: int
    by: str
    at: datetime.datetime
    text: str
