"""The offer of a person in words: the telephone is always named, closed hours say when it opens next."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.answers.answer import Answer, Place
from bot.answers.engine import Question, answer
from bot.answers.offer import Offer, Way
from bot.answers.opening import Opening, OpeningState
from bot.standards.model import Content
from bot.wording import conversation, offers
from bot.wording.i18n import text
from bot.wording.reply import Button, Reply

MOMENT = datetime.datetime(2026, 11, 23, 18, tzinfo=ZoneInfo("Europe/Copenhagen"))
OPENS = datetime.datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Copenhagen"))
CLOSED = Opening(OpeningState.CLOSED, opens=OPENS)
UNKNOWN = Opening(OpeningState.UNKNOWN)


@pytest.fixture
def contact(content: Content, today: datetime.date) -> Answer:
    place = Place("thisted", content.municipalities["thisted"].name)
    return answer(content, Question(("contact",), (place,), "midlertidigt-botilbud", today))[0]


def phones(content: Content) -> list[str]:
    facts = content.standards["thisted", "midlertidigt-botilbud"][-1].topics.contact
    assert facts is not None
    return [str(route.phone) for route in facts.routes if route.phone]


def does(reply: Reply) -> list[str]:
    return [one.does for one in reply.buttons if isinstance(one, Button)]


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("opening", [CLOSED, UNKNOWN])
def test_every_offer_names_the_telephone(content: Content, contact: Answer, way: Way, opening: Opening) -> None:
    offer = Offer(way, opening)
    person = offers.person(content, contact, offer, "asked", MOMENT)
    for reply in (person, offers.beside(conversation.not_helpful(), person)):
        assert all(phone in reply.text for phone in phones(content))


@pytest.mark.parametrize("way", [Way.CALLBACK, Way.PHONE, Way.PASS_ON])
def test_where_it_is_closed_the_next_opening_is_told(content: Content, contact: Answer, way: Way) -> None:
    offer = Offer(way, CLOSED)
    person = offers.person(content, contact, offer, "asked", MOMENT)
    told = text("opening.moment", day=text("opening.day.tomorrow"), time="9")
    for reply in (
        person,
        offers.beside(conversation.not_helpful(), person),
        offers.also(Reply("Et svar."), "thisted", offer, "not_stated", MOMENT),
    ):
        assert told in reply.text


def test_where_hours_are_not_known_nothing_is_said_of_them() -> None:
    reply = Reply("Et svar.", ("Et spørgsmål",), {"type": "answer"})
    assert offers.also(reply, "thisted", Offer(Way.PHONE, UNKNOWN), "not_stated", MOMENT) == reply


@pytest.mark.parametrize(("way", "expected"), [(Way.QUEUE, ["queue"]), (Way.CALLBACK, ["callback"]), (Way.PHONE, [])])
def test_what_is_put_beside_a_reply_takes_the_place_of_the_wish_for_a_person(
    content: Content, contact: Answer, way: Way, expected: list[str]
) -> None:
    person = offers.person(content, contact, Offer(way, UNKNOWN), "not_helpful", MOMENT)
    both = offers.beside(conversation.not_helpful(), person)
    assert text("conversation.human_button") not in both.buttons
    assert does(both) == expected
    assert (both.payload or {})["person"]["why"] == "not_helpful"
    assert both.text.startswith(conversation.not_helpful().text)
