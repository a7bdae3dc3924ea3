"""`python -m deploy.backup --to FOLDER --days 7`: a copy of all conversations, made while everything runs.

PostgreSQL: one dump, for pg_restore. SQLite: a copy of the conversation log's file and of Rasa's. Copies that are older
than so many days are removed: a backup holds what was erased since, so it must not be kept for long.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.settings import Settings, SettingsError

_PREFIX = "vejviser-"
_POSTGRESQL = "postgresql"


def main(arguments: list[str] | None = None) -> int:
    """Make a backup and remove old ones; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m deploy.backup", description=__doc__)
    parser.add_argument("--to", type=Path, required=True, help="folder of the backups")
    parser.add_argument("--days", type=int, default=7, help="how long they are kept (%(default)s)")
    options = parser.parse_args(arguments)
    at = datetime.datetime.now(datetime.timezone.utc)
    try:
        made = back_up(Settings.from_env(), options.to, at)
    except (SettingsError, OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        print(f"error: no backup was made: {error}", file=sys.stderr)
        return 1
    # Only now: the old ones are all there is where this one failed.
    gone = remove_old(options.to, at - datetime.timedelta(days=options.days))
    print(f"made {', '.join(path.name for path in made)}; removed {len(gone)}")
    return 0


def back_up(settings: Settings, folder: Path, at: datetime.datetime) -> list[Path]:
    """Make a backup; return its files. Raises OSError, sqlite3.Error, CalledProcessError; nothing half is left then."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stem = f"{_PREFIX}{at:%Y%m%dT%H%M%SZ}"
    url = make_url(settings.database_url)
    if url.get_backend_name() == _POSTGRESQL:
        return [_dumped(settings.database_url, folder / f"{stem}.dump")]
    sources = [path for path in (Path(url.database or ""), settings.tracker_file) if path.exists()]
    if not sources:
        raise FileNotFoundError(f"{url.database} is not there")
    return [_copied(source, folder / f"{stem}-{source.name}") for source in sources]


def remove_old(folder: Path, before: datetime.datetime) -> list[Path]:
    """Remove the backups that are older than a moment; return them."""
    old = [path for path in folder.glob(f"{_PREFIX}*") if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink()
    return old


def _dumped(url: str, target: Path) -> Path:
    # In the environment, where other users do not see it, as they see arguments: it may hold a password.
    half = _half(target)
    parsed = make_url(url).set(drivername=_POSTGRESQL)
    known = {"PGPASSWORD": parsed.password} if parsed.password else {}
    shown = parsed.set(password=None).render_as_string()
    command = ["pg_dump", "--format=custom", f"--file={half}", f"--dbname={shown}"]
    try:
        subprocess.run(command, check=True, env={**os.environ, **known})
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return half.rename(target)


def _copied(source: Path, target: Path) -> Path:
    half = _half(target)
    try:
        with closing(sqlite3.connect(source)) as log, closing(sqlite3.connect(half)) as copy:
            log.backup(copy)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return half.rename(target)


def _half(target: Path) -> Path:
    """Return the name of a backup that is not whole yet; only the owner may read it."""
    half = target.with_name(f"half-{target.name}")
    half.touch(mode=0o600)
    return half


if __name__ == "__main__":
    sys.exit(main())
