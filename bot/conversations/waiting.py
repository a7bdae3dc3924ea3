"""The messages of a conversation that wait for their answers, and which service works on them."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from bot.conversations.entry import Unanswered
from bot.conversations.schema import conversations, entries, unanswered

# The name of a service that has the log for itself.
ALONE = "service"
# What is passed on in place of a message's text: what a pressed button means.
PASSED = "passed"

# Made once: what is done for each message.
_OLDEST = (
    select(
        unanswered.c.number,
        unanswered.c.taken_by,
        entries.c.text,
        entries.c.data,
        conversations.c.municipality,
        conversations.c.returned_at,
    )
    .join(
        entries,
        (entries.c.conversation_id == unanswered.c.conversation_id) & (entries.c.number == unanswered.c.number),
    )
    .join(conversations, conversations.c.id == unanswered.c.conversation_id)
    .where(unanswered.c.conversation_id == bindparam("conversation"))
    .order_by(unanswered.c.number)
    .limit(1)
)
_TAKE = (
    update(unanswered)
    .where(unanswered.c.conversation_id == bindparam("conversation"), unanswered.c.number == bindparam("which"))
    .values(taken_by=bindparam("by"))
)


def oldest(connection: Connection, conversation_id: str) -> Unanswered | None:
    """Return the oldest message of a conversation that has no answer, None where all have."""
    row = connection.execute(_OLDEST, {"conversation": conversation_id}).first()
    if row is None:
        return None
    passed = row.data.get(PASSED, row.text)
    return Unanswered(conversation_id, row.number, passed, row.municipality, row.returned_at, row.taken_by)


def take_message(connection: Connection, conversation_id: str, number: int, name: str) -> None:
    """Let the service with a name work on a message; the conversation's row must be locked."""
    connection.execute(_TAKE, {"conversation": conversation_id, "which": number, "by": name})
