"""Two processes beside one, and beside one on one core; whether two keep every conversation whole.

All of them are on PostgreSQL and Redis.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmark import order, throughput
from benchmark.loads import Loads
from benchmark.processes import Say
from benchmark.server import Server
from benchmark.shipped import shipped
from bot.standards.model import Content
from evaluation.databases import POSTGRESQL_VARIABLE, REDIS_VARIABLE, database, postgresql_server, redis_server

LEVELS = (8, 32)
ONE_CORE, ONE, TWO = "one_core", "one", "two"
_CORE = 0


def why_not() -> str | None:
    """Return why this cannot be measured here; None if it can."""
    if postgresql_server() is None:
        return f"no PostgreSQL answers ({POSTGRESQL_VARIABLE} names one)"
    if redis_server() is None:
        return f"no Redis answers ({REDIS_VARIABLE} names one)"
    return None


@contextmanager
def serving(folder: Path, processes: int, core: int | None = None) -> Iterator[Server]:
    """Start the assistant with so many processes on a database of its own, all of them on one core if that is named."""
    server, redis = postgresql_server(), redis_server()
    assert server is not None
    assert redis is not None
    with (
        database(server) as url,
        shipped(
            folder, core, VEJVISER_PROCESSES=str(processes), VEJVISER_DATABASE=url, VEJVISER_REDIS=redis
        ) as running,
    ):
        yield running


def measure(
    loads: Loads,
    content: Content,
    extent: throughput.Extent,
    repetitions: int,
    conversations: int,
    say: Say,
    questions: list[tuple[str, str]],
) -> dict[str, Any]:
    """Measure one process, one that has one core, and two by turns; then have many conversations with two at once."""
    servers = {
        ONE_CORE: partial(serving, processes=1, core=_CORE),
        ONE: partial(serving, processes=1),
        TWO: partial(serving, processes=2),
    }
    lives = throughput.measure(servers, loads, extent, repetitions, say, dict.fromkeys(servers, questions))
    found: dict[str, Any] = {name: throughput.figures(one, content) for name, one in lives.items()}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary, serving(Path(temporary), 2) as server:
        server.ready(questions)
        found["order"] = order.check(server, content, order.plain_topics(content), conversations)
    checked = found["order"]
    say(f"  {checked['conversations']} conversations at once: {checked['wrong_conversations']} with a wrong answer")
    return found
