"""What the files in deploy/ name is there, and means what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from sanic.config import Config

from bot import cli
from bot.settings import ROOT, Settings
from tests.routes import served

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
INSTALLED = "/opt/vejviser"
# What is Rasa's own.
FOREIGN = {"RASA_CACHE_DIRECTORY"}
HARDENED = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "StateDirectory": "vejviser"}


def variables() -> dict[str, str]:
    lines = (DEPLOY / "vejviser.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def unit(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def test_the_environment_file_has_every_setting_and_nothing_that_nobody_reads() -> None:
    assert set(variables()) - FOREIGN == set(Settings().as_env())


def test_the_environment_file_can_be_used_as_it_is_and_is_for_production() -> None:
    settings = Settings.from_env(variables())
    assert (settings.environment, settings.rest_enabled, settings.proxies) == ("production", False, 1)


def test_no_secret_stands_in_the_environment_file() -> None:
    settings = Settings.from_env(variables())
    assert (settings.webhook_secret, settings.redis, "@" in settings.database) == ("", "", False)


def test_the_values_that_are_given_are_the_defaults_where_nothing_speaks_against_them() -> None:
    given, usual = Settings.from_env(variables()), Settings()
    for name in ("kept_days", "idle_seconds", "answer_seconds", "max_message_chars", "absent_seconds", "late_seconds"):
        assert getattr(given, name) == getattr(usual, name)


def test_all_that_is_written_lies_where_the_unit_may_write() -> None:
    given = variables()
    written = [given[name] for name in ("VEJVISER_VAR", "VEJVISER_MODELS", "RASA_CACHE_DIRECTORY")]
    assert all(path.startswith("/var/lib/vejviser/") for path in written)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_hardened_and_reads_the_settings(path: Path) -> None:
    found = unit(path)
    assert {name: found[name][0] for name in HARDENED} == HARDENED
    assert found["EnvironmentFile"] == ["/etc/vejviser/vejviser.env", "-/etc/vejviser/secrets.env"]
    assert found["User"] == ["vejviser"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_what_a_unit_starts_and_refers_to_is_in_the_checkout(path: Path) -> None:
    found = unit(path)
    assert found["WorkingDirectory"] == [INSTALLED]
    [manual] = found["Documentation"]
    assert (ROOT / manual.removeprefix(f"file://{INSTALLED}/")).is_file()
    python, dash_m, module, *arguments = found["ExecStart"][0].split()
    assert (python, dash_m) == (f"{INSTALLED}/.venv/bin/python", "-m")
    shown = subprocess.run(
        [ROOT / ".venv/bin/python", "-m", module, *arguments[:1] * (module == "bot"), "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert [option for option in arguments if option.startswith("--") and option not in shown.stdout] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_understands_the_units() -> None:
    told = subprocess.run(
        ["systemd-analyze", "verify", *sorted(DEPLOY.glob("*.service")), *sorted(DEPLOY.glob("*.timer"))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # Nothing is installed there on the machine of the tests.
    absent = [line for line in told.stderr.splitlines() if f"Command {INSTALLED}/.venv/bin/python" in line]
    mine = [line for line in told.stderr.splitlines() if "vejviser" in line]
    assert mine == absent


def test_the_proxy_speaks_to_the_service_and_passes_streams_on_at_once() -> None:
    given, caddy = variables(), (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert f"reverse_proxy {given['HOST']}:{given['PORT']} {{" in caddy
    assert "flush_interval -1" in caddy


def test_the_proxy_names_the_streams_that_there_are() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    named = next(line for line in caddy.splitlines() if "not path" in line).split()[2:]
    streams = {path for _, path in served() if path.endswith("stream")}
    assert all(any(re.fullmatch(re.escape(name).replace(r"\*", ".*"), path) for name in named) for path in streams)
    assert len(streams) == 3


def test_the_proxy_lets_no_longer_headers_through_than_the_service_reads() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    [kilobytes] = re.findall(r"max_header_size (\d+)KB", caddy)
    assert int(kilobytes) * 1000 <= Config().REQUEST_MAX_HEADER_SIZE


def test_every_file_and_setting_that_the_manual_names_is_there() -> None:
    files = set(re.findall(r"\b((?:deploy|docs)/[\w.-]+\w)", OPERATIONS)) - {"docs/benchmark.md"}
    assert [name for name in sorted(files) if not (ROOT / name).exists()] == []
    assert set(re.findall(r"\bVEJVISER_[A-Z_]+\b", OPERATIONS)) <= set(Settings().as_env())
    assert {path.name for path in DEPLOY.iterdir() if path.is_file()} <= set(
        re.findall(r"deploy/([\w.-]+\w)", OPERATIONS)
    )


def test_every_command_that_the_manual_names_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"-m bot (\w+)", OPERATIONS)) | {"purge", "erase", "export"}
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    known = capsys.readouterr().out
    assert {"serve", "train", "staff"} <= named
    assert [command for command in sorted(named) if command not in known] == []


def test_the_scripts_can_be_run() -> None:
    assert os.access(DEPLOY / "databases.sh", os.X_OK)
