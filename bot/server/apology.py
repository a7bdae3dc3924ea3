"""What a citizen reads when the assistant gives no answer: regret, and the right telephone number."""

from __future__ import annotations

import datetime
import logging
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.handover import ASKED
from bot.handover.backend import Backend
from bot.privacy.traces import where
from bot.standards.model import Content
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.places import PlacesError, load_places
from bot.wording.apology import apologise
from bot.wording.offers import also
from bot.wording.reply import Reply

logger = logging.getLogger(__name__)


class Apology:
    """Makes the message that takes the place of an answer; works while everything else is down."""

    def __init__(self, content: Content | None, content_dir: Path, backend: Backend | None = None) -> None:
        """Read the names of places once; without content or names the apology goes without telephone numbers.

        `backend` knows whether a person can be had, which does not hang on the robot.
        """
        self._content = content
        self._backend = backend
        self._gazetteer: Gazetteer | None = None
        try:
            self._gazetteer = Gazetteer(load_places(content_dir))
        except (PlacesError, OSError) as error:
            self._content = None
            logger.error("the apology has no telephone numbers: %s", type(error).__name__)

    def __call__(self, text: str, municipality: str | None) -> dict[str, Any]:
        """Return the message, without recipient, in place of an answer to `text`.

        `municipality` is the slug that the conversation was about, None if that is not known; a municipality
        that the text names goes before it. One that is not covered gets no number, least of all another's.
        """
        named = self._named(text) or municipality
        service = next(iter(self._content.services)) if self._content is not None else ""
        reply = self._with_person(apologise(self._content, service, datetime.date.today(), named), named)
        return {"text": reply.text, "custom": reply.payload or {"type": "apology"}, "buttons": reply.choices()}

    def _with_person(self, reply: Reply, municipality: str | None) -> Reply:
        if self._backend is None or self._content is None or municipality not in self._content.municipalities:
            return reply
        try:
            moment = datetime.datetime.now(datetime.timezone.utc)
            return also(reply, municipality, self._backend.offer(municipality, None), ASKED, moment)
        except SQLAlchemyError as error:
            logger.error("nothing is known of the desk: %s", where(error))
            return reply

    def _named(self, text: str) -> str | None:
        mentions = self._gazetteer.find(text) if self._gazetteer is not None else ()
        return mentions[-1].slug if mentions else None
