"""Gives the verified numbers for danger before anything else."""

from actions.answering import CONTACT, answers_to
from actions.base import Outcome, TurnAction
from actions.knowledge import Knowledge
from actions.turn import Turn, remember
from bot.answers.safety import safety_numbers
from bot.wording import conversation


class ActionDanger(TurnAction):
    """The citizen, or someone near, may be in danger. No question is asked first."""

    def name(self) -> str:
        return "action_danger"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        slug = turn.places[0] if turn.places else turn.municipality
        numbers = safety_numbers(known.content, slug, known.today())
        person = None
        if slug in known.content.municipalities:
            item = answers_to(known, (CONTACT,), slug, turn.circumstances)[0]
            person = conversation.person(known.content, item)
        return [conversation.danger(numbers, person)], remember(turn, municipality=slug, pending=turn.pending)
