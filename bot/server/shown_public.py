"""The pages for citizens at /svar (docs/lookup.md): no login, no script, made to be found by search engines."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any
from urllib.parse import unquote

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, html, redirect

from bot.answers.answer import Place, Status
from bot.answers.engine import places
from bot.server.library import Library
from bot.server.tagged import tag_of, tagged
from bot.server.templates import render
from bot.standards.coverage import Cover, coverage
from bot.wording import phrases
from bot.wording.i18n import text as danish
from bot.wording.sheet import Sheet, sheets

ROOT = "/svar"
MOVED, NOT_FOUND = 301, 404
_METHODS = ["GET", "HEAD"]
# Answers hang on the day, so they may not be kept for long.
_HEADERS = {"cache-control": "public, max-age=300"}
_HTML, _TEXT, _XML = "text/html; charset=utf-8", "text/plain; charset=utf-8", "application/xml; charset=utf-8"
_CLOSED = ("/desk", "/lookup", "/chat", "/webhooks")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
# Those that say most about what there is to be found.
_TEASERS = 4


def routes(library: Library) -> Blueprint:
    """Return the routes."""
    blueprint = Blueprint("shown_public")

    @blueprint.route(ROOT, methods=_METHODS)
    async def index(request: Request) -> HTTPResponse:
        return _shown(request, ROOT, "public_index.html", _index(library, _today()))

    @blueprint.route(f"{ROOT}/<municipality:str>", methods=_METHODS)
    async def municipality(request: Request, municipality: str) -> HTTPResponse:
        if not municipality:
            return redirect(ROOT, status=MOVED, headers=_HEADERS)
        place = _place(library, municipality)
        if place is None:
            return _no_municipality(library)
        return _shown(
            request, f"{ROOT}/{place.slug}", "public_municipality.html", _municipality(library, place, _today())
        )

    @blueprint.route(f"{ROOT}/<municipality:str>/<topic:str>", methods=_METHODS)
    async def answer(request: Request, municipality: str, topic: str) -> HTTPResponse:
        place = _place(library, municipality)
        if place is None:
            return _no_municipality(library)
        if not topic:
            return redirect(f"{ROOT}/{place.slug}", status=MOVED, headers=_HEADERS)
        key = _topic(library, topic)
        if key is None:
            return _no_topic(library, place)
        slug = library.content.topics[key].slug
        return _shown(
            request, f"{ROOT}/{place.slug}/{slug}", "public_answer.html", _answer(library, place, key, _today())
        )

    @blueprint.route("/robots.txt", methods=_METHODS)
    async def robots(request: Request) -> HTTPResponse:
        lines = ["User-agent: *", f"Allow: {ROOT}", *(f"Disallow: {path}" for path in _CLOSED)]
        lines.append(f"Sitemap: {_address(request, '/sitemap.xml')}")
        return _kept(request, "\n".join(lines) + "\n", _TEXT)

    @blueprint.route("/sitemap.xml", methods=_METHODS)
    async def sitemap(request: Request) -> HTTPResponse:
        addresses = [_address(request, path) for path in paths(library)]
        return _kept(request, render("sitemap.xml", addresses=addresses), _XML)

    return blueprint


def paths(library: Library) -> list[str]:
    """Return the address of every page that search engines may know, from the service's root."""
    found = [ROOT]
    for slug in library.content.municipalities:
        found += [f"{ROOT}/{slug}", *(f"{ROOT}/{slug}/{one.slug}" for one in library.content.topics.values())]
    return found


def _shown(request: Request, path: str, template: str, values: dict[str, Any]) -> HTTPResponse:
    """Return a page, or the way to its one address where it was asked for by another."""
    if request.path != path:
        return redirect(path, status=MOVED, headers=_HEADERS)
    return _kept(request, render(template, address=_address(request, path), **values), _HTML)


def _kept(request: Request, page: str, content_type: str) -> HTTPResponse:
    content = page.encode()
    return tagged(request, content, content_type, tag_of(content), _HEADERS)


def _index(library: Library, date: datetime.date) -> dict[str, Any]:
    service = library.content.services[library.service].name
    covered = coverage(library.content)
    rows = [
        {
            "slug": place.slug,
            "name": phrases.municipality(place.name),
            "stated": covered.count((place.slug, library.service), Cover.STATED),
            "all": len(covered.topics),
            "expired": _expired(_sheets(library, place, date, ("approval",))),
        }
        for place in places(library.content)
    ]
    return {
        "title": danish("public.index.heading", service=service),
        "description": danish("public.index.description", service=service),
        "crumbs": [],
        "municipalities": rows,
    }


