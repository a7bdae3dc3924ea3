"""Helpers of tests that run real processes; how these are started stands in evaluation/serving.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from evaluation.serving import Assistant, holds_within, process, serving, status_of

__all__ = ["Assistant", "process", "serving", "status_of", "wait_for"]


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until a condition holds; fail the test if it does not within some seconds."""
    if not holds_within(condition, seconds):
        pytest.fail(f"not within {seconds:.0f} s: {what}")
