"""Conversations on their way from hand to hand, and how they stand."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.entry import HANDOVER
from bot.conversations.handover import Handovers, Person, Wish
from bot.conversations.log import Log
from bot.conversations.schema import conversations

LISE, BO = Person(1, "Lise", "Visitationen"), Person(2, "Bo")
WISH = Wish("thisted", "Thisted")


def begun(log: Log) -> str:
    return log.start("thisted").conversation.id


def waiting(log: Log, handovers: Handovers, wish: Wish = WISH) -> str:
    conversation_id = begun(log)
    assert handovers.ask(conversation_id, wish)
    return conversation_id


def claimed(log: Log, handovers: Handovers, person: Person = LISE) -> str:
    conversation_id = waiting(log, handovers)
    handovers.claim(conversation_id, person)
    return conversation_id


def state(engine: Engine, conversation_id: str) -> tuple[str, int | None]:
    """Return the state, and the id of the person who has the conversation, as the database holds them."""
    with engine.connect() as connection:
        row = connection.execute(select(conversations).where(conversations.c.id == conversation_id)).one()
    return row.state, row.staff_id


def announced(log: Log, conversation_id: str) -> list[str]:
    """Return the states that were announced to the citizen, in their order."""
    return [entry.data["state"] for entry in log.after(conversation_id, 0) if entry.kind == HANDOVER]
