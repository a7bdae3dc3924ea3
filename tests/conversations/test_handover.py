"""The state machine of handover, on both databases: who may do what, and what it is then.

The queue is tested in test_handover_queue.py, people who are gone in test_handover_lost.py.
"""

import datetime
import functools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.conversations.entry import Answered, NewEntry
from bot.conversations.handover import (
    CLOSE_REASONS,
    DANGER,
    FORWARDED,
    LOST,
    Handovers,
    NotPossibleError,
    Person,
    Wish,
)
from bot.conversations.log import Log, NoConversationError, now
from bot.conversations.queue import Queue
from bot.conversations.schema import conversations
from tests.clock import Clock
from tests.conversations.handing import BO, LISE, WISH, announced, begun, claimed, state, waiting
from tests.together import at_the_same_time


def test_a_conversation_begins_with_the_robot(log: Log, queue: Queue) -> None:
    assert queue.standing(begun(log)).state == "robot"


def test_asking_twice_changes_nothing(log: Log, handovers: Handovers) -> None:
    conversation_id = waiting(log, handovers)
    assert handovers.ask(conversation_id, WISH) is False
    assert announced(log, conversation_id) == ["waiting"]


def test_who_has_a_person_does_not_ask_for_another(log: Log, handovers: Handovers) -> None:
    assert handovers.ask(claimed(log, handovers), WISH) is False


@pytest.mark.parametrize("over", ["closed", "erased", "unknown"])
def test_a_conversation_that_is_over_cannot_ask(log: Log, handovers: Handovers, over: str) -> None:
    conversation_id = begun(log)
    if over == "closed":
        log.close_idle(now() + datetime.timedelta(days=1), "idle")
    elif over == "erased":
        log.erase(conversation_id)
    with pytest.raises(NoConversationError):
        handovers.ask("rest:somebody" if over == "unknown" else conversation_id, WISH)


def test_each_change_is_announced_with_its_actor_and_its_time(log: Log, handovers: Handovers, clock: Clock) -> None:
    conversation_id = claimed(log, handovers)
    clock.move(seconds=5)
    handovers.give_back(conversation_id, LISE)
    asked, taken, returned = log.after(conversation_id, 0)
    assert [entry.data["actor"]["kind"] for entry in (asked, taken, returned)] == ["citizen", "staff", "staff"]
    assert taken.data["sender"] == {"name": "Lise", "unit": "Visitationen"}
    assert (returned.data["actor"]["id"], returned.at) == (LISE.id, clock.at)
    assert all(entry.text for entry in (asked, taken, returned))


def test_the_robot_answers_while_one_waits(log: Log, handovers: Handovers) -> None:
    conversation_id = waiting(log, handovers)
    said = log.say(conversation_id, "message-1", "Hvad koster det?")
    assert said.next
    assert log.next_unanswered(conversation_id) is not None


def test_nothing_is_passed_to_the_robot_while_a_person_has_it(log: Log, handovers: Handovers) -> None:
    conversation_id = claimed(log, handovers)
    said = log.say(conversation_id, "message-1", "Hvad koster det?")
    assert (said.to_person, said.next) == (True, False)
    assert log.next_unanswered(conversation_id) is None


def test_an_answer_that_comes_after_the_claim_is_dropped(log: Log, handovers: Handovers) -> None:
    conversation_id = waiting(log, handovers)
    number = log.say(conversation_id, "message-1", "Hvad koster det?").entry.number
    handovers.claim(conversation_id, LISE)
    assert log.answer(conversation_id, number, [NewEntry("robot", "for sent")]) == Answered()
    assert not [entry for entry in log.after(conversation_id, 0) if entry.kind == "robot"]


def test_of_two_who_claim_one_gets_it_and_the_other_hears_who_has_it(log: Log, handovers: Handovers) -> None:
    conversation_id = claimed(log, handovers)
    with pytest.raises(NotPossibleError) as raised:
        handovers.claim(conversation_id, BO)
    assert (raised.value.state, raised.value.staff_id) == ("person", LISE.id)


