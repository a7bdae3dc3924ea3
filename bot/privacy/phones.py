"""Phone numbers in a run of digits."""

from __future__ import annotations

from collections.abc import Iterator

import phonenumbers

from bot.privacy.around import IS_REFERENCE, UNIT, Said
from bot.privacy.calendar_days import YEAR, is_calendar_date, is_full_date
from bot.privacy.cpr import cpr_at, date_parts
from bot.privacy.kinds import PHONE, PUBLIC, PublicContacts
from bot.privacy.plain_text import plus_before
from bot.privacy.rows import counts_up, is_part_of_list, row_of
from bot.privacy.run_dates import are_times, full_date_at, is_time
from bot.privacy.runs import IN_NUMBER, At, Found, Run


def foreign_phone_at(at: At, public: PublicContacts) -> Found | None:
    """Find a number with a country code."""
    run, first = at.run, at.first
    skip = _prefix(at)
    if skip is None:
        return None
    ends = list(_ends(run, first, skip))
    possible = [last for last in ends if _is_possible(run.digits(first, last)[skip:])]
    if possible:
        last = possible[-1]
        number = run.digits(first, last)[skip:]
        return last, PUBLIC if number.startswith("45") and number[2:] in public.phones else PHONE
    if skip or not ends or run.goes_on(UNIT, ends[-1]):
        return None
    return ends[-1], PHONE


def _prefix(at: At) -> int | None:
    """Return how many digits stand for the plus that says that a country code follows: none, or the two of 00."""
    run, start = at.run, at.run.places[at.first][0]
    if plus_before(run.plain, start):
        return 0
    digits = run.digits(at.first, at.first + 2)
    if not digits.startswith("00") or digits[2:3] in ("", "0") or run.tied(at.first):
        return None
    return None if at.said in (Said.REFERENCE, Said.QUANTITY) or at.is_reference or at.is_identifier else 2


def _ends(run: Run, first: int, skip: int) -> Iterator[int]:
    """Yield the groups behind which an international number may end: it has 8 to 15 digits."""
    count = -skip
    for last in range(first, len(run.groups)):
        count += len(run.groups[last])
        if count > 15 or (last > first and not IN_NUMBER.issuperset(run.mark(last))):
            return
        if count >= 8:
            yield last + 1


def _is_possible(digits: str) -> bool:
    """Tell whether there is such a country code, and numbers of that length behind it."""
    for length in (1, 2, 3) if digits[0] != "0" else ():
        code = int(digits[:length])
        if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            number = phonenumbers.PhoneNumber(country_code=code, national_number=int(digits[length:]))
            reason = phonenumbers.is_possible_number_with_reason(number)
            return reason == phonenumbers.ValidationResult.IS_POSSIBLE
    return False


def announced_phone_at(at: At, public: PublicContacts) -> Found | None:
    """Find a number that is called a phone number, however it is written."""
    run, first = at.run, at.first
    if at.said is not Said.PHONE:
        return None
    if len(run.groups[first]) == 10 and run.groups[first].startswith("45"):
        return first + 1, PHONE
    last = run.reach(first, 8)
    if last is None or not run.joined(first, last) or are_times(run, first) or _are_short(run, first, last):
        return None
    if full_date_at(at):
        return None
    return _known_or_phone(at, last, public)


def _are_short(run: Run, first: int, last: int) -> bool:
    """Tell whether it is two numbers such as those for emergencies, which begin with 1."""
    return run.layout(first, last) == (4, 4) and all(group[0] == "1" for group in run.groups[first:last])


def phone_at(at: At, public: PublicContacts) -> Found | None:
    """Find a number that is written as phone numbers are, where nothing says that it is something else."""
    run, first = at.run, at.first
    last = run.reach(first, 8)
    if last is None or not run.joined(first, last):
        return None
    if run.digits(first, last) in public.phones:
        return last, PUBLIC
    if not _looks_like_phone(at, last) or _is_something_else(at, last):
        return None
    return _known_or_phone(at, last, public)


