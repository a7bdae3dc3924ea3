"""What a citizen reads when the assistant gives no answer."""

from __future__ import annotations

from typing import Any

from bot.wording.i18n import text as danish


def build(text: str, municipality: str | None) -> dict[str, Any]:
    """Return the message, without recipient, that takes the place of an answer to `text`.

    `municipality` is the slug that the conversation was about, None if that is not known.
    """
    return {"text": danish("service.apology"), "custom": {"type": "apology", "municipality": municipality}}
