"""300 conversations are handed over while the service is killed again and again, on both databases."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine

from bot.conversations.entry import CITIZEN, HANDOVER, PERSON, Entry
from bot.conversations.log import Log
from bot.conversations.schema import CLOSED, ONE_STATE, PERSON_HAS, ROBOT_HAS, WAITING, conversations, notes
from tests.chatting import Citizen
from tests.desk import Agent, account, ask_for_person, references
from tests.server.mortal import PAUSE_SECONDS, MortalService, Traffic, mortal_service
from tests.together import at_the_same_time

CONVERSATIONS = 300
KILLS = 8
# Between which acknowledgements it is killed: all of them come before the last.
FIRST_KILL, LAST_KILL = 100, 2000
LONGEST_DELAY_SECONDS = 0.02
CALLERS, NAMES = 3, ("Lise", "Bo", "Eva")
MOST_WAITING, LEFT_WAITING = 16, 12
SAID_AT_ONCE = 2
# No conversation takes so long; something hangs.
RUN_SECONDS = 500.0
OK, STORED, STORED_BEFORE, CONFLICT = 200, 202, 200, 409

# How the talks end, and how many of them; who goes back into the queue is talked with again.
RETURN, CLOSE, LEAVE, QUEUE, COLLEAGUE, KEEP = "return", "close", "leave", "queue", "colleague", "keep"
ENDS = {RETURN: 90, CLOSE: 90, LEAVE: 40, QUEUE: 50, COLLEAGUE: 15, KEEP: 15}
NOTE = "Hun spørger om klage."

# Who has a conversation, and who made it so: the id of a person, None for the citizen.
Change = tuple[str, int | None]


@dataclass(frozen=True)
class Said:
    """A message that was acknowledged: its number, its own id, and what it says."""

    number: int
    client_id: str
    text: str


@dataclass
class Talk:
    """A conversation as its clients know it: what was acknowledged to them, in this order."""

    citizen: Citizen
    end: str
    conversation_id: str = ""
    said: list[Said] = field(default_factory=list)
    replied: list[Said] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    owner: int | None = None
    notes: int = 0

    @property
    def reference(self) -> str:
        return str(self.citizen.begun["reference"])


class Afternoon:
    """Citizens who call, agents who talk with them, and somebody who kills the service."""

    def __init__(self, service: MortalService, engine: Engine, seed: int) -> None:
        self.service = service
        self.engine = engine
        self.traffic = Traffic()
        self.talks: dict[str, Talk] = {}
        self.asked: list[str] = []
        self.agents = [Agent(service.url, account(engine, name)) for name in NAMES]
        self._chance = random.Random(seed)
        self._ends = [end for end, count in ENDS.items() for _ in range(count)]
        self._chance.shuffle(self._ends)
        self._queueing = threading.Lock()
        self._claimed: set[str] = set()
        self._until = time.monotonic() + RUN_SECONDS
        self._broken = threading.Event()
        self._over = threading.Event()

    def pass_by(self) -> None:
        """Let all of it happen."""
        for agent in self.agents:
            agent.board()
        callers = [lambda ends=self._ends[index::CALLERS]: self._call(ends) for index in range(CALLERS)]
        people = [lambda agent=agent: self._attend(agent) for agent in self.agents]
        at_the_same_time([self._kill, lambda: self._over_after([self._guarded(job) for job in (*callers, *people)])])

    def _over_after(self, jobs: list[Callable[[], None]]) -> None:
        try:
            at_the_same_time(jobs)
        finally:
            self._over.set()

    def _guarded(self, job: Callable[[], None]) -> Callable[[], None]:
        """Let all others stop where one fails."""

        def run() -> None:
            try:
                job()
            except BaseException:
                self._broken.set()
                raise

        return run

    def _go_on(self) -> None:
        assert not self._broken.is_set(), "somebody else has failed"
        assert time.monotonic() < self._until, "it takes too long"

    def _kill(self) -> None:
        for index, moment in enumerate(sorted(self._chance.sample(range(FIRST_KILL, LAST_KILL), KILLS))):
            # Messages are most of what is said; every second time it is a change of hands that is met.
            while self.traffic.acknowledged < moment or (index % 2 and not self.traffic.changing):
                if self._over.is_set():
                    return
                time.sleep(0.001)
            time.sleep(self._chance.uniform(0, LONGEST_DELAY_SECONDS))
            self.service.kill()
            self.service.start()

    def _call(self, ends: list[str]) -> None:
        for end in ends:
            while len(self.asked) - len(self._claimed) >= MOST_WAITING:
                self._go_on()
                time.sleep(PAUSE_SECONDS)
            talk = Talk(self._begin(), end)
            self._say(talk, "Hvor skal jeg henvende mig?")
            with self._queueing:
                self.talks[talk.reference] = talk
                talk.changes.append((WAITING, None))
                talk.conversation_id = ask_for_person(self.engine, talk.reference)
                self.asked.append(talk.reference)

    def _begin(self) -> Citizen:
        while True:
            self._go_on()
            try:
                return Citizen(self.service.url)
            except (httpx.TransportError, KeyError):
                time.sleep(PAUSE_SECONDS)

    def _attend(self, agent: Agent) -> None:
        """Take who comes next in the queue; leave some waiting in the end, one of them after a talk."""
        while True:
            calling = len(self.asked) < CONVERSATIONS
            waiting = self._waiting(agent)
            last = not calling and len(waiting) <= LEFT_WAITING
            # Who has just been taken by a colleague is passed over.
            talk = next(filter(None, (self._claim(agent, one) for one in waiting[: len(NAMES)])), None)
            if talk is None:
                time.sleep(PAUSE_SECONDS)
                continue
            both = (lambda talk=talk: self._write(talk), lambda talk=talk: self._reply_all(agent, talk))
            at_the_same_time(list(both))
            self._end(agent, talk, QUEUE if last else talk.end)
            if last:
                return

    def _waiting(self, agent: Agent) -> list[str]:
        while True:
            self._go_on()
            try:
                return references(agent.board()["waiting"])
            except httpx.TransportError:
                time.sleep(PAUSE_SECONDS)

    def _claim(self, agent: Agent, reference: str) -> Talk | None:
        response, _ = self.traffic.change(lambda: agent.on(reference, "claim"))
        assert response.status_code in (OK, CONFLICT), response.text
        talk = self.talks[reference]
        # A colleague may have claimed it first, and may have sent it on to this very agent meanwhile.
        if response.status_code == CONFLICT or talk.owner == agent.person.id:
            return None
        talk.changes.append((PERSON_HAS, agent.person.id))
        talk.owner = agent.person.id
        self._claimed.add(reference)
        return talk

    def _write(self, talk: Talk) -> None:
        for index in range(SAID_AT_ONCE):
            self._say(talk, f"Jeg har spørgsmål {index}.")

    def _say(self, talk: Talk, words: str) -> None:
        self._send(talk.said, words, lambda client_id: talk.citizen.say(words, client_id))

    def _reply_all(self, agent: Agent, talk: Talk) -> None:
        for index in range(SAID_AT_ONCE):
            self._reply(agent, talk, f"Her er svar {index}.")

    def _reply(self, agent: Agent, talk: Talk, words: str) -> None:
        self._send(talk.replied, words, lambda client_id: agent.reply(talk.reference, words, client_id))

    def _send(self, kept: list[Said], words: str, send: Callable[[str], httpx.Response]) -> None:
        client_id = uuid.uuid4().hex
        response, cut = self.traffic.insist(lambda: send(client_id))
        assert response.status_code == STORED or (cut and response.status_code == STORED_BEFORE), response.text
        self.traffic.count(stored_before=response.status_code == STORED_BEFORE)
        kept.append(Said(response.json()["number"], client_id, words))

    def _end(self, agent: Agent, talk: Talk, end: str) -> None:
        me, other = agent.person.id, next(one for one in self.agents if one is not agent)
        talk.end = CLOSE
        if end == KEEP:
            return
        # Before anybody else can have it.
        state, by, owner = {
            RETURN: (ROBOT_HAS, me, None),
            CLOSE: (CLOSED, me, None),
            LEAVE: (ROBOT_HAS, None, None),
            QUEUE: (WAITING, me, None),
            COLLEAGUE: (PERSON_HAS, me, other.person.id),
        }[end]
        talk.changes.append((state, by))
        talk.owner = owner
        talk.notes += end in (QUEUE, COLLEAGUE)
        response, cut = self.traffic.change(lambda: self._ask_for_end(agent, other, talk, end))
        # A try that was cut may have done it; then it is nobody's to do again.
        assert response.status_code == OK or (cut and response.status_code == CONFLICT), response.text
        self.traffic.count(stored_before=response.status_code == CONFLICT)
        if end == COLLEAGUE:
            self._reply(other, talk, "Hej, jeg har overtaget.")

    def _ask_for_end(self, agent: Agent, other: Agent, talk: Talk, end: str) -> httpx.Response:
        if end == LEAVE:
            return talk.citizen.client.delete("/chat/person", headers=talk.citizen.headers)
        if end == RETURN:
            return agent.on(talk.reference, "return")
        if end == CLOSE:
            return agent.on(talk.reference, "close", reason="answered", note="")
        to = {"unit": None} if end == QUEUE else {"staff": other.person.id}
        return agent.on(talk.reference, "forward", to=to, note=NOTE)


@pytest.fixture(scope="module")
def afternoon(
    shared_database_url: str, shared_engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Afternoon]:
    seed = random.SystemRandom().randrange(1_000_000)
    variables = {
        "VEJVISER_DATABASE": shared_database_url,
        # Nobody counts as gone: what belongs to whom changes by what somebody did alone.
        "VEJVISER_ABSENT_SECONDS": "3600",
        "VEJVISER_MESSAGES_PER_MINUTE": "100000",
        "VEJVISER_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
    }
    with mortal_service(tmp_path_factory.mktemp("killed"), **variables) as service:
        made = Afternoon(service, shared_engine, seed)
        began = time.monotonic()
        made.pass_by()
        traffic = made.traffic
        print(
            f"{shared_engine.dialect.name}: seed {seed},"
            f" killed {service.killed} times in {time.monotonic() - began:.0f} s,"
            f" {traffic.acknowledged} requests acknowledged, {traffic.cut} tries cut,"
            f" {traffic.stored_before} of them done nevertheless"
        )
        yield made


@pytest.fixture(scope="module")
def entries(afternoon: Afternoon) -> dict[str, tuple[Entry, ...]]:
    """What the log holds of each conversation."""
    log = Log(afternoon.engine)
    return {reference: log.after(talk.conversation_id, 0) for reference, talk in afternoon.talks.items()}


@pytest.fixture(scope="module")
def rows(afternoon: Afternoon) -> dict[str, Any]:
    """How each conversation stands."""
    with afternoon.engine.connect() as connection:
        return {row.reference: row for row in connection.execute(select(conversations))}


def of_kind(entries: tuple[Entry, ...], kind: str) -> list[Entry]:
    return [entry for entry in entries if entry.kind == kind]


def test_the_service_was_killed_again_and_again_while_people_wrote(afternoon: Afternoon) -> None:
    assert len(afternoon.talks) == CONVERSATIONS
    assert afternoon.service.killed == KILLS
    assert afternoon.traffic.cut > 0


@pytest.mark.parametrize("kind", [CITIZEN, PERSON])
def test_each_acknowledged_message_is_there_once_in_its_senders_order(
    afternoon: Afternoon, entries: dict[str, tuple[Entry, ...]], kind: str
) -> None:
    for reference, talk in afternoon.talks.items():
        kept = [Said(one.number, str(one.client_id), one.text) for one in of_kind(entries[reference], kind)]
        assert kept == (talk.said if kind == CITIZEN else talk.replied)


def test_entries_are_numbered_without_a_gap(
    entries: dict[str, tuple[Entry, ...]], rows: dict[str, Any], afternoon: Afternoon
) -> None:
    for found in entries.values():
        assert [entry.number for entry in found] == list(range(1, len(found) + 1))
    for row in rows.values():
        assert row.last_number == len(Log(afternoon.engine).after(row.id, 0))


def test_each_change_of_hands_is_announced_once_in_its_order(
    afternoon: Afternoon, entries: dict[str, tuple[Entry, ...]]
) -> None:
    for reference, talk in afternoon.talks.items():
        told = [(one.data["state"], one.data["actor"].get("id")) for one in of_kind(entries[reference], HANDOVER)]
        assert told == talk.changes


def test_each_conversation_is_in_the_one_state_that_was_announced_last(
    afternoon: Afternoon, entries: dict[str, tuple[Entry, ...]], rows: dict[str, Any]
) -> None:
    for reference in afternoon.talks:
        assert rows[reference].state == of_kind(entries[reference], HANDOVER)[-1].data["state"]
    with afternoon.engine.connect() as connection:
        query = select(func.count()).select_from(conversations).where(text(f"NOT ({ONE_STATE})"))
        assert connection.execute(query).scalar() == 0


def test_who_was_acknowledged_a_conversation_has_it_and_nobody_else(afternoon: Afternoon, rows: dict[str, Any]) -> None:
    assert {reference: rows[reference].staff_id for reference in afternoon.talks} == {
        reference: talk.owner for reference, talk in afternoon.talks.items()
    }
    boards = {agent.person.id: references(agent.board()["mine"]) for agent in afternoon.agents}
    owned = sorted((reference, owner) for owner, mine in boards.items() for reference in mine)
    assert owned == sorted((one, talk.owner) for one, talk in afternoon.talks.items() if talk.owner is not None)


def test_a_note_that_goes_along_is_kept_once(afternoon: Afternoon) -> None:
    with afternoon.engine.connect() as connection:
        found = connection.execute(select(notes.c.conversation_id, func.count()).group_by(notes.c.conversation_id))
        kept = {row[0]: row[1] for row in found}
    assert kept == {talk.conversation_id: talk.notes for talk in afternoon.talks.values() if talk.notes}


def test_who_still_waits_stands_in_the_order_of_asking(afternoon: Afternoon, rows: dict[str, Any]) -> None:
    waiting = [reference for reference in afternoon.asked if rows[reference].state == WAITING]
    assert len(waiting) > 1
    assert sorted(waiting, key=lambda one: rows[one].asked_at) == waiting
    for agent in afternoon.agents:
        assert references(agent.board()["waiting"]) == waiting


def test_the_stream_brings_all_that_the_log_holds(afternoon: Afternoon, entries: dict[str, tuple[Entry, ...]]) -> None:
    for reference, talk in afternoon.talks.items():
        kept = entries[reference]
        heard = talk.citizen.listen(kept[-1].number)
        assert [(one["number"], one["kind"], one["text"]) for one in heard[: len(kept)]] == [
            (entry.number, entry.kind, entry.text) for entry in kept
        ]
