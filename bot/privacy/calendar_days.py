"""Which digits are a day of the calendar."""

from __future__ import annotations

import re

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
YEAR = re.compile(r"19[0-9]{2}|20[0-4][0-9]")


def is_calendar_date(day: str, month: str, year: str) -> bool:
    """Tell whether there is such a day, in any century where the year has two digits."""
    if len(year) == 4 and not YEAR.fullmatch(year):
        return False
    leap_day = int(day) == 29 and int(month) == 2
    return 1 <= int(month) <= 12 and 1 <= int(day) <= _DAYS[int(month) - 1] and not (leap_day and int(year) % 4)


def is_birthday(digits: str) -> bool:
    """Tell whether six digits may begin a CPR number.

    Those who cannot have a CPR number get one whose day is raised by 60 (cpr.dk, "Erstatningspersonnummer").
    """
    day = int(digits[:2])
    return is_calendar_date(str(day - 60 if day > 60 else day), digits[2:4], digits[4:])


def is_full_date(digits: str) -> bool:
    """Tell whether eight digits are day, month and year, or year, month and day."""
    return is_calendar_date(digits[:2], digits[2:4], digits[4:]) or is_calendar_date(
        digits[6:], digits[4:6], digits[:4]
    )
