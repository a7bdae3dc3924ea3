import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "bootstrap.py"


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def program(folder: Path, text: str) -> str:
    path = folder / "python3.10"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_script_can_be_read_by_python_3_8() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_script_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_a_python_on_the_path_that_does_not_start_is_passed_over(bootstrap: ModuleType, tmp_path: Path) -> None:
    assert not bootstrap.is_wanted_python(program(tmp_path, "exit 127"))


def test_a_python_of_another_version_is_passed_over(bootstrap: ModuleType, tmp_path: Path) -> None:
    # It runs the given check with a version that is not wanted.
    program_text = f'shift; exec {sys.executable} -c "import sys; sys.version_info = (3, 9, 1); $1"'
    assert not bootstrap.is_wanted_python(program(tmp_path, program_text))


def test_this_python_is_the_wanted_one(bootstrap: ModuleType) -> None:
    assert bootstrap.is_wanted_python(sys.executable)


@pytest.mark.parametrize(
    ("output", "hint"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("error: Failed to fetch: `x`\n  Caused by: dns error", "Check the network"),
        ("error sending request for url", "Check the network"),
    ],
)
def test_common_failures_come_with_advice(bootstrap: ModuleType, output: str, hint: str) -> None:
    assert hint in bootstrap.explain(output)


def test_a_long_failure_is_cut_to_its_end(bootstrap: ModuleType) -> None:
    explained = bootstrap.explain("\n".join(f"line {number}" for number in range(100)))
    assert "line 99" in explained
    assert "line 50" not in explained


def test_with_everything_in_place_it_says_and_changes_nothing() -> None:
    result = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_the_shipped_environment_stands_in_for_tensorflow_and_the_stock_one_has_it(bootstrap: ModuleType) -> None:
    assert "left_out" in bootstrap.SHIPPED.start_up()
    assert bootstrap.STOCK.start_up() == ""
    assert bootstrap.STOCK_LOCK in bootstrap.STOCK.locks
    assert set(bootstrap.SHIPPED.locks) < set(bootstrap.STOCK.locks)


def test_what_runs_at_the_start_of_python_is_one_line(bootstrap: ModuleType) -> None:
    # A .pth file is read line by line, and only lines that begin with "import" are run.
    start_up = bootstrap.SHIPPED.start_up()
    assert start_up.startswith("import ")
    assert start_up.count("\n") == 1


def test_an_environment_is_made_anew_when_a_lock_changes(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("one==1\n", encoding="utf-8")
    environment = bootstrap.Environment(tmp_path / "env", [lock], 1)
    (tmp_path / "env").mkdir()
    monkeypatch.setattr(bootstrap, "is_wanted_python", lambda path: True)
    environment.stamp.write_text(environment.fingerprint(), encoding="utf-8")
    environment.ready.touch()
    assert environment.is_current()
    lock.write_text("one==2\n", encoding="utf-8")
    assert not environment.is_current()
