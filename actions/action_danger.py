"""Gives the verified numbers for danger before anything else."""

from actions.base import Outcome, TurnAction
from actions.handing_over import offer_person
from actions.knowledge import CONTACT, Knowledge, answers_to
from actions.turn import Turn, remember
from bot.answers.safety import safety_numbers
from bot.conversations.handover import DANGER
from bot.wording import conversation


class ActionDanger(TurnAction):
    """The citizen, or someone near, may be in danger. No question comes first; what was asked beside it comes last."""

    def name(self) -> str:
        return "action_danger"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        slug = turn.places[0] if turn.places else turn.municipality
        numbers = safety_numbers(known.content, slug, known.today())
        person, waits = None, None
        if slug in known.content.municipalities:
            contact = answers_to(known, (CONTACT,), slug, turn.circumstances)[0]
            person, waits = offer_person(known, turn, contact, DANGER, callback=False)
        pending = waits or turn.pending
        reply = conversation.danger(known.content, numbers, person, turn.candidates)
        return [reply], remember(turn, municipality=slug, pending=pending)
