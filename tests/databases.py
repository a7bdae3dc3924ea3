"""Fresh databases for tests: SQLite files, and databases of their own on the machine's PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis  # type: ignore[import-untyped]
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

SERVER = os.environ.get("VEJVISER_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
REDIS = os.environ.get("VEJVISER_TEST_REDIS", "redis://127.0.0.1:6379/13")
KINDS = ("sqlite", "postgresql")


def sqlite_in(folder: Path) -> str:
    """Return the URL of the database that the service keeps in a folder unless it is told otherwise."""
    return f"sqlite:///{folder / 'log.sqlite'}"


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty database. PostgreSQL is required in CI, and skipped where it is absent elsewhere."""
    if kind == "sqlite":
        yield sqlite_in(folder)
        return
    server = create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT")
    name = f"vejviser_{uuid.uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    except OperationalError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no PostgreSQL on this machine (VEJVISER_TEST_POSTGRESQL names one elsewhere)")
    try:
        yield f"{SERVER}/{name}"
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.dispose()


def redis_server() -> str:
    """Return the URL of a Redis. It is required in CI, and skipped where it is absent elsewhere."""
    try:
        with redis.Redis.from_url(REDIS) as asked:
            asked.ping()
    except redis.RedisError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no Redis on this machine (VEJVISER_TEST_REDIS names one elsewhere)")
    return REDIS
