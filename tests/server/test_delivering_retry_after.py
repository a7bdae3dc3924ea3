"""How long a municipality's own system asks to be left alone."""

import datetime
import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.database import open_database
from bot.conversations.log import now
from bot.conversations.outbox import Backoff, Outbox
from bot.server.delivering import retry_after
from tests.server.deliveries import delivering, played, put, until
from tests.server.receiver import Reply, receiving

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
