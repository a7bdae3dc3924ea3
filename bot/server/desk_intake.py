"""Turn the bodies of the desk's requests into what they ask for, or into a refusal with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversations.callbacks import OUTCOMES
from bot.conversations.handover import CLOSE_REASONS
from bot.server.bodies import BAD_REQUEST, UNUSABLE, RefusedError, body_object, client_id_of, words_of
from bot.server.intake import has_words

MOST_REPLY_CHARS = 2000
MOST_NOTE_CHARS = 2000
_MOST_LOGIN_CHARS = 200
_MOST_PAGE = 1000


@dataclass(frozen=True)
class Login:
    """Who wants to log in; the password is in no text of this object."""

    name: str
    password: str

    def __repr__(self) -> str:
        return "Login(…)"


@dataclass(frozen=True)
class Reply:
    """What a person says."""

    client_id: str
    text: str


@dataclass(frozen=True)
class Forward:
    """To whom a conversation goes on: a colleague, else a unit or, with neither, anybody."""

    staff_id: int | None
    unit: str | None
    note: str


@dataclass(frozen=True)
class Close:
    """Why a conversation ends."""

    reason: str
    note: str


@dataclass(frozen=True)
class Outcome:
    """What became of a call."""

    outcome: str
    note: str


def login_of(body: bytes) -> Login:
    """Read a login. Raises RefusedError."""
    data = body_object(body)
    name, password = data.get("name"), data.get("password")
    if not isinstance(name, str) or not isinstance(password, str):
        raise RefusedError(BAD_REQUEST, "bad_request")
    if max(len(name), len(password)) > _MOST_LOGIN_CHARS:
        raise RefusedError(BAD_REQUEST, "bad_request")
    return Login(name, password)


def away_of(body: bytes) -> str | None:
    """Read why somebody is away, None where they are not. Raises RefusedError."""
    data = body_object(body)
    reason = data.get("away", "")
    if reason is None:
        return None
    return _needed(data, "away", 120)


def reply_of(body: bytes) -> Reply:
    """Read a reply. Raises RefusedError."""
    data = body_object(body)
    return Reply(client_id_of(data), _needed(data, "text", MOST_REPLY_CHARS))


def note_of(body: bytes) -> str:
    """Read a note. Raises RefusedError."""
    return _needed(body_object(body), "text", MOST_NOTE_CHARS)


def forward_of(body: bytes) -> Forward:
    """Read to whom a conversation goes on. Raises RefusedError."""
    data = body_object(body)
    to = data.get("to")
    if not isinstance(to, dict) or not {"staff", "unit"} & set(to):
        raise RefusedError(BAD_REQUEST, "bad_request")
    staff_id, unit = to.get("staff"), to.get("unit")
    if isinstance(staff_id, bool) or not isinstance(staff_id, int | None) or not isinstance(unit, str | None):
        raise RefusedError(BAD_REQUEST, "bad_request")
    return Forward(staff_id, unit, words_of(data, "note", MOST_NOTE_CHARS))


def close_of(body: bytes) -> Close:
    """Read why a conversation ends. Raises RefusedError."""
    data = body_object(body)
    reason = data.get("reason")
    if reason not in CLOSE_REASONS:
        raise RefusedError(BAD_REQUEST, "bad_request")
    return Close(reason, words_of(data, "note", MOST_NOTE_CHARS))


def outcome_of(body: bytes) -> Outcome:
    """Read what became of a call. Raises RefusedError."""
    data = body_object(body)
    outcome = data.get("outcome")
    if outcome not in OUTCOMES:
        raise RefusedError(BAD_REQUEST, "bad_request")
    return Outcome(outcome, words_of(data, "note", MOST_NOTE_CHARS))


def page_of(text: str | None) -> int:
    """Read the number of a page, 1 where there is none. Raises RefusedError."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_PAGE):
        raise RefusedError(BAD_REQUEST, "bad_request")
    return int(text)


def _needed(data: Mapping[str, Any], field: str, limit: int) -> str:
    value = words_of(data, field, limit)
    if not has_words(value):
        raise RefusedError(UNUSABLE, "empty")
    return value
