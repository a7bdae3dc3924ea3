"""Who may ask what of the chat: tokens, origins, limits, and every refusal as a Danish text that the page can read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.entry import Conversation
from bot.privacy.traces import where
from bot.server.bodies import RefusedError
from bot.server.chat import TOO_MANY_REQUESTS, Chat
from bot.server.hub import TooManyStreamsError
from bot.server.limits import TooOftenError
from bot.server.origins import Origins, cors
from bot.settings import Settings
from bot.wording.i18n import text as danish

logger = logging.getLogger(__name__)

FORBIDDEN, TOO_LARGE, UNAVAILABLE = 403, 413, 503
_BEARER = "bearer "

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse | None]]


def guarded(settings: Settings, origins: Origins) -> Callable[[Handler], Handler]:
    """Turn what may go wrong into an answer with a Danish text, readable by the page that asked."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def handle(request: Request) -> HTTPResponse | None:
            try:
                if len(request.body) > settings.max_body_bytes:
                    raise RefusedError(TOO_LARGE, "too_large")
                response = await handler(request)
            except RefusedError as error:
                response = refusal(error.status, error.reason, **error.values)
            except TooOftenError as error:
                response = refusal(TOO_MANY_REQUESTS, "too_often", count=error.seconds)
                response.headers["retry-after"] = str(error.seconds)
            except TooManyStreamsError:
                response = refusal(TOO_MANY_REQUESTS, "too_many_streams")
                response.headers["retry-after"] = "30"
            except SQLAlchemyError as error:
                logger.error("the conversation log failed: %s", where(error))
                response = refusal(UNAVAILABLE, "unavailable")
            if response is not None:
                response.headers.update(cors_of(request, origins))
            return response

        return handle

    return decorate


def refusal(status: int, reason: str, **values: int | str) -> HTTPResponse:
    """Return why something cannot be done; a wrong field of a form is named beside it."""
    named = {"field": values["field"]} if "field" in values else {}
    return json({"error": reason, "text": danish(f"chat.error.{reason}", **values), **named}, status=status)


def chat_of(request: Request) -> Chat:
    """Return the app's chat."""
    chat: Chat = request.app.ctx.chat
    return chat


async def conversation_of(request: Request, origins: Origins) -> Conversation:
    """Return the conversation that the request's token opens. Raises RefusedError."""
    header = request.headers.get("authorization", "")
    token = header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else None
    conversation = await chat_of(request).find(token)
    permit(request, origins, conversation.municipality)
    return conversation


def permit(request: Request, origins: Origins, municipality: str | None) -> None:
    """Raise RefusedError if the request comes from a page that may not use this municipality's chat."""
    origin = request.headers.get("origin")
    if origin and not _own(request, origin) and not origins.allowed(origin, municipality):
        raise RefusedError(FORBIDDEN, "not_allowed")


def _own(request: Request, origin: str) -> bool:
    """Tell whether a page is the service's own."""
    return request.headers.get("sec-fetch-site") == "same-origin" or origin.partition("://")[2] == request.host


def cors_of(request: Request, origins: Origins) -> dict[str, str]:
    """Return the headers that let the asking page read the response, none for a page that is not listed."""
    origin = request.headers.get("origin", "")
    return cors(origin) if origins.known(origin) else {}
