"""Whether figures are as good as the committed ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evaluation.goals import at

# Where a figure stands, and whether more of it is better.
HIGHER: tuple[tuple[str, ...], ...] = (
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
    ("entities", "municipality"),
    ("entities", "circumstances"),
    ("entities", "person"),
    ("entities", "date"),
    ("entities", "everything"),
    ("development", "several", "right"),
    ("development", "safety", "recall"),
    ("end_to_end", "right"),
    ("end_to_end", "single", "right"),
    ("end_to_end", "several", "right"),
    ("over_rest", "out_of_scope", "not_answered"),
    ("over_rest", "danger", "number_first_and_person"),
    ("conversations", "turns_right"),
    ("conversations", "wholly_right"),
)
LOWER: tuple[tuple[str, ...], ...] = (
    ("single", "confidently_wrong"),
    ("several", "confidently_wrong"),
    ("turned_away",),
    ("safety", "false_alarms"),
    ("development", "several", "confidently_wrong"),
    ("development", "safety", "false_alarms"),
    ("end_to_end", "foreign"),
    ("end_to_end", "asked_again"),
    ("over_rest", "foreign"),
    ("over_rest", "harmless", "false_alarms"),
    ("conversations", "foreign"),
    ("conversations", "turns_to_answer"),
    ("conversations", "never_answered"),
)
# Another processor rounds differently in the last digits of a float, which may turn a question at a threshold.
_ROUNDING = 0.004


def fallen(committed: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """One line for each figure that is worse than the committed one, or not measured any more; empty when all hold.

    A figure that was never committed cannot fall. A whole part that `now` leaves out (what needs the running assistant,
    in the tests) is not compared.
    """
    return [*_worse(committed, now, HIGHER, 1), *_worse(committed, now, LOWER, -1)]


def _worse(
    committed: dict[str, Any], now: dict[str, Any], paths: tuple[tuple[str, ...], ...], sign: int
) -> Iterator[str]:
    for path in paths:
        before, after = at(committed, path), at(now, path)
        if before is None or path[0] not in now:
            continue
        if after is None:
            yield f"{'.'.join(path)}: not measured, committed {before:.4f}"
        elif (after - before) * sign < -_ROUNDING:
            yield f"{'.'.join(path)}: {after:.4f}, committed {before:.4f}"
