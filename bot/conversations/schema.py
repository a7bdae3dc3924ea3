"""The tables of the conversation log."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
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
NAME_CHARS, PASSWORD_HASH_CHARS = 120, 200

# Who has a conversation: exactly one of these, in the database's own word (the check below).
ROBOT_HAS, WAITING, PERSON_HAS, CLOSED = "robot", "waiting", "person", "closed"
ONE_STATE = (
    f"state IN ('{ROBOT_HAS}', '{WAITING}', '{PERSON_HAS}', '{CLOSED}')"
    f" AND (state = '{PERSON_HAS}') = (staff_id IS NOT NULL)"
    f" AND (state = '{CLOSED}') = (closed_at IS NOT NULL)"
)


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
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# `id` names the conversation inside the house and is Rasa's sender id; `reference` names it to people; the token is
# the citizen's key, of which only the hash is kept. `last_number` is that of the newest entry.
# Where a person was asked for: `asked_municipality` and `asked_unit` are whose desk it is, `asked_at` gives the place
# in the queue and stays when a conversation comes back to it, `returned_at` stands until the robot's memory knows that
# a person was there.
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
    Column("state", String(KIND_CHARS), nullable=False, server_default=ROBOT_HAS),
    Column("staff_id", Integer),
    Column("asked_municipality", String(SLUG_CHARS)),
    Column("asked_unit", String(NAME_CHARS)),
    Column("asked_why", String(KIND_CHARS)),
    Column("asked_at", Moment),
    Column("claimed_at", Moment),
    Column("returned_at", Moment),
    CheckConstraint(ONE_STATE, name="one_state"),
    Index("ix_conversations_open", "closed_at", "active_at"),
    Index("ix_conversations_desk", "state", "asked_municipality", "asked_at"),
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
# `taken_by` is the service that works on it (a name in `services`): of a conversation, it is the oldest message alone
# that somebody works on, and nobody begins with the next one before this one's answer stands in the log.
unanswered = Table(
    "unanswered",
    metadata,
    Column("conversation_id", String(ID_CHARS), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("taken_by", String(NAME_CHARS)),
    Index("ix_unanswered_taken_by", "taken_by"),
)

# The services on this database, and when each gave its last sign of life.
services = Table(
    "services",
    metadata,
    Column("name", String(NAME_CHARS), primary_key=True),
    Column("seen_at", Moment, nullable=False),
)

# Conversations that are erased here and still have to be erased in Rasa's tracker store. With `until`, another service
# had a message of it on its way to Rasa: it is done again and again until then.
erasures = Table(
    "erasures",
    metadata,
    Column("conversation_id", String(ID_CHARS), primary_key=True),
    Column("asked_at", Moment, nullable=False),
    Column("until", Moment),
)

# Who works at the desk. `name` is what one logs in with, `shown_name` what citizens read. No `units`: all of them.
staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(NAME_CHARS), nullable=False, unique=True),
    Column("shown_name", String(NAME_CHARS), nullable=False),
    Column("role", String(KIND_CHARS), nullable=False),
    Column("municipalities", JSON, nullable=False),
    Column("units", JSON, nullable=False),
    Column("password_hash", String(PASSWORD_HASH_CHARS), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment),
    Column("away_reason", String(NAME_CHARS)),
)

# Failed logins in a row, by the name that was given: one that nobody has is locked like any other and tells nothing.
# Only the name's hash is kept, for people also type a password where the name belongs.
login_failures = Table(
    "login_failures",
    metadata,
    Column("name_hash", String(HASH_CHARS), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Moment, nullable=False),
    Column("locked_until", Moment),
)

# A login that is open: the cookie's hash, and what every request that changes something has to carry beside it.
staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(HASH_CHARS), primary_key=True),
    Column("staff_id", Integer, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("csrf", String(HASH_CHARS), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
)

# What staff write to each other about a conversation; it has no number and no stream of the citizen's can reach it.
notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", String(ID_CHARS), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("staff_id", Integer, nullable=False),
    Column("by", String(NAME_CHARS), nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_notes_conversation_id", "conversation_id"),
)

# Who wants to be called. `shared` says that the conversation may be read by who calls.
callbacks = Table(
    "callbacks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("receipt", String(REFERENCE_CHARS), nullable=False, unique=True),
    Column("client_id", String(CLIENT_ID_CHARS), nullable=False),
    Column("conversation_id", String(ID_CHARS), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("municipality", String(SLUG_CHARS), nullable=False),
    Column("unit", String(NAME_CHARS)),
    Column("name", String(NAME_CHARS), nullable=False),
    Column("phone", String(NAME_CHARS), nullable=False),
    Column("email", String(NAME_CHARS), nullable=False),
    Column("question", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("state", String(KIND_CHARS), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("handled_at", Moment),
    Column("handled_by", String(NAME_CHARS)),
    Column("note", Text, nullable=False),
    UniqueConstraint("conversation_id", "client_id"),
    Index("ix_callbacks_municipality", "municipality", "state", "asked_at"),
)

# Each reading of what a citizen wrote, by whom. It names conversations by their reference and holds nothing of them.
readings = Table(
    "readings",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("staff_id", Integer, nullable=False),
    Column("by", String(NAME_CHARS), nullable=False),
    Column("municipality", String(SLUG_CHARS), nullable=False),
    Column("what", String(KIND_CHARS), nullable=False),
    Column("reference", String(REFERENCE_CHARS), nullable=False),
    Index("ix_readings_municipality", "municipality", "at"),
)

# How long somebody waited before a person came; nothing in it says who.
waits = Table(
    "waits",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("municipality", String(SLUG_CHARS), nullable=False),
    Column("at", Moment, nullable=False),
    Column("seconds", Integer, nullable=False),
    Index("ix_waits_municipality", "municipality", "at"),
)

# Requests on their way to a municipality's own system; a row goes when it has arrived.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(ID_CHARS), primary_key=True),
    Column("conversation_id", String(NAME_CHARS), nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Moment, nullable=False),
    Index("ix_deliveries_next_at", "next_at"),
    Index("ix_deliveries_conversation", "conversation_id", "made_at"),
)

# The receipt of each purge: how much was erased, never what.
purges = Table(
    "purges",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("by", String(NAME_CHARS), nullable=False),
    Column("municipality", String(SLUG_CHARS)),
    Column("counts", JSON, nullable=False),
)
