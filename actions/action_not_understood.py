"""Offers the likeliest questions; the second time in a row a person too."""

from actions.base import Outcome, TurnAction
from actions.handing_over import with_person
from actions.knowledge import Knowledge
from actions.turn import FOR_CONFIRMATION, FOR_MUNICIPALITY, Pending, Turn, remember
from bot.conversations.handover import MISUNDERSTOOD
from bot.wording import conversation


class ActionNotUnderstood(TurnAction):
    """The message was not understood well enough to answer."""

    def name(self) -> str:
        return "action_not_understood"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        count = turn.misunderstood + 1
        pending = turn.pending
        if pending is not None and pending.awaits == FOR_MUNICIPALITY and not turn.candidates and count == 1:
            question = conversation.ask_municipality(known.content, known_place=False)
            return [question], remember(turn, pending=pending, misunderstood=count)
        reply = conversation.not_understood(known.content, turn.candidates, again=count > 1)
        municipality = turn.places[0] if turn.places else turn.municipality
        waits = None
        if count > 1:
            reply, waits = with_person(known, turn, reply, municipality, MISUNDERSTOOD)
        single = len(turn.candidates) == 1
        waiting = Pending(FOR_CONFIRMATION, turn.candidates) if single else waits
        return [reply], remember(turn, municipality=municipality, pending=waiting, misunderstood=count)
