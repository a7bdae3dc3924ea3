"""What is erased leaves no trace in the files of SQLite, whoever else has them open."""

import random
import sqlite3
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.entry import ROBOT, NewEntry
from bot.conversations.log import Log, now
from bot.conversations.overwriting import empty_log, rebuild
from bot.conversations.retention import SERVICE, Retention
from bot.conversations.schema import purges
from tests.planting import WORD, days, files_with, plant, rows


def test_after_a_purge_no_file_of_sqlite_holds_a_word_of_it(sqlite_engine: Engine, tmp_path: Path) -> None:
    plant(sqlite_engine, WORD, lambda: now() - days(22))
    assert files_with(tmp_path, WORD) != []
    retention = Retention(sqlite_engine, 21, {})
    retention.purge(SERVICE)
    assert "log.sqlite-wal" in files_with(tmp_path, WORD)
    assert retention.overwrite()
    assert files_with(tmp_path, WORD) == []


def test_what_sqlite_left_behind_when_it_moved_rows_goes_when_the_file_is_built_anew(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    # With lengths in this order, SQLite 3.40 alone leaves a word behind, for all its `secure_delete`.
    log, chance = Log(sqlite_engine), random.Random(0)
    live: dict[str, list[str]] = {}
    gone: list[str] = []
    for _ in range(600):
        if chance.random() < 0.15 or not live:
            live[log.start("thisted").conversation.id] = []
        one = chance.choice(list(live))
        word = f"{chance.getrandbits(64):016x}"
        live[one].append(word)
        log.append(one, NewEntry(ROBOT, f"{word} " * chance.choice([1, 2, 12, 50, 180])))
        if chance.random() < 0.08:
            one = chance.choice(list(live))
            log.erase(one)
            gone += live.pop(one)
    assert rebuild(sqlite_engine)
    sqlite_engine.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [word for word in gone if word.encode() in kept] == []
    assert all(word.encode() in kept for words in live.values() for word in words)


def test_who_reads_meanwhile_keeps_reading_the_same_and_the_log_is_emptied_afterwards(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    planted = plant(sqlite_engine, WORD)
    reader = sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)
    query = "SELECT count(*) FROM entries"
    reader.execute("BEGIN")
    before = reader.execute(query).fetchone()
    Log(sqlite_engine).erase(planted.id)
    assert not empty_log(sqlite_engine)
    assert reader.execute(query).fetchone() == before
    reader.execute("COMMIT")
    assert reader.execute(query).fetchone() == (0,)
    reader.close()
    assert empty_log(sqlite_engine)
    assert files_with(tmp_path, WORD) == []


def test_who_writes_meanwhile_is_not_disturbed(sqlite_engine: Engine, tmp_path: Path) -> None:
    planted = plant(sqlite_engine, WORD)
    Log(sqlite_engine).erase(planted.id)
    with sqlite_engine.begin() as connection:
        connection.execute(insert(purges).values(at=now(), by=SERVICE, counts={}))
        assert not empty_log(sqlite_engine)
        assert not rebuild(sqlite_engine)
    assert rows(sqlite_engine)["purges"] == 1
    assert rebuild(sqlite_engine)
    assert files_with(tmp_path, WORD) == []


def test_a_database_is_rebuilt_beside_others_who_have_it_open(engine: Engine, database_url: str) -> None:
    other = open_database(database_url)
    planted = plant(engine, WORD)
    Log(engine).erase(planted.id)
    kept = Log(other).start("thisted").conversation.id
    assert rebuild(engine)
    assert rows(other)["conversations"] == 1
    assert Log(other).say(kept, "message-1", "hej").new
    other.dispose()
