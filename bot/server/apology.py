"""What a citizen reads when the assistant gives no answer: regret, and the right telephone number."""

from __future__ import annotations

import datetime
import logging
from pathlib import Path
from typing import Any

from bot.standards.errors import ContentError
from bot.standards.loading import load_content
from bot.standards.model import Content
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.places import PlacesError, load_places
from bot.wording.apology import apologise

logger = logging.getLogger(__name__)


class Apology:
    """Makes the message that takes the place of an answer; works while everything else is down."""

    def __init__(self, content_dir: Path) -> None:
        """Read the content once; if that fails, the apology goes without telephone numbers."""
        self._content: Content | None = None
        self._gazetteer: Gazetteer | None = None
        try:
            self._content = load_content(content_dir)
            self._gazetteer = Gazetteer(load_places(content_dir))
        except (ContentError, PlacesError, OSError) as error:
            logger.error("the apology has no telephone numbers: %s", type(error).__name__)

    def __call__(self, text: str, municipality: str | None) -> dict[str, Any]:
        """Return the message, without recipient, in place of an answer to `text`.

        `municipality` is the slug that the conversation was about, None if that is not known; a municipality
        that the text names goes before it. One that is not covered gets no number, least of all another's.
        """
        named = self._named(text) or municipality
        service = next(iter(self._content.services)) if self._content is not None else ""
        reply = apologise(self._content, service, datetime.date.today(), named)
        return {"text": reply.text, "custom": reply.payload or {"type": "apology"}}

    def _named(self, text: str) -> str | None:
        mentions = self._gazetteer.find(text) if self._gazetteer is not None else ()
        return mentions[-1].slug if mentions else None
