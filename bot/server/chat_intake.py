"""Turn the bodies of the chat's requests into what they ask for, or into a refusal with its reason."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.server.intake import clean, has_words

BAD_REQUEST, UNUSABLE = 400, 422
MOST_COMMENT_CHARS = 500
_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_MOST_BUTTON_CHARS = 16


class RefusedError(Exception):
    """A request that cannot be done: HTTP status, the key of the text that says why, and what that text mentions."""

    def __init__(self, status: int, reason: str, **values: int | str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.values = values


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


def municipality_of(body: bytes) -> str | None:
    """Read the request for a new conversation. Raises RefusedError."""
    slug = _object(body, may_be_empty=True).get("municipality")
    if slug is not None and not isinstance(slug, str):
        raise RefusedError(BAD_REQUEST, "bad_request")
    return slug or None


def message_of(body: bytes, max_chars: int) -> Typed | Pressed:
    """Read a message or a press of a button. Raises RefusedError."""
    data = _object(body)
    client_id, text, button = data.get("id"), data.get("text"), data.get("button")
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise RefusedError(BAD_REQUEST, "bad_request")
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
    data = _object(body)
    number, useful, comment = data.get("number"), data.get("useful"), data.get("comment") or ""
    if not isinstance(number, int) or isinstance(number, bool) or not isinstance(useful, bool):
        raise RefusedError(BAD_REQUEST, "bad_request")
    if not isinstance(comment, str):
        raise RefusedError(BAD_REQUEST, "bad_request")
    comment = clean(comment)
    if len(comment) > MOST_COMMENT_CHARS:
        raise RefusedError(UNUSABLE, "comment_too_long", length=len(comment), limit=MOST_COMMENT_CHARS)
    return Verdict(number, useful, comment)


def number_of(header: str | None) -> int:
    """Read Last-Event-ID: the number of the entry that was seen last, 0 where it is missing or no number."""
    text = (header or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _object(body: bytes, may_be_empty: bool = False) -> Mapping[str, Any]:
    if may_be_empty and not body.strip():
        return {}
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusedError(BAD_REQUEST, "bad_request") from None
    if not isinstance(data, dict):
        raise RefusedError(BAD_REQUEST, "bad_request")
    return data
