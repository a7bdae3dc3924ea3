"""Rasa as it comes, TensorFlow included, in an environment of its own: what others are measured against."""

from __future__ import annotations

from pathlib import Path

from bot.settings import ROOT

MAKE = "python3 scripts/bootstrap.py --stock"


class NoStockError(RuntimeError):
    """There is no such environment; the text says what makes it."""


def stock_python(chosen: Path | None = None) -> Path:
    """Return its interpreter, or the one that was chosen in its place. Raises NoStockError."""
    python = chosen or ROOT / ".venv-stock" / "bin" / "python"
    if not python.exists():
        raise NoStockError(f"{python} is not there: {MAKE} makes an environment with TensorFlow")
    return python
