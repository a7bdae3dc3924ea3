"""What it takes to erase one conversation, and how much of it there is."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bot.conversations.schema import callbacks, conversations, deliveries, entries, erasures, notes, unanswered

# By table, but for `callbacks_not_done`: those of the call-backs that a citizen still waited for.
COUNTED = ("conversations", "entries", "notes", "callbacks", "callbacks_not_done", "deliveries")
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_NOT_DONE = callbacks.c.state.in_(("open", "not_reached", "reached"))

# For so long a message that another service works on may still be given to Rasa.
ON_ITS_WAY = datetime.timedelta(minutes=2)

Counts = dict[str, int]


def erase_conversation(
    connection: Connection, conversation_id: str, at: datetime.datetime, by: str | None = None
) -> Counts:
    """Erase a conversation with everything in it, and note that Rasa has to do the same.

    `by` names the service that erases, which stops its own work on the conversation. Return how much it was, by
    COUNTED; nothing where there is no such conversation. What was put on its way to another system behind its back
    goes in any case.
    """

    def erase(table: Any, *conditions: Any) -> int:
        mine = table.c.conversation_id == conversation_id
        return int(connection.execute(delete(table).where(mine, *conditions)).rowcount)

    mine = conversations.c.id == conversation_id
    # Whoever writes into a conversation locks its row first: from here on nobody does.
    there = connection.execute(select(conversations.c.id).where(mine).with_for_update()).first() is not None
    until = at + ON_ITS_WAY if _others_work_on(connection, conversation_id, by) else None
    erase(unanswered)
    counts = {"entries": erase(entries), "notes": erase(notes)}
    not_done = erase(callbacks, _NOT_DONE)
    counts |= {"callbacks": not_done + erase(callbacks), "callbacks_not_done": not_done}
    counts |= {"deliveries": erase(deliveries)}
    if not there:
        return {}
    connection.execute(delete(conversations).where(mine))
    connection.execute(insert(erasures).values(conversation_id=conversation_id, asked_at=at, until=until))
    return {"conversations": 1, **counts}


def erase_in_rasa_again(connection: Connection, conversation_id: str, at: datetime.datetime) -> None:
    """Note that Rasa may have been given something of a conversation after its erasure; nothing where it is there."""
    if connection.execute(select(conversations.c.id).where(conversations.c.id == conversation_id)).first() is None:
        noting = _INSERTS[connection.dialect.name](erasures).values(conversation_id=conversation_id, asked_at=at)
        connection.execute(noting.on_conflict_do_nothing(index_elements=["conversation_id"]))


def _others_work_on(connection: Connection, conversation_id: str, by: str | None) -> bool:
    working = select(unanswered.c.taken_by).where(
        unanswered.c.conversation_id == conversation_id, unanswered.c.taken_by.is_not(None)
    )
    return any(name != by for name in connection.execute(working).scalars())


def count_conversation(connection: Connection, conversation_id: str) -> Counts:
    """Return what erasing a conversation would erase, by COUNTED."""

    def count(table: Any, *conditions: Any) -> int:
        column = table.c.id if table is conversations else table.c.conversation_id
        query = select(func.count()).select_from(table).where(column == conversation_id, *conditions)
        return int(connection.execute(query).scalar_one())

    counts = {table.name: count(table) for table in (conversations, entries, notes, callbacks, deliveries)}
    counts["callbacks_not_done"] = count(callbacks, _NOT_DONE)
    return {name: counts[name] for name in COUNTED}


def added(one: Counts, other: Counts) -> Counts:
    """Return two counts taken together."""
    return {name: one.get(name, 0) + other.get(name, 0) for name in COUNTED}
