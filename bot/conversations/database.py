"""Open the database of the conversation log, with its tables brought up to date."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import column, create_engine, event, inspect, select, table
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
# The service waits for SQLite on its event loop; nobody keeps it for longer than a transaction.
BUSY_SECONDS = 3
_PAUSE_SECONDS = 0.01
# How many connections stay open, and how many there may be at the most unless somebody says otherwise.
POOL_SIZE, MOST_CONNECTIONS = 8, 16
DIALECTS = ("sqlite", "postgresql")
# Any number that nobody else locks: PostgreSQL lets one process migrate at a time.
_MIGRATION_LOCK = 482_915_733
# Alembic's own table.
_REVISIONS = "alembic_version"
READS = {"reads": True}
# What would be done again if the power failed right now: it need not reach the disk before the next thing happens.
REPEATABLE = {"repeatable": True}


class DatabaseError(RuntimeError):
    """The database cannot be used; the text is one line without passwords."""


def open_database(url: str, connections: int = MOST_CONNECTIONS) -> Engine:
    """Return an engine for the database at `url` (SQLite or PostgreSQL); its tables are made or migrated first.

    It has so many `connections` at the most. Raises DatabaseError if the database cannot be reached or used.
    """
    engine = unmigrated(url, connections)
    try:
        if revision_of(engine) != newest_revision():
            migrate(engine)
    except (SQLAlchemyError, OSError, DatabaseError) as error:
        engine.dispose()
        raise DatabaseError(f"database {safe(url)}: {_reason(error)}") from None
    return engine


def newest_revision() -> str:
    """Return the revision that the tables are to have: the files of the migrations begin with their revisions."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def revision_of(engine: Engine) -> str | None:
    """Return the revision that the tables have, None where there are none. Raises SQLAlchemyError."""
    with engine.connect().execution_options(**READS) as connection:
        if not inspect(connection).has_table(_REVISIONS):
            return None
        return connection.execute(select(column("version_num")).select_from(table(_REVISIONS))).scalar()


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to date, or up to a revision; several processes may do so at the same time.

    Raises DatabaseError where that cannot be done from the revision that they have.
    """
    # Imported where there is something to migrate: it takes 17 MB and a third of a second.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            # Its tables were made by a newer version than this one.
            raise DatabaseError(_reason(error)) from None


def safe(url: str) -> str:
    """Return a database URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(unreadable)"


def unmigrated(url: str, connections: int = MOST_CONNECTIONS) -> Engine:
    """Return an engine for the database at `url` with its tables as they are. Raises DatabaseError."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError("the database URL cannot be read; expected sqlite:///file or postgresql://…") from None
    name = parsed.get_backend_name()
    if name not in DIALECTS:
        raise DatabaseError(f"a database of kind {name!r}; expected one of {', '.join(DIALECTS)}")
    kept = min(POOL_SIZE, connections)
    options: dict[str, Any] = {"poolclass": QueuePool, "pool_size": kept, "max_overflow": connections - kept}
    if name == "sqlite":
        options["connect_args"] = {"timeout": BUSY_SECONDS, "check_same_thread": False, "isolation_level": None}
    else:
        options["pool_pre_ping"] = True
    # The text of an error must hold nothing that somebody wrote.
    engine = create_engine(parsed, hide_parameters=True, **options)
    if name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    _write_ahead(cursor)
    cursor.execute("PRAGMA foreign_keys=ON")
    # What is erased is overwritten.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Have the file written ahead (WAL).

    While another connection is about to do the same, SQLite says at once that the file is locked; everywhere else it
    waits by itself.
    """
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
        time.sleep(_PAUSE_SECONDS)


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads and then writes would fail where another one wrote in between: writers queue up first.
    options = connection.get_execution_options()
    cursor = connection.connection.cursor()
    if options.get("reads"):
        cursor.execute("BEGIN")
    else:
        cursor.execute(f"PRAGMA synchronous={'NORMAL' if options.get('repeatable') else 'FULL'}")
        cursor.execute("BEGIN IMMEDIATE")
    cursor.close()


def _reason(error: Exception) -> str:
    text = str(getattr(error, "orig", None) or error).strip()
    return text.splitlines()[0] if text else type(error).__name__
