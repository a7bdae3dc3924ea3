"""The look-up page's routes: the page, and what it asks the service (docs/lookup.md)."""

from __future__ import annotations

import datetime
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, html, json

from bot.conversations.sessions import Session
from bot.server.desk_access import logged_in, open_to_all
from bot.server.library import Library
from bot.server.searching import Search, asked_of
from bot.server.templates import render
from bot.server.told import circumstances_of
from bot.settings import Settings
from bot.wording.i18n import tree

_WORDING = ("lookup", "sheet")
_API = "/lookup/api"


def routes(settings: Settings, library: Library, search: Search) -> Blueprint:
    """Return the routes of page and search."""
    blueprint = Blueprint("lookup")
    staff = logged_in(settings)

    # The page holds no data, so it needs no login; it shows the form for one itself.
    @blueprint.get("/lookup")
    async def page(request: Request) -> HTTPResponse:
        return html(render("lookup.html"))

    @blueprint.get("/lookup/<municipality:str>/<topic:str>")
    async def opened(request: Request, municipality: str, topic: str) -> HTTPResponse:
        return html(render("lookup.html"))

    @blueprint.get(f"{_API}/texts")
    @open_to_all(settings)
    async def texts(request: Request) -> HTTPResponse:
        return json({name: tree(name) for name in _WORDING}, headers={"cache-control": "public, max-age=300"})

    @blueprint.get(f"{_API}/catalogue")
    @staff
    async def catalogue(request: Request, session: Session) -> HTTPResponse:
        return json(_catalogue(library, search, session))

    @blueprint.post(f"{_API}/search")
    @staff
    async def find(request: Request, session: Session) -> HTTPResponse:
        return json(await search.find(asked_of(request.body), datetime.date.today()))

    @blueprint.get(f"{_API}/answers/<municipality:str>/<topic:str>")
    @staff
    async def answer(request: Request, session: Session, municipality: str, topic: str) -> HTTPResponse:
        circumstances = circumstances_of(request.args.get("age"), request.args.get("pension"))
        return json(library.answer(municipality, topic, datetime.date.today(), circumstances))

    return blueprint


def _catalogue(library: Library, search: Search, session: Session) -> dict[str, Any]:
    return {
        "municipalities": library.municipalities()["municipalities"],
        "topics": library.topics()["topics"],
        "own": list(session.staff.municipalities),
        "understands": search.understands,
    }
