"""Fresh databases for tests: SQLite files, and databases of their own on the machine's PostgreSQL.

PostgreSQL and Redis are required in CI, and tests that need them are skipped where they are absent elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evaluation import databases

KINDS = ("sqlite", "postgresql")


def sqlite_in(folder: Path) -> str:
    """Return the URL of the database that the service keeps in a folder unless it is told otherwise."""
    return f"sqlite:///{folder / 'log.sqlite'}"


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty database."""
    if kind == "sqlite":
        yield sqlite_in(folder)
        return
    with databases.database(postgresql_server()) as url:
        yield url


def postgresql_server() -> str:
    """Return the URL of a PostgreSQL in which databases can be made."""
    return _there("PostgreSQL", databases.postgresql_server(), databases.POSTGRESQL_VARIABLE)


def redis_server() -> str:
    """Return the URL of a Redis."""
    return _there("Redis", databases.redis_server(), databases.REDIS_VARIABLE)


def _there(name: str, url: str | None, variable: str) -> str:
    if url is not None:
        return url
    missing = f"no {name} on this machine ({variable} names one elsewhere)"
    if os.environ.get("CI"):
        raise AssertionError(missing)
    pytest.skip(missing)
