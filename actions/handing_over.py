"""Offers a person where one may be wanted, and asks for one; any Rasa channel can act on what a reply then carries."""

import dataclasses
import logging
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from actions.knowledge import CONTACT, Knowledge, answers_to
from actions.turn import FOR_PERSON, Pending, Turn
from bot.answers.answer import Answer
from bot.answers.offer import ASKABLE, Offer, Way
from bot.conversations.database import DatabaseError
from bot.conversations.handover import ASKED, Wish
from bot.handover.backend import Outcome, Request
from bot.wording import offers
from bot.wording.reply import Reply

logger = logging.getLogger(__name__)


def offer_person(
    known: Knowledge, turn: Turn, contact: Answer, why: str = ASKED, callback: bool = True
) -> tuple[Reply, Pending | None]:
    """Tell how to reach a person; where people are there, a yes is waited for.

    `contact` is the answer to the topic contact; without `callback` none is offered, as where there is no time for one.
    """
    offer = offer_of(known, turn, contact)
    if offer.way is Way.CALLBACK and not callback:
        offer = dataclasses.replace(offer, way=Way.PHONE)
    reply = offers.person(known.content, contact, offer, why, known.now())
    return reply, Pending(FOR_PERSON, (), person=True, why=why) if offer.way in ASKABLE else None


def ask_for_person(known: Knowledge, turn: Turn, municipality: str) -> Reply:
    """Ask for the person that was offered in the turn before, and say what became of it."""
    contact = answers_to(known, (CONTACT,), municipality, turn.circumstances)[0]
    why = (turn.pending.why if turn.pending else None) or ASKED
    place = known.place(municipality)
    wish = Wish(municipality, place.name, unit_of(known, contact), why)
    told = turn.circumstances.to_mapping()
    outcome = known.backend().ask(Request(turn.sender, turn.channel, wish, told, turn.message_id))
    if outcome is Outcome.QUEUED:
        return offers.queued(known.content, contact)
    if outcome is Outcome.PASSED_ON:
        return offers.passed_on(known.content, contact)
    again, _ = offer_person(known, turn, contact, why)
    return offers.not_possible(again)


def with_offer(known: Knowledge, turn: Turn, reply: Reply, contact: Answer, why: str) -> Reply:
    """Add to a reply that names the telephone itself that a person can be had, if one can."""
    return offers.also(reply, contact.place.slug, offer_of(known, turn, contact), why, known.now())


def with_person(
    known: Knowledge, turn: Turn, reply: Reply, municipality: str | None, why: str
) -> tuple[Reply, Pending | None]:
    """Add to a reply that speaks of a person how to reach one, where the municipality is known."""
    if municipality is None or municipality not in known.content.municipalities:
        return reply, None
    contact = answers_to(known, (CONTACT,), municipality, turn.circumstances)[0]
    person, waits = offer_person(known, turn, contact, why)
    return offers.beside(reply, person), waits


def offer_of(known: Knowledge, turn: Turn, contact: Answer) -> Offer:
    """What can be offered to whom this contact is for; where that cannot be found out, the telephone alone."""
    try:
        return known.backend().offer(contact.place.slug, unit_of(known, contact), turn.sender)
    except (SQLAlchemyError, DatabaseError) as error:
        # The database may be away; the telephone is not.
        logger.error("nothing is known of the desk: %s", type(error).__name__)
        return known.phone_alone()


def unit_of(known: Knowledge, contact: Answer) -> str | None:
    """The unit with a desk of its own that this contact belongs to, if it is a single one."""
    municipality = known.content.municipalities.get(contact.place.slug)
    routes: Sequence = contact.selection.values if contact.selection is not None else ()
    units = {route.unit for route in routes}
    own = {unit.name for unit in municipality.units} if municipality is not None else set()
    return units.pop() if len(units) == 1 and units <= own else None
