"""Rasa's trackers in SQLite or PostgreSQL: what the latest session needs is read, and what is new is written.

The table is that of Rasa's own SQL store, which this one takes over and whose rows it goes on with. Rasa's store opens
its file anew for each message, counts what is there before it writes, goes through all events of a conversation to find
the latest session, and waits for the disk: half of the time of a message.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.schema import CreateIndex

from bot.conversations.database import READS, REPEATABLE, unmigrated
from bot.conversations.overwriting import TRACKER_TABLE, empty_log
from bot.settings import Settings

_NAME_CHARS = 255
# Any number that nobody else locks: PostgreSQL lets one process make the table at a time.
_TABLE_LOCK = 482_915_734
# How many of a tracker's events are in the table, kept with the tracker.
_STORED = "_events_stored"

_events = Table(
    TRACKER_TABLE,
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(_NAME_CHARS), nullable=False),
    Column("type_name", String(_NAME_CHARS), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(_NAME_CHARS)),
    Column("action_name", String(_NAME_CHARS)),
    Column("data", Text),
)
_by_conversation = Index("ix_events_conversation", _events.c.sender_id, _events.c.id)

# Made once: what is done for each message.
_of_conversation = _events.c.sender_id == bindparam("sender")
_latest_start = (
    select(_events.c.id)
    .where(_of_conversation, _events.c.type_name == SessionStarted.type_name)
    .order_by(_events.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_EVENTS = select(_events.c.data).where(_of_conversation).order_by(_events.c.id)
_LATEST_EVENTS = _EVENTS.where(_events.c.id >= func.coalesce(_latest_start, 0))
_WRITE = insert(_events)
_ERASE = delete(_events).where(_of_conversation)


class ConversationTrackerStore(SQLTrackerStore):
    """The trackers of all conversations; one process writes a conversation at a time, which the service sees to."""

    def __init__(
        self, domain: Domain | None = None, event_broker: EventBroker | None = None, url: str = "", **_: Any
    ) -> None:
        """Open the store at a database URL; without one where the settings say. Raises DatabaseError, SettingsError."""
        TrackerStore.__init__(self, domain, event_broker)
        self.engine = _opened(url or tracker_url(Settings.from_env()))
        self.sessionmaker = sessionmaker(bind=self.engine)
        self._reading = self.engine.execution_options(**READS)
        # What the power takes with it is the robot's memory of its last words.
        self._writing = self.engine.execution_options(**REPEATABLE)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        query = _EVENTS if fetch_events_from_all_sessions else _LATEST_EVENTS
        with self._reading.connect() as connection:
            rows = connection.execute(query, {"sender": sender_id}).scalars().all()
        if not rows:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, list(map(json.loads, rows)), self.domain.slots)
        _note_stored(tracker)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events that are new."""
        await self.stream_events(tracker)
        stored = getattr(tracker, _STORED, None)
        if stored is None and tracker.events:
            # Not read from here: only the table knows.
            known = await self._retrieve(tracker.sender_id, fetch_events_from_all_sessions=False)
            stored = len(known.events) if known else 0
        new = [_row(tracker.sender_id, one) for one in itertools.islice(tracker.events, stored or 0, None)]
        if new:
            with self._writing.begin() as connection:
                connection.execute(_WRITE, new)
        _note_stored(tracker)

    def erase(self, sender_id: str) -> None:
        """Erase a conversation, from the file as well. Raises SQLAlchemyError."""
        with self.engine.begin() as connection:
            connection.execute(_ERASE, {"sender": sender_id})
        empty_log(self.engine)


def tracker_url(settings: Settings) -> str:
    """Return where trackers are kept: beside the conversation log in PostgreSQL, else in a SQLite file of their own."""
    if settings.database.startswith("postgresql"):
        return settings.database
    settings.make_folders()
    return f"sqlite:///{settings.tracker_file}"


def _opened(url: str) -> Engine:
    engine = unmigrated(url)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _do_not_wait_for_disk)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TABLE_LOCK})")
        _events.create(connection, checkfirst=True)
        # A table of Rasa's own store lacks it.
        connection.execute(CreateIndex(_by_conversation, if_not_exists=True))
    return engine


def _do_not_wait_for_disk(connection: Any, _: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    connection.commit()


def _note_stored(tracker: DialogueStateTracker) -> None:
    setattr(tracker, _STORED, len(tracker.events))


def _row(sender_id: str, one: Event) -> dict[str, Any]:
    data = one.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": one.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
