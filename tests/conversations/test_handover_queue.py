"""The queue for a person: who stands where, and how long it takes."""

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from bot.conversations.handover import Handovers, Wish
from bot.conversations.log import Log
from bot.conversations.queue import Queue
from bot.conversations.schema import waits
from tests.clock import Clock
from tests.conversations.handing import LISE, claimed, waiting


def test_who_asks_for_a_person_waits_at_a_position(log: Log, handovers: Handovers, clock: Clock, queue: Queue) -> None:
    first = waiting(log, handovers)
    clock.move(seconds=1)
    second = waiting(log, handovers)
    assert [queue.standing(one).position for one in (first, second)] == [1, 2]


def test_positions_count_those_of_the_same_municipality_and_unit_alone(
    log: Log, handovers: Handovers, clock: Clock, queue: Queue
) -> None:
    for wish in (Wish("koege", "Køge"), Wish("thisted", "Thisted", "Visitationen")):
        waiting(log, handovers, wish)
        clock.move(seconds=1)
    assert queue.standing(waiting(log, handovers)).position == 1


def test_a_unit_gets_a_forwarded_conversation_into_its_queue_at_its_old_place(
    log: Log, handovers: Handovers, clock: Clock, queue: Queue
) -> None:
    early = claimed(log, handovers)
    clock.move(seconds=10)
    late = waiting(log, handovers, Wish("thisted", "Thisted", "Ungekontakten"))
    clock.move(seconds=10)
    handovers.forward_to_unit(early, LISE, "Ungekontakten")
    assert [row[0] for row in queue.waiting()] == [early, late]
    assert queue.standing(early).unit == "Ungekontakten"


# Far from even, so that their mean is none of them.
WAITED, TYPICAL = (10, 20, 30, 400, 5000), 30


def waited(log: Log, handovers: Handovers, clock: Clock, seconds: float) -> None:
    """Let somebody wait for some seconds until a person has the conversation."""
    conversation_id = waiting(log, handovers)
    clock.move(seconds=seconds)
    handovers.claim(conversation_id, LISE)


def test_nothing_is_said_of_the_waiting_time_before_enough_have_waited(
    log: Log, handovers: Handovers, clock: Clock, queue: Queue
) -> None:
    for seconds in WAITED:
        assert queue.typical_wait("thisted") is None, seconds
        waited(log, handovers, clock, seconds)
    assert queue.typical_wait("thisted") == TYPICAL
    assert queue.typical_wait("koege") is None


def test_waiting_times_of_an_earlier_week_say_nothing(
    log: Log, handovers: Handovers, clock: Clock, queue: Queue
) -> None:
    for seconds in WAITED:
        waited(log, handovers, clock, seconds)
    clock.move(days=8)
    assert queue.typical_wait("thisted") is None


def test_the_newest_waiting_times_decide(engine: Engine, clock: Clock, queue: Queue) -> None:
    with engine.begin() as connection:
        for seconds in (*[3600] * 21, *[60] * 20):
            clock.move(minutes=1)
            connection.execute(insert(waits).values(municipality="thisted", at=clock.at, seconds=seconds))
    assert queue.typical_wait("thisted") == 60


def test_who_waits_hears_the_typical_waiting_time(log: Log, handovers: Handovers, clock: Clock, queue: Queue) -> None:
    for seconds in WAITED:
        waited(log, handovers, clock, seconds)
    assert queue.standing(waiting(log, handovers)).wait_seconds == TYPICAL