def _known_or_phone(at: At, last: int, public: PublicContacts) -> Found | None:
    run, first = at.run, at.first
    if run.digits(first, last) in public.phones:
        return last, PUBLIC
    for place in range(first + 1, last):
        end = run.reach(place, 8)
        if end and run.digits(place, end) in public.phones:
            return None
    return _with_rest(at, last, public), PHONE


def _with_rest(at: At, last: int, public: PublicContacts) -> int:
    """Take in the pairs behind a number in pairs, where it is not clear which of them are the number."""
    run, first = at.run, at.first
    if run.layout(first, last) != (2, 2, 2, 2):
        return last
    rest = row_of(run, first, 2) - 4
    end = last + rest
    if not 1 <= rest <= 3 or run.tied(end) or run.goes_on(UNIT, end):
        return last
    others = (At(run, place, last) for place in range(last, end))
    return last if any(cpr_at(other) or phone_at(other, public) for other in others) else end


def _is_something_else(at: At, last: int) -> bool:
    """Tell whether the surroundings make a case number, an amount or a quantity of it."""
    run = at.run
    if at.said in (Said.REFERENCE, Said.QUANTITY) or at.is_reference or at.is_tied:
        return True
    if run.goes_on(UNIT, last) or run.goes_on(IS_REFERENCE, last):
        return True
    if last == len(run.groups) - 1 and len(run.groups[last]) <= 4 and (run.tied(last) or run.gaps[last] == ","):
        return True
    return at.is_identifier


def _looks_like_phone(at: At, last: int) -> bool:
    """Tell whether eight digits are written as a phone number, and no date, year or amount is."""
    run, first = at.run, at.first
    digits, layout, marks = run.digits(first, last), run.layout(first, last), run.marks(first, last)
    if digits[0] in "01":
        return False
    if layout == (2, 2, 2, 2):
        return _are_phone_pairs(at, digits, marks)
    if len(set(marks)) > 1 or not _FORMS.get(layout, frozenset()).issuperset(marks or [""]):
        return False
    groups = run.groups[first:last]
    return not (
        is_full_date(digits)
        or _is_round(groups)
        or any(YEAR.fullmatch(group) for group in groups)
        or is_part_of_list(at, last)
    ) and _is_assigned(digits)


def _is_round(groups: tuple[str, ...]) -> bool:
    """Tell whether it is rather an amount, or two: "45000000", "4000 5000", "45 500 000"."""
    if len(groups) == 1:
        return groups[0].endswith("0000")
    long = [group for group in groups if len(group) > 2]
    return len(long) > 1 and all(group.endswith("00") for group in long)


# How a phone number is grouped where it is not in pairs, and with what between the groups: "" is a space.
_FORMS = {
    (8,): frozenset([""]),
    (4, 4): frozenset(["", "."]),
    (2, 3, 3): frozenset([""]),
    (3, 3, 2): frozenset([""]),
    (2, 2, 4): frozenset(["", ".", "-"]),
    (4, 2, 2): frozenset(["", ".", "-"]),
    (1,) * 8: frozenset(["", ".", "-"]),
}


def _are_phone_pairs(at: At, digits: str, marks: tuple[str, ...]) -> bool:
    """Tell whether four pairs are rather a phone number than dates, times, or a list."""
    if len(set(marks)) == 1:
        is_date = at.said in (Said.DATE, Said.BIRTH) and is_calendar_date(*date_parts(digits))
        counts = digits[1::2] == "0000" or counts_up(at.run.groups[at.first : at.first + 4])
        return not (is_date or counts)
    if marks[0] == marks[2]:
        return marks[0] == ""
    pairs = at.run.groups[at.first : at.first + 4]
    begins_otherwise = marks[0] != marks[1] and (is_calendar_date(pairs[0], pairs[1], "00") or is_time(digits[:4]))
    return not (begins_otherwise or is_calendar_date(*pairs[:3]))


def _is_assigned(digits: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.PhoneNumber(country_code=45, national_number=int(digits)))
