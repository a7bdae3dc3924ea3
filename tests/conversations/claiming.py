"""A process of its own that claims conversations, or leaves the queue as their citizen, at the moment it is told."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bot.conversations.database import open_database
from bot.conversations.handover import Handovers, NotPossibleError, Person
from bot.conversations.log import NoConversationError

PATIENCE_SECONDS = 60.0
CLAIM, LEAVE = "claim", "leave"


@dataclass(frozen=True)
class Order:
    """What to do with a conversation, at a moment of the machine's own clock (`time.monotonic`)."""

    act: str
    conversation_id: str
    at: float


@dataclass(frozen=True)
class Told:
    """What came of an order, and from when until when it took.

    done             whether the state machine said that it was done
    state, staff_id  where it was not possible: in what state the conversation was, and who had it
    """

    done: bool
    state: str | None
    staff_id: int | None
    began: float
    ended: float

    def overlaps(self, other: Told) -> bool:
        """Tell whether two did what they did at the same time."""
        return self.began < other.ended and other.began < self.ended


class Claimer:
    """The other end of such a process."""

    def __init__(self, person: Person, line: Connection) -> None:
        self.person = person
        self._line = line

    def order(self, order: Order) -> None:
        """Tell it what to do; `told` has to be asked for before the next order."""
        self._line.send(order)

    def told(self) -> Told:
        """Return what came of the order."""
        assert self._line.poll(PATIENCE_SECONDS), "the process answers"
        told: Told = self._line.recv()
        return told


@contextmanager
def claiming(database_url: str, person: Person) -> Iterator[Claimer]:
    """Start such a process, wait until it is ready, and end it afterwards."""
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    running = spawning.Process(target=serve, args=(database_url, person, there), daemon=True)
    running.start()
    there.close()
    try:
        assert here.poll(PATIENCE_SECONDS), "the process is ready"
        here.recv()
        yield Claimer(person, here)
    finally:
        here.close()
        running.join(PATIENCE_SECONDS)
        running.kill()
        running.join()


def serve(database_url: str, person: Person, line: Connection) -> None:
    """Say that one is ready, then do what is ordered until the line is cut."""
    engine = open_database(database_url)
    handovers = Handovers(engine)
    line.send("ready")
    while True:
        try:
            order = line.recv()
        except EOFError:
            break
        line.send(_obey(handovers, person, order))
    engine.dispose()


def _obey(handovers: Handovers, person: Person, order: Order) -> Told:
    # A process that sleeps wakes up too late for a race.
    while time.monotonic() < order.at:
        pass
    done, state, staff_id = True, None, None
    began = time.monotonic()
    try:
        if order.act == LEAVE:
            done = handovers.leave(order.conversation_id)
        else:
            handovers.claim(order.conversation_id, person)
    except NotPossibleError as error:
        done, state, staff_id = False, error.state, error.staff_id
    except NoConversationError:
        done = False
    return Told(done, state, staff_id, began, time.monotonic())
