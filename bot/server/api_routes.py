"""The public interface to the answers, read only, for a municipality's own search or telephone (see openapi.yml)."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import yaml
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.answers.circumstances import Circumstances
from bot.server.library import Library, UnknownError
from bot.server.limits import Limit, address_of
from bot.server.tagged import tag_of, tagged
from bot.server.told import BadParameterError, circumstances_of
from bot.settings import Settings
from bot.wording.i18n import text as danish

BAD_REQUEST, NOT_FOUND, TOO_MANY_REQUESTS = 400, 404, 429
PREFIX = "/api/v1"
_DOCUMENT = Path(__file__).resolve().parent / "openapi.yml"
# Answers hang on the day, so they may not be kept for long.
_HEADERS = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "public, max-age=300",
}
_MOST_MUNICIPALITIES = 20

Handler = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


def routes(settings: Settings, library: Library) -> Blueprint:
    """Return the routes."""
    blueprint = Blueprint("api", url_prefix=PREFIX)
    limit = Limit(settings.api_requests_per_minute, settings.api_requests_per_minute)
    public = functools.partial(_public, limit)

    @blueprint.get("/openapi.json")
    @public
    async def document(request: Request) -> dict[str, Any]:
        return openapi()

    @blueprint.get("/municipalities")
    @public
    async def municipalities(request: Request) -> dict[str, Any]:
        return library.municipalities()

    @blueprint.get("/topics")
    @public
    async def topics(request: Request) -> dict[str, Any]:
        return library.topics()

    @blueprint.get("/answers/<municipality:str>")
    @public
    async def answers(request: Request, municipality: str) -> dict[str, Any]:
        return library.answers(municipality, _today(), _circumstances(request))

    @blueprint.get("/answers/<municipality:str>/<topic:str>")
    @public
    async def answer(request: Request, municipality: str, topic: str) -> dict[str, Any]:
        return library.answer(municipality, topic, _today(), _circumstances(request))

    @blueprint.get("/comparisons/<topic:str>")
    @public
    async def comparison(request: Request, topic: str) -> dict[str, Any]:
        # Empty and repeated ones count too, as the document counts them.
        named = request.get_args(keep_blank_values=True).getlist("municipality") or []
        if len(named) > _MOST_MUNICIPALITIES:
            raise BadParameterError("municipality")
        chosen = list(dict.fromkeys(filter(None, named)))
        return library.comparison(topic, chosen, _today(), _circumstances(request))

    @blueprint.get("/coverage")
    @public
    async def coverage(request: Request) -> dict[str, Any]:
        return library.coverage()

    return blueprint


@functools.cache
def openapi() -> dict[str, Any]:
    """Return the OpenAPI document of these routes."""
    document: dict[str, Any] = yaml.safe_load(_DOCUMENT.read_text(encoding="utf-8"))
    return document


def _public(limit: Limit, handler: Handler) -> Callable[..., Coroutine[Any, Any, HTTPResponse]]:
    """Answer anybody, within limits, with what pages of any origin may read and keep for a while."""

    @functools.wraps(handler)
    async def handle(request: Request, **named: str) -> HTTPResponse:
        seconds = limit.take(address_of(request))
        if seconds:
            response = _refusal(TOO_MANY_REQUESTS, "too_often", count=seconds)
            response.headers["retry-after"] = str(seconds)
            return response
        try:
            body = await handler(request, **named)
        except UnknownError as error:
            return _refusal(NOT_FOUND, error.reason)
        except BadParameterError as error:
            return _refusal(BAD_REQUEST, "bad_parameter", name=error.name)
        said = json(body).body or b""
        return tagged(request, said, "application/json", tag_of(said), _HEADERS)

    return handle


def _refusal(status: int, reason: str, **values: int | str) -> HTTPResponse:
    said = danish(f"api.{reason}", **values)
    headers = {**_HEADERS, "cache-control": "no-store"}
    return json({"error": reason, "text": said}, status=status, headers=headers)


def _circumstances(request: Request) -> Circumstances:
    return circumstances_of(request.args.get("age"), request.args.get("pension"))


def _today() -> datetime.date:
    return datetime.date.today()
