"""Who may ask what of the desk: logins, roles, the token against forged requests, refusals as Danish texts."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.callbacks import NoCallbackError
from bot.conversations.handover import NotPossibleError
from bot.conversations.log import NoConversationError
from bot.conversations.sessions import NoSessionError, Session
from bot.conversations.staff import AGENT, StaffError
from bot.privacy.traces import where
from bot.server.bodies import RefusedError
from bot.server.desk import StaffDesk
from bot.server.desk_logins import DeskLogins
from bot.server.hub import TooManyStreamsError
from bot.server.library import UnknownError
from bot.server.limits import TooOftenError
from bot.server.told import BadParameterError
from bot.settings import Settings
from bot.wording.i18n import text as danish

logger = logging.getLogger(__name__)

BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE = 400, 401, 403, 404, 409, 413
TOO_MANY_REQUESTS, UNAVAILABLE = 429, 503
COOKIE = "vejviser_desk"
CSRF_HEADER = "x-csrf-token"
_SAFE = ("GET", "HEAD")

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse | None]]


def open_to_all(settings: Settings) -> Callable[[Handler], Handler]:
    """Let everybody in, from the service's own pages; turn what may go wrong into an answer with a Danish text."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def handle(request: Request, **named: Any) -> HTTPResponse | None:
            return await _answer(settings, request, handler(request, **named))

        return handle

    return decorate


def logged_in(settings: Settings, role: str = AGENT) -> Callable[[Handler], Handler]:
    """Let in who is logged in and may do what that role may; the handler gets the session behind the request."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def handle(request: Request, **named: Any) -> HTTPResponse | None:
            return await _answer(settings, request, _with_session(request, role, handler, named))

        return handle

    return decorate


def desk_of(request: Request) -> StaffDesk:
    """Return the app's desk."""
    desk: StaffDesk = request.app.ctx.desk
    return desk


def logins_of(request: Request) -> DeskLogins:
    """Return the app's logins."""
    logins: DeskLogins = request.app.ctx.desk_logins
    return logins


def refusal(status: int, reason: str, **values: int | str) -> HTTPResponse:
    """Return why something cannot be done."""
    return json({"error": reason, "text": danish(f"desk_service.{reason}", **values)}, status=status)


async def _with_session(request: Request, role: str, handler: Handler, named: dict[str, Any]) -> HTTPResponse | None:
    session: Session = await logins_of(request).session(request.cookies.get(COOKIE) or "")
    if request.method not in _SAFE and not session.allows(request.headers.get(CSRF_HEADER, "")):
        raise RefusedError(FORBIDDEN, "csrf")
    if not session.staff.may(role):
        raise RefusedError(FORBIDDEN, "role")
    return await handler(request, session, **named)


async def _answer(
    settings: Settings, request: Request, handling: Coroutine[Any, Any, HTTPResponse | None]
) -> HTTPResponse | None:
    try:
        if len(request.body) > settings.max_body_bytes:
            raise RefusedError(TOO_LARGE, "too_large")
        if request.method not in _SAFE and not _own(request):
            raise RefusedError(FORBIDDEN, "csrf")
        return await handling
    except RefusedError as error:
        return refusal(error.status, error.reason, **error.values)
    except NoSessionError:
        return refusal(UNAUTHORIZED, "no_session")
    except (NoConversationError, NoCallbackError):
        return refusal(NOT_FOUND, "not_found")
    except NotPossibleError as error:
        return refusal(CONFLICT, "not_yours" if error.state == "person" else "over")
    except StaffError:
        return refusal(BAD_REQUEST, "bad_request")
    except UnknownError as error:
        return refusal(NOT_FOUND, error.reason)
    except BadParameterError as error:
        return refusal(BAD_REQUEST, "bad_parameter", name=error.name)
    except TooOftenError as error:
        response = refusal(TOO_MANY_REQUESTS, "locked", count=max(1, round(error.seconds / 60)))
        response.headers["retry-after"] = str(error.seconds)
        return response
    except TooManyStreamsError:
        return refusal(TOO_MANY_REQUESTS, "too_many_streams")
    except SQLAlchemyError as error:
        logger.error("the desk's database failed: %s", where(error))
        return refusal(UNAVAILABLE, "unavailable")
    finally:
        # Where it was refused before it began.
        handling.close()


def _own(request: Request) -> bool:
    """Tell whether a request comes from a page of the service, or from no page at all."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    return origin is None or origin.partition("://")[2] == request.host
