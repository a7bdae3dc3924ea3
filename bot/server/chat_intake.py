"""Turn the bodies of the chat's requests into what they ask for, or into a refusal with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import phonenumbers

from bot.server.bodies import BAD_REQUEST, UNUSABLE, RefusedError, body_object, client_id_of, words_of
from bot.server.intake import clean, has_words

MOST_COMMENT_CHARS = 500
MOST_LINE_CHARS = 120
MOST_STARS = 5
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_DENMARK = 45  # the country's calling code
_MOST_BUTTON_CHARS = 16


@dataclass(frozen=True)
class Typed:
    """A message that was typed."""

    client_id: str
    text: str


@dataclass(frozen=True)
class Pressed:
    """A button that was pressed."""

    client_id: str
    button: str


@dataclass(frozen=True)
class Verdict:
    """What a citizen thinks of an answer."""

    number: int
    useful: bool
    comment: str = field(default="")


@dataclass(frozen=True)
class CallbackForm:
    """A wish to be called; `phone` as it is dialled in Denmark, "" where it was left out, as is `email`."""

    client_id: str
    name: str
    phone: str
    email: str
    question: str
    shared: bool


@dataclass(frozen=True)
class Rating:
    """How it was to talk with a person, from 1 to 5."""

    stars: int
    comment: str = field(default="")


def municipality_of(body: bytes) -> str | None:
    """Read the request for a new conversation. Raises RefusedError."""
    slug = body_object(body, may_be_empty=True).get("municipality")
    if slug is not None and not isinstance(slug, str):
        raise RefusedError(BAD_REQUEST, "bad_request")
    return slug or None


def message_of(body: bytes, max_chars: int) -> Typed | Pressed:
    """Read a message or a press of a button. Raises RefusedError."""
    data = body_object(body)
    client_id, text, button = client_id_of(data), data.get("text"), data.get("button")
    if isinstance(button, str) and text is None and len(button) <= _MOST_BUTTON_CHARS:
        return Pressed(client_id, button)
    if not isinstance(text, str) or button is not None:
        raise RefusedError(BAD_REQUEST, "bad_request")
    text = clean(text)
    if not has_words(text):
        raise RefusedError(UNUSABLE, "empty")
    if len(text) > max_chars:
        raise RefusedError(UNUSABLE, "too_long", length=len(text), limit=max_chars)
    return Typed(client_id, text)


def verdict_of(body: bytes) -> Verdict:
    """Read a verdict on an answer. Raises RefusedError."""
    data = body_object(body)
    number, useful = data.get("number"), data.get("useful")
    if not isinstance(number, int) or isinstance(number, bool) or not isinstance(useful, bool):
        raise RefusedError(BAD_REQUEST, "bad_request")
    return Verdict(number, useful, _comment(data))


def callback_of(body: bytes, max_chars: int) -> CallbackForm:
    """Read a wish to be called. Raises RefusedError, with the field that is wrong among its values."""
    data = body_object(body)
    client_id, shared = client_id_of(data), data.get("share", False)
    if not isinstance(shared, bool):
        raise RefusedError(BAD_REQUEST, "bad_request")
    name, phone, email = (_line(data, field) for field in ("name", "phone", "email"))
    question = words_of(data, "question", max_chars)
    if not has_words(name):
        raise RefusedError(UNUSABLE, "name_missing", field="name")
    if not phone and not email:
        raise RefusedError(UNUSABLE, "contact_missing", field="phone")
    dialled = _dialled(phone) if phone else ""
    if dialled is None:
        raise RefusedError(UNUSABLE, "phone_wrong", field="phone")
    if email and not _EMAIL.fullmatch(email):
        raise RefusedError(UNUSABLE, "email_wrong", field="email")
    return CallbackForm(client_id, name, dialled, email, question, shared)


def typing_of(body: bytes) -> bool:
    """Read whether somebody writes. Raises RefusedError."""
    value = body_object(body).get("typing")
    if not isinstance(value, bool):
        raise RefusedError(BAD_REQUEST, "bad_request")
    return value


def rating_of(body: bytes) -> Rating:
    """Read a rating. Raises RefusedError."""
    data = body_object(body)
    stars = data.get("stars")
    if not isinstance(stars, int) or isinstance(stars, bool) or not 1 <= stars <= MOST_STARS:
        raise RefusedError(BAD_REQUEST, "bad_request")
    return Rating(stars, _comment(data))


def number_of(header: str | None) -> int:
    """Read Last-Event-ID: the number of the entry that was seen last, 0 where it is missing or no number."""
    text = (header or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _comment(data: Mapping[str, Any]) -> str:
    comment = data.get("comment") or ""
    if not isinstance(comment, str):
        raise RefusedError(BAD_REQUEST, "bad_request")
    comment = clean(comment)
    if len(comment) > MOST_COMMENT_CHARS:
        raise RefusedError(UNUSABLE, "comment_too_long", length=len(comment), limit=MOST_COMMENT_CHARS)
    return comment


def _line(data: Mapping[str, Any], field: str) -> str:
    return " ".join(words_of(data, field, MOST_LINE_CHARS).split())


def _dialled(phone: str) -> str | None:
    """Return a number as it is dialled in Denmark, None where it can be none."""
    try:
        number = phonenumbers.parse(phone, "DK")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    at_home = number.country_code == _DENMARK
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)
