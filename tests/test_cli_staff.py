"""The accounts of staff on the command line."""

import fcntl
import json
import os
import pty
import select
import subprocess
import sys
import termios
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.lockout import FREE_FAILURES
from bot.conversations.passwords import FEWEST_CHARS
from bot.conversations.sessions import NewSession, Sessions, WrongLoginError
from bot.conversations.staff import ROLES, Accounts
from bot.settings import ROOT, Settings
from bot.standards.model import Content
from bot.wording.i18n import text
from tests.staffing import OTHER_PASSWORD, PASSWORD, fail, is_open
from tests.terminal import Said, Terminal, loaded_by

PATIENCE_SECONDS = 60.0

LISE = ("staff", "add", "lise", "--shown-name", "Lise", "--role", "agent", "--municipality", "thisted")


@dataclass(frozen=True)
class StaffTerminal(Terminal):
    """Beside a service that has the database open."""

    sessions: Sessions
    accounts: Accounts

    def add(self, *more: str, password: str = PASSWORD) -> Said:
        return self.run(*LISE, *more, "--password-stdin", typed=f"{password}\n")

    def login(self, password: str = PASSWORD) -> NewSession:
        return self.sessions.login("lise", password)


def unit_of(content: Content, municipality: str) -> str:
    """A unit that the municipality's standard sends citizens to."""
    contact = content.standards[municipality, "midlertidigt-botilbud"][-1].topics.contact
    assert contact is not None
    return contact.routes[0].unit


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str, engine: Engine
) -> StaffTerminal:
    monkeypatch.setenv("VEJVISER_DATABASE", database_url)
    return StaffTerminal(capsys, monkeypatch, Sessions(engine), Accounts(engine))


def test_a_new_account_can_log_in_at_once(terminal: StaffTerminal, content: Content) -> None:
    koege = content.municipalities["koege"].name
    said = terminal.add("--municipality", koege)
    assert said.code == 0
    assert text("staff.added", name="lise") in said.out
    assert terminal.login().staff.municipalities == ("koege", "thisted")


def test_a_password_is_never_said_back(terminal: StaffTerminal) -> None:
    said = [
        terminal.add("--json"),
        terminal.add(),
        terminal.add(password="kort"),
        terminal.run("staff", "password", "lise", "--password-stdin", typed=f"{OTHER_PASSWORD}\n"),
        terminal.run("staff", "list", "--json"),
    ]
    assert [one.code for one in said] == [0, 2, 2, 0, 0]
    whole = "".join(one.out + one.err for one in said)
    assert PASSWORD not in whole
    assert OTHER_PASSWORD not in whole
    assert "argon2" not in whole


def test_the_list_as_json_holds_the_accounts(terminal: StaffTerminal) -> None:
    terminal.add()
    [one] = terminal.json("staff", "list")
    assert one == {
        "id": one["id"],
        "name": "lise",
        "shown_name": "Lise",
        "role": "agent",
        "municipalities": ["thisted"],
        "units": [],
        "active": True,
        "away_reason": None,
        "seen_at": None,
        "locked_seconds": 0,
    }


def test_the_list_is_one_line_for_each_account_with_what_is_special_about_it(terminal: StaffTerminal) -> None:
    assert terminal.run("staff", "list").out.strip() == text("staff.nobody")
    terminal.add()
    lise = terminal.accounts.named("lise")
    terminal.accounts.seen(lise.id)
    terminal.accounts.away(lise.id, "Frokost")
    terminal.run("staff", "disable", "lise")
    fail(terminal.sessions, "lise", FREE_FAILURES)
    [line] = terminal.run("staff", "list").out.splitlines()
    for part in (text("staff.role.agent"), text("staff.disabled"), text("staff.locked", count=1), "Frokost"):
        assert part in line


def test_a_new_password_replaces_the_old_one_and_ends_the_logins(terminal: StaffTerminal) -> None:
    terminal.add()
    token = terminal.login().token
    assert terminal.run("staff", "password", "Lise", "--password-stdin", typed=OTHER_PASSWORD).code == 0
    assert not is_open(terminal.sessions, token)
    with pytest.raises(WrongLoginError):
        terminal.login()
    assert terminal.login(OTHER_PASSWORD)


def test_a_disabled_account_is_logged_out_and_can_be_enabled_again(terminal: StaffTerminal) -> None:
    terminal.add()
    token = terminal.login().token
    assert terminal.run("staff", "disable", "lise").code == 0
    assert not is_open(terminal.sessions, token)
    assert terminal.run("staff", "enable", "lise").code == 0
    assert terminal.login()


def test_a_locked_account_is_unlocked_without_waiting(terminal: StaffTerminal) -> None:
    terminal.add()
    fail(terminal.sessions, "lise", FREE_FAILURES)
    assert terminal.json("staff", "list")[0]["locked_seconds"] > 0
    assert terminal.run("staff", "unlock", "lise").code == 0
    assert terminal.login()


def test_a_change_leaves_what_is_not_named(terminal: StaffTerminal, content: Content) -> None:
    unit = unit_of(content, "thisted")
    terminal.add("--unit", unit)
    assert terminal.run("staff", "change", "lise", "--role", "supervisor", "--shown-name", "Lise H.").code == 0
    lise = terminal.accounts.named("lise")
    assert (lise.role, lise.shown_name, lise.municipalities, lise.units) == (
        "supervisor",
        "Lise H.",
        ("thisted",),
        (unit,),
    )
    assert terminal.run("staff", "change", "lise", "--all-units", "--municipality", "koege").code == 0
    lise = terminal.accounts.named("lise")
    assert (lise.role, lise.municipalities, lise.units) == ("supervisor", ("koege",), ())


