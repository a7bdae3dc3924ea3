"""The chat's routes: HTTP in, HTTP out (docs/channel.md)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.entry import Conversation
from bot.privacy.traces import where
from bot.server.chat import NO_CONTENT, TOO_MANY_REQUESTS, Chat, TooOftenError
from bot.server.chat_intake import RefusedError, message_of, municipality_of, number_of, verdict_of
from bot.server.hub import TooManyStreamsError
from bot.server.origins import Origins, cors, preflight
from bot.server.streaming import Streamer
from bot.settings import Settings
from bot.wording.i18n import text as danish

logger = logging.getLogger(__name__)

FORBIDDEN, TOO_LARGE, UNAVAILABLE = 403, 413, 503
PATHS = ("/conversations", "/messages", "/stream", "/extend", "/feedback", "/conversation")
STREAM_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
_BEARER = "bearer "

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse | None]]


def routes(settings: Settings, origins: Origins) -> Blueprint:
    """Return the routes; they find `chat` and `streamer` in the app's context."""
    blueprint = Blueprint("chat", url_prefix="/chat")
    guarded = _guarded(settings, origins)

    @blueprint.post("/conversations")
    @guarded
    async def start(request: Request) -> HTTPResponse:
        slug = municipality_of(request.body)
        _permit(request, origins, slug)
        status, body = await _chat(request).start(slug, request.remote_addr or request.ip)
        return json(body, status=status)

    @blueprint.post("/messages")
    @guarded
    async def say(request: Request) -> HTTPResponse:
        conversation = await _conversation(request, origins)
        message = message_of(request.body, settings.max_message_chars)
        status, body = await _chat(request).say(conversation, message, request.remote_addr or request.ip)
        return json(body, status=status)

    @blueprint.get("/stream")
    @guarded
    async def stream(request: Request) -> None:
        conversation = await _conversation(request, origins)
        number = number_of(request.headers.get("last-event-id"))
        headers = {**STREAM_HEADERS, **_cors_of(request, origins)}
        response: Any = None

        async def send(text: str) -> None:
            nonlocal response
            if response is None:
                response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=headers)
            await response.send(text)

        await _streamer(request).stream(conversation, number, send)
        await response.eof()

    @blueprint.post("/extend")
    @guarded
    async def extend(request: Request) -> HTTPResponse:
        conversation = await _conversation(request, origins)
        status, body = await _chat(request).extend(conversation, request.remote_addr or request.ip)
        return json(body, status=status)

    @blueprint.post("/feedback")
    @guarded
    async def feedback(request: Request) -> HTTPResponse:
        conversation = await _conversation(request, origins)
        await _chat(request).judge(conversation, verdict_of(request.body))
        return empty(NO_CONTENT)

    @blueprint.delete("/conversation")
    @guarded
    async def erase(request: Request) -> HTTPResponse:
        status, body = await _chat(request).erase(await _conversation(request, origins))
        return json(body, status=status)

    async def options(request: Request) -> HTTPResponse:
        origin = request.headers.get("origin", "")
        return empty(NO_CONTENT, headers=preflight(origin) if origins.known(origin) else None)

    for path in PATHS:
        blueprint.add_route(options, path, methods=["OPTIONS"], name=f"options_{path[1:]}")
    return blueprint


def _guarded(settings: Settings, origins: Origins) -> Callable[[Handler], Handler]:
    """Turn what may go wrong into an answer with a Danish text, readable by the page that asked."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def handle(request: Request) -> HTTPResponse | None:
            try:
                if len(request.body) > settings.max_body_bytes:
                    raise RefusedError(TOO_LARGE, "too_large")
                response = await handler(request)
            except RefusedError as error:
                response = _refusal(error.status, error.reason, **error.values)
            except TooOftenError as error:
                response = _refusal(TOO_MANY_REQUESTS, "too_often", count=error.seconds)
                response.headers["retry-after"] = str(error.seconds)
            except TooManyStreamsError:
                response = _refusal(TOO_MANY_REQUESTS, "too_many_streams")
                response.headers["retry-after"] = "30"
            except SQLAlchemyError as error:
                logger.error("the conversation log failed: %s", where(error))
                response = _refusal(UNAVAILABLE, "unavailable")
            if response is not None:
                response.headers.update(_cors_of(request, origins))
            return response

        return handle

    return decorate


def _refusal(status: int, reason: str, **values: int | str) -> HTTPResponse:
    return json({"error": reason, "text": danish(f"chat.error.{reason}", **values)}, status=status)


def _chat(request: Request) -> Chat:
    chat: Chat = request.app.ctx.chat
    return chat


def _streamer(request: Request) -> Streamer:
    streamer: Streamer = request.app.ctx.streamer
    return streamer


async def _conversation(request: Request, origins: Origins) -> Conversation:
    """Return the conversation that the request's token opens. Raises RefusedError."""
    header = request.headers.get("authorization", "")
    token = header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else None
    conversation = await _chat(request).find(token)
    _permit(request, origins, conversation.municipality)
    return conversation


def _permit(request: Request, origins: Origins, municipality: str | None) -> None:
    """Raise RefusedError if the request comes from a page that may not use this municipality's chat."""
    origin = request.headers.get("origin")
    if origin and not _own(request, origin) and not origins.allowed(origin, municipality):
        raise RefusedError(FORBIDDEN, "not_allowed")


def _own(request: Request, origin: str) -> bool:
    """Tell whether a page is the service's own."""
    return request.headers.get("sec-fetch-site") == "same-origin" or origin.partition("://")[2] == request.host


def _cors_of(request: Request, origins: Origins) -> dict[str, str]:
    origin = request.headers.get("origin", "")
    return cors(origin) if origins.known(origin) else {}
