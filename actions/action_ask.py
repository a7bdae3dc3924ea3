"""Answers questions: one topic or several, for one municipality or compared."""

from actions.answering import respond, respond_compared
from actions.base import Outcome, TurnAction
from actions.knowledge import Knowledge
from actions.turn import Turn, remember
from bot.wording import conversation


class ActionAsk(TurnAction):
    """The citizen asked something that a standard can answer."""

    def name(self) -> str:
        return "action_ask"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        if not turn.topics:
            return [conversation.not_understood(known.content, turn.candidates, again=False)], remember(turn)
        topics = list(turn.topics)
        if turn.comparison is not None or len(turn.places) > 1:
            order = turn.comparison
            replies = respond_compared(known, topics, turn.places, turn.circumstances, order)
            return replies, remember(turn, topics=topics)
        municipality = turn.places[0] if turn.places else turn.municipality
        replies, pending = respond(known, topics, municipality, turn)
        return replies, remember(turn, municipality=municipality, topics=topics, pending=pending)
