"""The pages that the service shows by itself: the demonstration, and the widget's file for other pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, html

from bot.server.tagged import tag_of, tagged
from bot.server.templates import PAGES, render
from bot.settings import ROOT

WIDGET = ROOT / "web" / "dist" / "widget.js"
DESK = ROOT / "web" / "dist" / "desk.js"
LOOKUP = ROOT / "web" / "dist" / "lookup.js"
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
        return html(render("demo.html", municipalities=municipalities, slug=slug))

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
                self._file = _File(content, tag_of(content))
                self._changed = changed
        except OSError:
            raise NotFound(f"{self._path.name} is not built: make web") from None
        return self._file


def _script(request: Request, built: _Built, more: dict[str, str]) -> HTTPResponse:
    file = built.read()
    headers = {"cache-control": _CACHE, **more}
    return tagged(request, file.content, "text/javascript; charset=utf-8", file.tag, headers)
