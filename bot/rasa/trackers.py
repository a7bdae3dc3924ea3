"""What Rasa keeps of a conversation: whether a message was answered before, and how all of it is erased."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import (
    AwaitableTrackerStore,
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)
from rasa.shared.core.events import BotUttered, ConversationPaused, ConversationResumed, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.tracker_store import ConversationTrackerStore

# In the metadata of a message: its number in the conversation log, and that Rasa may have been given it before.
MESSAGE, AGAIN = "message", "again"
# There too: when a person who had the conversation gave it back, in seconds since 1970.
RETURNED_AT = "returned_at"
# The slot of the question that waits for the citizen.
PENDING = "pending"


def knows_of_person(tracker: DialogueStateTracker, returned_at: float) -> bool:
    """Tell whether it is written down that a person had the conversation until a moment."""
    return any(isinstance(event, ConversationResumed) and event.timestamp == returned_at for event in tracker.events)


def note_person(tracker: DialogueStateTracker, returned_at: float) -> None:
    """Write down that a person had the conversation until a moment.

    The robot was paused meanwhile, and what it had asked before is not waited for any more. Municipality and
    circumstances stay.
    """
    tracker.update(ConversationPaused(timestamp=returned_at))
    tracker.update(ConversationResumed(timestamp=returned_at))
    tracker.update(SlotSet(PENDING, None))


def answer_before(tracker: DialogueStateTracker | None, sender: str, number: int) -> list[dict[str, Any]] | None:
    """Return what was answered to the message with a number, as the channel gives it; None if it is not in there."""
    if tracker is None:
        return None
    said: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            said.insert(0, _message(event, sender))
        elif isinstance(event, UserUttered):
            if event.metadata.get(MESSAGE) == number:
                return said
            said = []
    return None


def _message(event: BotUttered, sender: str) -> dict[str, Any]:
    parts = {"text": event.text, **{name: event.data.get(name) for name in ("buttons", "custom")}}
    return {"recipient_id": sender, **{name: value for name, value in parts.items() if value}}


def forget(store: TrackerStore, sender: str) -> None:
    """Erase all that a tracker store keeps of a conversation.

    Raises NotImplementedError for a kind of store that this does not know, and what the database raises.
    """
    if isinstance(store, FailSafeTrackerStore):
        forget(store._tracker_store, sender)
        if store._fallback_tracker_store is not None:
            forget(store._fallback_tracker_store, sender)
    elif isinstance(store, AwaitableTrackerStore):
        forget(store._tracker_store, sender)
    elif isinstance(store, InMemoryTrackerStore):
        store.store.pop(sender, None)
    elif isinstance(store, ConversationTrackerStore):
        store.erase(sender)
    elif isinstance(store, SQLTrackerStore):
        with store.session_scope() as session:
            if store.engine.dialect.name == "sqlite":
                # What is erased is overwritten.
                session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
            session.query(store.SQLEvent).filter(store.SQLEvent.sender_id == sender).delete(synchronize_session=False)
            session.commit()
    else:
        raise NotImplementedError(type(store).__name__)
