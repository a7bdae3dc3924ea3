"""The tables of the conversation log."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

ID_CHARS, REFERENCE_CHARS, HASH_CHARS, CLIENT_ID_CHARS, KIND_CHARS, SLUG_CHARS = 32, 9, 64, 64, 16, 64


class Moment(TypeDecorator):
    """A point in time in UTC. SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """Turn a moment of any zone into UTC. Raises ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        utc = value.astimezone(datetime.timezone.utc)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=datetime.timezone.utc) if value.tzinfo is None else value


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# `id` names the conversation inside the house and is Rasa's sender id; `reference` names it to people; the token is
# the citizen's key, of which only the hash is kept. `last_number` is that of the newest entry.
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(ID_CHARS), primary_key=True),
    Column("reference", String(REFERENCE_CHARS), nullable=False, unique=True),
    Column("token_hash", String(HASH_CHARS), nullable=False, unique=True),
    Column("municipality", String(SLUG_CHARS)),
    Column("last_number", Integer, nullable=False, default=0),
    Column("started_at", Moment, nullable=False),
    Column("active_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_reason", String(KIND_CHARS)),
    Index("ix_conversations_open", "closed_at", "active_at"),
)

# Everything said, in order; rows are added, and never changed. `data` holds what a kind has beside its text.
entries = Table(
    "entries",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("conversation_id", String(ID_CHARS), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(KIND_CHARS), nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("client_id", String(CLIENT_ID_CHARS)),
    Column("answers", Integer),
    UniqueConstraint("conversation_id", "number"),
    UniqueConstraint("conversation_id", "client_id"),
)

# Messages that have no answer yet: put in with the message, taken out with its answer, in the same transaction.
unanswered = Table(
    "unanswered",
    metadata,
    Column("conversation_id", String(ID_CHARS), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
)

# Conversations that are erased here and still have to be erased in Rasa's tracker store.
erasures = Table(
    "erasures",
    metadata,
    Column("conversation_id", String(ID_CHARS), primary_key=True),
    Column("asked_at", Moment, nullable=False),
)
