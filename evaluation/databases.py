"""A PostgreSQL and a Redis for tests and measurements, where the machine has them, and databases of one's own there."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

POSTGRESQL_VARIABLE, REDIS_VARIABLE = "VEJVISER_TEST_POSTGRESQL", "VEJVISER_TEST_REDIS"
_POSTGRESQL, _REDIS = "postgresql://postgres@127.0.0.1:5432", "redis://127.0.0.1:6379/13"
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


def redis_server() -> str | None:
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
    name = f"vejviser_{uuid.uuid4().hex[:12]}"
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
