"""The chat's routes about a person: HTTP in, HTTP out (docs/channel.md)."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.server.chat import CREATED, NO_CONTENT, OK
from bot.server.chat_access import chat_of, conversation_of, guarded
from bot.server.chat_intake import callback_of, rating_of, typing_of
from bot.server.chat_person import ChatPerson
from bot.server.chat_routes import answer_preflights
from bot.server.limits import address_of
from bot.server.origins import Origins
from bot.settings import Settings

PATHS = ("/person", "/callback", "/typing", "/rating")


def routes(settings: Settings, origins: Origins) -> Blueprint:
    """Return the routes; they find `chat` and `chat_person` in the app's context."""
    blueprint = Blueprint("chat_person", url_prefix="/chat")
    access = guarded(settings, origins)

    @blueprint.delete("/person")
    @access
    async def leave(request: Request) -> HTTPResponse:
        conversation = await conversation_of(request, origins)
        chat_of(request).take(conversation, address_of(request))
        return json(await _person(request).leave(conversation))

    @blueprint.post("/callback")
    @access
    async def call_back(request: Request) -> HTTPResponse:
        conversation = await conversation_of(request, origins)
        form = callback_of(request.body, settings.max_message_chars)
        chat_of(request).take(conversation, address_of(request))
        new, body = await _person(request).call_back(conversation, form)
        return json(body, status=CREATED if new else OK)

    @blueprint.post("/typing")
    @access
    async def typing(request: Request) -> HTTPResponse:
        conversation = await conversation_of(request, origins)
        await _person(request).typing(conversation, typing_of(request.body))
        return empty(NO_CONTENT)

    @blueprint.post("/rating")
    @access
    async def rate(request: Request) -> HTTPResponse:
        conversation = await conversation_of(request, origins)
        rating = rating_of(request.body)
        chat_of(request).take(conversation, address_of(request))
        await _person(request).rate(conversation, rating)
        return empty(NO_CONTENT)

    answer_preflights(blueprint, PATHS, origins)
    return blueprint


def _person(request: Request) -> ChatPerson:
    person: ChatPerson = request.app.ctx.chat_person
    return person
