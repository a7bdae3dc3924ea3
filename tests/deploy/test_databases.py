"""deploy/databases.sh and deploy/backup.py on the machine's PostgreSQL, and on SQLite."""

from __future__ import annotations

import datetime
import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from bot.conversations.database import open_database
from bot.conversations.log import Log
from bot.settings import ROOT
from deploy.backup import main
from tests.databases import fresh_database, postgresql_server
from tests.planting import WORD, plant, tables_with

NEW, OLD = "vejviser-new.dump", "vejviser-old.dump"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def name() -> Iterator[str]:
    """A name for a role and a database, which both are gone afterwards."""
    made = f"vejviser_{uuid.uuid4().hex[:12]}"
    server = create_engine(f"{postgresql_server()}/postgres", isolation_level="AUTOCOMMIT")
    yield made
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {made} WITH (FORCE)")
        connection.exec_driver_sql(f"DROP ROLE IF EXISTS {made}")
    server.dispose()


def make_database(name: str) -> subprocess.CompletedProcess[str]:
    url = make_url(postgresql_server())
    place = {"PGHOST": url.host or "", "PGPORT": str(url.port or 5432), "PGUSER": url.username or ""}
    known = {"PGPASSWORD": url.password} if url.password else {}
    return subprocess.run(
        [ROOT / "deploy" / "databases.sh", name],
        env={**os.environ, **place, **known},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_database_is_made_once_and_belongs_to_the_role_of_its_name(name: str) -> None:
    told = [make_database(name) for _ in range(2)]
    assert [(one.returncode, one.stderr) for one in told] == [(0, "")] * 2
    server = create_engine(f"{postgresql_server()}/postgres")
    with server.connect() as connection:
        owner = connection.exec_driver_sql(
            f"SELECT rolname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE datname = '{name}'"
        ).scalar()
    server.dispose()
    assert owner == name


def test_a_name_that_is_none_is_refused() -> None:
    assert make_database("vejviser; DROP DATABASE postgres").returncode == 2


@pytest.fixture
def url(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with fresh_database(request.param, tmp_path) as made:
        monkeypatch.setenv("VEJVISER_DATABASE", made)
        monkeypatch.setenv("VEJVISER_VAR", str(tmp_path))
        yield made


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_what_was_said_is_back_after_a_backup_was_restored(url: str, folder: Path) -> None:
    engine = open_database(url)
    planted = plant(engine, WORD)
    before = tables_with(engine, WORD)
    assert main(["--to", str(folder)]) == 0
    Log(engine).erase(planted.id)
    engine.dispose()
    [dump] = folder.iterdir()
    subprocess.run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={url}", dump], timeout=60, check=True
    )
    engine = open_database(url)
    assert tables_with(engine, WORD) == before
    engine.dispose()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_backup_of_sqlite_is_a_whole_database(url: str, folder: Path) -> None:
    engine = open_database(url)
    plant(engine, WORD)
    assert main(["--to", str(folder)]) == 0
    [copy] = folder.iterdir()
    restored = open_database(f"sqlite:///{copy}")
    assert tables_with(restored, WORD) == tables_with(engine, WORD)
    restored.dispose()
    engine.dispose()


@pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
def test_old_backups_are_removed_and_only_the_owner_may_read_new_ones(url: str, folder: Path) -> None:
    open_database(url).dispose()
    aged(folder, OLD, days=8)
    aged(folder, NEW, days=6)
    assert main(["--to", str(folder), "--days", "7"]) == 0
    names = {path.name for path in folder.iterdir()}
    assert OLD not in names
    assert NEW in names
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir() if path.name != NEW} == {0}


@pytest.mark.parametrize("database", ["sqlite:////no/such/folder/log.sqlite", "postgresql://a:hemmelig@127.0.0.1:1/b"])
def test_where_no_backup_can_be_made_the_old_ones_stay_and_one_line_says_so(
    database: str, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEJVISER_DATABASE", database)
    monkeypatch.setenv("VEJVISER_VAR", str(tmp_path))
    aged(folder, OLD, days=30)
    assert main(["--to", str(folder)]) == 1
    assert [path.name for path in folder.iterdir()] == [OLD]
    error = capsys.readouterr().err
    assert "no backup was made" in error
    assert "hemmelig" not in error


def aged(folder: Path, name: str, days: int) -> None:
    """Put a backup there that was made some days ago."""
    folder.mkdir(exist_ok=True)
    at = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)).timestamp()
    (folder / name).touch()
    os.utime(folder / name, (at, at))
