"""One message of a citizen from its arrival to its reply, whichever door it came in by."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from bot.privacy.kinds import PublicContacts
from bot.privacy.masking import mask
from bot.privacy.placeholders import without_placeholders
from bot.server.conversations import Municipalities
from bot.server.intake import Refusal, read
from bot.server.passing import NoAnswerError, Rasa
from bot.settings import Settings
from bot.turns import TooManyWaitingError, Turns
from bot.wording.i18n import text as danish
from bot.wording.reply import CALLBACK, UNDERSTOOD

logger = logging.getLogger(__name__)

OK, PAYLOAD_TOO_LARGE, TOO_MANY_REQUESTS = 200, 413, 429

Reply = tuple[int, list[dict[str, Any]]]
Apologise = Callable[[str, str | None], dict[str, Any]]


class Dialogue:
    """Reads, masks and passes on messages; whatever happens, the sender gets a reply in Danish."""

    def __init__(self, settings: Settings, rasa: Rasa, apologise: Apologise, public: PublicContacts) -> None:
        self._settings = settings
        self._rasa = rasa
        self._apologise = apologise
        self._public = public
        self._turns = Turns()
        self._municipalities = Municipalities(settings.max_conversations_in_memory)

    async def reply(self, body: bytes, door: str) -> Reply:
        """Return the HTTP status and the messages for a request body that came in by a door, say "rest"."""
        if len(body) > self._settings.max_body_bytes:
            return PAYLOAD_TOO_LARGE, [_said("", "too_large")]
        message = read(body, self._settings.max_message_chars)
        if isinstance(message, Refusal):
            return message.status, [_said(message.sender, message.reason, **message.values)]
        conversation = f"{door}:{message.sender}"
        try:
            async with self._turns.turn(conversation):
                answers = await self._answers(conversation, without_placeholders(mask(message.text, self._public).text))
        except TooManyWaitingError:
            return TOO_MANY_REQUESTS, [_said(message.sender, "waiting")]
        return OK, [_of_rest(answer, message.sender) for answer in answers]

    async def _answers(self, conversation: str, text: str) -> list[dict[str, Any]]:
        try:
            answers = await self._rasa.send(conversation, text)
        except NoAnswerError as error:
            logger.warning("no answer from Rasa: %s", error)
            return [self._apologise(text, self._municipalities.of(conversation))]
        self._municipalities.note_from(conversation, answers)
        return answers


def _of_rest(answer: dict[str, Any], sender: str) -> dict[str, Any]:
    """Return a message without what is for staff alone, and without buttons that only the chat can do."""
    shown = {**answer, "recipient_id": sender}
    if isinstance(answer.get("custom"), dict):
        shown["custom"] = {name: value for name, value in answer["custom"].items() if name != UNDERSTOOD}
    if "buttons" in answer:
        shown["buttons"] = [button for button in answer["buttons"] if button.get("does") != CALLBACK]
    return {name: value for name, value in shown.items() if name in ("recipient_id", "text") or value}


def _said(recipient: str, reason: str, **values: int) -> dict[str, Any]:
    return {"recipient_id": recipient, "text": danish(f"service.intake.{reason}", **values)}
