import ast
import fcntl
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "build_web.py"
NPM = """#!{python}
import pathlib, sys
with open("{calls}", "a") as calls:
    print(sys.argv[1], file=calls)
{body}
if sys.argv[1] == "--version":
    sys.exit()
if sys.argv[1] == "ci":
    pathlib.Path("node_modules").mkdir(exist_ok=True)
else:
    folder = pathlib.Path(sys.argv[-1])
    folder.mkdir()
    for name in ("widget.js", "desk.js", "lookup.js"):
        (folder / name).write_text("built")
"""


@pytest.fixture(scope="module")
def web() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_web", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Checkout:
    """A small checkout, and a machine whose Node.js only notes what it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.programs = folder / "bin"
        self.calls_file = folder / "calls"
        self.programs.mkdir()
        (self.root / "web" / "src").mkdir(parents=True)
        (self.root / "web" / "tools").mkdir()
        (self.root / "bot" / "wording" / "locales" / "da").mkdir(parents=True)
        for name in ("package.json", "package-lock.json", ".npmrc", "tsconfig.json", "vite.config.mjs", "src/main.ts"):
            (self.root / "web" / name).write_text("{}")
        for name in ("widget.yml", "desk.yml", "lookup.yml", "sheet.yml"):
            (self.root / "bot" / "wording" / "locales" / "da" / name).write_text("da: {}")
        self.node("v22.12.0")
        self.npm()

    def node(self, version: str) -> None:
        self._program("node", f"#!/bin/sh\necho {version}\n")

    def npm(self, body: str = "") -> None:
        self._program("npm", NPM.format(python=sys.executable, calls=self.calls_file, body=body))

    @property
    def calls(self) -> list[str]:
        return self.calls_file.read_text().split() if self.calls_file.exists() else []

    @property
    def widget(self) -> Path:
        return self.root / "web" / "dist" / "widget.js"

    @property
    def desk(self) -> Path:
        return self.widget.with_name("desk.js")

    def _program(self, name: str, text: str) -> None:
        path = self.programs / name
        path.write_text(text)
        path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    made = Checkout(tmp_path)
    monkeypatch.setenv("PATH", f"{made.programs}{os.pathsep}{os.environ['PATH']}")
    return made


def test_the_script_can_be_read_by_python_3_8() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_what_is_missing_is_built_once(web: ModuleType, checkout: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    assert web.build(checkout.root) == checkout.widget
    assert (checkout.widget.read_text(), checkout.desk.read_text()) == ("built", "built")
    assert web.build(checkout.root) == checkout.widget
    assert checkout.calls == ["--version", "ci", "run"]
    assert [line.split("]")[0] for line in capsys.readouterr().out.splitlines()] == ["[setup"] * 4


@pytest.mark.parametrize(
    "path",
    [
        "web/src/main.ts",
        "web/src/new.ts",
        "web/vite.config.mjs",
        "bot/wording/locales/da/widget.yml",
        "bot/wording/locales/da/desk.yml",
        "bot/wording/locales/da/lookup.yml",
        "bot/wording/locales/da/sheet.yml",
    ],
)
def test_a_changed_source_is_built_anew(web: ModuleType, checkout: Checkout, path: str) -> None:
    web.build(checkout.root)
    (checkout.root / path).write_text("changed")
    web.build(checkout.root)
    assert checkout.calls == ["--version", "ci", "run", "--version", "run"]


@pytest.mark.parametrize("name", ["widget.js", "desk.js", "lookup.js"])
def test_a_script_that_is_gone_is_built_anew(web: ModuleType, checkout: Checkout, name: str) -> None:
    web.build(checkout.root)
    (checkout.widget.parent / name).unlink()
    web.build(checkout.root)
    assert checkout.calls == ["--version", "ci", "run", "--version", "run"]
    assert (checkout.widget.parent / name).read_text() == "built"


def test_a_build_that_makes_but_one_script_changes_none(web: ModuleType, checkout: Checkout) -> None:
    web.build(checkout.root)
    (checkout.root / "web" / "src" / "main.ts").write_text("changed")
    checkout.npm(
        'if sys.argv[1] == "run": folder = pathlib.Path(sys.argv[-1]); folder.mkdir(); '
        '(folder / "widget.js").write_text("new"); sys.exit()'
    )
    with pytest.raises(web.BootstrapError, match=r"desk\.js"):
        web.build(checkout.root)
    assert (checkout.widget.read_text(), checkout.desk.read_text()) == ("built", "built")


def test_a_changed_lock_is_installed_anew(web: ModuleType, checkout: Checkout) -> None:
    web.build(checkout.root)
    (checkout.root / "web" / "package-lock.json").write_text("[]")
    web.build(checkout.root)
    assert checkout.calls.count("ci") == 2


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("npm error code EAI_AGAIN", "the package registry was not reached"),
        ("npm error code ENOSPC", "the disk is full"),
        ("src/main.ts(1,2): error TS2554: Expected 1", "error TS2554"),
    ],
)
def test_a_failed_build_keeps_the_old_widget_and_says_why_in_a_line(
    web: ModuleType, checkout: Checkout, output: str, said: str
) -> None:
    web.build(checkout.root)
    (checkout.root / "web" / "src" / "main.ts").write_text("changed")
    checkout.npm(f'if sys.argv[1] == "run": print("{output}"); sys.exit(1)')
    with pytest.raises(web.BootstrapError, match=re.escape(said)) as raised:
        web.build(checkout.root)
    assert "\n" not in str(raised.value)
    assert "web.log" in str(raised.value)
    assert checkout.widget.read_text() == "built"
    assert not (checkout.root / "web" / ".build").exists()
    checkout.npm()
    web.build(checkout.root)
    assert checkout.calls[-1] == "run"


def test_a_killed_installation_is_done_again(web: ModuleType, checkout: Checkout) -> None:
    checkout.npm('if sys.argv[1] == "ci": pathlib.Path("node_modules").mkdir(); sys.exit(137)')
    with pytest.raises(web.BootstrapError):
        web.build(checkout.root)
    checkout.npm()
    web.build(checkout.root)
    assert checkout.widget.exists()


def test_a_full_disk_is_said_before_anything_is_fetched(
    web: ModuleType, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 1))
    with pytest.raises(web.BootstrapError, match="disk is full"):
        web.build(checkout.root)
    assert "ci" not in checkout.calls


def test_two_builds_at_once_wait_for_each_other(checkout: Checkout) -> None:
    (checkout.root / "scripts").mkdir()
    for name in ("build_web.py", "bootstrap.py"):
        shutil.copy(ROOT / "scripts" / name, checkout.root / "scripts")
    (checkout.root / ".tools").mkdir()
    command = [sys.executable, str(checkout.root / "scripts" / "build_web.py")]
    with (checkout.root / ".tools" / "web.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
        with pytest.raises(subprocess.TimeoutExpired):
            running[0].wait(timeout=0.5)
        assert checkout.calls == []
    assert [one.wait(timeout=30) for one in running] == [0, 0]
    assert checkout.calls == ["--version", "ci", "run"]


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("v18.20.0", False),
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
    ],
)
def test_which_node_is_new_enough(web: ModuleType, checkout: Checkout, version: str, enough: bool) -> None:
    checkout.node(version)
    assert web.is_new_enough(web.version_of(str(checkout.programs / "node"))) is enough


def test_a_node_that_does_not_start_is_none(web: ModuleType, tmp_path: Path) -> None:
    assert web.version_of(str(tmp_path / "none")) == (0, 0)


def test_the_lock_names_no_registry_and_pins_every_package() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package or "integrity" not in package] == []
    root = lock["packages"][""]
    wanted = {**root["dependencies"], **root["devDependencies"]}
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_unit_tests_of_all_scripts_pass(web: ModuleType) -> None:
    try:
        web.check(ROOT)
    except web.BootstrapError:
        pytest.fail((ROOT / ".tools" / "web.log").read_text(encoding="utf-8"))
