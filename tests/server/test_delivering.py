"""Delivery to a municipality's own system: a real receiver on loopback, on both databases."""

import asyncio
import datetime
import email.utils
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.database import open_database
from bot.conversations.log import now
from bot.conversations.outbox import Backoff, Outbox
from bot.server import signing
from bot.server.background import Background
from bot.server.delivering import Deliverer, retry_after
from tests.databases import KINDS, fresh_database
from tests.running import process, wait_for
from tests.server.receiver import Receiver, Reply

SECRET = "a secret of more than thirty-two characters"
PATIENCE_SECONDS = 60.0
QUICK = Backoff(first_seconds=0.01, most_seconds=0.05)
# Within this time a receiver on loopback surely answers; and it is soon over where one is not to.
LONG, SHORT = 30.0, 0.3
OPTIONS: dict[str, Any] = {"timeout_seconds": LONG, "spare_seconds": 0.2, "poll_seconds": 0.02}


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'log.sqlite'}"


@contextmanager
def receiving(*replies: Reply) -> Iterator[Receiver]:
    receiver = Receiver(SECRET, replies)
    receiver.start()
    try:
        yield receiver
    finally:
        receiver.stop()


@asynccontextmanager
async def delivering(
    database_url: str, url: str, secret: str = SECRET, backoff: Backoff = QUICK, **options: Any
) -> AsyncIterator[tuple[Outbox, Deliverer]]:
    """Run a deliverer as a service process has it; at the end it stops, whatever it is doing."""
    engine = open_database(database_url)
    background = Background(in_threads=True)
    outbox = Outbox(engine, backoff=backoff)
    deliverer = Deliverer(outbox, background, url, secret, **{**OPTIONS, **options})
    deliverer.start()
    try:
        yield outbox, deliverer
    finally:
        await deliverer.close()
        background.close()
        engine.dispose()


async def until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    await asyncio.to_thread(wait_for, condition, PATIENCE_SECONDS, "what the test waits for")


