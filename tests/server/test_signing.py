import datetime
import inspect
import re
import time
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.server import signing
from bot.settings import ROOT

SECRET = "a secret of more than thirty-two characters"
OTHER_SECRET = "another secret of more than 32 characters"
BODY = '{"kind":"request","why":"æøå"}'.encode()
# Fixed, so that each test has the same name in every run.
NAME, OTHER_NAME = "5f0c8a1e9b7d4c6fa2e3d4b5c6a7f8e9", "a1b2c3d4e5f60718293a4b5c6d7e8f90"
AT = datetime.datetime(2026, 11, 29, 6, 30, tzinfo=datetime.timezone.utc)
DOCUMENT = (ROOT / "docs" / "webhook.md").read_text(encoding="utf-8")


class Change(TypedDict, total=False):
    """What `genuine` can be told that was changed."""

    secret: str
    timestamp: str
    name: str
    body: bytes
    signature: str


def genuine(
    secret: str = SECRET,
    timestamp: str | None = None,
    name: str | None = None,
    body: bytes = BODY,
    signature: str | None = None,
    late: float = 0.0,
) -> bool:
    """Whether a request counts as genuine of which something was changed after it was signed."""
    headers = signing.headers(SECRET, NAME, BODY, AT)
    return signing.verify(
        secret,
        headers[signing.TIMESTAMP] if timestamp is None else timestamp,
        headers[signing.DELIVERY] if name is None else name,
        body,
        headers[signing.SIGNATURE] if signature is None else signature,
        AT.timestamp() + late,
    )


def test_what_was_signed_is_genuine() -> None:
    assert genuine()


@pytest.mark.parametrize(
    "change",
    [
        {"secret": OTHER_SECRET},
        {"body": BODY + b" "},
        {"body": b""},
        {"name": OTHER_NAME},
        {"name": NAME.upper()},
        {"name": ""},
        {"timestamp": str(int(AT.timestamp()) + 1)},
        {"timestamp": "now"},
        {"timestamp": ""},
        {"signature": ""},
        {"signature": "v1="},
        {"signature": "v1=æ\udcff"},
        {"signature": "v0=" + signing.sign(SECRET, str(int(AT.timestamp())), NAME, BODY)[3:]},
    ],
    ids=str,
)
def test_what_was_changed_is_not(change: Change) -> None:
    assert not genuine(**change)


@pytest.mark.parametrize("late", [-299.0, 0.0, 299.0])
def test_clocks_may_differ_by_some_minutes(late: float) -> None:
    assert genuine(late=late)


@pytest.mark.parametrize("late", [-301.0, 301.0])
def test_what_was_recorded_cannot_be_sent_again_later(late: float) -> None:
    assert not genuine(late=late)


def test_a_part_of_the_body_cannot_be_passed_off_as_the_id() -> None:
    body, inner = b'x.{"kind":"request"}', b'{"kind":"request"}'
    timestamp = str(int(AT.timestamp()))
    signature = signing.sign(SECRET, timestamp, NAME, body)
    assert not signing.verify(SECRET, timestamp, f"{NAME}.x", inner, signature, AT.timestamp())


@given(timestamp=st.text(), name=st.text(), signature=st.text(), body=st.binary())
def test_whatever_comes_is_judged(timestamp: str, name: str, signature: str, body: bytes) -> None:
    assert signing.verify(SECRET, timestamp, name, body, signature, time.time()) is False


def test_the_document_shows_the_very_functions() -> None:
    for function in (signing.sign, signing.verify):
        assert inspect.getsource(function) in DOCUMENT


def test_the_example_of_the_document_is_right() -> None:
    example = dict(re.findall(r"^\| (\w+) \| `(.+)` \|$", DOCUMENT, re.MULTILINE))
    body = example["body"].encode()
    signature = signing.sign(example["secret"], example["timestamp"], example["delivery"], body)
    assert signature == example["signature"]
