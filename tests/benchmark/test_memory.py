"""Memory of a server and all that it started."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from benchmark.memory import megabytes, tree

CHILD = "import sys, time; held = bytearray(64 * 2**20); print(1, flush=True); time.sleep(60)"
PARENT = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {CHILD!r}]); child.wait()"


@pytest.fixture
def family() -> Iterator[int]:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    parent.stdout.readline()
    pids = list(tree(parent.pid))
    yield parent.pid
    for pid in reversed(pids):
        os.kill(pid, 9)
    parent.wait()
    parent.stdout.close()


def test_a_process_and_its_child_are_counted(family: int) -> None:
    assert megabytes([family])["processes"] == 2


def test_what_the_child_holds_counts(family: int) -> None:
    found = megabytes([family])
    assert found["pss"] > 64
    assert found["rss"] >= found["pss"]


def test_nobody_is_counted_of_a_process_that_is_gone() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert megabytes([gone.pid]) == {"pss": 0, "rss": 0, "processes": 0}
