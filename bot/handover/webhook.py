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
from bot.conversations.schema import entries
from bot.handover.backend import Outcome, Request
from bot.standards.model import Municipality


class Webhook:
    """Offers a call-back, and passes every request on; who takes it is that system's business."""

    def __init__(self, engine: Engine, municipalities: Mapping[str, Municipality], clock: Clock = now) -> None:
        self._outbox = Outbox(engine, clock)
        self._callbacks = Callbacks(engine, clock)
        self._municipalities = municipalities
        self._now = clock

    def offer(self, municipality: str, unit: str | None) -> Offer:
        """Return a call-back for each municipality of the content: the chat hears nothing from the other system."""
        known = self._municipalities.get(municipality)
        state = opening(None if known is None else hours_of(known, unit), self._now())
        return Offer(Way.PHONE if known is None else Way.CALLBACK, state, unit)

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
