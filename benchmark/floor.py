"""`python -m benchmark.floor PORT`: a bare endpoint on the same server, with the service's settings and a fixed reply.

No assistant on this server can be faster: what is between the two is the assistant.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from json import dumps
from pathlib import Path

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from benchmark.processes import running
from benchmark.server import REST, Server
from bot.processes import free_port
from bot.settings import ROOT

# As long as an answer is, and nothing that anybody says.
_REPLY = "-" * 540


@contextmanager
def floor(folder: Path) -> Iterator[Server]:
    """Start the bare endpoint."""
    port, log = free_port(), folder / "floor.log"
    began = time.monotonic()
    with running([sys.executable, "-m", "benchmark.floor", str(port)], {}, ROOT, log) as process:
        yield Server(port, (process,), (log,), began)


def create_app() -> Sanic:
    """Return the app with its one route."""
    app = Sanic("floor", dumps=partial(dumps, ensure_ascii=False), configure_logging=False)

    @app.post(REST)
    async def reply(request: Request) -> HTTPResponse:
        sender = request.json["sender"]
        return json([{"recipient_id": sender, "text": _REPLY, "custom": {"type": "fixed"}}])

    return app


if __name__ == "__main__":
    # As bot/server/app.py does.
    create_app().run(host="127.0.0.1", port=int(sys.argv[1]), debug=False, access_log=False, motd=False, workers=1)
