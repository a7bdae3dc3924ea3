"""The routes of the staff's pages beside the search (docs/lookup.md): browse, compare, coverage, and their files."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from sanic import Blueprint
from sanic.exceptions import Forbidden, ServiceUnavailable
from sanic.request import Request
from sanic.response import HTTPResponse, html, redirect
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.sessions import NoSessionError
from bot.conversations.staff import AGENT
from bot.privacy.traces import where
from bot.server import shown_overviews as overviews
from bot.server.desk_access import COOKIE, logins_of
from bot.server.library import Library, UnknownError
from bot.server.shown_csv import csv_file
from bot.server.shown_overviews import COMPARE, COVERAGE, FILE, ROOT, Asked, Overview
from bot.server.templates import render
from bot.server.told import BadParameterError, circumstances_of
from bot.wording.i18n import text as danish

logger = logging.getLogger(__name__)

BAD_REQUEST, NOT_FOUND = 400, 404
# More than any region has; what is asked beyond is a mistake or no person.
_MOST_MUNICIPALITIES = 20
_DIFFERENCES = "differences"

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


def routes(library: Library) -> Blueprint:
    """Return the routes."""
    blueprint = Blueprint("shown_staff")

    def shown(found: Overview, asked: Asked, as_file: bool, status: int = 200) -> HTTPResponse:
        if as_file and found.name:
            return csv_file(found.rows(), found.name)
        values = {**overviews.around(library, found, asked), **found.values}
        return html(render(found.template, **values), status=status)

    def staff(handler: Handler) -> Handler:
        """Let in who is logged in; who is not gets the page with the login form, which then asks for this one again."""

        @wraps(handler)
        async def handle(request: Request, **named: str) -> HTTPResponse:
            try:
                session = await logins_of(request).session(request.cookies.get(COOKIE) or "")
            except NoSessionError:
                return html(render("lookup.html"))
            except SQLAlchemyError as error:
                logger.error("the desk's database failed: %s", where(error))
                raise ServiceUnavailable("no database") from None
            if not session.staff.may(AGENT):
                raise Forbidden("role")
            try:
                return await handler(request, **named)
            except UnknownError as error:
                said, status = danish(f"overview.missing.{error.reason}"), NOT_FOUND
            except BadParameterError as error:
                said, status = danish("overview.missing.bad_parameter", name=error.name), BAD_REQUEST
            return shown(overviews.missing(library, said), Asked(_today()), as_file=False, status=status)

        return handle

    @blueprint.get(COVERAGE)
    @staff
    async def coverage(request: Request) -> HTTPResponse:
        asked = _asked(request)
        return shown(overviews.covered(library, asked), asked, as_file=False)

    @blueprint.get(f"{COVERAGE}{FILE}")
    @staff
    async def coverage_file(request: Request) -> HTTPResponse:
        asked = _asked(request)
        return shown(overviews.covered(library, asked), asked, as_file=True)

    @blueprint.get(COMPARE)
    @staff
    async def two(request: Request) -> HTTPResponse:
        return shown(*_two(library, request), as_file=False)

    @blueprint.get(f"{COMPARE}{FILE}")
    @staff
    async def two_file(request: Request) -> HTTPResponse:
        return shown(*_two(library, request), as_file=True)

    @blueprint.get(f"{COMPARE}/<topic:str>")
    @staff
    async def topic(request: Request, topic: str) -> HTTPResponse:
        name, as_file = _split(topic)
        if not name:
            return redirect(COMPARE)
        named = list(dict.fromkeys(request.args.getlist("municipality") or ()))
        if len(named) > _MOST_MUNICIPALITIES:
            raise BadParameterError("municipality")
        asked = _asked(request, *(("municipality", slug) for slug in named))
        return shown(overviews.topic(library, name, named, asked), asked, as_file)

    @blueprint.get(f"{ROOT}/<municipality:str>")
    @staff
    async def browse(request: Request, municipality: str) -> HTTPResponse:
        name, as_file = _split(municipality)
        if not name:
            return redirect(ROOT)
        asked = _asked(request)
        return shown(overviews.browse(library, name, asked), asked, as_file)

    return blueprint


def _two(library: Library, request: Request) -> tuple[Overview, Asked]:
    first, second = request.args.get("a") or "", request.args.get("b") or ""
    if not first or not second:
        return overviews.choosing(library, first, second, None), _asked(request)
    if first == second:
        return overviews.choosing(library, first, second, danish("overview.two.same_twice")), _asked(request)
    only = request.args.get("only") == _DIFFERENCES
    more = [("a", first), ("b", second), *([("only", _DIFFERENCES)] if only else [])]
    asked = _asked(request, *more)
    return overviews.two(library, first, second, only, asked), asked


def _asked(request: Request, *more: tuple[str, str]) -> Asked:
    circumstances = circumstances_of(request.args.get("age"), request.args.get("pension"))
    return Asked(_today(), circumstances, more)


def _split(name: str) -> tuple[str, bool]:
    """Return a name of an address without the ending of a file, and whether it had one."""
    return name.removesuffix(FILE), name.endswith(FILE)


def _today() -> datetime.date:
    return datetime.date.today()
