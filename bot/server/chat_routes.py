"""The chat's routes: HTTP in, HTTP out (docs/channel.md)."""

from __future__ import annotations

from collections.abc import Sequence

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.server.chat import NO_CONTENT
from bot.server.chat_access import chat_of, conversation_of, cors_of, permit
from bot.server.chat_access import guarded as access
from bot.server.chat_intake import message_of, municipality_of, number_of, verdict_of
from bot.server.limits import address_of
from bot.server.origins import Origins, preflight
from bot.server.streaming import Streamer, respond
from bot.settings import Settings

PATHS = ("/conversations", "/messages", "/stream", "/extend", "/feedback", "/conversation")


def routes(settings: Settings, origins: Origins) -> Blueprint:
    """Return the routes; they find `chat` and `streamer` in the app's context."""
    blueprint = Blueprint("chat", url_prefix="/chat")
    guarded = access(settings, origins)

    @blueprint.post("/conversations")
    @guarded
    async def start(request: Request) -> HTTPResponse:
        slug = municipality_of(request.body)
        permit(request, origins, slug)
        status, body = await chat_of(request).start(slug, address_of(request))
        return json(body, status=status)

    @blueprint.post("/messages")
    @guarded
    async def say(request: Request) -> HTTPResponse:
        conversation = await conversation_of(request, origins)
        message = message_of(request.body, settings.max_message_chars)
        status, body = await chat_of(request).say(conversation, message, address_of(request))
        return json(body, status=status)

    @blueprint.get("/stream")
    @guarded
    async def stream(request: Request) -> None:
        conversation = await conversation_of(request, origins)
        number = number_of(request.headers.get("last-event-id"))
        streamer = _streamer(request)
        await respond(request, cors_of(request, origins), lambda send: streamer.stream(conversation, number, send))

    @blueprint.post("/extend")
    @guarded
    async def extend(request: Request) -> HTTPResponse:
        conversation = await conversation_of(request, origins)
        status, body = await chat_of(request).extend(conversation, address_of(request))
        return json(body, status=status)

    @blueprint.post("/feedback")
    @guarded
    async def feedback(request: Request) -> HTTPResponse:
        conversation = await conversation_of(request, origins)
        await chat_of(request).judge(conversation, verdict_of(request.body))
        return empty(NO_CONTENT)

    @blueprint.delete("/conversation")
    @guarded
    async def erase(request: Request) -> HTTPResponse:
        status, body = await chat_of(request).erase(await conversation_of(request, origins))
        return json(body, status=status)

    answer_preflights(blueprint, PATHS, origins)
    return blueprint


def answer_preflights(blueprint: Blueprint, paths: Sequence[str], origins: Origins) -> None:
    """Let pages of listed origins ask what they may do on some paths."""

    async def options(request: Request) -> HTTPResponse:
        origin = request.headers.get("origin", "")
        return empty(NO_CONTENT, headers=preflight(origin) if origins.known(origin) else None)

    for path in paths:
        blueprint.add_route(options, path, methods=["OPTIONS"], name=f"options_{path[1:]}")


def _streamer(request: Request) -> Streamer:
    streamer: Streamer = request.app.ctx.streamer
    return streamer
