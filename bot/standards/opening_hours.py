"""Opening hours as an operator writes them: hours of the weekdays, own closing days, days with other hours."""

import datetime
import re
from collections.abc import Callable, Generator, Sequence
from enum import Enum
from typing import Any

from pydantic import ValidationError, constr, root_validator, validator
from pydantic.error_wrappers import ErrorWrapper
from pydantic.errors import DateError

from bot.standards.base import Strict
from bot.standards.errors import (
    ClosingError,
    ClosingOrderError,
    DayTwiceError,
    HoursMissingError,
    HoursOverlapError,
    NeverOpenError,
    OpenAndClosedError,
    TimeRangeError,
    TimeRangeOrderError,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTES_OF_A_DAY = 24 * 60
TIME_RANGE = r"(\d{1,2}):(\d\d) ?[-–] ?(\d{1,2}):(\d\d)"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class TimeRange(Strict):
    """A part of a day on the clock, written in content as "09:00-12:00"; it ends by 24:00, the midnight after it.

    start, end  minutes from midnight; the end is not part of it
    """

    start: int
    end: int

    @classmethod
    def __get_validators__(cls) -> Generator[Callable[..., Any], None, None]:
        yield cls.parse

    @classmethod
    def parse(cls, value: Any) -> "TimeRange":
        """Read "09:00-12:00", or pass a TimeRange through.

        Raises:
            ValueError: it is not two times of a day with a dash between them, or the second is not after the first.
        """
        if isinstance(value, TimeRange):
            return value
        match = re.fullmatch(TIME_RANGE, value) if isinstance(value, str) else None
        if match is None:
            raise TimeRangeError()
        hour, minute, end_hour, end_minute = map(int, match.groups())
        start, end = hour * 60 + minute, end_hour * 60 + end_minute
        if max(minute, end_minute) > 59 or max(start, end) > MINUTES_OF_A_DAY:
            raise TimeRangeError()
        if end <= start:
            raise TimeRangeOrderError()
        return cls(start=start, end=end)

    def __str__(self) -> str:
        return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (self.start, self.end))


class OnHolidays(str, Enum):
    """What a public holiday does to the hours of its weekday."""

    CLOSED = "closed"
    OPEN = "open"


class Closing(Strict):
    """Own closing days: one, or all from the first to the last. `why` is told to citizens."""

    date: datetime.date | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    why: constr(max_length=100) | None = None  # type: ignore[valid-type]

    class Config(Strict.Config):
        fields = {"first": "from", "last": "to"}
        allow_population_by_field_name = True

    @validator("date", "first", "last", pre=True)
    def _written_as_date(cls, value: object) -> object:
        return _written_as_date(value)

    @root_validator(skip_on_failure=True)
    def _one_day_or_a_stretch(cls, values: dict[str, Any]) -> dict[str, Any]:
        date, first, last = (values.get(name) for name in ("date", "first", "last"))
        if (date is None) is (first is None) or (first is None) is not (last is None):
            raise ClosingError()
        if first is not None and last is not None and last < first:
            raise ClosingOrderError(first=first, last=last)
        return values

    def holds(self, day: datetime.date) -> bool:
        """Whether the day is one of these closing days."""
        if self.first is None or self.last is None:
            return day == self.date
        return self.first <= day <= self.last


class OtherHours(Strict):
    """A day with other hours than its weekday, whether or not it would be closed otherwise."""

    date: datetime.date
    hours: tuple[TimeRange, ...]

    @validator("date", pre=True)
    def _written_as_date(cls, value: object) -> object:
        return _written_as_date(value)

    @validator("hours")
    def _apart(cls, value: tuple[TimeRange, ...]) -> tuple[TimeRange, ...]:
        if not value:
            raise HoursMissingError()
        return _apart(value)


class OpeningHours(Strict):
    """When somebody can be reached, on the clocks of Denmark. A weekday without hours is closed.

    A day of `open` has its own hours; else a day of `closed` is closed; else a public holiday is, unless
    `on_holidays` says that it changes nothing; else the hours of the weekday hold.
    """

    monday: tuple[TimeRange, ...] = ()
    tuesday: tuple[TimeRange, ...] = ()
    wednesday: tuple[TimeRange, ...] = ()
    thursday: tuple[TimeRange, ...] = ()
    friday: tuple[TimeRange, ...] = ()
    saturday: tuple[TimeRange, ...] = ()
    sunday: tuple[TimeRange, ...] = ()
    on_holidays: OnHolidays = OnHolidays.CLOSED
    closed: tuple[Closing, ...] = ()
    open: tuple[OtherHours, ...] = ()

    @validator(*WEEKDAYS)
    def _apart(cls, value: tuple[TimeRange, ...]) -> tuple[TimeRange, ...]:
        return _apart(value)

    @root_validator(skip_on_failure=True)
    def _one_truth(cls, values: dict[str, Any]) -> dict[str, Any]:
        other = [item.date for item in values["open"]]
        if not other and not any(values[name] for name in WEEKDAYS):
            raise NeverOpenError()
        shut = {
            day for item in values["closed"] for day in (item.date, item.first if item.first == item.last else None)
        }
        mistakes = [
            ErrorWrapper(DayTwiceError(date=day), ("open", index, "date"))
            for index, day in enumerate(other)
            if day in other[:index]
        ] + [
            ErrorWrapper(OpenAndClosedError(date=day), ("open", index, "date"))
            for index, day in enumerate(other)
            if day in shut
        ]
        if mistakes:
            raise ValidationError(mistakes, OpeningHours)
        return values

    def of_weekday(self, number: int) -> tuple[TimeRange, ...]:
        """The hours of a weekday in their order; Monday is 0, as in `datetime.date.weekday`."""
        ranges: tuple[TimeRange, ...] = getattr(self, WEEKDAYS[number])
        return ranges


def _written_as_date(value: object) -> object:
    """Refuse what pydantic would take for seconds since 1970: 20261223 is no day of that year."""
    if value is None or isinstance(value, datetime.date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise DateError()


def _apart(ranges: Sequence[TimeRange]) -> tuple[TimeRange, ...]:
    """The ranges of a day in their order; two may touch, none may begin before the one before it ends."""
    ordered = sorted(ranges, key=lambda item: item.start)
    for first, second in zip(ordered, ordered[1:], strict=False):
        if second.start < first.end:
            raise HoursOverlapError(first=first, second=second)
    return tuple(ordered)