def _municipality(library: Library, place: Place, date: datetime.date) -> dict[str, Any]:
    service = library.content.services[library.service].name
    found = _sheets(library, place, date, tuple(library.content.topics))
    by_topic = {one.topic: one for one in found}
    named = phrases.municipality(place.name)
    silent = [one for one in found if one.answer["status"] == Status.NOT_STATED.value]
    stated = [one for one in found if one not in silent]
    teasers = [one.label.lower() for one in (stated or found)[:_TEASERS]]
    return {
        "title": danish("public.municipality.heading", service=service.capitalize(), municipality=named),
        "description": danish(
            "public.municipality.description", service=service, municipality=named, topics=", ".join(teasers)
        ),
        "crumbs": _crumbs(place),
        "stated": stated,
        "silent": silent,
        "expired": found if _expired(found) else [],
        "contact": by_topic["contact"],
        "approval": by_topic["approval"],
    }


def _answer(library: Library, place: Place, key: str, date: datetime.date) -> dict[str, Any]:
    content = library.content
    (one,) = _sheets(library, place, date, (key,))
    entry = content.topics[key]
    following = content.topics[entry.next]
    return {
        "title": one.answer["title"],
        "description": " ".join(one.answer["short"].split()),
        "crumbs": [*_crumbs(place), (f"{ROOT}/{place.slug}/{entry.slug}", entry.label)],
        "one": one,
        "example": entry.example,
        "next": {"example": following.example, "href": f"{ROOT}/{place.slug}/{following.slug}"},
        "contact_slug": content.topics["contact"].slug,
        "topics": list(content.topics.values()),
        "places": [{"slug": other.slug, "name": phrases.municipality(other.name)} for other in places(content)],
    }


def _no_municipality(library: Library) -> HTTPResponse:
    links = [(f"{ROOT}/{one.slug}", phrases.municipality(one.name)) for one in places(library.content)]
    return _missing(danish("public.missing.municipality"), danish("public.missing.choose"), links, [])


def _no_topic(library: Library, place: Place) -> HTTPResponse:
    said = danish("public.missing.topic", municipality=phrases.municipality(place.name))
    links = [(f"{ROOT}/{place.slug}/{one.slug}", one.label) for one in library.content.topics.values()]
    return _missing(said, danish("public.missing.choose_topic"), links, _crumbs(place))


def _missing(said: str, choose: str, links: list[tuple[str, str]], crumbs: list[tuple[str, str]]) -> HTTPResponse:
    title = danish("public.missing.title")
    values = {"title": title, "said": said, "choose": choose, "links": links, "crumbs": crumbs, "address": None}
    return html(render("public_missing.html", **values), status=NOT_FOUND)


def _sheets(library: Library, place: Place, date: datetime.date, topics: tuple[str, ...]) -> list[Sheet]:
    return sheets(library.content, topics, [place], library.service, date)


def _expired(found: list[Sheet]) -> bool:
    return all(one.answer["status"] == Status.EXPIRED.value for one in found)


def _crumbs(place: Place) -> list[tuple[str, str]]:
    return [(ROOT, danish("public.home")), (f"{ROOT}/{place.slug}", phrases.municipality(place.name))]


def _place(library: Library, name: str) -> Place | None:
    wanted = _plain(name)
    for place in places(library.content):
        if wanted in (place.slug, _plain(place.name), _plain(phrases.municipality(place.name))):
            return place
    return None


def _topic(library: Library, name: str) -> str | None:
    wanted = _plain(name)
    labelled = (key for key, entry in library.content.topics.items() if wanted == _plain(entry.label))
    return library.content.topic_named(wanted) or next(labelled, None)


def _plain(name: str) -> str:
    """Return a name as it would stand in an address: small letters, hyphens, no Danish letters."""
    letters = unicodedata.normalize("NFC", unquote(name)).lower().translate(_DANISH)
    return re.sub(r"[\s_]+", "-", letters.strip())


def _address(request: Request, path: str) -> str:
    """Return the whole address of a path, as the reader's browser names the service."""
    host = str(request.forwarded.get("host") or request.host)
    return f"{request.scheme}://{host}{path}" if _HOST.fullmatch(host) else path


def _today() -> datetime.date:
    return datetime.date.today()
