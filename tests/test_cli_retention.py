"""Purge, erase and export on the command line, beside a service that has the database open."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.conversations.database import READS, open_database
from bot.conversations.export import export
from bot.conversations.log import Log, now
from bot.conversations.retention import COMMAND, Retention
from bot.settings import ROOT
from bot.standards.model import Content
from bot.wording.i18n import text
from tests.databases import sqlite_in
from tests.planting import OTHER_WORD, PLANTED, WORD, Planted, days, files_with, plant, rows, tables_with
from tests.terminal import Terminal, loaded_by


@dataclass(frozen=True)
class PurgeTerminal(Terminal):
    """Beside a service that has the database open."""

    engine: Engine

    def old(self, municipality: str = "thisted") -> Planted:
        return plant(self.engine, WORD, lambda: now() - days(400), municipality, municipality)


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str, engine: Engine
) -> PurgeTerminal:
    monkeypatch.setenv("VEJVISER_DATABASE", database_url)
    return PurgeTerminal(capsys, monkeypatch, engine)


def test_a_purge_erases_what_is_old_and_tells_how_much_for_each_municipality(
    terminal: PurgeTerminal, content: Content
) -> None:
    terminal.old("thisted")
    terminal.old("koege")
    said = terminal.run("purge")
    assert said.code == 0
    for slug in ("thisted", "koege"):
        [line] = [line for line in said.out.splitlines() if line.startswith(content.municipalities[slug].name)]
        assert text("retention.counts.entries", count=PLANTED["entries"]) in line
        assert text("retention.counts.callbacks_not_done", count=PLANTED["callbacks_not_done"]) in line
    assert tables_with(terminal.engine, WORD) == []


def test_a_purge_leaves_what_is_not_old_enough(terminal: PurgeTerminal) -> None:
    plant(terminal.engine, WORD)
    said = terminal.run("purge")
    assert (said.code, said.out.strip()) == (0, text("retention.nothing_due"))
    assert rows(terminal.engine)["conversations"] == 1


def test_a_purge_says_that_the_robot_s_memory_follows_when_the_service_runs(terminal: PurgeTerminal) -> None:
    one = terminal.old()
    assert text("retention.robot_follows") in terminal.run("purge").out
    assert Log(terminal.engine).to_erase() == (one.id,)


def test_a_municipality_s_own_time_goes_before_the_service_s(
    terminal: PurgeTerminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "content"
    subprocess.run(["cp", "-r", str(ROOT / "content"), str(folder)], check=True, timeout=60)
    for slug, kept in (("thisted", 300), ("koege", 2)):
        file = folder / "municipalities" / slug / "municipality.yml"
        lines = [line for line in file.read_text().splitlines() if not line.startswith("retention_days")]
        file.write_text("\n".join([*lines, f"retention_days: {kept}", ""]))
    monkeypatch.setenv("VEJVISER_CONTENT", str(folder))
    monkeypatch.setenv("VEJVISER_KEPT_DAYS", "30")
    for slug in ("thisted", "koege", "hjoerring"):
        plant(terminal.engine, WORD, lambda: now() - days(10), slug, slug)
        plant(terminal.engine, WORD, lambda: now() - days(100), slug, slug)
    found = terminal.json("purge")
    assert {one["municipality"]: one["conversations"] for one in found["municipalities"]} == {
        "koege": 2,
        "hjoerring": 1,
    }


def test_a_dry_run_tells_the_same_and_erases_nothing(terminal: PurgeTerminal) -> None:
    terminal.old()
    before = rows(terminal.engine)
    dry = terminal.json("purge", "--dry-run")
    assert rows(terminal.engine) == before
    wet = terminal.json("purge")
    assert (dry["dry_run"], wet["dry_run"]) == (True, False)
    assert dry["municipalities"] == wet["municipalities"] == [{"municipality": "thisted", **PLANTED}]


def test_a_dry_run_says_that_nothing_was_done(terminal: PurgeTerminal) -> None:
    terminal.old()
    assert terminal.run("purge", "--dry-run").out.startswith(text("retention.would_purge"))
    assert Retention(terminal.engine, 21, {}).receipts() == ()


def test_the_receipts_are_listed(terminal: PurgeTerminal, content: Content) -> None:
    assert terminal.run("purge", "--receipts").out.strip() == text("retention.no_receipts")
    terminal.old()
    terminal.run("purge")
    [line] = terminal.run("purge", "--receipts").out.splitlines()
    for part in (content.municipalities["thisted"].name, text(f"retention.by.{COMMAND}")):
        assert part in line
    [one] = terminal.json("purge", "--receipts")
    assert {name: one[name] for name in PLANTED} == PLANTED


def test_a_purge_that_fails_points_to_the_receipts_for_what_it_has_done(
    terminal: PurgeTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.old()
    terminal.old()

    def break_off(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("UPDATE purges"):
            raise OperationalError(statement, {}, Exception(WORD))

    event.listen(Engine, "before_cursor_execute", break_off)
    try:
        said = terminal.run("purge")
    finally:
        event.remove(Engine, "before_cursor_execute", break_off)
    assert (said.code, said.err.strip()) == (1, text("retention.error.purge_broken"))
    assert WORD not in said.err
    [receipt] = Retention(terminal.engine, 21, {}).receipts()
    assert receipt.counts["conversations"] == 1
    assert rows(terminal.engine)["conversations"] == 1


def test_nothing_is_purged_while_the_content_is_broken(
    terminal: PurgeTerminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    terminal.old()
    monkeypatch.setenv("VEJVISER_CONTENT", str(tmp_path / "nothing"))
    assert terminal.run("purge").code == 1
    assert rows(terminal.engine)["conversations"] == 1


def test_a_conversation_is_erased_by_its_reference_and_no_other(terminal: PurgeTerminal) -> None:
    one = plant(terminal.engine, WORD)
    plant(terminal.engine, OTHER_WORD)
    written = one.reference.lower().replace("-", "")
    assert terminal.json("erase", written) == {"reference": one.reference, **PLANTED, "overwritten": True}
    assert tables_with(terminal.engine, WORD) == []
    assert tables_with(terminal.engine, OTHER_WORD) != []
    assert Log(terminal.engine).to_erase() == (one.id,)


def test_an_erasure_tells_how_much_it_was_and_that_the_robot_follows(terminal: PurgeTerminal) -> None:
    one = plant(terminal.engine, WORD)
    said = terminal.run("erase", one.reference)
    assert said.code == 0
    for part in (
        one.reference,
        text("retention.counts.notes", count=PLANTED["notes"]),
        text("retention.robot_follows"),
    ):
        assert part in said.out
    assert WORD not in said.out


@pytest.mark.parametrize("command", ["erase", "export"])
@pytest.mark.parametrize("reference", ["7KQ2-MM4D", "noget andet", ""])
def test_an_unknown_reference_is_told_in_one_line_and_fails(
    terminal: PurgeTerminal, command: str, reference: str
) -> None:
    plant(terminal.engine, WORD)
    said = terminal.run(command, reference)
    assert (said.code, said.out, said.err.strip()) == (1, "", text("retention.error.unknown", reference=reference))
    assert rows(terminal.engine)["conversations"] == 1


def test_what_was_erased_cannot_be_exported(terminal: PurgeTerminal) -> None:
    one = plant(terminal.engine, WORD)
    terminal.run("erase", one.reference)
    assert terminal.run("export", one.reference).code == 1


def test_an_export_is_json_on_the_screen(terminal: PurgeTerminal) -> None:
    one = plant(terminal.engine, WORD)
    said = terminal.run("export", one.reference.lower())
    assert said.code == 0
    assert json.loads(said.out) == export(terminal.engine, one.reference)


def test_an_export_goes_into_a_new_file_for_its_owner_alone(terminal: PurgeTerminal, tmp_path: Path) -> None:
    one, file = plant(terminal.engine, WORD), tmp_path / "borger.json"
    said = terminal.run("export", one.reference, "--output", str(file))
    assert said.code == 0
    assert WORD not in said.out
    assert str(file) in said.out
    assert json.loads(file.read_text(encoding="utf-8")) == export(terminal.engine, one.reference)
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_export_overwrites_no_file(terminal: PurgeTerminal, tmp_path: Path) -> None:
    one, file = plant(terminal.engine, WORD), tmp_path / "borger.json"
    file.write_text("noget andet")
    said = terminal.run("export", one.reference, "--output", str(file))
    assert (said.code, said.err.strip()) == (2, text("retention.error.file_exists", file=file))
    assert file.read_text() == "noget andet"


def test_an_export_into_a_folder_that_is_not_there_is_wrong_use(terminal: PurgeTerminal, tmp_path: Path) -> None:
    one = plant(terminal.engine, WORD)
    said = terminal.run("export", one.reference, "--output", str(tmp_path / "nothing" / "borger.json"))
    assert (said.code, len(said.err.strip().splitlines())) == (2, 1)


@pytest.mark.parametrize("command", ["purge", "erase"])
def test_after_the_command_no_file_of_sqlite_holds_a_word_of_it(
    own_folder: Path, command: str, shell: Terminal
) -> None:
    shell.run("purge")
    # The service has the database open all the time, so that its log stays where it is.
    engine = open_database(sqlite_in(own_folder))
    one = plant(engine, WORD, lambda: now() - days(400))
    assert files_with(own_folder, WORD) != []
    said = shell.run(command, *([one.reference] if command == "erase" else []))
    assert said.code == 0
    assert files_with(own_folder, WORD) == []
    assert text("retention.not_overwritten") not in said.out
    engine.dispose()


def test_who_has_the_database_in_use_is_told_that_something_may_be_left(own_folder: Path, shell: Terminal) -> None:
    shell.run("purge")
    engine = open_database(sqlite_in(own_folder))
    one = plant(engine, WORD)
    with engine.execution_options(**READS).begin() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM entries").scalar() == PLANTED["entries"]
        said = shell.run("erase", one.reference)
    assert said.code == 0
    assert text("retention.not_overwritten") in said.out
    assert tables_with(engine, WORD) == []
    engine.dispose()


@pytest.mark.parametrize("arguments", [("purge",), ("erase", "7KQ2-MM4D"), ("export", "7KQ2-MM4D")])
@pytest.mark.parametrize("url", ["postgresql://a:hemmelig@127.0.0.1:1/db", "mysql://a:hemmelig@127.0.0.1/db"])
def test_a_database_that_cannot_be_used_is_a_failure_in_one_line(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch, url: str, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("VEJVISER_DATABASE", url)
    said = shell.run(*arguments)
    assert (said.code, said.out, len(said.err.strip().splitlines())) == (1, "", 1)
    assert "hemmelig" not in said.err


@pytest.mark.parametrize("arguments", [("purge", "--dry-run", "--receipts"), ("erase",), ("export",)])
def test_a_wrong_call_ends_with_the_code_for_wrong_use(shell: Terminal, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        shell.run(*arguments)
    assert ended.value.code == 2


def test_the_help_of_the_commands_loads_no_database() -> None:
    assert loaded_by("purge", "--help", among=("sqlalchemy",)) == []


def test_the_commands_themselves_load_it(own_folder: Path) -> None:
    assert loaded_by("purge", among=("sqlalchemy",)) == ["sqlalchemy"]
