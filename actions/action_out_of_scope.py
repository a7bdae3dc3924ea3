"""Says honestly what it cannot answer, and shows a way on."""

from actions.base import Outcome, TurnAction
from actions.knowledge import Knowledge
from actions.turn import Turn, remember
from bot.answers.engine import contact
from bot.wording import conversation


class ActionOutOfScope(TurnAction):
    """The citizen asked about something that no standard here answers."""

    def name(self) -> str:
        return "action_out_of_scope"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        slug = turn.places[0] if turn.places else turn.municipality
        place = known.place(slug) if slug else None
        routes = contact(known.content, place, known.service, known.today(), turn.circumstances) if place else None
        return [conversation.out_of_scope(known.content, place, routes)], remember(turn, municipality=slug)
