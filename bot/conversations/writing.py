"""How something is written into a conversation: under its row's lock, with the next numbers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.conversations.entry import Entry, NewEntry
from bot.conversations.schema import conversations, entries, unanswered

# Made once: what is done for each message.
_mine = conversations.c.id == bindparam("conversation")
_TAKE = update(conversations).where(_mine).values(last_number=conversations.c.last_number + bindparam("count"))
_TAKE_PART = _TAKE.where(conversations.c.closed_at.is_(None)).values(active_at=bindparam("now"))
_waiting = unanswered.alias()
_next = select(func.min(_waiting.c.number)).where(
    _waiting.c.conversation_id == bindparam("conversation"), _waiting.c.number > bindparam("behind")
)
# A statement of its own: what the one that waits for the row's lock sees may be older than the lock.
_TAKEN = select(
    conversations.c.last_number,
    conversations.c.state,
    conversations.c.returned_at,
    _next.scalar_subquery().label("waiting"),
).where(_mine)
_ADD = insert(entries)


class NoConversationError(LookupError):
    """There is no such conversation, or it is closed or erased."""


class Taken(NamedTuple):
    """The first of the numbers that were taken, and what is known of the conversation.

    state         who has it
    returned_at   when a person gave it back
    waiting       the number of the oldest message without an answer, None where there is none
    """

    number: int
    state: str
    returned_at: datetime.datetime | None
    waiting: int | None


def take(
    connection: Connection,
    conversation_id: str,
    count: int,
    writing: datetime.datetime | None = None,
    behind: int = 0,
) -> Taken:
    """Take the next numbers of a conversation.

    The row stays locked until the transaction ends, so numbers have no gaps. `writing` says that somebody takes part at
    that moment, which an open conversation alone allows and which keeps it open; messages up to the number `behind` do
    not count as waiting. Raises NoConversationError.
    """
    values: dict[str, Any] = {"conversation": conversation_id, "count": count}
    statement = _TAKE if writing is None else _TAKE_PART
    taking = connection.execute(statement, values if writing is None else {**values, "now": writing})
    if taking.rowcount != 1:
        raise NoConversationError
    row = connection.execute(_TAKEN, {"conversation": conversation_id, "behind": behind}).one()
    return Taken(int(row.last_number) - count + 1, row.state, row.returned_at, row.waiting)


def add(
    connection: Connection,
    conversation_id: str,
    number: int,
    new: Sequence[NewEntry],
    at: datetime.datetime,
    answers: int | None = None,
    client_id: str | None = None,
) -> tuple[Entry, ...]:
    """Write entries from a number on, said at one moment; `client_id` is that of the first."""
    made = tuple(
        Entry(number + index, one.kind, at, one.text, dict(one.data), None if index else client_id, answers)
        for index, one in enumerate(new)
    )
    if made:
        connection.execute(_ADD, [{"conversation_id": conversation_id, **vars(entry)} for entry in made])
    return made


def said_before(connection: Connection, conversation_id: str, client_id: str) -> Entry | None:
    """Return the entry that a client named so, None where there is none or it was erased."""
    query = select(entries).where(entries.c.conversation_id == conversation_id, entries.c.client_id == client_id)
    row = connection.execute(query).first()
    return None if row is None else read_entry(row)


def read_entry(row: Any) -> Entry:
    """Return the entry that a row of the table `entries` holds."""
    return Entry(row.number, row.kind, row.at, row.text, row.data, row.client_id, row.answers)
