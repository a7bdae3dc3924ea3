"""Dates and times in a run of digits: found, so that nothing else is seen in them."""

from __future__ import annotations

from bot.privacy.calendar_days import is_calendar_date
from bot.privacy.kinds import DATE
from bot.privacy.runs import At, Found, Run


def full_date_at(at: At) -> Found | None:
    """Find a date with its century: "24/11 2026", "2026-11-24"."""
    groups, last = at.run.groups[at.first : at.first + 3], at.first + 3
    if len(groups) < 3 or not {"", ".", "-", "/"}.issuperset(at.run.marks(at.first, last)):
        return None
    day, month, year = reversed(groups) if len(groups[0]) == 4 else groups
    if len(year) == 4 and max(len(day), len(month)) <= 2 and is_calendar_date(day, month, year):
        return last, DATE
    return None


def short_date_at(at: At) -> Found | None:
    """Find a date without its century: "24.11.26"."""
    groups, last = at.run.groups[at.first : at.first + 3], at.first + 3
    if len(groups) < 3 or not (at.run.tied(at.first + 1) and at.run.tied(at.first + 2)):
        return None
    return (last, DATE) if max(map(len, groups)) <= 2 and is_calendar_date(*groups) else None


def are_times(run: Run, first: int) -> bool:
    """Tell whether two times of a day begin here: "20.30-22.30", "0830-1500"."""
    if run.layout(first, first + 2) == (4, 4):
        times = run.groups[first : first + 2]
        # A phone number may look the same, but does not begin with 0 or 1.
        return run.mark(first + 1) == "-" and times[0][0] in "01" and all(map(is_time, times))
    times = (run.digits(first, first + 2), run.digits(first + 2, first + 4))
    pairs = run.layout(first, first + 4) == (2, 2, 2, 2)
    return pairs and run.marks(first, first + 4) in _BETWEEN_TIMES and all(map(is_time, times))


_BETWEEN_TIMES = ((".", "-", "."), (".", "", "."))


def is_time(digits: str) -> bool:
    """Tell whether four digits may be a time of day."""
    return int(digits[:2]) <= 24 and int(digits[2:]) < 60
