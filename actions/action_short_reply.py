"""Understands yes, no and "don't know" by what was asked before them."""

from actions.answering import respond
from actions.base import Outcome, TurnAction
from actions.handing_over import ask_for_person
from actions.knowledge import Knowledge
from actions.turn import FOR_CIRCUMSTANCES, FOR_CONFIRMATION, FOR_MUNICIPALITY, FOR_PERSON, Turn, remember
from bot.answers.circumstances import Circumstances
from bot.answers.selection import PENSION
from bot.wording import conversation

_YES, _NO, _DONT_KNOW = "affirm", "deny", "dont_know"


class ActionShortReply(TurnAction):
    """The citizen answered with a word or two."""

    def name(self) -> str:
        return "action_short_reply"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        pending = turn.pending
        if pending is None:
            return [conversation.small_talk(known.content, turn.intent)], remember(turn)
        if pending.awaits == FOR_MUNICIPALITY:
            question = conversation.ask_municipality(known.content, known_place=False)
            return [question], remember(turn, pending=pending)
        circumstances = {}
        if pending.awaits == FOR_PERSON and turn.intent == _YES and turn.municipality is not None:
            return [ask_for_person(known, turn, turn.municipality)], remember(turn)
        if pending.awaits in (FOR_CONFIRMATION, FOR_PERSON) and turn.intent != _YES:
            return [conversation.small_talk(known.content, turn.intent)], remember(turn)
        if pending.awaits == FOR_CIRCUMSTANCES and pending.needs == (PENSION,) and turn.intent != _DONT_KNOW:
            circumstances = {PENSION: turn.intent == _YES}
        everything = Circumstances.from_mapping({**turn.circumstances.to_mapping(), **circumstances})
        asked = pending.awaits == FOR_CIRCUMSTANCES
        replies, waiting = respond(known, pending.topics, turn.municipality, turn, asked, pending.person, everything)
        last = list(dict.fromkeys([*turn.last_topics, *pending.topics]))
        return replies, remember(turn, topics=last, pending=waiting, **circumstances)
