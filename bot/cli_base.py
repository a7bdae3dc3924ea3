"""What the commands of the command line share."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.settings import Settings

if TYPE_CHECKING:
    # Most commands need no database, and do not wait until its library is loaded.
    from sqlalchemy.engine import Engine

GOOD, FAILED, MISUSED = 0, 1, 2


class UsageError(Exception):
    """Something the caller can mend; the text says what, in Danish."""


def show(options: argparse.Namespace, data: Any, plain: str) -> None:
    """Print a result: as JSON where that was asked for, else as text."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str) if options.json else plain)


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """Open the database of the settings for one command. Raises DatabaseError where it cannot be used."""
    from bot.conversations.database import DatabaseError, open_database

    if not settings.database:
        try:
            settings.make_folders()
        except OSError as error:
            raise DatabaseError(f"{settings.var_dir}: {error.strerror}") from None
    engine = open_database(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()
