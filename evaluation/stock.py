"""Rasa as it comes, TensorFlow included, in an environment of its own: what others are measured against."""

from __future__ import annotations

from pathlib import Path

from bot.settings import ROOT

MAKE = "python3 scripts/bootstrap.py --stock"


class NoStockError(RuntimeError):
    """There is no such environment; the text says what makes it."""


def stock_python() -> Path:
    """Return its interpreter. Raises NoStockError."""
    python = ROOT / ".venv-stock" / "bin" / "python"
    if not python.exists():
        raise NoStockError(f"there is no environment with TensorFlow: {MAKE} makes it")
    return python
