"""Numbers that stand in a row or a list."""

from __future__ import annotations

from itertools import pairwise

from bot.privacy.runs import At, Run


def are_phones(run: Run, first: int) -> bool:
    """Tell whether pairs of digits make up several phone numbers without a rest."""
    return run.groups[first][0] not in "01" and row_of(run, first, 2) in (8, 12)


def row_of(run: Run, first: int, length: int) -> int:
    """Count the groups of a length that follow each other with the same gap, up to the most that matters."""
    last = first + 1
    while last < min(first + 12, len(run.groups)) and len(run.groups[last]) == length:
        if run.mark(last) != run.mark(first + 1):
            break
        last += 1
    return last - first


def is_part_of_list(at: At, last: int) -> bool:
    """Tell whether the row goes on before or behind with a group of the same length and gap, or counts upwards."""
    run, first, groups = at.run, at.first, at.run.groups
    if last - first == 1:
        return False
    if first > at.since and len(groups[first - 1]) == len(groups[first]) and run.mark(first) == run.mark(first + 1):
        return True
    # A postal code may stand behind a number that ends with four digits.
    allowed = 2 if len(groups[last - 1]) == 4 else 1
    same_gap = last < len(groups) and run.mark(last) == run.mark(last - 1)
    if same_gap and row_of(run, last - 1, len(groups[last - 1])) > allowed:
        return True
    return counts_up(groups[first:last])


def counts_up(groups: tuple[str, ...]) -> bool:
    """Tell whether it is rather a list: "20 21 22 23"."""
    return all(int(after) - int(before) == 1 for before, after in pairwise(groups))
