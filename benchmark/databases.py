"""A PostgreSQL database and a number of Redis for one measurement, where the machine has them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis  # type: ignore[import-untyped]
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

POSTGRESQL_VARIABLE, REDIS_VARIABLE = "VEJVISER_TEST_POSTGRESQL", "VEJVISER_TEST_REDIS"
_POSTGRESQL, _REDIS = "postgresql://postgres@127.0.0.1:5432", "redis://127.0.0.1:6379/9"
_CONNECT_SECONDS = 3


def postgresql_server() -> str | None:
    """Return the URL of a PostgreSQL in which databases can be made; None where there is none."""
    url = os.environ.get(POSTGRESQL_VARIABLE, _POSTGRESQL)
    server = create_engine(f"{url}/postgres", connect_args={"connect_timeout": _CONNECT_SECONDS})
    try:
        with server.connect():
            return url
    except OperationalError:
        return None
    finally:
        server.dispose()


def redis_url() -> str | None:
    """Return the URL of a Redis that answers, None where there is none."""
    url = os.environ.get(REDIS_VARIABLE, _REDIS)
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=_CONNECT_SECONDS) as asked:
            asked.ping()
            return url
    except (redis.RedisError, OSError, ValueError):
        return None


@contextmanager
def database(server: str) -> Iterator[str]:
    """Make a database with a name of its own and drop it afterwards; give its URL."""
    name = f"vejviser_benchmark_{uuid.uuid4().hex[:12]}"
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            with engine.connect() as connection:
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        engine.dispose()


def as_tracker_store(url: str) -> dict[str, Any]:
    """Return what Rasa's endpoints say for a tracker store in a PostgreSQL database."""
    parts = make_url(url)
    found = {"url": parts.host, "port": parts.port, "db": parts.database, "username": parts.username}
    found["password"] = parts.password
    return {"type": "SQL", "dialect": "postgresql", **{name: value for name, value in found.items() if value}}
