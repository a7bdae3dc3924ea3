"""Describe an exception without anything that a citizen may have written."""

from __future__ import annotations

import traceback


def where(error: BaseException) -> str:
    """Name the type of an exception and the lines it came through, without its message or any value."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    causes = f"\n  caused by {type(error.__cause__).__name__}" if error.__cause__ else ""
    return "\n".join([type(error).__name__, *lines]) + causes
