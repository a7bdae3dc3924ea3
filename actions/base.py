"""What every action has in common: one turn in, replies and slots out, and an apology instead of silence."""

import abc
import logging
from collections.abc import Iterable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import Knowledge, knowledge
from actions.turn import CIRCUMSTANCES, Turn, municipality_of
from bot.wording.apology import apologise
from bot.wording.reply import UNDERSTOOD, Reply

logger = logging.getLogger(__name__)

Outcome = tuple[Iterable[Reply], list[EventType]]


class TurnAction(Action):
    """An action that answers one turn. Subclasses write `answer`; this class reads, sends and catches."""

    @abc.abstractmethod
    def name(self) -> str:
        """The action's name in the domain."""

    @abc.abstractmethod
    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        """The replies to this turn and the events that keep what was learnt."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer; if anything fails, apologise with the telephone number. Logs name the fault, never the message."""
        try:
            turn = Turn.of(tracker)
            replies, events = self.answer(knowledge(), turn)
            for reply in replies:
                _send(dispatcher, reply, understood(turn, events))
        except Exception as error:  # noqa: BLE001 - whatever fails, a citizen must not meet silence
            logger.error("%s failed: %s at %s", self.name(), type(error).__name__, _where(error))
            dispatcher.messages.clear()
            _send(dispatcher, _apology(tracker))
            return []
        return events


def understood(turn: Turn, events: Iterable[EventType]) -> dict[str, Any]:
    """What the message was taken for and what is known now, for a person who takes the conversation over."""
    changed = {event["name"]: event["value"] for event in events if event.get("event") == "slot"}
    known = {**turn.remembered, **{name: value for name, value in changed.items() if name in CIRCUMSTANCES}}
    return {
        "intent": turn.intent,
        "topics": list(turn.topics),
        "candidates": list(turn.candidates),
        "municipality": changed.get("municipality", turn.municipality),
        "circumstances": {name: value for name, value in known.items() if value is not None},
    }


def _send(dispatcher: CollectingDispatcher, reply: Reply, heard: dict[str, Any] | None = None) -> None:
    payload = reply.payload if heard is None else {**(reply.payload or {}), UNDERSTOOD: heard}
    dispatcher.utter_message(text=reply.text, buttons=reply.choices(), json_message=payload)


def _apology(tracker: Tracker) -> Reply:
    slug = municipality_of(tracker)
    try:
        known = knowledge()
        return apologise(known.content, known.service, known.today(), slug)
    except Exception as error:  # noqa: BLE001 - an apology without a number beats none
        logger.error("the apology has no telephone number: %s", type(error).__name__)
        return apologise(None, "", None, None)


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "?" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
