"""A municipality's own system, as far as it receives requests: a real HTTP server that does what docs/webhook.md says.

It can be made to fail in the ways in which such systems do.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from bot.processes import free_port
from bot.server import signing

PATH = "/vejviser"
SECRET = "a secret of more than thirty-two characters"
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Reply:
    """How one request is met.

    status  what is answered; 2xx means that the request was taken in, None breaks the line without an answer
    taken   whether it was taken in although the answer does not say so
    held    nothing is answered before the receiver lets go
    """

    status: int | None = 200
    taken: bool = False
    held: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


class Call(NamedTuple):
    """A genuine request as it came: the headers by name, the body."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers[signing.DELIVERY]


class Receiver:
    """Receives at `url` while it runs; what it knows outlasts a restart, as a database would.

    calls        every genuine request, also those sent again
    arrived      what was taken in, by the body, once for each id
    forged       how many requests were not genuine
    overlapping  the ids of requests that came while the same one was being received
    """

    def __init__(self, secret: str, replies: Iterable[Reply] = (), port: int | None = None) -> None:
        """Meet requests with `replies` in turn, and take in all further ones."""
        self.calls: list[Call] = []
        self.arrived: list[bytes] = []
        self.forged = 0
        self.overlapping: set[str] = set()
        self._secret = secret
        self._replies = deque(replies)
        self._port = port or free_port()
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._receiving: Counter[str] = Counter()
        self._free = threading.Event()
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}{PATH}"

    def start(self) -> None:
        receiver = self
        self._free = free = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver._meet(self, body, free)

            def do_GET(self) -> None:
                receiver.forged += 1

            def log_message(self, format: str, *args: object) -> None:
                """Be silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,), daemon=True).start()

    def stop(self) -> None:
        """Go down; who still waits for an answer gets none."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            self.let_go()

    def let_go(self) -> None:
        """Answer what is held."""
        self._free.set()

    def _meet(self, handler: BaseHTTPRequestHandler, body: bytes, free: threading.Event) -> None:
        headers = dict(handler.headers.items())
        name, timestamp, signature = (
            headers.get(header, "") for header in (signing.DELIVERY, signing.TIMESTAMP, signing.SIGNATURE)
        )
        if not signing.verify(self._secret, timestamp, name, body, signature, time.time()):
            with self._lock:
                self.forged += 1
            handler.send_error(401)
            return
        with self._lock:
            reply = self._replies.popleft() if self._replies else Reply()
            self.calls.append(Call(headers, body))
            if self._receiving[name]:
                self.overlapping.add(name)
            self._receiving[name] += 1
            if (reply.taken or reply.status in range(200, 300)) and name not in self._known:
                self._known.add(name)
                self.arrived.append(body)
        if reply.held:
            free.wait()
        with self._lock:
            self._receiving[name] -= 1
        if reply.status is None or (reply.held and self._server is None):
            handler.close_connection = True
            return
        try:
            handler.send_response(reply.status)
            for header, value in reply.headers.items():
                handler.send_header(header, value)
            handler.end_headers()
        except OSError:
            # Whoever asked did not wait.
            return


@contextmanager
def receiving(*replies: Reply) -> Iterator[Receiver]:
    """Run a receiver that meets requests with these replies in turn, and takes in all further ones."""
    receiver = Receiver(SECRET, replies)
    receiver.start()
    try:
        yield receiver
    finally:
        receiver.stop()
