"""Tells how to reach a person at the municipality."""

from actions.answering import CONTACT, respond
from actions.base import Outcome, TurnAction
from actions.knowledge import Knowledge
from actions.turn import Turn, remember


class ActionPerson(TurnAction):
    """The citizen wants a person: the right number for this municipality and these circumstances, honestly said."""

    def name(self) -> str:
        return "action_person"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        municipality = turn.places[0] if turn.places else turn.municipality
        replies, pending = respond(known, (CONTACT,), municipality, turn, person=True)
        return replies, remember(turn, municipality=municipality, pending=pending)