def played(play: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(play())


def put(outbox: Outbox, *owners: str) -> list[str]:
    """Put a request for each owner into the outbox; return their ids."""
    return [outbox.add(None, owner, {"kind": "request", "conversation": {"reference": owner}}) for owner in owners]


def arrived(receiver: Receiver) -> list[str]:
    return [json.loads(body)["id"] for body in receiver.arrived]


def empty(outbox: Outbox) -> Callable[[], bool]:
    return lambda: outbox.waiting().number == 0


def test_a_request_arrives_signed_and_named(database_url: str) -> None:
    async def play() -> None:
        with receiving() as receiver:
            async with delivering(database_url, receiver.url) as (outbox, _):
                (name,) = put(outbox, "a")
                await until(empty(outbox))
            (call,) = receiver.calls
            assert call.id == json.loads(call.body)["id"] == name
            assert call.headers["Content-Type"] == "application/json"
            assert receiver.forged == 0

    played(play)


def test_who_is_woken_does_not_wait_for_the_next_look(sqlite_url: str) -> None:
    async def play() -> None:
        with receiving() as receiver:
            async with delivering(sqlite_url, receiver.url, poll_seconds=86_400) as (outbox, deliverer):
                names = put(outbox, "a", "a", "b")
                deliverer.wake()
                await until(empty(outbox))
            assert sorted(arrived(receiver)) == sorted(names)

    played(play)


def test_what_an_earlier_process_left_is_delivered(sqlite_url: str) -> None:
    async def play() -> None:
        names = put(Outbox(open_database(sqlite_url)), "a")
        with receiving() as receiver:
            async with delivering(sqlite_url, receiver.url, poll_seconds=86_400) as (outbox, _):
                await until(empty(outbox))
            assert arrived(receiver) == names

    played(play)


FAILURES = {
    "error": (Reply(500),) * 5,
    "unavailable": (Reply(503, headers={"Retry-After": "3600"}),) * 2,
    "busy": (Reply(429, headers={"Retry-After": "whenever"}),) * 2,
    "refused": (Reply(422), Reply(404), Reply(400)),
    "gone": (Reply(410), Reply(410)),
    "moved": (Reply(301, headers={"Location": "/elsewhere"}), Reply(307, headers={"Location": "/vejviser"})),
    "cut off": (Reply(None), Reply(None)),
    "cut off once it was taken": (Reply(None, taken=True), Reply(None)),
    "taken, but the answer was an error": (Reply(502, taken=True),),
}


@pytest.mark.parametrize("replies", FAILURES.values(), ids=FAILURES)
def test_whatever_a_receiver_does_every_request_arrives_once(database_url: str, replies: tuple[Reply, ...]) -> None:
    async def play() -> None:
        with receiving(*replies) as receiver:
            async with delivering(database_url, receiver.url) as (outbox, _):
                names = put(outbox, "a", "b", "a")
                await until(empty(outbox))
            assert sorted(arrived(receiver)) == sorted(names)
            assert len(receiver.calls) == len(names) + len(replies)
            assert receiver.forged == 0

    played(play)


def test_a_receiver_that_answers_too_late_gets_the_same_request_again(database_url: str) -> None:
    async def play() -> None:
        with receiving(Reply(held=True), Reply(held=True)) as receiver:
            async with delivering(database_url, receiver.url, timeout_seconds=SHORT) as (outbox, _):
                names = put(outbox, "a", "a")
                await until(empty(outbox))
            assert arrived(receiver) == names
            assert len({(call.id, call.body) for call in receiver.calls}) == len(names)
            assert [call.id for call in receiver.calls].count(names[0]) > 1

    played(play)


def test_requests_made_while_the_receiver_is_down_arrive_when_it_is_up(database_url: str) -> None:
    async def play() -> None:
        receiver = Receiver(SECRET)
        async with delivering(database_url, receiver.url) as (outbox, _):
            names = put(outbox, "a", "b", "a", "c")
            await until(lambda: any(one.tries >= 3 for one in outbox.due(10)))
            receiver.start()
            await until(empty(outbox))
        receiver.stop()
        assert sorted(arrived(receiver)) == sorted(names)

    played(play)


def test_a_receiver_that_restarts_in_the_middle_misses_nothing(database_url: str) -> None:
    async def play() -> None:
        holds = Reply(held=True)
        with receiving(*[Reply()] * 5, *[holds] * 4) as receiver:
            async with delivering(database_url, receiver.url) as (outbox, _):
                names = put(outbox, *"abcdeabcdeabcde")
                await until(lambda: len(receiver.calls) == 9)
                receiver.stop()
                receiver.start()
                await until(empty(outbox))
            assert sorted(arrived(receiver)) == sorted(names)

    played(play)


def test_those_of_one_conversation_arrive_in_order_whatever_fails(database_url: str) -> None:
    async def play() -> None:
        with receiving(*[Reply(500), Reply(), Reply(None, taken=True)] * 5) as receiver:
            async with delivering(database_url, receiver.url) as (outbox, _):
                names = {owner: put(outbox, *owner * 5) for owner in "ab"}
                await until(empty(outbox))
            for owner in "ab":
                assert [name for name in arrived(receiver) if name in names[owner]] == names[owner]

    played(play)


def test_a_conversation_that_is_refused_keeps_no_other_waiting(sqlite_url: str) -> None:
    async def play() -> None:
        with receiving(Reply(422)) as receiver:
            async with delivering(sqlite_url, receiver.url, backoff=Backoff(86_400, 86_400)) as (outbox, _):
                put(outbox, "a", "a")
                await until(lambda: len(receiver.calls) == 1)
                names = put(outbox, "b", "c")
                await until(lambda: outbox.waiting().number == 2)
            assert sorted(arrived(receiver)) == sorted(names)

    played(play)


def test_two_processes_never_send_the_same_request(database_url: str) -> None:
    async def play() -> None:
        with receiving() as receiver:
            async with (
                delivering(database_url, receiver.url) as (outbox, one),
                delivering(database_url, receiver.url) as (_, other),
            ):
                names = put(outbox, *"abcdefghij" * 4)
                one.wake()
                other.wake()
                await until(empty(outbox))
            assert sorted(call.id for call in receiver.calls) == sorted(names)
            assert receiver.overlapping == set()

    played(play)


def test_two_processes_and_a_failing_receiver_keep_the_order(database_url: str) -> None:
    async def play() -> None:
        with receiving(*[Reply(500), Reply(None, taken=True), Reply()] * 10) as receiver:
            async with (
                delivering(database_url, receiver.url) as (outbox, _),
                delivering(database_url, receiver.url),
            ):
                names = {owner: put(outbox, *owner * 8) for owner in "abc"}
                await until(empty(outbox))
            for owner in "abc":
                assert [name for name in arrived(receiver) if name in names[owner]] == names[owner]
            assert receiver.overlapping == set()

    played(play)


def test_who_stops_before_noting_that_it_arrived_leaves_it_to_the_next(database_url: str) -> None:
    async def play() -> None:
        with receiving(Reply(held=True)) as receiver:
            async with delivering(database_url, receiver.url, timeout_seconds=SHORT) as (outbox, _):
                names = put(outbox, "a")
                await until(lambda: len(receiver.calls) == 1)
            async with delivering(database_url, receiver.url) as (outbox, _):
                await until(empty(outbox))
            assert arrived(receiver) == names
            assert len(receiver.calls) > 1
            assert {(call.id, call.body) for call in receiver.calls} == {(names[0], receiver.arrived[0])}

    played(play)


def serve_alone(database_url: str, url: str) -> None:
    """Deliver until killed; a process of its own runs this."""

    async def forever() -> None:
        async with delivering(database_url, url, timeout_seconds=3.0):
            await asyncio.Event().wait()

    asyncio.run(forever())


def test_a_process_that_is_killed_while_it_sends_loses_nothing(database_url: str, tmp_path: Path) -> None:
    async def play() -> None:
        with receiving(Reply(held=True)) as receiver:
            names = put(Outbox(open_database(database_url)), "a", "a")
            call = (
                f"from tests.server.test_delivering import serve_alone; serve_alone(*{(database_url, receiver.url)!r})"
            )
            with process(["-c", call], {}, tmp_path / "process.log") as running:
                await until(lambda: len(receiver.calls) >= 1)
                running.kill()
                running.wait()
            async with delivering(database_url, receiver.url) as (outbox, _):
                await until(empty(outbox))
            assert arrived(receiver) == names
            assert [call.id for call in receiver.calls].count(names[0]) > 1

    played(play)


def test_a_receiver_with_another_secret_takes_nothing(sqlite_url: str) -> None:
    async def play() -> None:
        with receiving() as receiver:
            async with delivering(sqlite_url, receiver.url, "another secret of more than 32 characters") as (outbox, _):
                put(outbox, "a")
                await until(lambda: receiver.forged > 1)
                assert outbox.waiting().number == 1
            assert receiver.arrived == []

    played(play)


def test_a_redelivery_is_signed_anew(sqlite_url: str) -> None:
    moments = iter(now() + datetime.timedelta(seconds=seconds) for seconds in range(0, 200, 2))

    async def play() -> None:
        with receiving(Reply(500)) as receiver:
            async with delivering(sqlite_url, receiver.url, clock=lambda: next(moments)) as (outbox, _):
                put(outbox, "a")
                await until(empty(outbox))
            first, second = receiver.calls
            assert first.headers[signing.TIMESTAMP] != second.headers[signing.TIMESTAMP]
            assert first.headers[signing.SIGNATURE] != second.headers[signing.SIGNATURE]

    played(play)


def test_a_receiver_that_asks_to_be_left_alone_is(sqlite_url: str) -> None:
    async def play() -> None:
        with receiving(Reply(503, headers={"Retry-After": "3600"})) as receiver:
            backoff = Backoff(first_seconds=0.01, most_seconds=86_400)
            async with delivering(sqlite_url, receiver.url, backoff=backoff) as (outbox, _):
                put(outbox, "a")
                later = Outbox(open_database(sqlite_url), lambda: now() + datetime.timedelta(seconds=3601))
                await until(lambda: any(one.tries for one in later.due(1)))
                earlier = Outbox(open_database(sqlite_url), lambda: now() + datetime.timedelta(seconds=1800))
                assert earlier.due(1) == ()

    played(play)


def test_the_log_says_what_failed_and_nothing_of_what_was_in_it(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def play() -> None:
        with receiving(Reply(500), Reply(None), Reply(held=True)) as receiver:
            url = f"{receiver.url}?key=noegle"
            async with delivering(sqlite_url, url, timeout_seconds=SHORT) as (outbox, _):
                name = outbox.add(None, "a", {"contact": {"name": "Karen Planted"}})
                await until(empty(outbox))
            assert f"delivery {name} has not arrived: status 500" in caplog.text
            for word in ("Planted", "noegle", SECRET):
                assert word not in caplog.text

    played(play)


def test_a_database_that_fails_stops_nothing(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    async def play() -> None:
        with receiving() as receiver:
            async with delivering(sqlite_url, receiver.url) as (outbox, _):
                engine = open_database(sqlite_url)
                with engine.begin() as connection:
                    connection.exec_driver_sql("ALTER TABLE deliveries RENAME TO gone")
                await until(lambda: "could not be looked for" in caplog.text)
                with engine.begin() as connection:
                    connection.exec_driver_sql("ALTER TABLE gone RENAME TO deliveries")
                names = put(outbox, "a")
                await until(empty(outbox))
            assert arrived(receiver) == names

    played(play)


AT = datetime.datetime(2026, 11, 29, 6, 30, tzinfo=datetime.timezone.utc)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("120", 120),
        (" 5 ", 5),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("٣", 0),
        ("9" * 400, float("inf")),
        (email.utils.format_datetime(AT + datetime.timedelta(minutes=2), usegmt=True), 120),
        (email.utils.format_datetime(AT - datetime.timedelta(minutes=2), usegmt=True), 0),
        ("Sun, 29 Nov 2026 06:31:00 -0000", 60),
    ],
)
def test_how_long_a_receiver_asks_to_be_left_alone(value: str | None, seconds: float) -> None:
    assert retry_after(value, AT) == seconds


@given(value=st.text() | st.from_regex(r"\A[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ [+-]?\w+\Z"))
def test_whatever_it_writes_is_a_number_of_seconds(value: str) -> None:
    assert retry_after(value, AT) >= 0
