"""The channel between the service and Rasa: one JSON request in, a list of whole messages out."""

from __future__ import annotations

import asyncio
import copy
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.privacy.traces import where
from bot.rasa import in_process, patches, safe_logging
from bot.rasa.locks import keep_locks_in_redis
from bot.rasa.trackers import AGAIN, MESSAGE, RETURNED_AT, answer_before, forget, knows_of_person, note_person
from bot.rasa.understood import take_over
from bot.settings import Settings
from bot.turns import Turns

logger = logging.getLogger(__name__)

PROBE_SENDER = "probe"
MAX_SENDER_CHARS = 250  # the tracker store's column holds 255
# Of one conversation; each service lets through fewer than these.
MOST_WAITING = 1000

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class WholeMessages(CollectingOutputChannel):
    """Collects each bot message as one object, where Rasa would split text, buttons and payload."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the text, buttons and payload of one message together."""
        buttons = message.get("buttons") or message.get("quick_replies") or None
        text = message.get("text") or None
        custom = message.get("custom") or None
        if text or buttons or custom:
            await self._persist_message(self._message(recipient_id, text=text, buttons=buttons, custom=custom))


class ServiceInput(InputChannel):
    """Takes messages from the service and answers with all bot messages at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @classmethod
    def name(cls) -> str:
        """Return the name in routes and trackers."""
        return "service"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> ServiceInput:
        """Make the channel; it takes its settings from the environment, as the service does."""
        # Rasa reads the credentials before it handles any message, so no text is logged before this.
        safe_logging.install()
        return cls(Settings.from_env())

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Return the routes `webhook` and `probe` (Sanic blueprint)."""
        routes = Blueprint("service_channel")
        turns = Turns(MOST_WAITING)

        @routes.listener("after_server_start")
        async def prepare(app: Sanic, _: Any) -> None:
            prepare_agent(app.ctx.agent, self.settings)

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            message = read_message(request.json, self.settings.max_message_chars)
            if message is None:
                return json({"error": "a JSON object with sender and message was expected"}, status=400)
            sender, text, metadata = message
            collector = WholeMessages()
            user_message = UserMessage(text, collector, sender, input_channel=self.name(), metadata=metadata)
            try:
                # Rasa's own locks look once a second whose turn it is.
                async with turns.turn(sender):
                    before = await answered(request.app.ctx.agent, sender, metadata) if metadata.get(AGAIN) else None
                    if before:
                        return json(before)
                    if isinstance(metadata.get(RETURNED_AT), float):
                        await take_back(request.app.ctx.agent, sender, metadata[RETURNED_AT])
                    take_over(request.app.ctx.agent, text, request.json)
                    await on_new_message(user_message)
            except Exception as error:  # noqa: BLE001 - whatever it is, the service must hear that it failed
                logger.error("message failed: %s", where(error))
                return json({"error": type(error).__name__}, status=500)
            return json(collector.messages)

        @routes.post("/forget")
        async def forgetting(request: Request) -> HTTPResponse:
            sender = request.json.get("sender") if isinstance(request.json, dict) else None
            if not isinstance(sender, str) or not 0 < len(sender) <= MAX_SENDER_CHARS:
                return json({"error": "a JSON object with sender was expected"}, status=400)
            agent = request.app.ctx.agent
            try:
                # A message on its way through would be written behind the erasure.
                async with turns.turn(sender), agent.lock_store.lock(sender):
                    forget(agent.tracker_store, sender)
            except Exception as error:  # noqa: BLE001 - whatever it is, the service must hear that nothing is certain
                logger.error("erasing failed: %s", where(error))
                return json({"error": type(error).__name__}, status=500)
            return json({})

        @routes.post("/probe")
        async def probe(request: Request) -> HTTPResponse:
            message = read_message(request.json, self.settings.max_message_chars)
            if message is None:
                return json({"error": "a JSON object with sender and message was expected"}, status=400)
            started = time.monotonic()
            agent = getattr(request.app.ctx, "agent", None)
            if agent is not None:
                take_over(agent, message[1], request.json)
            answered = await answers(agent, message[1], self.settings.probe_seconds)
            model = agent.processor.model_filename if agent and agent.processor else None
            body = {"model": model, "seconds": round(time.monotonic() - started, 3)}
            return json(body, status=200 if answered else 503)

        return routes


def prepare_agent(agent: Agent, settings: Settings) -> None:
    """Make a loaded agent as fast as it is meant to be, with what the settings say: actions in this process, locks."""
    patches.install()
    if settings.actions == "in-process":
        in_process.install(agent)
    if settings.redis:
        keep_locks_in_redis(agent, settings.redis)


async def answered(agent: Agent, sender: str, metadata: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the answer to a message that Rasa was given before and has answered, None otherwise."""
    # Rasa may still be at it, for a service that is gone.
    async with agent.lock_store.lock(sender):
        # It may be the last one of a session that has ended since.
        tracker = await agent.tracker_store.retrieve_full_tracker(sender)
    return answer_before(tracker, sender, metadata.get(MESSAGE, 0))


async def take_back(agent: Agent, sender: str, returned_at: float) -> None:
    """Let the robot's memory know that a person had the conversation until a moment."""
    async with agent.lock_store.lock(sender):
        # In all of it: a session that has ended since may know.
        whole = await agent.tracker_store.retrieve_full_tracker(sender)
        if whole is not None and knows_of_person(whole, returned_at):
            return
        tracker = await agent.tracker_store.get_or_create_tracker(sender)
        note_person(tracker, returned_at)
        await agent.tracker_store.save(tracker)


def read_message(body: Any, max_chars: int) -> tuple[str, str, dict[str, Any]] | None:
    """Return sender, text and metadata of a request body, or None if it is not a message.

    The text comes back without leading slashes and cut to `max_chars`: the service has done both, but a text
    that Rasa takes as an intent, or one that keeps it busy for seconds, must not get through in any case.
    """
    if not isinstance(body, dict):
        return None
    sender, text, metadata = body.get("sender"), body.get("message"), body.get("metadata")
    if not isinstance(sender, str) or not 0 < len(sender) <= MAX_SENDER_CHARS or not isinstance(text, str):
        return None
    text = without_prefix(text)[:max_chars]
    if not text:
        return None
    return sender, text, metadata if isinstance(metadata, dict) else {}


def without_prefix(text: str) -> str:
    """Remove what would make Rasa read a text as an intent: leading slashes, also between spaces."""
    previous = None
    while previous != text:
        previous = text
        text = text.strip().lstrip(INTENT_MESSAGE_PREFIX)
    return text


async def answers(agent: Agent | None, text: str, seconds: float) -> bool:
    """Tell whether a message is understood and answered within some seconds; nothing of it is stored."""
    if agent is None or not agent.is_ready() or agent.processor is None:
        return False
    processor = copy.copy(agent.processor)
    processor.tracker_store = InMemoryTrackerStore(agent.domain)
    processor.lock_store = InMemoryLockStore()
    collector = WholeMessages()
    message = UserMessage(text, collector, PROBE_SENDER, input_channel=ServiceInput.name())
    try:
        await asyncio.wait_for(processor.handle_message(message), seconds)
    except Exception as error:  # noqa: BLE001 - any failure means that citizens get no answer either
        logger.error("probe failed: %s", where(error))
        return False
    return bool(collector.messages)
