"""A municipality's own system: requests go to its address (docs/webhook.md), by way of the outbox in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bot.answers.offer import Offer, Way
from bot.answers.opening import hours_of, opening
from bot.conversations.callbacks import Callback, Callbacks, CallbackWish
from bot.conversations.log import Clock, now
from bot.conversations.outbox import Outbox
from bot.conversations.queue import Queue
from bot.conversations.schema import entries
from bot.handover.backend import Outcome, Request
from bot.standards.model import Municipality


class Webhook:
    """Passes wishes on; who takes them is that system's business.

    The chat hears nothing from it, so a citizen there is offered a call-back. On another channel of Rasa's that system
    can answer by itself, so there the wish is passed on with the names of sender and channel.
    """

    def __init__(self, engine: Engine, municipalities: Mapping[str, Municipality], clock: Clock = now) -> None:
        self._outbox = Outbox(engine, clock)
        self._callbacks = Callbacks(engine, clock)
        self._queue = Queue(engine, clock)
        self._municipalities = municipalities
        self._now = clock

    def offer(self, municipality: str, unit: str | None, sender: str | None = None) -> Offer:
        """Return what can be offered, for each municipality of the content."""
        known = self._municipalities.get(municipality)
        state = opening(None if known is None else hours_of(known, unit), self._now())
        if known is None:
            return Offer(Way.PHONE, state, unit)
        return Offer(Way.CALLBACK if self._queue.has(sender) else Way.PASS_ON, state, unit)

    def ask(self, request: Request) -> Outcome:
        """Pass a request on, once however often it is made for the same message."""
        wish = request.wish
        body: dict[str, Any] = {
            "kind": "request",
            "at": self._now().isoformat(timespec="seconds"),
            "municipality": wish.municipality,
            "unit": wish.unit,
            "why": wish.why,
            "circumstances": dict(request.circumstances),
            "conversation": {"channel": request.channel, "sender": request.sender},
        }
        # Names of senders are of any length, and the channel's own.
        delivery = _digest(request.channel, request.sender, request.message)
        self._outbox.add(None, _digest(request.channel, request.sender), body, delivery)
        return Outcome.PASSED_ON

    def call_back(self, conversation_id: str, client_id: str, wish: CallbackWish) -> tuple[Callback, bool]:
        """Pass a wish to be called on, with the conversation where the citizen agrees to that."""

        def pass_on(connection: Connection, made: Callback) -> None:
            conversation: dict[str, Any] = {"reference": made.reference}
            if wish.shared:
                conversation["entries"] = _said(connection, conversation_id)
            body = {
                "kind": "callback",
                "at": made.asked_at.isoformat(timespec="seconds"),
                "municipality": wish.municipality,
                "unit": wish.unit,
                "receipt": made.receipt,
                "question": wish.question,
                "contact": {"name": wish.name, "phone": wish.phone, "email": wish.email},
                "conversation": conversation,
            }
            self._outbox.add(connection, conversation_id, body)

        return self._callbacks.ask(conversation_id, client_id, wish, pass_on)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _said(connection: Connection, conversation_id: str) -> list[dict[str, str]]:
    query = (
        select(entries.c.kind, entries.c.at, entries.c.text)
        .where(entries.c.conversation_id == conversation_id, entries.c.text != "")
        .order_by(entries.c.number)
    )
    return [
        {"kind": row.kind, "at": row.at.isoformat(timespec="seconds"), "text": row.text}
        for row in connection.execute(query)
    ]
