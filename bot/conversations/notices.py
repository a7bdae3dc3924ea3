"""Notices between processes on one PostgreSQL (LISTEN, NOTIFY): short texts that everybody hears who listens.

They hold nothing that anybody said: whoever hears one looks into the log. What is sent while nobody listens is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Engine

# PostgreSQL takes up to 7,999 bytes.
MOST_BYTES = 7_900
_CHANNEL = "vejviser"
_CONNECT_SECONDS = 3
# A line that was cut without a word is noticed within half a minute.
_KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}


class Wire:
    """One connection of its own for notices; one thread at a time may use it. Everything raises `lost`."""

    def __init__(self, engine: Engine) -> None:
        """Connect."""
        dialect = engine.dialect
        args, options = dialect.create_connect_args(engine.url)
        self.lost: type[Exception] = dialect.dbapi.Error
        limits = {"connect_timeout": _CONNECT_SECONDS, **_KEEPALIVE}
        self._connection: Any = dialect.connect(*args, **{**limits, **options})
        self._connection.autocommit = True
        # A notice that is lost with the power is not missed: its listeners are gone, too.
        self._connection.cursor().execute("SET synchronous_commit = off")

    def listen(self) -> int:
        """Begin to listen; return the file descriptor that can be read when something has come."""
        self._connection.cursor().execute(f"LISTEN {_CHANNEL}")
        return int(self._connection.fileno())

    def received(self) -> list[str]:
        """Take what has come, without waiting."""
        self._connection.poll()
        texts = [notice.payload for notice in self._connection.notifies]
        self._connection.notifies.clear()
        return texts

    def send(self, texts: Sequence[str]) -> None:
        """Send texts of at most MOST_BYTES each, in order."""
        with self._connection.cursor() as cursor:
            for text in texts:
                cursor.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, text))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
