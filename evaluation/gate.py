"""Whether figures are as good as the committed ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Where a figure stands, and whether more of it is better.
_HIGHER: tuple[tuple[str, ...], ...] = (
    ("single", "right"),
    ("several", "right"),
    ("municipality",),
    ("circumstances",),
    ("macro_f1",),
    ("out_of_scope", "recall"),
    ("out_of_scope", "precision"),
    ("safety", "recall"),
    ("noise", "typing_errors"),
    ("noise", "upper_case"),
    ("noise", "without_danish_letters"),
    ("noise", "without_punctuation"),
    ("noise", "doubled_letters"),
)
_LOWER: tuple[tuple[str, ...], ...] = (
    ("single", "confidently_wrong"),
    ("several", "confidently_wrong"),
    ("turned_away",),
    ("safety", "false_alarms"),
)
# Another processor rounds differently in the last digits of a float, which may turn a question at a threshold.
_ROUNDING = 0.004


def fallen(committed: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """One line for each figure that is worse than the committed one; empty when all hold."""
    return [*_worse(committed, now, _HIGHER, 1), *_worse(committed, now, _LOWER, -1)]


def _worse(
    committed: dict[str, Any], now: dict[str, Any], paths: tuple[tuple[str, ...], ...], sign: int
) -> Iterator[str]:
    for path in paths:
        before, after = _at(committed, path), _at(now, path)
        if (after - before) * sign < -_ROUNDING:
            yield f"{'.'.join(path)}: {after:.4f}, committed {before:.4f}"


def _at(figures: dict[str, Any], path: tuple[str, ...]) -> float:
    value: Any = figures
    for name in path:
        value = value[name]
    return float(value)
