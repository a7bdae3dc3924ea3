"""What opening hours mean at a moment: open until when, or closed, why, and until when."""

import datetime
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from zoneinfo import ZoneInfo

import holidays

from bot.standards.model import Municipality
from bot.standards.opening_hours import OnHolidays, OpeningHours, TimeRange

# How far ahead the next opening or closing is looked for, a year and a day.
_DAYS_AHEAD = 366
_DAY = datetime.timedelta(days=1)
_HOUR = datetime.timedelta(hours=1)
_UTC = datetime.timezone.utc


class OpeningState(str, Enum):
    """Whether it is open; unknown where nobody has said when."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Opening:
    """What holds at a moment. Times are on the clocks of Denmark, to the minute.

    until  when it closes, where it is open; ranges that touch are one. None where it does not close within a year
    opens  when it opens next, where it is closed. None where it does not open within a year
    why    why the day is closed, where it is: the operator's reason, or the public holiday's name as in a calendar
    """

    state: OpeningState
    until: datetime.datetime | None = None
    opens: datetime.datetime | None = None
    why: str | None = None


def opening(hours: OpeningHours | None, moment: datetime.datetime) -> Opening:
    """What the hours mean at a moment.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    if hours is None:
        return Opening(OpeningState.UNKNOWN)
    now, today = moment.astimezone(_UTC), moment.astimezone(_zone()).date()
    _, why = _plan(hours, today)
    horizon = _midnight(today + _DAYS_AHEAD * _DAY)
    for start, end in _joined(hours, today):
        if end <= now:
            continue
        if start <= now:
            return Opening(OpeningState.OPEN, until=end.astimezone(_zone()) if end < horizon else None)
        return Opening(OpeningState.CLOSED, opens=start.astimezone(_zone()), why=why)
    return Opening(OpeningState.CLOSED, why=why)


def hours_of(municipality: Municipality, unit_name: str | None = None) -> OpeningHours | None:
    """The unit's own hours, else the municipality's; None where neither is known."""
    own = next((unit.opening_hours for unit in municipality.units if unit.name == unit_name), None)
    return own or municipality.opening_hours


@functools.cache
def public_holidays(year: int) -> Mapping[datetime.date, str]:
    """The public holidays of Denmark in a year, with their Danish names."""
    return MappingProxyType(dict(holidays.country_holidays("DK", years=year, expand=False, language="da")))


@functools.lru_cache(maxsize=1)
def _zone() -> ZoneInfo:
    return ZoneInfo("Europe/Copenhagen")


def _plan(hours: OpeningHours, day: datetime.date) -> tuple[tuple[TimeRange, ...], str | None]:
    """The hours of a day, and why it is closed where that has a reason."""
    other = next((item for item in hours.open if item.date == day), None)
    if other is not None:
        return other.hours, None
    closings = [item for item in hours.closed if item.holds(day)]
    holiday = public_holidays(day.year).get(day) if hours.on_holidays is OnHolidays.CLOSED else None
    if closings or holiday is not None:
        return (), next((item.why for item in closings if item.why), holiday)
    return hours.of_weekday(day.weekday()), None


def _joined(hours: OpeningHours, first: datetime.date) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """The stretches of time in which it is open, from a day on, in UTC; those that touch are one."""
    before: tuple[datetime.datetime, datetime.datetime] | None = None
    for number in range(_DAYS_AHEAD):
        for start, end in _stretches(first + number * _DAY, hours):
            if before is not None and before[1] == start:
                start = before[0]
            elif before is not None:
                yield before
            before = start, end
    if before is not None:
        yield before


def _stretches(day: datetime.date, hours: OpeningHours) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """When the clock shows an hour of the day's plan, in UTC.

    An hour that the clock skips in spring is never, one that it shows twice in autumn is twice.
    """
    ranges, _ = _plan(hours, day)
    clock = datetime.datetime.combine(day, datetime.time(), _UTC)
    for first, last, offset in _parts(day) if ranges else ():
        for item in ranges:
            start = max(first, clock + datetime.timedelta(minutes=item.start) - offset)
            end = min(last, clock + datetime.timedelta(minutes=item.end) - offset)
            if start < end:
                yield start, end


def _parts(day: datetime.date) -> Iterator[tuple[datetime.datetime, datetime.datetime, datetime.timedelta]]:
    """The day in UTC with its distance from UTC: one part, or two where the clocks change."""
    start, end = _midnight(day), _midnight(day + _DAY)
    before, after = _offset(start), _offset(end)
    change = start if before != after else end
    while _offset(change) == before and change < end:
        change += _HOUR
    yield start, change, before
    if change < end:
        yield change, end, after


def _midnight(day: datetime.date) -> datetime.datetime:
    """When the day begins, in UTC: moments of one zone would be compared by their clocks alone."""
    return datetime.datetime.combine(day, datetime.time(), _zone()).astimezone(_UTC)


def _offset(moment: datetime.datetime) -> datetime.timedelta:
    return moment.astimezone(_zone()).utcoffset() or datetime.timedelta()
