"""Finds a conversation by the name that people use for it, however they write it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.conversations.schema import REFERENCE_CHARS, conversations
from bot.conversations.writing import NoConversationError

_HALF = (REFERENCE_CHARS - 1) // 2


def normal_reference(written: str) -> str:
    """Return a reference as it is stored: capitals, and a dash in the middle, whatever stood between the letters."""
    letters = "".join(letter for letter in written.upper() if letter.isascii() and letter.isalnum())
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def id_of(connection: Connection, reference: str) -> str:
    """Return the inner name of the conversation with a reference. Raises NoConversationError."""
    query = select(conversations.c.id).where(conversations.c.reference == normal_reference(reference))
    found = connection.execute(query).scalar()
    if found is None:
        raise NoConversationError
    return str(found)
