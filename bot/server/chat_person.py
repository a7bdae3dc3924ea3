"""The citizen's side of a person: the queue, the talk, a call-back, a rating (docs/channel.md), without HTTP."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from bot.answers.offer import Way
from bot.conversations.callbacks import CallbackWish
from bot.conversations.entry import HANDOVER, NOTICE, RATING, ROBOT, Conversation, NewEntry
from bot.conversations.handover import ASKED, REASONS, Handovers, Wish
from bot.conversations.log import Log, NoConversationError
from bot.conversations.queue import Queue
from bot.conversations.schema import PERSON_HAS
from bot.handover.backend import Backend, Outcome, Request
from bot.privacy.masking import mask
from bot.server.background import Background
from bot.server.bodies import RefusedError
from bot.server.catalogue import Catalogue
from bot.server.chat_intake import CallbackForm, Rating
from bot.server.dialogue import Apologise
from bot.server.hub import STAFF, Hub
from bot.wording.i18n import text as danish

CONFLICT, NOT_FOUND, UNAUTHORIZED = 409, 404, 401
# The chat's channel, as Rasa names it.
CHANNEL = "service"
_LATEST = 20


class ChatPerson:
    """What a citizen does about a person."""

    def __init__(
        self,
        log: Log,
        handovers: Handovers,
        queue: Queue,
        backend: Backend,
        background: Background,
        hub: Hub,
        catalogue: Catalogue,
        apology: Apologise,
    ) -> None:
        self._log = log
        self._handovers = handovers
        self._queue = queue
        self._backend = backend
        self._background = background
        self._hub = hub
        self._names = catalogue.municipalities
        self._public = catalogue.contacts
        self._apology = apology

    async def can_queue(self, wish: Wish) -> bool:
        """Tell whether people are there for a wish."""
        offer = await self._background.run(self._backend.offer, wish.municipality, wish.unit)
        return offer.way is Way.QUEUE

    async def queue(self, conversation: Conversation, wish: Wish) -> None:
        """Put a conversation into the queue; where nobody can take it after all, say so in it."""
        request = Request(conversation.id, CHANNEL, wish)
        if await self._background.run(self._backend.ask, request) is Outcome.NOT_POSSIBLE:
            told = NewEntry(NOTICE, danish("handover.not_possible"))
            await self._background.run(self._log.append, conversation.id, told)
        self._hub.changed(conversation.id)
        self._hub.desk_changed()

    def wish_of(self, person: Mapping[str, Any]) -> Wish | None:
        """Read whom an offer was about, None where it was about nobody here."""
        slug, unit, why = person.get("municipality"), person.get("unit"), person.get("why")
        if not isinstance(slug, str) or slug not in self._names:
            return None
        unit = unit if isinstance(unit, str) else None
        return Wish(slug, self._names[slug], unit, why if why in REASONS else ASKED)

    async def leave(self, conversation: Conversation) -> dict[str, Any]:
        """Leave the queue or the person. Raises RefusedError."""
        try:
            await self._background.run(self._handovers.leave, conversation.id)
        except NoConversationError:
            raise _over() from None
        self._hub.changed(conversation.id)
        self._hub.desk_changed()
        return dataclasses.asdict(await self._background.run(self._queue.standing, conversation.id))

    async def call_back(self, conversation: Conversation, form: CallbackForm) -> tuple[bool, dict[str, Any]]:
        """Ask to be called; return whether that is new, and the receipt. Raises RefusedError."""
        wish = await self._offered(conversation)
        if wish is None:
            raise RefusedError(CONFLICT, "no_desk", contact=self._phone(conversation.municipality))
        offer = await self._background.run(self._backend.offer, wish.municipality, wish.unit)
        if offer.way is Way.PHONE:
            raise RefusedError(CONFLICT, "no_desk", contact=self._phone(wish.municipality))
        # A CPR number is asked for on the telephone, if at all.
        question = mask(form.question, self._public).text
        asked = CallbackWish(wish.municipality, wish.unit, form.name, form.phone, form.email, question, form.shared)
        try:
            made, new = await self._background.run(self._backend.call_back, conversation.id, form.client_id, asked)
        except NoConversationError:
            raise _over() from None
        self._hub.changed(conversation.id)
        self._hub.desk_changed()
        return new, {"receipt": made.receipt, "text": danish("handover.callback_noted", receipt=made.receipt)}

    async def typing(self, conversation: Conversation, value: bool) -> None:
        """Tell the person who has the conversation, if one has, that the citizen writes."""
        self._hub.typing(conversation.id, value, to=STAFF)

    async def rate(self, conversation: Conversation, rating: Rating) -> None:
        """Store how it was to talk with a person. Raises RefusedError."""
        handed = await self._background.run(self._log.newest_of, conversation.id, HANDOVER, _LATEST)
        if not any(entry.data.get("state") == PERSON_HAS for entry in handed):
            raise RefusedError(NOT_FOUND, "nothing_to_rate")
        entry = NewEntry(RATING, mask(rating.comment, self._public).text, {"stars": rating.stars})
        await self._background.run(self._log.append_after, conversation.id, entry)
        self._hub.changed(conversation.id)

    async def _offered(self, conversation: Conversation) -> Wish | None:
        """Return whom the newest offer of the robot was about, else the municipality whose page it is."""
        for entry in await self._background.run(self._log.newest_of, conversation.id, ROBOT, _LATEST):
            wish = self.wish_of((entry.data.get("custom") or {}).get("person") or {})
            if wish is not None:
                return wish
        return self.wish_of({"municipality": conversation.municipality})

    def _phone(self, municipality: str | None) -> str:
        return str(self._apology("", municipality)["text"])


def _over() -> RefusedError:
    return RefusedError(UNAUTHORIZED, "no_conversation")
