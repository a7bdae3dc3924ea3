"""The accounts of staff on the command line."""

import dataclasses
import fcntl
import io
import json
import os
import pty
import select
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.cli import main
from bot.conversations.database import open_database
from bot.conversations.lockout import FREE_FAILURES
from bot.conversations.passwords import FEWEST_CHARS
from bot.conversations.sessions import NewSession, NoSessionError, Sessions, WrongLoginError
from bot.conversations.staff import ROLES, Accounts
from bot.settings import ROOT, Settings
from bot.standards.model import Content
from bot.wording.i18n import text
from tests.databases import KINDS, fresh_database
from tests.staffing import OTHER_PASSWORD, PASSWORD

PATIENCE_SECONDS = 60.0

LISE = ("staff", "add", "lise", "--shown-name", "Lise", "--role", "agent", "--municipality", "thisted")


@dataclasses.dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@dataclasses.dataclass(frozen=True)
class Terminal:
    """Runs commands as a person does, beside a service that has the database open."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    sessions: Sessions
    accounts: Accounts

    def run(self, *arguments: str, typed: str = "") -> Said:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(arguments)
        said = self.capsys.readouterr()
        return Said(code, said.out, said.err)

    def add(self, *more: str, password: str = PASSWORD) -> Said:
        return self.run(*LISE, *more, "--password-stdin", typed=f"{password}\n")

    def login(self, password: str = PASSWORD) -> NewSession:
        return self.sessions.login("lise", password)


def unit_of(content: Content, municipality: str) -> str:
    """A unit that the municipality's standard sends citizens to."""
    contact = content.standards[municipality, "midlertidigt-botilbud"][-1].topics.contact
    assert contact is not None
    return contact.routes[0].unit


@pytest.fixture(params=KINDS)
def terminal(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Terminal]:
    with fresh_database(request.param, tmp_path) as url:
        monkeypatch.setenv("VEJVISER_DATABASE", url)
        engine = open_database(url)
        yield Terminal(capsys, monkeypatch, Sessions(engine), Accounts(engine))
        engine.dispose()


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the database of the default settings is."""
    monkeypatch.delenv("VEJVISER_DATABASE", raising=False)
    monkeypatch.setenv("VEJVISER_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


def test_a_new_account_can_log_in_at_once(terminal: Terminal, content: Content) -> None:
    koege = content.municipalities["koege"].name
    said = terminal.add("--municipality", koege)
    assert said.code == 0
    assert text("staff.added", name="lise") in said.out
    assert terminal.login().staff.municipalities == ("koege", "thisted")


def test_a_password_is_never_said_back(terminal: Terminal) -> None:
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


def test_the_list_as_json_holds_the_accounts(terminal: Terminal) -> None:
    terminal.add()
    [one] = json.loads(terminal.run("staff", "list", "--json").out)
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


def test_the_list_is_one_line_for_each_account_with_what_is_special_about_it(terminal: Terminal) -> None:
    assert terminal.run("staff", "list").out.strip() == text("staff.nobody")
    terminal.add()
    lise = terminal.accounts.named("lise")
    terminal.accounts.seen(lise.id)
    terminal.accounts.away(lise.id, "Frokost")
    terminal.run("staff", "disable", "lise")
    for _ in range(FREE_FAILURES):
        with pytest.raises(WrongLoginError):
            terminal.login(OTHER_PASSWORD)
    [line] = terminal.run("staff", "list").out.splitlines()
    for part in (text("staff.role.agent"), text("staff.disabled"), text("staff.locked", count=1), "Frokost"):
        assert part in line


def test_a_new_password_replaces_the_old_one_and_ends_the_logins(terminal: Terminal) -> None:
    terminal.add()
    token = terminal.login().token
    assert terminal.run("staff", "password", "Lise", "--password-stdin", typed=OTHER_PASSWORD).code == 0
    with pytest.raises(NoSessionError):
        terminal.sessions.find(token)
    with pytest.raises(WrongLoginError):
        terminal.login()
    assert terminal.login(OTHER_PASSWORD)


def test_a_disabled_account_is_logged_out_and_can_be_enabled_again(terminal: Terminal) -> None:
    terminal.add()
    token = terminal.login().token
    assert terminal.run("staff", "disable", "lise").code == 0
    with pytest.raises(NoSessionError):
        terminal.sessions.find(token)
    assert terminal.run("staff", "enable", "lise").code == 0
    assert terminal.login()


def test_a_locked_account_is_unlocked_without_waiting(terminal: Terminal) -> None:
    terminal.add()
    for _ in range(FREE_FAILURES):
        with pytest.raises(WrongLoginError):
            terminal.login(OTHER_PASSWORD)
    assert json.loads(terminal.run("staff", "list", "--json").out)[0]["locked_seconds"] > 0
    assert terminal.run("staff", "unlock", "lise").code == 0
    assert terminal.login()


def test_a_change_leaves_what_is_not_named(terminal: Terminal, content: Content) -> None:
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


def test_a_unit_that_the_new_municipalities_do_not_have_cannot_stay(terminal: Terminal, content: Content) -> None:
    unit = unit_of(content, "thisted")
    terminal.add("--unit", unit)
    said = terminal.run("staff", "change", "lise", "--municipality", "koege")
    assert said.code == 2
    assert unit in said.err
    assert terminal.accounts.named("lise").municipalities == ("thisted",)


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_can_be_given(role: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD))
    assert main([*LISE, "--role", role, "--password-stdin", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["role"] == role


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
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code = main(arguments)
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert told in said.err
    assert len(said.err.strip().splitlines()) == 1
    main(["staff", "list", "--json"])
    assert json.loads(capsys.readouterr().out) == []


def test_a_change_that_changes_nothing_is_wrong_use(terminal: Terminal) -> None:
    terminal.add()
    said = terminal.run("staff", "change", "lise")
    assert (said.code, said.err.strip()) == (2, text("staff.error.nothing"))


def test_a_name_that_is_taken_is_told(terminal: Terminal) -> None:
    terminal.add()
    said = terminal.add()
    assert (said.code, said.err.strip()) == (2, text("staff.error.name_taken"))


@pytest.mark.parametrize("url", ["postgresql://a:hemmelig@127.0.0.1:1/db", "mysql://a:hemmelig@127.0.0.1/db"])
def test_a_database_that_cannot_be_used_is_a_failure_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("VEJVISER_DATABASE", url)
    code = main(["staff", "list"])
    said = capsys.readouterr()
    assert (code, said.out, len(said.err.strip().splitlines())) == (1, "", 1)
    assert "hemmelig" not in said.err


def test_the_folder_of_the_database_is_made_for_its_owner_alone(
    own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff", "list"]) == 0
    assert own_folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("own_folder")
def test_staff_cannot_be_locked_out_by_broken_content_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD))
    main([*LISE, "--password-stdin"])
    monkeypatch.setenv("VEJVISER_CONTENT", str(tmp_path / "nothing"))
    assert main(["staff", "disable", "lise"]) == 0


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
    script = (
        "import sys; from bot.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('sqlalchemy', 'argon2') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, command], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.splitlines()[-1] == "[]"