def test_threads_that_claim_at_once_make_one_owner(engine: Engine, log: Log, handovers: Handovers) -> None:
    def claim(conversation_id: str, won: list[int], person: Person) -> None:
        try:
            handovers.claim(conversation_id, person)
        except NotPossibleError:
            return
        won.append(person.id)

    for _ in range(10):
        conversation_id = waiting(log, handovers)
        won: list[int] = []
        people = [Person(index, "Lise") for index in range(1, 5)]
        at_the_same_time([functools.partial(claim, conversation_id, won, person) for person in people])
        assert len(won) == 1
        assert state(engine, conversation_id) == ("person", won[0])


def test_what_a_person_says_is_stored_once(log: Log, handovers: Handovers) -> None:
    conversation_id = claimed(log, handovers)
    entry, new = handovers.reply(conversation_id, LISE, "reply-001", "Hej, det er Lise.")
    assert (entry.kind, entry.text, new) == ("person", "Hej, det er Lise.", True)
    assert handovers.reply(conversation_id, LISE, "reply-001", "Hej, det er Lise.") == (entry, False)


@pytest.mark.parametrize("who", ["another", "before", "after"])
def test_only_who_has_a_conversation_replies(log: Log, handovers: Handovers, who: str) -> None:
    conversation_id = waiting(log, handovers)
    if who != "before":
        handovers.claim(conversation_id, LISE)
    if who == "after":
        handovers.give_back(conversation_id, LISE)
    with pytest.raises(NotPossibleError):
        handovers.reply(conversation_id, BO if who == "another" else LISE, "reply-001", "Hej")


def test_after_a_person_the_robot_hears_that_one_was_there_until_it_has_answered(
    log: Log, handovers: Handovers, clock: Clock
) -> None:
    conversation_id = claimed(log, handovers)
    handovers.give_back(conversation_id, LISE)
    said = log.say(conversation_id, "message-1", "og i Hjørring?")
    assert said.returned_at == clock.at
    unanswered = log.next_unanswered(conversation_id)
    assert unanswered is not None
    assert unanswered.returned_at == clock.at
    log.answer(conversation_id, said.entry.number, [NewEntry("robot", "svar")])
    assert log.say(conversation_id, "message-2", "tak").returned_at is None


def test_who_leaves_the_queue_is_with_the_robot(log: Log, handovers: Handovers) -> None:
    conversation_id = waiting(log, handovers)
    assert handovers.leave(conversation_id)
    assert announced(log, conversation_id) == ["waiting", "robot"]
    assert handovers.leave(conversation_id) is False


def test_a_citizen_can_end_the_talk_with_the_person(engine: Engine, log: Log, handovers: Handovers) -> None:
    conversation_id = claimed(log, handovers)
    assert handovers.leave(conversation_id)
    assert state(engine, conversation_id) == ("robot", None)
    assert log.say(conversation_id, "message-1", "tak").returned_at is not None


def test_a_colleague_gets_a_forwarded_conversation_at_once(
    engine: Engine, log: Log, handovers: Handovers, queue: Queue
) -> None:
    conversation_id = claimed(log, handovers)
    handovers.forward_to_person(conversation_id, LISE, BO, "Hun spørger om klage.")
    assert state(engine, conversation_id) == ("person", BO.id)
    sender = queue.standing(conversation_id).sender
    assert sender is not None
    assert sender["name"] == "Bo"
    with pytest.raises(NotPossibleError):
        handovers.reply(conversation_id, LISE, "reply-001", "Hej")


