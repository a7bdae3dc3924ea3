"""All that is kept of one conversation, for the citizen who asks for it.

What names the conversation inside the house (its id, the hash of its key, the numbers of staff) is left out; everything
else that is kept is in there, and in the same order each time.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bot.conversations.database import READS
from bot.conversations.entry import HANDOVER
from bot.conversations.references import id_of
from bot.conversations.schema import callbacks, conversations, deliveries, entries, notes

# What an entry may have beside its text, that is not the service's own business.
_TOLD = ("state", "reason", "stars", "about", "useful", "masked", "receipt")
# What the robot took a message for, in what it answered.
_UNDERSTOOD = "understood"
_CALLBACK = (
    "receipt",
    "asked_at",
    "municipality",
    "unit",
    "name",
    "phone",
    "email",
    "question",
    "shared",
    "state",
    "attempts",
    "handled_at",
    "handled_by",
    "note",
)
_DELIVERY = ("kind", "municipality", "unit", "why", "circumstances", "receipt", "question", "contact")


def export(engine: Engine, reference: str) -> dict[str, Any]:
    """Return all that is kept of the conversation with a reference, as JSON with times in ISO 8601.

    Capitals and the dash of the reference do not matter. Raises NoConversationError, and SQLAlchemyError where the
    database fails.
    """
    # In one transaction: SQLite shows it one moment, and PostgreSQL lets nobody write who has to lock the row.
    with engine.execution_options(**READS).begin() as connection:
        mine = conversations.c.id == id_of(connection, reference)
        row = connection.execute(select(conversations).where(mine).with_for_update(read=True)).one()
        said = connection.execute(_of(entries, row.id).order_by(entries.c.number)).all()
        return {
            "reference": row.reference,
            "municipality": row.municipality,
            "asked_municipality": row.asked_municipality,
            "asked_unit": row.asked_unit,
            "asked_why": row.asked_why,
            "state": row.state,
            "started_at": _moment(row.started_at),
            "active_at": _moment(row.active_at),
            "asked_at": _moment(row.asked_at),
            "claimed_at": _moment(row.claimed_at),
            "closed_at": _moment(row.closed_at),
            "closed_reason": row.closed_reason,
            "entries": [_entry(one) for one in said],
            "transitions": [_transition(one) for one in said if one.kind == HANDOVER],
            "callbacks": list(_callbacks(connection, row.id)),
            "notes": list(_notes(connection, row.id)),
            "deliveries": list(_deliveries(connection, row.id)),
        }


def _entry(row: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {"number": row.number, "kind": row.kind, "at": _moment(row.at), "text": row.text}
    if row.answers is not None:
        shown["answers"] = row.answers
    if row.data.get("sender"):
        shown["sender"] = _sender(row.data["sender"])
    shown |= {name: row.data[name] for name in _TOLD if name in row.data}
    understood = (row.data.get("custom") or {}).get(_UNDERSTOOD)
    if understood:
        shown[_UNDERSTOOD] = understood
    return shown


def _transition(row: Any) -> dict[str, Any]:
    actor = row.data.get("actor") or {}
    return {
        "at": _moment(row.at),
        "state": row.data.get("state"),
        "by": {name: actor[name] for name in ("kind", "name") if name in actor},
        "reason": row.data.get("reason"),
    }


def _sender(sender: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": sender.get("name"), "unit": sender.get("unit")}


def _callbacks(connection: Connection, conversation_id: str) -> Iterator[dict[str, Any]]:
    for row in connection.execute(_of(callbacks, conversation_id).order_by(callbacks.c.asked_at, callbacks.c.id)):
        shown = {name: row._mapping[name] for name in _CALLBACK}
        yield {**shown, "asked_at": _moment(row.asked_at), "handled_at": _moment(row.handled_at)}


def _notes(connection: Connection, conversation_id: str) -> Iterator[dict[str, Any]]:
    for row in connection.execute(_of(notes, conversation_id).order_by(notes.c.at, notes.c.id)):
        yield {"by": row.by, "at": _moment(row.at), "text": row.text}


def _deliveries(connection: Connection, conversation_id: str) -> Iterator[dict[str, Any]]:
    """What is on its way to another system; what it holds of the conversation stands among the entries."""
    for row in connection.execute(_of(deliveries, conversation_id).order_by(deliveries.c.made_at, deliveries.c.id)):
        body = json.loads(row.body)
        yield {"at": _moment(row.made_at), **{name: body[name] for name in _DELIVERY if name in body}}


def _of(table: Any, conversation_id: str) -> Any:
    return select(table).where(table.c.conversation_id == conversation_id)


def _moment(value: datetime.datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="milliseconds")
