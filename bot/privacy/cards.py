"""Payment cards in a run of digits."""

from __future__ import annotations

from stdnum import luhn

from bot.privacy.kinds import CARD
from bot.privacy.runs import At, Found


def card_at(at: At) -> Found | None:
    """Find 13 to 19 digits that begin as cards do and whose check digit is right."""
    run, first = at.run, at.first
    if run.groups[first][0] not in "23456" or at.is_reference or at.is_tied:
        return None
    for last in reversed(range(first + 1, min(first + 5, len(run.groups)) + 1)):
        digits = run.digits(first, last)
        written = _is_card_layout(run.layout(first, last)) and run.joined(first, last)
        if written and not _is_ean(digits) and luhn.is_valid(digits):
            return last, CARD
    return None


def _is_card_layout(layout: tuple[int, ...]) -> bool:
    fours = {length % 4 for length in layout} == {0} or (set(layout[:-1]) == {4} and layout[-1] < 4)
    return (len(layout) == 1 or fours or layout in ((4, 6, 5), (4, 6, 4))) and 13 <= sum(layout) <= 19


def _is_ean(digits: str) -> bool:
    """Tell whether it is the number by which Danish authorities get their bills."""
    return len(digits) == 13 and digits.startswith("57")
