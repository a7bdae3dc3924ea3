"""CPR numbers in a run of digits."""

from __future__ import annotations

import re

from bot.privacy.around import MONEY, UNIT, Said
from bot.privacy.calendar_days import YEAR, is_birthday, is_calendar_date, is_full_date
from bot.privacy.kinds import CPR, Span
from bot.privacy.rows import are_phones, counts_up, is_part_of_list
from bot.privacy.run_dates import are_times, full_date_at
from bot.privacy.runs import At, Found

_DICTATED = re.compile(
    r"(?<!\d)(\d{6})[ ,.:;-]{1,3}"
    r"((?:(?:og|så|med|de|sidste|fire|4|cifre|tal|er|efterfulgt|af|kontrolcifre|løbenummer)\b[ ,.:;-]{1,3}){1,8})"
    r"\d{4}(?!\d)",
    re.IGNORECASE,
)
_TELLS_REST = re.compile(r"sidste|cifre|løbenummer|efterfulgt|med", re.IGNORECASE)


def dictated_cpr(plain: str) -> list[Span]:
    """Find a CPR number that words part: "010190 og de sidste fire er 1234"."""
    return [
        Span(match.start(), match.end(), CPR)
        for match in _DICTATED.finditer(plain)
        if is_birthday(match[1]) and _TELLS_REST.search(match[2]) and not UNIT.match(plain, match.end())
    ]


def cpr_at(at: At) -> Found | None:
    """Find a CPR number that is written in a usual way, or announced."""
    last = _usual_cpr(at) or _unusual_cpr(at) or _announced_cpr(at)
    return (last, CPR) if last else None


def _usual_cpr(at: At) -> int | None:
    """Find ten digits without a gap, or with one behind the date, whatever other gaps there are."""
    run, first = at.run, at.first
    last, middle = run.reach(first, 10), run.reach(first, 6)
    if last is None or not is_birthday(run.digits(first, last)[:6]):
        return None
    if run.layout(first, last) in ((10,), (6, 4)):
        return last
    if middle is None or not (run.joined(first, middle) and run.joined(middle, last)):
        return None
    return None if _reads_otherwise(at, middle, last) else last


def _reads_otherwise(at: At, middle: int, last: int) -> bool:
    """Tell whether digits with several gaps are rather dates, times, an amount or a phone number with something."""
    run, first, layout = at.run, at.first, at.run.layout(at.first, last)
    if at.said is Said.CPR:
        return False
    if at.is_tied or (run.tied(last) and len(run.groups[last]) <= 4) or run.goes_on(MONEY, last):
        return True
    if YEAR.fullmatch(run.groups[first]) or are_times(run, first):
        return True
    if layout == (2, 2, 2, 4) and at.said is Said.DATE and not run.mark(middle) and "" not in run.marks(first, middle):
        return True
    if layout == (1,) * 10 and is_part_of_list(at, last):
        return True
    if layout == (2,) * 5 and counts_up(run.groups[first:last]):
        return True
    return layout == (2,) * 5 and (run.goes_on(UNIT, last) or are_phones(run, first))


def _unusual_cpr(at: At) -> int | None:
    """Find a CPR number whose year has four digits, or whose day or month has one: "01-01-1990-1234", "1.2.90-1234"."""
    run, first = at.run, at.first
    last = run.reach(first, 12)
    if last and run.layout(first, last) in ((12,), (8, 4)):
        return last if is_calendar_date(*date_parts(run.digits(first, last))) else None
    groups, last = run.groups[first : first + 4], first + 4
    if (
        len(groups) < 4
        or max(len(groups[0]), len(groups[1])) > 2
        or (len(groups[2]), len(groups[3])) not in _YEAR_AND_REST
    ):
        return None
    tied = run.tied(last - 1) or at.said in (Said.CPR, Said.BIRTH)
    return last if tied and not at.is_tied and is_calendar_date(*groups[:3]) else None


_YEAR_AND_REST = ((2, 4), (4, 4))


def date_parts(digits: str) -> tuple[str, str, str]:
    """Return day, month and year of eight digits."""
    return digits[:2], digits[2:4], digits[4:8]


def _announced_cpr(at: At) -> int | None:
    """Find what is called a CPR number, even with a mistake in it, a digit too many, or without the zero in front."""
    if at.said is not Said.CPR:
        return None
    last = at.run.reach(0, 9)
    if last and is_birthday("0" + at.run.digits(0, last)[:5]):
        return last
    return at.run.reach(0, 10) or at.run.reach(0, 11)


def loose_cpr_at(at: At) -> Found | None:
    """Find a CPR number with odd gaps that are all alike: "2412 7112 34"."""
    run, first = at.run, at.first
    last = run.reach(first, 10)
    if last is None or not is_birthday(run.digits(first, last)[:6]) or run.reach(first, 6):
        return None
    layout, marks = run.layout(first, last), set(run.marks(first, last))
    thousands = layout[0] <= 3 and set(layout[1:]) == {3}
    beside = {run.mark(place) for place in (first, last) if at.since < place < len(run.groups)}
    if len(marks) != 1 or not run.joined(first, last) or thousands or beside & marks:
        return None
    if layout == (2, 8) or (layout == (8, 2) and is_full_date(run.groups[first])) or full_date_at(at):
        return None
    if YEAR.fullmatch(run.groups[first]) or at.is_reference or at.said is Said.QUANTITY or run.goes_on(UNIT, last):
        return None
    return last, CPR
