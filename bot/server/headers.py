"""The security headers of every response."""

from __future__ import annotations

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_OK = 200
# The look of the pages; a new version reaches everybody within minutes.
_STATIC = "public, max-age=300"


def install(app: Sanic) -> None:
    """Make an app send the headers with every response; what a route has set itself stays."""

    @app.middleware("response")
    async def add(request: Request, response: HTTPResponse) -> None:
        kept = _STATIC if request.path.startswith("/static/") and response.status == _OK else "no-store"
        for name, value in {**HEADERS, "cache-control": kept}.items():
            response.headers.setdefault(name, value)
