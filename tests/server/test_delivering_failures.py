"""Delivery to a system that refuses, fails, is down or is slow: each request arrives once and in its order."""

import datetime
import logging

import pytest

from bot.conversations.log import now
from bot.conversations.outbox import Backoff
from bot.server import signing
from tests.server.deliveries import SHORT, arrived, delivering, empty, played, put, until
from tests.server.receiver import SECRET, Receiver, Reply, receiving

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


def test_the_log_says_what_failed_and_nothing_of_what_was_in_it(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    # At their most talkative: those who have the request in their hands.
    for name in ("bot", "aiohttp"):
        caplog.set_level(logging.DEBUG, name)

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
