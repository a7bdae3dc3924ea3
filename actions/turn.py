"""One turn of a conversation: what the message says, and what the slots remember."""

import dataclasses
import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.answers.circumstances import Circumstances
from bot.answers.reckoning import DatedEvent
from bot.standards.values import Event

CIRCUMSTANCES = ("age", "early_retirement_pension", "keeps_own_home", "has_income")
# Whose question it is, a day, and what happened on it.
LATEST = ("person", "date", "event")
SLOTS = ("municipality", "topics", "pending", "misunderstood", *CIRCUMSTANCES, *LATEST)
SELF = "self"

# What a question back is waiting for.
FOR_MUNICIPALITY = "municipality"
FOR_CIRCUMSTANCES = "circumstances"
FOR_CONFIRMATION = "confirmation"
FOR_PERSON = "person"


@dataclasses.dataclass(frozen=True)
class Pending:
    """A question that waits for the citizen's answer.

    awaits      one of FOR_MUNICIPALITY, FOR_CIRCUMSTANCES, FOR_CONFIRMATION, FOR_PERSON
    topics      what is answered then
    needs       the circumstances asked for
    person      the citizen wants to reach a person: the contact is said as such
    why         why one may be wanted (bot.conversations.handover)
    """

    awaits: str
    topics: tuple[str, ...]
    needs: tuple[str, ...] = ()
    person: bool = False
    why: str | None = None

    @classmethod
    def of_slot(cls, value: Any) -> "Pending | None":
        """Read the slot; None where it is empty."""
        if not isinstance(value, dict):
            return None
        topics, needs = tuple(value["topics"]), tuple(value["needs"])
        # Conversations that began before the last update have no `why`.
        return cls(value["awaits"], topics, needs, bool(value["person"]), value.get("why"))

    def to_slot(self) -> dict[str, Any]:
        """The slot's form, which survives any tracker store."""
        return {
            "awaits": self.awaits,
            "topics": list(self.topics),
            "needs": list(self.needs),
            "person": self.person,
            "why": self.why,
        }


@dataclasses.dataclass(frozen=True)
class Turn:
    """The message's meaning beside the memory of the conversation.

    topics, candidates, places, said, comparison   from the message: topics, likely topics, municipalities by slug,
                                                   circumstances, and whether a comparison is asked for
    municipality, last_topics, pending,            from the slots
    misunderstood, remembered
    about, date, event                             from the message, else from the slots: whose question it is, a day
                                                   as ISO date, and what happened on it
    known_before                                   these three as the slots have them
    sender, channel, message_id                    the conversation, where it takes place, and the message's own name
    """

    intent: str
    topics: tuple[str, ...]
    candidates: tuple[str, ...]
    places: tuple[str, ...]
    said: dict[str, Any]
    comparison: str | None
    municipality: str | None
    last_topics: tuple[str, ...]
    pending: Pending | None
    misunderstood: int
    remembered: dict[str, Any]
    about: str | None = None
    date: str | None = None
    event: str | None = None
    known_before: tuple[str | None, str | None, str | None] = (None, None, None)
    sender: str = ""
    channel: str = ""
    message_id: str = ""

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """Read the latest message and the slots."""
        message = tracker.latest_message
        entities = message.get("entities") or []

        def values(name: str) -> tuple[Any, ...]:
            return tuple(dict.fromkeys(item["value"] for item in entities if item["entity"] == name))

        def value(name: str) -> Any:
            return next(iter(values(name)), None)

        slots = {name: tracker.get_slot(name) for name in SLOTS}
        date, event = (value("date"), value("event")) if values("date") else (slots["date"], slots["event"])
        return cls(
            intent=(message.get("intent") or {}).get("name") or "",
            topics=values("topic"),
            candidates=values("candidate"),
            places=values("municipality"),
            said={name: found[0] for name in CIRCUMSTANCES if (found := values(name))},
            comparison=value("comparison"),
            municipality=municipality_of(tracker),
            last_topics=tuple(slots["topics"] or ()),
            pending=Pending.of_slot(slots["pending"]),
            misunderstood=int(slots["misunderstood"] or 0),
            remembered={name: slots[name] for name in CIRCUMSTANCES if slots[name] is not None},
            about=_about(value("person"), slots["person"]),
            date=date,
            event=event,
            known_before=(slots["person"], slots["date"], slots["event"]),
            sender=tracker.sender_id,
            channel=tracker.get_latest_input_channel() or "",
            message_id=str((message.get("metadata") or {}).get("message") or message.get("message_id") or ""),
        )

    @property
    def circumstances(self) -> Circumstances:
        """All that is known of the person, the newest word winning."""
        return Circumstances.from_mapping({**self.remembered, **self.said})

    @property
    def dated(self) -> DatedEvent | None:
        """What happened on which day, where both are known."""
        if self.date is None or self.event is None:
            return None
        return DatedEvent(Event(self.event), datetime.date.fromisoformat(self.date))


def municipality_of(tracker: Tracker) -> str | None:
    """The slug that the conversation is about; until one is named, that of the page the citizen writes on."""
    slug: str | None = tracker.get_slot("municipality")
    return slug or (tracker.latest_message.get("metadata") or {}).get("municipality")


def _about(said: str | None, before: str | None) -> str | None:
    """Whose question it is. A "jeg" says too little to take back that it is about somebody else."""
    if said is None or (said == SELF and before is not None):
        return before
    return said


def remember(turn: Turn, **changes: Any) -> list[EventType]:
    """The events that bring the slots up to date: what the message said, and `changes`; only what differs.

    A turn that leaves nothing waiting, and was understood, clears `pending` and `misunderstood`.
    """
    before: dict[str, Any] = {
        "municipality": turn.municipality,
        "topics": list(turn.last_topics) or None,
        "pending": turn.pending.to_slot() if turn.pending else None,
        "misunderstood": turn.misunderstood or None,
        **{name: turn.remembered.get(name) for name in CIRCUMSTANCES},
        **dict(zip(LATEST, turn.known_before, strict=True)),
    }
    latest = dict(zip(LATEST, (turn.about, turn.date, turn.event), strict=True))
    after = {**before, "pending": None, "misunderstood": None, **turn.said, **latest, **changes}
    if isinstance(after["pending"], Pending):
        after["pending"] = after["pending"].to_slot()
    return [SlotSet(name, after[name]) for name in before if after[name] != before[name]]
