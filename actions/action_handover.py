"""Hands over to a person: offers what can be offered now, and asks for the person who was offered."""

from actions.answering import respond
from actions.base import Outcome, TurnAction
from actions.handing_over import ask_for_person
from actions.knowledge import CONTACT, Knowledge
from actions.turn import FOR_PERSON, Turn, remember


class ActionHandover(TurnAction):
    """The citizen wants a person of this municipality, in these circumstances."""

    def name(self) -> str:
        return "action_handover"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        municipality = turn.places[0] if turn.places else turn.municipality
        offered = turn.pending is not None and turn.pending.awaits == FOR_PERSON
        if offered and municipality is not None and not turn.places:
            return [ask_for_person(known, turn, municipality)], remember(turn, municipality=municipality)
        replies, pending = respond(known, (CONTACT,), municipality, turn, person=True)
        return replies, remember(turn, municipality=municipality, pending=pending)
