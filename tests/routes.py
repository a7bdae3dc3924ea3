"""What the service serves, read off the app itself. Sanic lets one process make an app of a name once."""

from __future__ import annotations

import functools
import re

from bot.server.app import create_app
from bot.settings import Settings


@functools.cache
def served() -> frozenset[tuple[str, str]]:
    """Return method and path of every route; the parameters of a path stand in braces."""
    app = create_app(Settings())
    return frozenset(
        (method, "/" + re.sub(r"<(\w+):\w+>", r"{\1}", route.path))
        for route in app.router.routes
        for method in route.methods
    )
