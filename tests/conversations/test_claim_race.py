"""Two processes that want the same conversation at the same moment, on both databases."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.entry import HANDOVER, Entry
from bot.conversations.handover import Handovers
from bot.conversations.log import Log
from tests.conversations.claiming import CLAIM, LEAVE, Claimer, Order, Told, claiming
from tests.conversations.handing import BO, LISE, state, waiting

ROUNDS, ROUNDS_OF_LEAVING = 200, 100
# A process that never wins, or always has done before the other begins, takes part in no race.
FEWEST_WON = 10
FEWEST_OVERLAPPING = 20
MOST_TIMES = 4
# Long enough for both to have heard of a round before it begins.
LEAD_SECONDS = 0.003
# By how much one of two may be told to begin later.
MOST_HEAD_START_SECONDS = 0.002


@dataclass(frozen=True)
class Round:
    """What two processes were told, and how the conversation stood afterwards."""

    told: tuple[Told, Told]
    state: str
    staff_id: int | None
    changes: tuple[Entry, ...]

    @property
    def announced(self) -> list[str]:
        return [entry.data["state"] for entry in self.changes]


@pytest.fixture
def pair(engine: Engine, database_url: str) -> Iterator[tuple[Claimer, Claimer]]:
    """Two processes; the tables are there before they begin."""
    with ExitStack() as running:
        lise, bo = (running.enter_context(claiming(database_url, person)) for person in (LISE, BO))
        yield lise, bo


def played(engine: Engine, log: Log, pair: tuple[Claimer, Claimer], acts: tuple[str, str], count: int) -> list[Round]:
    """Let two processes act on one waiting conversation after the other, each time at the same moment.

    At least `count` times; more often where one of them, on a busy machine, has hardly ever come first.
    """
    handovers, chance = Handovers(engine), random.Random(5)
    rounds: list[Round] = []
    while len(rounds) < count or (len(rounds) < MOST_TIMES * count and not is_race(rounds)):
        conversation_id = waiting(log, handovers)
        both = list(zip(pair, acts, strict=True))
        chance.shuffle(both)
        at = time.monotonic() + LEAD_SECONDS
        for claimer, act in both:
            claimer.order(Order(act, conversation_id, at))
            at += chance.uniform(0, MOST_HEAD_START_SECONDS)
        first, second = (claimer.told() for claimer in pair)
        changes = tuple(entry for entry in log.after(conversation_id, 0) if entry.kind == HANDOVER)
        rounds.append(Round((first, second), *state(engine, conversation_id), changes))
    return rounds


def is_race(rounds: list[Round]) -> bool:
    """Tell whether both came first often enough, and at the same time often enough."""
    first_won = sum(one.told[0].done for one in rounds)
    overlapping = sum(one.told[0].overlaps(one.told[1]) for one in rounds)
    print(f"{first_won} of {len(rounds)} rounds won by the first, {overlapping} at the same time")
    return FEWEST_WON <= first_won <= len(rounds) - FEWEST_WON and overlapping >= FEWEST_OVERLAPPING


def test_of_two_processes_that_claim_at_once_exactly_one_gets_it_each_time(
    engine: Engine, log: Log, pair: tuple[Claimer, Claimer]
) -> None:
    rounds = played(engine, log, pair, (CLAIM, CLAIM), ROUNDS)
    for one in rounds:
        assert sum(told.done for told in one.told) == 1
        winner = next(claimer.person for claimer, told in zip(pair, one.told, strict=True) if told.done)
        loser = next(told for told in one.told if not told.done)
        assert (one.state, one.staff_id) == ("person", winner.id)
        assert (loser.state, loser.staff_id) == ("person", winner.id)
        assert one.announced == ["waiting", "person"]
        assert one.changes[-1].data["actor"]["id"] == winner.id
    assert is_race(rounds)


def test_a_citizen_who_leaves_as_somebody_claims_is_with_the_robot_whoever_came_first(
    engine: Engine, log: Log, pair: tuple[Claimer, Claimer]
) -> None:
    rounds = played(engine, log, pair, (CLAIM, LEAVE), ROUNDS_OF_LEAVING)
    for one in rounds:
        claim, leave = one.told
        assert leave.done
        assert (one.state, one.staff_id) == ("robot", None)
        assert one.announced == (["waiting", "person", "robot"] if claim.done else ["waiting", "robot"])
        assert claim.done or claim.state == "robot"
    assert is_race(rounds)
