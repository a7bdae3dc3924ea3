"""Nobody is left with somebody who is gone, and nobody waits where there is nobody."""

import asyncio

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.handover import Handovers, Person, Wish
from bot.conversations.log import Log
from bot.conversations.queue import Queue
from bot.conversations.staff import Accounts, Staff
from bot.server.background import Background
from bot.server.desk_upkeep import GRACE, DeskUpkeep
from bot.server.hub import Hub
from tests.clock import Clock
from tests.staffing import accounts, person

ABSENT_SECONDS = 90.0


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Accounts:
    return accounts(engine, clock)


@pytest.fixture
def lise(desk: Accounts) -> Staff:
    """Somebody who is at the desk."""
    lise = person(desk)
    desk.seen(lise.id)
    return lise


@pytest.fixture
def upkeep(handovers: Handovers, queue: Queue, desk: Accounts, clock: Clock) -> DeskUpkeep:
    return DeskUpkeep(handovers, queue, desk, Background(in_threads=False), Hub(), ABSENT_SECONDS, clock)


@pytest.fixture
def waiting(engine: Engine, clock: Clock, handovers: Handovers) -> str:
    conversation_id = Log(engine, clock).start("thisted").conversation.id
    handovers.ask(conversation_id, Wish("thisted", "Thisted"))
    return conversation_id


def look(upkeep: DeskUpkeep) -> None:
    asyncio.run(upkeep.return_lost())
    asyncio.run(upkeep.give_up())


def test_who_is_gone_loses_the_conversation_to_the_queue(
    upkeep: DeskUpkeep, handovers: Handovers, clock: Clock, lise: Staff, waiting: str, queue: Queue
) -> None:
    handovers.claim(waiting, Person(lise.id, "Lise"))
    clock.move(seconds=ABSENT_SECONDS + 1)
    look(upkeep)
    assert queue.standing(waiting).state == "waiting"


def test_after_a_start_people_have_time_to_come_back(
    handovers: Handovers, queue: Queue, desk: Accounts, clock: Clock, lise: Staff, waiting: str
) -> None:
    handovers.claim(waiting, Person(lise.id, "Lise"))
    clock.move(hours=1)
    upkeep = DeskUpkeep(handovers, queue, desk, Background(in_threads=False), Hub(), ABSENT_SECONDS, clock)
    look(upkeep)
    clock.move(seconds=ABSENT_SECONDS - 1)
    look(upkeep)
    assert queue.standing(waiting).state == "person"
    desk.seen(lise.id)
    clock.move(seconds=2)
    look(upkeep)
    assert queue.standing(waiting).state == "person"


def test_who_waits_is_not_sent_away_while_somebody_may_come_back(
    upkeep: DeskUpkeep, clock: Clock, lise: Staff, waiting: str, queue: Queue
) -> None:
    clock.move(seconds=ABSENT_SECONDS + GRACE.total_seconds() - 1)
    look(upkeep)
    assert queue.standing(waiting).state == "waiting"
    clock.move(seconds=2)
    look(upkeep)
    assert queue.standing(waiting).state == "robot"


@pytest.mark.parametrize("how", ["logged out", "away", "disabled"])
def test_where_the_last_one_has_left_nobody_waits(
    upkeep: DeskUpkeep, desk: Accounts, clock: Clock, lise: Staff, waiting: str, how: str, queue: Queue
) -> None:
    clock.move(seconds=ABSENT_SECONDS + 1)
    desk.seen(lise.id)
    look(upkeep)
    assert queue.standing(waiting).state == "waiting"
    if how == "logged out":
        desk.gone(lise.id)
    elif how == "away":
        desk.away(lise.id, "Frokost")
    else:
        desk.disable(lise.id)
    look(upkeep)
    assert queue.standing(waiting).state == "robot"