def test_a_unit_that_the_new_municipalities_do_not_have_cannot_stay(terminal: StaffTerminal, content: Content) -> None:
    unit = unit_of(content, "thisted")
    terminal.add("--unit", unit)
    said = terminal.run("staff", "change", "lise", "--municipality", "koege")
    assert said.code == 2
    assert unit in said.err
    assert terminal.accounts.named("lise").municipalities == ("thisted",)


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_can_be_given(role: str, shell: Terminal) -> None:
    said = shell.run(*LISE, "--role", role, "--password-stdin", "--json", typed=PASSWORD)
    assert said.code == 0
    assert json.loads(said.out)["role"] == role


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((*LISE, "--municipality", "atlantis"), "atlantis"),
        ((*LISE, "--municipality", "aalborg"), "koege"),
        ((*LISE, "--unit", "Ministeriet"), "Ministeriet"),
        ((*LISE, "--role", "owner"), "supervisor"),
        ((*LISE, "--password-stdin"), str(FEWEST_CHARS)),
        (LISE, "--password-stdin"),
        (("staff", "password", "nobody"), "nobody"),
        (("staff", "change", "nobody", "--role", "agent"), "nobody"),
        (("staff", "disable", "nobody"), "nobody"),
        (("staff", "enable", "nobody"), "nobody"),
        (("staff", "unlock", "nobody"), "nobody"),
    ],
)
def test_a_wrong_call_is_told_in_one_line_that_helps_and_changes_nothing(
    shell: Terminal, arguments: tuple[str, ...], told: str
) -> None:
    said = shell.run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert shell.json("staff", "list") == []


def test_a_change_that_changes_nothing_is_wrong_use(terminal: StaffTerminal) -> None:
    terminal.add()
    said = terminal.run("staff", "change", "lise")
    assert (said.code, said.err.strip()) == (2, text("staff.error.nothing"))


def test_a_name_that_is_taken_is_told(terminal: StaffTerminal) -> None:
    terminal.add()
    said = terminal.add()
    assert (said.code, said.err.strip()) == (2, text("staff.error.name_taken"))


@pytest.mark.parametrize("url", ["postgresql://a:hemmelig@127.0.0.1:1/db", "mysql://a:hemmelig@127.0.0.1/db"])
def test_a_database_that_cannot_be_used_is_a_failure_in_one_line(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("VEJVISER_DATABASE", url)
    said = shell.run("staff", "list")
    assert (said.code, said.out, len(said.err.strip().splitlines())) == (1, "", 1)
    assert "hemmelig" not in said.err


def test_the_folder_of_the_database_is_made_for_its_owner_alone(own_folder: Path, shell: Terminal) -> None:
    assert shell.run("staff", "list").code == 0
    assert own_folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("own_folder")
def test_staff_cannot_be_locked_out_by_broken_content_alone(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shell.run(*LISE, "--password-stdin", typed=PASSWORD)
    monkeypatch.setenv("VEJVISER_CONTENT", str(tmp_path / "nothing"))
    assert shell.run("staff", "disable", "lise").code == 0


def typed_at_a_terminal(folder: Path, *lines: str) -> tuple[int, str]:
    """Add an account at a real terminal, typing these lines; return the exit code and what stood on the screen."""
    keyboard, screen = pty.openpty()

    def own_the_terminal() -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    child = subprocess.Popen(
        [sys.executable, "-m", "bot", *LISE],
        cwd=ROOT,
        env={**os.environ, "VEJVISER_VAR": str(folder), "VEJVISER_DATABASE": ""},
        stdin=screen,
        stdout=screen,
        stderr=screen,
        preexec_fn=own_the_terminal,
    )
    os.close(screen)
    shown, waiting = b"", list(lines)
    # The terminal is gone with the last who had it open.
    with suppress(OSError):
        while select.select([keyboard], [], [], PATIENCE_SECONDS)[0]:
            shown += os.read(keyboard, 1024)
            if waiting and shown.endswith(b": "):
                os.write(keyboard, f"{waiting.pop(0)}\n".encode())
    os.close(keyboard)
    return child.wait(PATIENCE_SECONDS), shown.decode()


def test_at_a_terminal_the_password_is_asked_twice_and_not_shown(own_folder: Path) -> None:
    code, shown = typed_at_a_terminal(own_folder, PASSWORD, PASSWORD)
    assert code == 0
    assert PASSWORD not in shown
    engine = open_database(Settings.from_env().database_url)
    assert Sessions(engine).login("lise", PASSWORD)
    engine.dispose()


def test_two_passwords_that_differ_are_refused(own_folder: Path) -> None:
    code, shown = typed_at_a_terminal(own_folder, PASSWORD, OTHER_PASSWORD)
    assert code == 2
    assert text("staff.error.passwords_differ") in shown


@pytest.mark.parametrize("command", ["topics", "staff"])
def test_the_database_s_library_is_loaded_by_the_commands_that_need_it_alone(command: str) -> None:
    assert loaded_by(command, among=("sqlalchemy", "argon2")) == []
