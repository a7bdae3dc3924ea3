"""Delivery to a municipality's own system: a real receiver on loopback, on both databases.

What the receiver does wrong is tested in test_delivering_failures.py.
"""

import json
from pathlib import Path

import pytest

from bot.conversations.database import open_database
from bot.conversations.outbox import Outbox
from tests.running import process
from tests.server.deliveries import SHORT, arrived, delivering, empty, played, put, until
from tests.server.receiver import Reply, receiving


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


def test_a_process_that_is_killed_while_it_sends_loses_nothing(database_url: str, tmp_path: Path) -> None:
    async def play() -> None:
        with receiving(Reply(held=True)) as receiver:
            names = put(Outbox(open_database(database_url)), "a", "a")
            call = f"from tests.server.deliveries import serve_alone; serve_alone(*{(database_url, receiver.url)!r})"
            with process(["-c", call], {}, tmp_path / "process.log") as running:
                await until(lambda: len(receiver.calls) >= 1)
                running.kill()
                running.wait()
            async with delivering(database_url, receiver.url) as (outbox, _):
                await until(empty(outbox))
            assert arrived(receiver) == names
            assert [call.id for call in receiver.calls].count(names[0]) > 1

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
