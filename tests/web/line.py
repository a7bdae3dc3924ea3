"""A telephone line between a browser and the service that can be cut, for real: a TCP proxy on loopback."""

from __future__ import annotations

import contextlib
import socket
import threading

_CHUNK = 65_536


class Line:
    """Passes everything on to a port, until it is cut."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._server: socket.socket | None = None
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self.mend()

    @property
    def url(self) -> str:
        """The address of this end."""
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        """Let connections through from now on."""
        self._server = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._serve, args=(self._server,), daemon=True).start()

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        server, self._server = self._server, None
        if server is not None:
            # Closing alone leaves a thread that waits in accept().
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()
        with self._lock:
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self._open.clear()

    def _serve(self, server: socket.socket) -> None:
        while True:
            try:
                caller, _ = server.accept()
                callee = socket.create_connection(("127.0.0.1", self._target_port))
            except OSError:
                return
            with self._lock:
                if self._server is not server:
                    caller.close()
                    callee.close()
                    return
                self._open |= {caller, callee}
            for one, other in ((caller, callee), (callee, caller)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(_CHUNK):
                other.sendall(data)
        except OSError:
            pass
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)
