"""What was erased from the tables leaves the database's files, too.

SQLite overwrites what is erased (`secure_delete`), but two kinds of copies stay behind. The write-ahead log holds pages
as they were before, until it is emptied. And where SQLite moved rows from one page to another to make room, it has left
them in the free part of the old page: that goes when the file is built anew. PostgreSQL keeps erased rows until a
VACUUM gives their room to new ones.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.database import BUSY_SECONDS
from bot.conversations.schema import metadata

# A copy of the conversations is made in memory rather than in a file elsewhere, unless it is larger than this.
_MOST_BYTES_IN_MEMORY = 256 * 1024 * 1024
# Where Rasa keeps its trackers, if it keeps them in the same database.
TRACKER_TABLE = "events"
_TRIES, _PAUSE_SECONDS = 40, 0.05


def empty_log(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log; False where somebody is reading or writing: then another time will do.

    It waits for nobody, and others wait no longer than it takes to copy the log into the file (4 MB, unless somebody
    has been reading for long). PostgreSQL has nothing to empty.
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        return _empty(raw.cursor())
    finally:
        raw.close()


def rebuild(engine: Engine) -> bool:
    """Leave nothing of what was erased in the files of the database; False where that did not succeed for now.

    SQLite: builds the file anew. Reading goes on meanwhile, writing waits (about a second for each 100 MB). PostgreSQL:
    vacuums the tables, beside everything else.
    """
    if engine.dialect.name != "sqlite":
        return _vacuum(engine)
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        if not _build_anew(cursor):
            return False
        for _ in range(_TRIES):
            if _empty(cursor):
                return True
            time.sleep(_PAUSE_SECONDS)
        return False
    finally:
        raw.close()


def _empty(cursor: Any) -> bool:
    # With the usual patience it would keep the writers out for as long as somebody reads.
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    return not busy


def _build_anew(cursor: Any) -> bool:
    pages, page_bytes = (cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    in_memory = pages * page_bytes <= _MOST_BYTES_IN_MEMORY
    cursor.execute(f"PRAGMA temp_store={'MEMORY' if in_memory else 'DEFAULT'}")
    try:
        cursor.execute("VACUUM")
    except sqlite3.OperationalError:
        return False
    finally:
        cursor.execute("PRAGMA temp_store=DEFAULT")
    return True


def _vacuum(engine: Engine) -> bool:
    try:
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            trackers = [TRACKER_TABLE] if inspect(connection).has_table(TRACKER_TABLE) else []
            names = ", ".join([*metadata.tables, *trackers])
            # Of a table that is being vacuumed by somebody else nothing is left to do.
            connection.exec_driver_sql(f"VACUUM (SKIP_LOCKED) {names}")
    except SQLAlchemyError:
        return False
    return True
