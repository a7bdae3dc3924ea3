"""The apology for the moments when nothing works, with the telephone numbers that the content still knows."""

import datetime

from bot.answers.circumstances import Circumstances
from bot.answers.engine import contact, places
from bot.answers.safety import safety_numbers
from bot.standards.model import LIFE, Content
from bot.wording import conversation
from bot.wording.reply import Reply


def apologise(
    content: Content | None,
    service: str,
    date: datetime.date | None,
    municipality: str | None,
    circumstances: Circumstances = Circumstances(),
) -> Reply:
    """Regret, and how to reach the municipality: the one that is known, else each of those with a standard.

    A municipality that is not covered gets no municipal number, least of all another's.
    """
    if content is None or date is None:
        return conversation.apology((), None)
    slugs = None if municipality is None else [municipality] if municipality in content.municipalities else []
    reach = [(place, contact(content, place, service, date, circumstances)) for place in places(content, slugs)]
    life = next((number for number in safety_numbers(content, None, date) if number.use == LIFE), None)
    return conversation.apology([(place, routes) for place, routes in reach if routes is not None], life)
