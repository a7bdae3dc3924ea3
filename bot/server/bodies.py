"""What the bodies of chat and desk have in common: JSON objects, names of messages, texts that people wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.server.intake import clean

BAD_REQUEST, UNUSABLE = 400, 422
_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RefusedError(Exception):
    """A request that cannot be done: HTTP status, the key of the text that says why, and what that text mentions."""

    def __init__(self, status: int, reason: str, **values: int | str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.values = values


def body_object(body: bytes, may_be_empty: bool = False) -> Mapping[str, Any]:
    """Read a JSON object. Raises RefusedError."""
    if may_be_empty and not body.strip():
        return {}
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusedError(BAD_REQUEST, "bad_request") from None
    if not isinstance(data, dict):
        raise RefusedError(BAD_REQUEST, "bad_request")
    return data


def client_id_of(data: Mapping[str, Any]) -> str:
    """Return the client's own name of what it sends, by which a retry is known. Raises RefusedError."""
    client_id = data.get("id")
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise RefusedError(BAD_REQUEST, "bad_request")
    return client_id


def words_of(data: Mapping[str, Any], field: str, limit: int) -> str:
    """Return a text of at most `limit` characters, cleaned, "" where there is none. Raises RefusedError."""
    value = data.get(field) or ""
    if not isinstance(value, str):
        raise RefusedError(BAD_REQUEST, "bad_request")
    value = clean(value)
    if len(value) > limit:
        raise RefusedError(UNUSABLE, "too_long", length=len(value), limit=limit, field=field)
    return value
