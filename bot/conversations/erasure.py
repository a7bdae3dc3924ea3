"""What it takes to erase one conversation, and how much of it there is."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection

from bot.conversations.schema import callbacks, conversations, deliveries, entries, erasures, notes, unanswered

# By table, but for `callbacks_not_done`: those of the call-backs that a citizen still waited for.
COUNTED = ("conversations", "entries", "notes", "callbacks", "callbacks_not_done", "deliveries")
_NOT_DONE = callbacks.c.state.in_(("open", "not_reached", "reached"))

Counts = dict[str, int]


def erase_conversation(connection: Connection, conversation_id: str, at: datetime.datetime) -> Counts:
    """Erase a conversation with everything in it, and note that Rasa has to do the same.

    Return how much it was, by COUNTED; nothing where there is no such conversation. What was put on its way to another
    system behind its back goes in any case.
    """

    def erase(table: Any, *conditions: Any) -> int:
        mine = table.c.conversation_id == conversation_id
        return int(connection.execute(delete(table).where(mine, *conditions)).rowcount)

    # In the order in which an answer is stored, so that neither waits for the other for ever.
    erase(unanswered)
    mine = conversations.c.id == conversation_id
    # Whoever writes into a conversation locks its row first: from here on nobody does.
    there = connection.execute(select(conversations.c.id).where(mine).with_for_update()).first() is not None
    counts = {"entries": erase(entries), "notes": erase(notes)}
    not_done = erase(callbacks, _NOT_DONE)
    counts |= {"callbacks": not_done + erase(callbacks), "callbacks_not_done": not_done}
    counts |= {"deliveries": erase(deliveries)}
    if not there:
        return {}
    connection.execute(delete(conversations).where(mine))
    connection.execute(insert(erasures).values(conversation_id=conversation_id, asked_at=at))
    return {"conversations": 1, **counts}


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
