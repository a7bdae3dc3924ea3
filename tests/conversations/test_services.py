"""Several services on one database: who works on what, and what becomes of it when one dies."""

from __future__ import annotations

import datetime
import functools

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from bot.conversations.entry import ROBOT, Answered, NewEntry, Unanswered
from bot.conversations.erasure import ON_ITS_WAY
from bot.conversations.handover import Handovers, Person, Wish
from bot.conversations.log import Log
from bot.conversations.schema import unanswered
from bot.conversations.services import DEAD_AFTER, Services
from tests.clock import Clock
from tests.together import at_the_same_time

ANSWER = NewEntry(ROBOT, "Det koster ikke noget.")
SHORTLY = DEAD_AFTER / 6


def taken(engine: Engine) -> list[tuple[int, str | None]]:
    """Which message is taken by whom."""
    with engine.connect() as connection:
        rows = connection.execute(select(unanswered).order_by(unanswered.c.number))
        return [(row.number, row.taken_by) for row in rows]


def test_who_stores_the_only_message_that_waits_takes_it_and_later_ones_are_free(engine: Engine) -> None:
    one, other = Log(engine, name="one"), Log(engine, name="other")
    conversation_id = one.start("thisted").conversation.id
    first, second = one.say(conversation_id, "message-1", "en"), other.say(conversation_id, "message-2", "to")
    assert (first.next, second.next) == (True, False)
    assert taken(engine) == [(1, "one"), (2, None)]


def test_who_answers_a_message_takes_the_next_one(engine: Engine) -> None:
    one, other = Log(engine, name="one"), Log(engine, name="other")
    conversation_id = one.start("koege").conversation.id
    one.say(conversation_id, "message-1", "en")
    other.say(conversation_id, "message-2", "Ja", passed="ja tak")
    answered = one.answer(conversation_id, 1, [ANSWER])
    assert [entry.text for entry in answered.entries] == [ANSWER.text]
    assert answered.following == Unanswered(conversation_id, 2, "ja tak", "koege", None, "one")
    assert one.answer(conversation_id, 2, [ANSWER]).following is None
    assert taken(engine) == []


def test_nobody_can_answer_what_another_one_has_taken(engine: Engine) -> None:
    one, other = Log(engine, name="one"), Log(engine, name="other")
    conversation_id = one.start("thisted").conversation.id
    one.say(conversation_id, "message-1", "en")
    assert other.answer(conversation_id, 1, [ANSWER]) == Answered()
    assert taken(engine) == [(1, "one")]


def test_messages_of_one_conversation_through_many_services_are_worked_on_one_by_one_in_their_order(
    engine: Engine,
) -> None:
    conversation_id = Log(engine).start("thisted").conversation.id
    begun: list[int] = []

    def serve(name: int) -> None:
        log = Log(engine, name=str(name))
        for index in range(8):
            said = log.say(conversation_id, f"message-{name}-{index}", "hej")
            number = said.entry.number if said.next else None
            while number is not None:
                begun.append(number)
                following = log.answer(conversation_id, number, [ANSWER]).following
                number = None if following is None else following.number

    at_the_same_time([functools.partial(serve, name) for name in range(4)])
    said = [entry.number for entry in Log(engine).after(conversation_id, 0) if entry.kind != ROBOT]
    assert begun == said
    assert taken(engine) == []


def test_a_service_finds_again_what_its_earlier_life_had_taken(engine: Engine) -> None:
    log = Log(engine, name="one")
    conversation_id = log.start("thisted").conversation.id
    log.say(conversation_id, "message-1", "en")
    reborn = Services(engine, "one")
    reborn.beat()
    assert reborn.unattended() == (conversation_id,)
    assert reborn.adopt(conversation_id) == Unanswered(conversation_id, 1, "en", "thisted", None, "one")


def test_what_was_stored_before_anybody_took_anything_is_adopted(engine: Engine) -> None:
    log = Log(engine, name="one")
    conversation_id = log.start("thisted").conversation.id
    log.say(conversation_id, "message-1", "en", to_answer=False)
    with engine.begin() as connection:
        connection.execute(insert(unanswered).values(conversation_id=conversation_id, number=1))
    services = Services(engine, "other")
    assert services.unattended() == (conversation_id,)
    assert services.adopt(conversation_id) is not None
    assert taken(engine) == [(1, "other")]


def test_what_a_living_service_works_on_is_nobody_elses(postgresql_engine: Engine, clock: Clock) -> None:
    conversation_id = left_by_one(postgresql_engine, clock)
    other = Services(postgresql_engine, "other", clock)
    for _ in range(20):
        Services(postgresql_engine, "one", clock).beat()
        other.beat()
        clock.at += SHORTLY
    assert other.unattended() == ()
    assert other.adopt(conversation_id) is None


