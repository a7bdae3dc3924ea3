"""Commands of the command line, run as a person runs them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from bot.cli import main
from bot.settings import ROOT


class Said(NamedTuple):
    """What came of a command: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """Runs commands; what is typed comes from standard input."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, *arguments: str, typed: str = "") -> Said:
        """Run a command."""
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(arguments)
        said = self.capsys.readouterr()
        return Said(code, said.out, said.err)

    def json(self, *arguments: str) -> Any:
        """Run a command that is to write JSON; return what it wrote."""
        return json.loads(self.run(*arguments, "--json").out)


def loaded_by(*arguments: str, among: tuple[str, ...]) -> list[str]:
    """Run a command in a process of its own; return which of some modules it has loaded."""
    script = (
        "import json, sys; from bot.cli import main\n"
        "try: main(sys.argv[2:])\n"
        "except SystemExit: pass\n"
        "print(json.dumps([name for name in json.loads(sys.argv[1]) if name in sys.modules]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, json.dumps(among), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded: list[str] = json.loads(run.stdout.splitlines()[-1])
    return loaded
