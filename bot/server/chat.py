"""The citizen's chat: what the routes of docs/channel.md do, without HTTP."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from bot.conversations.entry import FEEDBACK, NOTICE, PERSON, ROBOT, Conversation, NewEntry, Unanswered
from bot.conversations.log import Log, NoConversationError
from bot.conversations.tokens import hash_of
from bot.privacy.masking import Masked, mask
from bot.privacy.placeholders import without_placeholders
from bot.server.answering import Answerer
from bot.server.background import Background
from bot.server.bodies import RefusedError
from bot.server.catalogue import Catalogue
from bot.server.chat_intake import Pressed, Typed, Verdict
from bot.server.chat_person import ChatPerson
from bot.server.erasing import Eraser
from bot.server.hub import STAFF, Hub
from bot.server.limits import Limit
from bot.server.published import Meaning, button_of, pressed
from bot.settings import Settings
from bot.wording.i18n import text as danish
from bot.wording.reply import QUEUE

OK, CREATED, ACCEPTED, NO_CONTENT = 200, 201, 202, 204
UNAUTHORIZED, NOT_FOUND, TOO_MANY_REQUESTS = 401, 404, 429

Answer = tuple[int, dict[str, Any]]


class Chat:
    """Starts, continues and ends conversations."""

    def __init__(
        self,
        settings: Settings,
        log: Log,
        background: Background,
        hub: Hub,
        answerer: Answerer,
        eraser: Eraser,
        catalogue: Catalogue,
        person: ChatPerson,
    ) -> None:
        self._settings = settings
        self._log = log
        self._background = background
        self._hub = hub
        self._answerer = answerer
        self._eraser = eraser
        self._municipalities = catalogue.municipalities
        self._public = catalogue.contacts
        self._person = person
        self._known: OrderedDict[str, Conversation] = OrderedDict()
        per_minute, of_address = settings.messages_per_minute, settings.messages_per_minute_of_address
        self._of_conversation = Limit(per_minute, per_minute)
        self._of_address = Limit(of_address, of_address)

    async def start(self, municipality: str | None, address: str) -> Answer:
        """Begin a conversation. Raises RefusedError, TooOftenError."""
        self._of_address.require(address)
        if municipality is not None and municipality not in self._municipalities:
            raise RefusedError(NOT_FOUND, "unknown_municipality")
        started = await self._background.run(self._log.start, municipality)
        return CREATED, {
            "token": started.token,
            "reference": started.conversation.reference,
            "limit": self._settings.max_message_chars,
            "idle_seconds": int(self._settings.idle_seconds),
            "warning_seconds": int(self._settings.warning_seconds),
        }

    async def find(self, token: str | None) -> Conversation:
        """Return the conversation that a token opens. Raises RefusedError."""
        name = hash_of(token or "")
        known = self._known.get(name)
        if known is not None:
            # Whether it is still open, the log finds out whenever something is to be done.
            return known
        try:
            found = await self._background.run(self._log.find, token or "")
        except NoConversationError:
            raise _over() from None
        self._known[name] = found
        while len(self._known) > self._settings.max_conversations_in_memory:
            self._known.popitem(last=False)
        return found

    def take(self, conversation: Conversation, address: str) -> None:
        """Count a request of a conversation. Raises TooOftenError."""
        self._of_conversation.require(conversation.id)
        self._of_address.require(address)

    async def say(self, conversation: Conversation, message: Typed | Pressed, address: str) -> Answer:
        """Store a message and have it answered. Raises RefusedError, TooOftenError."""
        self.take(conversation, address)
        if isinstance(message, Pressed):
            return await self._press(conversation, message)
        masked = mask(message.text, self._public)
        return await self._store(
            conversation, message.client_id, masked.text, without_placeholders(masked.text), _told(masked)
        )

    async def _press(self, conversation: Conversation, message: Pressed) -> Answer:
        meaning = await self._meaning(conversation, message.button)
        wish = self._person.wish_of(meaning.person) if meaning.does == QUEUE else None
        if wish is None or not await self._person.can_queue(wish):
            # The robot knows what else there is.
            return await self._store(conversation, message.client_id, meaning.title, meaning.payload)
        answer = await self._store(conversation, message.client_id, meaning.title, meaning.payload, to_answer=False)
        await self._person.queue(conversation, wish)
        return answer

    async def _store(
        self,
        conversation: Conversation,
        client_id: str,
        text: str,
        passed: str,
        beside: Sequence[NewEntry] = (),
        to_answer: bool = True,
    ) -> Answer:
        try:
            said = await self._background.run(
                self._log.say, conversation.id, client_id, text, passed, beside, to_answer
            )
        except NoConversationError:
            raise _over() from None
        if said.new:
            if said.next:
                self._answerer.wake(
                    Unanswered(conversation.id, said.entry.number, passed, conversation.municipality, said.returned_at)
                )
                # Rasa first: the acknowledgement is written while it thinks.
                await asyncio.sleep(0)
            self._hub.said(conversation.id, (said.entry, *said.beside))
            if said.to_person:
                self._hub.typing(conversation.id, False, to=STAFF)
                self._hub.desk_changed()
        return ACCEPTED if said.new else OK, {"number": said.entry.number, "text": said.entry.text}

    async def judge(self, conversation: Conversation, verdict: Verdict) -> None:
        """Store what a citizen thinks of an answer. Raises RefusedError, TooOftenError."""
        self._of_conversation.require(conversation.id)
        entry = await self._background.run(self._log.entry, conversation.id, verdict.number)
        if entry is None or entry.kind not in (ROBOT, PERSON):
            raise RefusedError(NOT_FOUND, "no_answer")
        comment = mask(verdict.comment, self._public).text
        data = {"about": verdict.number, "useful": verdict.useful}
        try:
            await self._background.run(self._log.append, conversation.id, NewEntry(FEEDBACK, comment, data))
        except NoConversationError:
            raise _over() from None
        self._hub.changed(conversation.id)

    async def extend(self, conversation: Conversation, address: str) -> Answer:
        """Let the time until the conversation closes begin anew. Raises RefusedError, TooOftenError.

        Who has written much may do so, too: it does not count as a message.
        """
        self._of_address.require(address)
        try:
            await self._background.run(self._log.touch, conversation.id)
        except NoConversationError:
            raise _over() from None
        self._hub.changed(conversation.id)
        return OK, {"expires_in": int(self._settings.idle_seconds)}

    async def erase(self, conversation: Conversation) -> Answer:
        """Erase everything that was said."""
        for name in [name for name, known in self._known.items() if known.id == conversation.id]:
            del self._known[name]
        if await self._eraser.erase(conversation.id):
            return OK, {"erased": True, "text": danish("chat.erased")}
        return ACCEPTED, {"erased": False, "text": danish("chat.erased_soon")}

    async def _meaning(self, conversation: Conversation, button_id: str) -> Meaning:
        place = button_of(button_id)
        if place is None:
            raise RefusedError(NOT_FOUND, "no_button")
        number, index = place
        found = pressed(await self._background.run(self._log.entry, conversation.id, number), index)
        if found is None:
            raise RefusedError(NOT_FOUND, "no_button")
        return found


def _over() -> RefusedError:
    return RefusedError(UNAUTHORIZED, "no_conversation")


def _told(masked: Masked) -> list[NewEntry]:
    """What the citizen is told where something was masked."""
    if not masked.kinds:
        return []
    kind = masked.kinds[0] if len(masked.kinds) == 1 else "several"
    return [NewEntry(NOTICE, danish(f"chat.masked.{kind}"), {"masked": list(masked.kinds)})]