def test_what_a_dead_service_had_taken_is_adopted_when_it_has_been_silent_for_long(
    postgresql_engine: Engine, clock: Clock
) -> None:
    conversation_id = left_by_one(postgresql_engine, clock)
    other = Services(postgresql_engine, "other", clock)
    silent = datetime.timedelta()
    while silent <= DEAD_AFTER:
        other.beat()
        assert other.unattended() == ()
        clock.at += SHORTLY
        silent += SHORTLY
    other.beat()
    assert other.unattended() == (conversation_id,)
    assert other.adopt(conversation_id) is not None
    assert taken(postgresql_engine) == [(1, "other")]


def test_one_that_was_away_itself_gives_the_others_the_time_to_say_that_they_live(
    postgresql_engine: Engine, clock: Clock
) -> None:
    other = Services(postgresql_engine, "other", clock)
    other.beat()
    left_by_one(postgresql_engine, clock)
    # As when the database was away.
    clock.at += 2 * DEAD_AFTER
    other.beat()
    assert other.unattended() == ()


def test_what_a_service_that_has_said_goodbye_had_taken_is_adopted_at_once(
    postgresql_engine: Engine, clock: Clock
) -> None:
    conversation_id = left_by_one(postgresql_engine, clock)
    Services(postgresql_engine, "one", clock).leave()
    other = Services(postgresql_engine, "other", clock)
    other.beat()
    assert other.unattended() == (conversation_id,)


def test_of_many_that_would_adopt_the_same_message_one_does(postgresql_engine: Engine, clock: Clock) -> None:
    conversation_id = left_by_one(postgresql_engine, clock)
    Services(postgresql_engine, "one", clock).leave()
    heirs = [Services(postgresql_engine, f"heir-{index}", clock) for index in range(6)]
    for one in heirs:
        one.beat()
    adopted: list[bool] = []

    def adopt(heir: Services) -> None:
        adopted.append(heir.adopt(conversation_id) is not None)

    at_the_same_time([functools.partial(adopt, one) for one in heirs])
    assert sorted(adopted) == [False] * 5 + [True]


def test_a_person_who_claims_a_conversation_takes_its_messages_from_whatever_service(engine: Engine) -> None:
    log, handovers = Log(engine, name="one"), Handovers(engine)
    conversation_id = log.start("thisted").conversation.id
    log.say(conversation_id, "message-1", "en")
    handovers.ask(conversation_id, Wish("thisted", "Thisted"))
    handovers.claim(conversation_id, Person(1, "Lise"))
    assert log.answer(conversation_id, 1, [ANSWER]) == Answered()
    handovers.give_back(conversation_id, Person(1, "Lise"))
    assert Log(engine, name="other").say(conversation_id, "message-2", "to").next


def test_who_has_an_answer_to_an_erased_conversation_has_rasa_erase_it_once_more(engine: Engine) -> None:
    log = Log(engine, name="one")
    conversation_id = log.start("thisted").conversation.id
    log.say(conversation_id, "message-1", "en")
    eraser = Log(engine, name="one")
    eraser.erase(conversation_id)
    eraser.erased(conversation_id)
    assert log.to_erase() == ()
    assert log.answer(conversation_id, 1, [ANSWER]) == Answered()
    assert log.to_erase() == (conversation_id,)


@pytest.mark.parametrize(("eraser", "again"), [("one", False), ("other", True)])
def test_what_another_service_had_on_its_way_when_it_was_erased_rasa_erases_until_it_must_have_arrived(
    engine: Engine, clock: Clock, eraser: str, again: bool
) -> None:
    log = Log(engine, clock, "one")
    conversation_id = log.start("thisted").conversation.id
    log.say(conversation_id, "message-1", "en")
    erasing = Log(engine, clock, eraser)
    erasing.erase(conversation_id)
    erasing.erased(conversation_id)
    assert erasing.to_erase() == ((conversation_id,) if again else ())
    clock.at += ON_ITS_WAY
    erasing.erased(conversation_id)
    assert erasing.to_erase() == ()


def left_by_one(engine: Engine, clock: Clock) -> str:
    """A conversation with a message that the service "one" has taken; return its id."""
    Services(engine, "one", clock).beat()
    log = Log(engine, clock, "one")
    conversation_id = log.start("thisted").conversation.id
    log.say(conversation_id, "message-1", "en")
    return conversation_id
