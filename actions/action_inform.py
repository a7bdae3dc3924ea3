"""Takes in a municipality or a circumstance, and answers what was waiting for it or was asked last."""

from actions.answering import respond, respond_compared
from actions.base import Outcome, TurnAction
from actions.knowledge import Knowledge, answers_to
from actions.turn import FOR_CIRCUMSTANCES, Turn, remember
from bot.wording import conversation


class ActionInform(TurnAction):
    """The citizen named a place or told about the person, and asked nothing new."""

    def name(self) -> str:
        return "action_inform"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        pending = turn.pending
        topics = list(pending.topics if pending else turn.last_topics)
        if topics and (len(turn.places) > 1 or turn.comparison is not None):
            replies = respond_compared(known, topics, turn.places, turn.circumstances, turn.comparison)
            return replies, remember(turn, topics=topics)
        municipality = turn.places[0] if turn.places else turn.municipality
        if not topics:
            return self._noted(known, turn, municipality)
        if pending is None and not turn.places and not _depends(known, topics, municipality, turn):
            return [conversation.noted(known.content, None)], remember(turn)
        asked = pending is not None and pending.awaits == FOR_CIRCUMSTANCES and bool(turn.said)
        person = pending is not None and pending.person
        replies, waiting = respond(known, topics, municipality, turn, asked, person)
        last = list(dict.fromkeys([*turn.last_topics, *topics])) if asked else topics
        return replies, remember(turn, municipality=municipality, topics=last, pending=waiting)

    def _noted(self, known: Knowledge, turn: Turn, municipality: str | None) -> Outcome:
        place = known.place(municipality) if turn.places and municipality else None
        return [conversation.noted(known.content, place)], remember(turn, municipality=municipality)


def _depends(known: Knowledge, topics: list[str], municipality: str | None, turn: Turn) -> bool:
    """Whether what was asked last has an answer that circumstances, or the day just told, change."""
    if municipality is None:
        return True
    dated = turn.dated if (turn.date, turn.event) != turn.known_before[1:] else None
    answers = answers_to(known, topics, municipality, turn.circumstances, dated)
    return any(item.selection is not None or item.reckoning is not None for item in answers)
