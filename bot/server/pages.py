"""The pages that the service shows by itself: the demonstration, and the widget's file for other pages."""

from __future__ import annotations

import hashlib
import html as markup
from dataclasses import dataclass
from pathlib import Path

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, empty, html, raw

from bot.server.templates import PAGES, render
from bot.settings import ROOT

WIDGET = ROOT / "web" / "dist" / "widget.js"
DESK = ROOT / "web" / "dist" / "desk.js"
LOOKUP = ROOT / "web" / "dist" / "lookup.js"
NOT_MODIFIED = 304
# A new version reaches every page within minutes; until then nobody waits for it.
_CACHE = "public, max-age=300, stale-while-revalidate=86400"


@dataclass(frozen=True)
class _File:
    content: bytes
    tag: str


def pages(municipalities: dict[str, str], widget: Path = WIDGET, desk: Path = DESK, lookup: Path = LOOKUP) -> Blueprint:
    """Return the routes of the pages; `municipalities` are names by slug, in the order in which they are shown."""
    blueprint = Blueprint("pages")
    built = {"widget": _Built(widget), "desk": _Built(desk), "lookup": _Built(lookup)}

    @blueprint.get("/")
    async def demonstration(request: Request) -> HTTPResponse:
        slug = request.args.get("kommune") or next(iter(municipalities), "")
        if slug not in municipalities:
            raise NotFound("no such municipality")
        return html(
            render(
                "demo.html",
                {"choices": _choices(municipalities, slug)},
                municipality_slug=slug,
                municipality_name=municipalities[slug],
            )
        )

    @blueprint.route("/widget.js", methods=["GET", "HEAD"])
    async def script(request: Request) -> HTTPResponse:
        return _script(request, built["widget"], {"cross-origin-resource-policy": "cross-origin"})

    @blueprint.get("/desk")
    async def desk_page(request: Request) -> HTTPResponse:
        return html(render("desk.html"))

    @blueprint.route("/desk.js", methods=["GET", "HEAD"])
    async def desk_script(request: Request) -> HTTPResponse:
        return _script(request, built["desk"], {})

    @blueprint.route("/lookup.js", methods=["GET", "HEAD"])
    async def lookup_script(request: Request) -> HTTPResponse:
        return _script(request, built["lookup"], {})

    blueprint.static("/static", str(PAGES / "static"))
    return blueprint


class _Built:
    """A script that `make web` builds, read again only when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed: float | None = None
        self._file = _File(b"", "")

    def read(self) -> _File:
        """Return it. Raises NotFound where it has not been built."""
        try:
            changed = self._path.stat().st_mtime
            if changed != self._changed:
                content = self._path.read_bytes()
                self._file = _File(content, f'"{hashlib.sha256(content).hexdigest()[:16]}"')
                self._changed = changed
        except OSError:
            raise NotFound(f"{self._path.name} is not built: make web") from None
        return self._file


def _script(request: Request, built: _Built, more: dict[str, str]) -> HTTPResponse:
    file = built.read()
    headers = {"etag": file.tag, "cache-control": _CACHE, **more}
    if request.headers.get("if-none-match") == file.tag:
        return empty(NOT_MODIFIED, headers=headers)
    return raw(file.content, headers=headers, content_type="text/javascript; charset=utf-8")


def _choices(municipalities: dict[str, str], chosen: str) -> str:
    """Return the list of links to the municipalities, as markup."""
    items = []
    for slug, name in municipalities.items():
        current = ' aria-current="page"' if slug == chosen else ""
        items.append(f'<li><a href="/?kommune={markup.escape(slug)}"{current}>{markup.escape(name)}</a></li>')
    return "".join(items)