@pytest.mark.parametrize("reason", CLOSE_REASONS)
def test_a_person_closes_with_a_reason(engine: Engine, log: Log, handovers: Handovers, reason: str) -> None:
    started = log.start("thisted")
    conversation_id = started.conversation.id
    handovers.ask(conversation_id, WISH)
    handovers.claim(conversation_id, LISE)
    handovers.close(conversation_id, LISE, reason)
    assert state(engine, conversation_id) == ("closed", None)
    assert log.after(conversation_id, 0)[-1].data["reason"] == reason
    assert log.find(started.token).id == conversation_id
    with pytest.raises(NoConversationError):
        log.say(conversation_id, "message-1", "hallo?")


def test_a_reason_that_is_none_is_refused(log: Log, handovers: Handovers) -> None:
    with pytest.raises(ValueError, match="bored"):
        handovers.close(claimed(log, handovers), LISE, "bored")


@pytest.mark.parametrize("act", ["give_back", "close", "forward_to_unit", "forward_to_person"])
def test_nobody_disposes_of_a_colleagues_conversation(log: Log, handovers: Handovers, act: str) -> None:
    conversation_id = claimed(log, handovers)
    arguments = {"close": ("answered",), "forward_to_unit": (None,), "forward_to_person": (BO,)}.get(act, ())
    with pytest.raises(NotPossibleError):
        getattr(handovers, act)(conversation_id, BO, *arguments)


def test_a_supervisor_takes_over(engine: Engine, log: Log, handovers: Handovers) -> None:
    conversation_id = claimed(log, handovers)
    handovers.take_over(conversation_id, BO)
    assert state(engine, conversation_id) == ("person", BO.id)


def test_why_it_waits_is_remembered(engine: Engine, log: Log, handovers: Handovers) -> None:
    conversation_id = waiting(log, handovers, Wish("thisted", "Thisted", None, DANGER))

    def why() -> str:
        with engine.connect() as connection:
            query = select(conversations.c.asked_why).where(conversations.c.id == conversation_id)
            return str(connection.execute(query).scalar())

    assert why() == DANGER
    handovers.claim(conversation_id, LISE)
    handovers.forward_to_unit(conversation_id, LISE, None)
    assert why() == FORWARDED
    handovers.claim(conversation_id, LISE)
    handovers.return_lost(now())
    assert why() == LOST


def test_the_database_itself_refuses_two_states_at_once(engine: Engine, log: Log, handovers: Handovers) -> None:
    conversation_id = claimed(log, handovers)
    for values in ({"state": "waiting"}, {"staff_id": None}, {"closed_at": now()}, {"state": "somewhere"}):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(**values))


def test_notes_are_no_entries(log: Log, handovers: Handovers) -> None:
    conversation_id = claimed(log, handovers)
    before = log.after(conversation_id, 0)
    assert handovers.note(conversation_id, LISE, "Ringer i morgen.").by == "Lise"
    assert log.after(conversation_id, 0) == before


ACTS = ("ask", "leave", "claim", "give_back", "close", "forward", "hand", "give_up", "lost")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from([LISE, BO])), max_size=12))
def test_whatever_is_tried_in_whatever_order_the_announcements_tell_the_state(
    engine: Engine, log: Log, handovers: Handovers, acts: list[tuple[str, Person]]
) -> None:
    conversation_id = begun(log)
    for act, person in acts:
        try:
            if act == "ask":
                handovers.ask(conversation_id, WISH)
            elif act == "leave":
                handovers.leave(conversation_id)
            elif act == "give_up":
                handovers.give_up(conversation_id)
            elif act == "lost":
                handovers.return_lost(now())
            elif act == "close":
                handovers.close(conversation_id, person, "answered")
            elif act == "forward":
                handovers.forward_to_unit(conversation_id, person, None)
            elif act == "hand":
                handovers.forward_to_person(conversation_id, person, BO if person is LISE else LISE)
            else:
                getattr(handovers, act)(conversation_id, person)
        except (NotPossibleError, NoConversationError):
            continue
    told = ["robot", *announced(log, conversation_id)][-1]
    assert state(engine, conversation_id)[0] == told
    numbers = [entry.number for entry in log.after(conversation_id, 0)]
    assert numbers == list(range(1, len(numbers) + 1))
