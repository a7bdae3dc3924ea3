"""Helpers of tests that run real processes; how these are started stands in evaluation/serving.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluation.serving import Assistant, holds_within, process, serving, status_of

__all__ = ["Assistant", "child_pid", "process", "serving", "status_of", "wait_for"]


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until a condition holds; fail the test if it does not within some seconds."""
    if not holds_within(condition, seconds):
        pytest.fail(f"not within {seconds:.0f} s: {what}")


def child_pid(parent: int, word: str) -> int:
    """Return the process id of the child whose command line holds a word."""
    for task in Path(f"/proc/{parent}/task").iterdir():
        for pid in (task / "children").read_text(encoding="utf-8").split():
            if word in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0"):
                return int(pid)
    raise AssertionError(f"no child {word!r} of {parent}")
