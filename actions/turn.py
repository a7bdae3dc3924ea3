"""One turn of a conversation: what the message says, and what the slots remember."""

import dataclasses
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.answers.circumstances import Circumstances

CIRCUMSTANCES = ("age", "early_retirement_pension", "keeps_own_home", "has_income")
SLOTS = ("municipality", "topics", "pending", "misunderstood", *CIRCUMSTANCES)

# What a question back is waiting for.
FOR_MUNICIPALITY = "municipality"
FOR_CIRCUMSTANCES = "circumstances"
FOR_CONFIRMATION = "confirmation"


@dataclasses.dataclass(frozen=True)
class Pending:
    """A question that waits for the citizen's answer.

    awaits      one of FOR_MUNICIPALITY, FOR_CIRCUMSTANCES, FOR_CONFIRMATION
    topics      what is answered then
    needs       the circumstances asked for
    person      the citizen wants to reach a person: the contact is said as such
    """

    awaits: str
    topics: tuple[str, ...]
    needs: tuple[str, ...] = ()
    person: bool = False

    @classmethod
    def of_slot(cls, value: Any) -> "Pending | None":
        """Read the slot; None where it is empty."""
        if not isinstance(value, dict):
            return None
        return cls(value["awaits"], tuple(value["topics"]), tuple(value["needs"]), bool(value["person"]))

    def to_slot(self) -> dict[str, Any]:
        """The slot's form, which survives any tracker store."""
        return {
            "awaits": self.awaits,
            "topics": list(self.topics),
            "needs": list(self.needs),
            "person": self.person,
        }


@dataclasses.dataclass(frozen=True)
class Turn:
    """The message's meaning beside the memory of the conversation.

    topics, candidates, places, said, comparison   from the message: topics, likely topics, municipalities by slug,
                                                   circumstances, and whether a comparison is asked for
    municipality, last_topics, pending,            from the slots
    misunderstood, remembered
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

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """Read the latest message and the slots."""
        message = tracker.latest_message
        entities = message.get("entities") or []

        def values(name: str) -> tuple[Any, ...]:
            return tuple(dict.fromkeys(item["value"] for item in entities if item["entity"] == name))

        slots = {name: tracker.get_slot(name) for name in SLOTS}
        return cls(
            intent=(message.get("intent") or {}).get("name") or "",
            topics=values("topic"),
            candidates=values("candidate"),
            places=values("municipality"),
            said={name: found[0] for name in CIRCUMSTANCES if (found := values(name))},
            comparison=next(iter(values("comparison")), None),
            municipality=slots["municipality"],
            last_topics=tuple(slots["topics"] or ()),
            pending=Pending.of_slot(slots["pending"]),
            misunderstood=int(slots["misunderstood"] or 0),
            remembered={name: slots[name] for name in CIRCUMSTANCES if slots[name] is not None},
        )

    @property
    def circumstances(self) -> Circumstances:
        """All that is known of the person, the newest word winning."""
        return Circumstances.from_mapping({**self.remembered, **self.said})


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
    }
    after = {**before, "pending": None, "misunderstood": None, **turn.said, **changes}
    if isinstance(after["pending"], Pending):
        after["pending"] = after["pending"].to_slot()
    return [SlotSet(name, after[name]) for name in before if after[name] != before[name]]
