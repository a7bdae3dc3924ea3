"""Turn the body of a request into a message that can be passed on, or into a refusal with its reason."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field

MAX_SENDER_CHARS = 200
OK, BAD_REQUEST = 200, 400
WHITESPACE = re.compile(r"\s+")
# Control, format (zero width, direction), lone surrogates and private use: nothing that a reader can see.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})


@dataclass(frozen=True)
class Message:
    """A message that may be passed on: who says what, cleaned."""

    sender: str
    text: str


@dataclass(frozen=True)
class Refusal:
    """A body that cannot be passed on.

    `status` is the HTTP status, `reason` the key of the text that says why, `values` what that text mentions
    and `sender` who is to hear it, empty if that is not known.
    """

    status: int
    reason: str
    sender: str = ""
    values: dict[str, int] = field(default_factory=dict)


def read(body: bytes, max_chars: int) -> Message | Refusal:
    """Read a request body: a JSON object with the texts `sender` and `message`.

    A body that a program got wrong is a refusal with status 400. A text that a person may well send but that
    holds no question, or more than `max_chars` characters, is a refusal with status 200, with an answer.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return Refusal(BAD_REQUEST, "not_json")
    if not isinstance(data, dict):
        return Refusal(BAD_REQUEST, "not_object")
    sender, text = data.get("sender"), data.get("message")
    if not isinstance(sender, str) or not is_sender(sender):
        return Refusal(BAD_REQUEST, "sender", values={"limit": MAX_SENDER_CHARS})
    if not isinstance(text, str):
        return Refusal(BAD_REQUEST, "message", sender)
    text = clean(text)
    if not has_words(text):
        return Refusal(OK, "empty", sender)
    if len(text) > max_chars:
        return Refusal(OK, "too_long", sender, {"length": len(text), "limit": max_chars})
    return Message(sender, text)


def is_sender(value: str) -> bool:
    """Tell whether a text can name a conversation: 1 to 200 visible characters."""
    return len(value) <= MAX_SENDER_CHARS and bool(value.strip()) and value.isprintable()


def clean(text: str) -> str:
    """Return a text without invisible characters, superfluous white space and leading slashes.

    A text that begins with a slash would act as an intent in Rasa, for anybody. White space of any kind
    before, between or after the slashes does not help it through.
    """
    # First what cannot be seen: taken out later, it would leave two spaces, or a letter apart from its accent.
    visible = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in INVISIBLE)
    spaced = WHITESPACE.sub(lambda run: "\n" if "\n" in run.group() else " ", unicodedata.normalize("NFC", visible))
    return re.sub(r"^[\s/]+", "", spaced).rstrip()


def has_words(text: str) -> bool:
    """Tell whether a text holds a letter or a digit; a smiley or a question mark alone asks nothing."""
    return any(char.isalnum() for char in text)
