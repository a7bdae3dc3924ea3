"""Greets, explains, thanks, and meets anger calmly."""

from collections.abc import Callable

from actions.base import Outcome, TurnAction
from actions.handing_over import with_person
from actions.knowledge import Knowledge
from actions.turn import Turn, remember
from bot.conversations.handover import NOT_HELPFUL
from bot.standards.model import Content
from bot.wording import conversation
from bot.wording.reply import Reply

_REPLIES: dict[str, Callable[[Content], Reply]] = {
    "greet": conversation.greeting,
    "help": conversation.help_text,
    "bot_challenge": lambda _: conversation.robot(),
    "not_helpful": lambda _: conversation.not_helpful(),
}


class ActionSmallTalk(TurnAction):
    """The citizen said something that is no question about a standard. What was waiting goes on waiting."""

    def name(self) -> str:
        return "action_small_talk"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        special = _REPLIES.get(turn.intent)
        reply = special(known.content) if special else conversation.small_talk(known.content, turn.intent)
        waits = None
        if turn.intent == "not_helpful":
            reply, waits = with_person(known, turn, reply, turn.municipality, NOT_HELPFUL)
        return [reply], remember(turn, pending=waits or turn.pending)
