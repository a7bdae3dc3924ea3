"""Several services behind one port.

Each service has a socket of its own on the port, and the kernel gives each new connection to one of them by its
addresses. Of eight connections that stay open, each of two services gets three or more in seven cases out of ten. With
one socket for both that was one case in seven where they are idle: who wakes first takes everything that waits, and it
is mostly the same one. What waits at the socket of a service that is dead or busy is taken in by the others: every
service holds all sockets.
"""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
from collections.abc import Callable, Sequence
from typing import Any

import uvloop

# What another service has left waiting for so long is taken in.
HELPING_SECONDS = 0.1
MOST_AT_ONCE = 64


def inherited(descriptors: Sequence[int]) -> list[socket.socket]:
    """Return the listening sockets that the process that started this one has handed down."""
    sockets = [socket.socket(fileno=descriptor) for descriptor in descriptors]
    for one in sockets:
        one.setblocking(False)
    return sockets


class HelpingLoop(uvloop.Loop):
    """An event loop whose server also takes in what is left waiting at the sockets of others."""

    def __init__(self, others: Sequence[socket.socket]) -> None:
        super().__init__()
        self._others = {one.fileno(): one for one in others}
        self._waiting: set[int] = set()
        self._looking = select.poll()
        for descriptor in self._others:
            self._looking.register(descriptor, select.POLLIN)

    def help_no_more(self) -> None:
        """Leave it to the others: this process ends."""
        self._others = {}

    async def create_server(self, protocol_factory: Any, *args: Any, **kwargs: Any) -> Any:
        """Make a server as usual; it also serves what is taken in."""
        self.call_later(HELPING_SECONDS, self._help, protocol_factory)
        return await super().create_server(protocol_factory, *args, **kwargs)

    def _help(self, protocol_factory: Callable[[], asyncio.Protocol]) -> None:
        if not self._others:
            return
        waiting = {descriptor for descriptor, _ in self._looking.poll(0)}
        # Whoever is awake has taken in by now what waited at the last look.
        for descriptor in waiting & self._waiting:
            with contextlib.suppress(OSError):
                for _ in range(MOST_AT_ONCE):
                    taken, _ = self._others[descriptor].accept()
                    taken.setblocking(False)
                    self.create_task(self._take_in(protocol_factory, taken))
        self._waiting = waiting
        self.call_later(HELPING_SECONDS, self._help, protocol_factory)

    async def _take_in(self, protocol_factory: Callable[[], asyncio.Protocol], taken: socket.socket) -> None:
        try:
            await self.connect_accepted_socket(protocol_factory, taken)
        except OSError:
            taken.close()


class Policy(uvloop.EventLoopPolicy):
    """Makes helping loops."""

    def __init__(self, others: Sequence[socket.socket]) -> None:
        super().__init__()
        self._others = others

    def _loop_factory(self) -> HelpingLoop:
        return HelpingLoop(self._others)
