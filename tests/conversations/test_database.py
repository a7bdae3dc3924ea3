import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from bot.conversations.database import (
    MIGRATIONS,
    DatabaseError,
    migrate,
    newest_revision,
    open_database,
    revision_of,
    safe,
    unmigrated,
)
from bot.conversations.schema import metadata
from tests.together import at_the_same_time


def test_the_migrations_make_exactly_the_tables_of_the_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())


def test_conversations_of_an_earlier_version_stay_with_all_that_was_said(database_url: str) -> None:
    engine = unmigrated(database_url)
    migrate(engine, "0001")
    with engine.begin() as connection:
        for name, closed in (("open", None), ("over", "2026-11-20 10:00:00")):
            connection.execute(
                text(
                    "INSERT INTO conversations"
                    " (id, reference, token_hash, last_number, started_at, active_at, closed_at)"
                    " VALUES (:id, :id, :id, 1, '2026-11-20 09:00:00', '2026-11-20 09:00:00', :closed)"
                ),
                {"id": name, "closed": closed},
            )
            connection.execute(
                text(
                    "INSERT INTO entries (conversation_id, number, kind, at, text, data)"
                    " VALUES (:id, 1, 'citizen', '2026-11-20 09:00:00', 'Hej', '{}')"
                ),
                {"id": name},
            )
    migrate(engine)
    with engine.connect() as connection:
        states = dict(connection.execute(text("SELECT id, state FROM conversations")).fetchall())
        said = connection.execute(text("SELECT count(*) FROM entries")).scalar()
    engine.dispose()
    assert (states, said) == ({"open": "robot", "over": "closed"}, 2)


def test_the_newest_revision_is_the_one_that_alembic_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_a_database_has_no_revision_at_first_and_the_newest_when_it_has_been_opened(database_url: str) -> None:
    engine = unmigrated(database_url)
    assert revision_of(engine) is None
    open_database(database_url).dispose()
    assert revision_of(engine) == newest_revision()
    engine.dispose()


def test_tables_of_a_newer_version_are_one_clear_line_and_stay_as_they_are(database_url: str) -> None:
    engine = open_database(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="9999") as raised:
        open_database(database_url)
    assert len(str(raised.value).splitlines()) == 1
    assert revision_of(engine) == "9999"
    engine.dispose()


def test_several_processes_may_open_an_empty_database_at_once(database_url: str) -> None:
    at_the_same_time([lambda: open_database(database_url).dispose()] * 6)


def test_a_file_that_another_process_has_just_begun_to_write_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.2, other.execute, ["COMMIT"])
    done.start()
    engine = open_database(f"sqlite:///{path}")
    assert revision_of(engine) == newest_revision()
    engine.dispose()
    done.join()
    other.close()


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://somebody@127.0.0.1/db", "postgresql://a:hemmelig@127.0.0.1:1/db", "sqlite:////no/x"],
)
def test_a_database_that_cannot_be_used_is_one_clear_line(url: str) -> None:
    with pytest.raises(DatabaseError) as raised:
        open_database(url)
    assert len(str(raised.value).splitlines()) == 1
    assert "hemmelig" not in str(raised.value)


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.write_bytes(b"this is a letter to the municipality" * 100)
    with pytest.raises(DatabaseError, match="not a database"):
        open_database(f"sqlite:///{path}")


def test_a_password_is_not_shown() -> None:
    assert "hemmelig" not in safe("postgresql://a:hemmelig@127.0.0.1/db")
