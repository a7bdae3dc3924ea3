"""The typed values that facts are made of: durations, deadlines, ages, amounts, addresses, contact."""

import re
from collections.abc import Callable, Generator, Iterator
from enum import Enum
from typing import Any

import phonenumbers
from pydantic import conint, constr, root_validator

from bot.standards.base import Strict
from bot.standards.errors import (
    AgeLimitError,
    ConditionError,
    DurationError,
    EmailError,
    PhoneError,
    PhoneTextError,
)

_DURATION = re.compile(r"(\d+) (hours?|days?|weekdays?|overnights?|weeks?|months?|years?)")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")


class Unit(str, Enum):
    """What a duration counts. An overnight is one day with its night, as a stay is counted (Danish: døgn)."""

    HOUR = "hour"
    DAY = "day"
    WEEKDAY = "weekday"
    OVERNIGHT = "overnight"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_DAYS = {
    Unit.HOUR: 1 / 24,
    Unit.DAY: 1.0,
    Unit.WEEKDAY: 7 / 5,
    Unit.OVERNIGHT: 1.0,
    Unit.WEEK: 7.0,
    Unit.MONTH: 30.44,
    Unit.YEAR: 365.25,
}


class Duration(Strict):
    """A length of time as a standard states it, written in content as "8 weeks"."""

    count: conint(ge=1)  # type: ignore[valid-type]
    unit: Unit

    @classmethod
    def __get_validators__(cls) -> Generator[Callable[..., Any], None, None]:
        yield cls.parse

    @classmethod
    def parse(cls, value: Any) -> "Duration":
        """Read "8 weeks", or pass a Duration through.

        Raises:
            ValueError: the text is not a number and a unit.
        """
        if isinstance(value, Duration):
            return value
        match = _DURATION.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise DurationError()
        return cls(count=int(match[1]), unit=Unit(match[2].rstrip("s")))

    @property
    def days(self) -> float:
        """About how many days it lasts: good for sorting, never for showing."""
        return self.count * _DAYS[self.unit]


class Event(str, Enum):
    """A point from which, or to which, a standard counts time."""

    APPLICATION = "application"
    DECISION = "decision"
    DECISION_RECEIVED = "decision_received"
    GRANT = "grant"
    MOVING_IN = "moving_in"
    COMPLAINT_RECEIVED = "complaint_received"
    NEW_DECISION = "new_decision"
    PARTLY_UPHELD = "partly_upheld"


class Deadline(Strict):
    """A time limit; `since` and `until` are absent where the document does not say from when or to when."""

    at_most: Duration
    since: Event | None = None
    until: Event | None = None

    class Config(Strict.Config):
        fields = {"since": "from", "until": "to"}
        allow_population_by_field_name = True


class AgeLimit(Strict):
    """A limit in whole years. "over 30" is `above`, "fyldt 30" is `at_least`: exactly 30 is between them."""

    at_least: int | None = None
    above: int | None = None
    below: int | None = None

    @root_validator(skip_on_failure=True)
    def _one_lower_limit(cls, values: dict[str, Any]) -> dict[str, Any]:
        given = [key for key in ("at_least", "above", "below") if values.get(key) is not None]
        if not given or ("at_least" in given and "above" in given):
            raise AgeLimitError()
        lowest = values["above"] + 1 if values.get("above") is not None else values.get("at_least") or 0
        if values.get("below") is not None and lowest >= values["below"]:
            raise AgeLimitError()
        return values

    @property
    def lowest(self) -> int:
        """The lowest whole age inside the limit."""
        if self.above is not None:
            return self.above + 1
        return self.at_least or 0

    @property
    def highest(self) -> int | None:
        """The highest whole age inside the limit, or None where there is none."""
        return None if self.below is None else self.below - 1


class Condition(Strict):
    """When a value holds: every named circumstance, or with `any` at least one of the alternatives."""

    age: AgeLimit | None = None
    early_retirement_pension: bool | None = None
    any: tuple["Condition", ...] = ()

    @root_validator(skip_on_failure=True)
    def _says_something(cls, values: dict[str, Any]) -> dict[str, Any]:
        plain = values.get("age") is not None or values.get("early_retirement_pension") is not None
        if plain == bool(values.get("any")):
            raise ConditionError()
        return values


Condition.update_forward_refs()


class Phone(str):
    """A Danish telephone number in groups of two digits, or a short public number as for emergencies."""

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[Any], "Phone"]]:
        yield cls.parse

    @classmethod
    def parse(cls, value: Any) -> "Phone":
        """Read a number as "99 17 19 20".

        Raises:
            ValueError: it is not a number that exists in the Danish numbering plan, or grouped otherwise.
        """
        if not isinstance(value, str):
            raise PhoneTextError()
        digits = value.replace(" ", "")
        if re.fullmatch(r"1\d{2,3}", digits):
            return cls(digits)
        try:
            number = phonenumbers.parse(value, "DK")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not re.fullmatch(r"\d{8}", digits) or not phonenumbers.is_valid_number(number):
            raise PhoneError(number=value)
        return cls(" ".join(digits[i : i + 2] for i in range(0, 8, 2)))

    @property
    def href(self) -> str:
        """The address that a telephone dials."""
        digits = self.replace(" ", "")
        return f"tel:+45{digits}" if len(digits) == 8 else f"tel:{digits}"


class Email(str):
    """An e-mail address, in the small letters that all mail servers take alike."""

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[Any], "Email"]]:
        yield cls.parse

    @classmethod
    def parse(cls, value: Any) -> "Email":
        """Read an address.

        Raises:
            ValueError: it does not look like name@domain.
        """
        if not isinstance(value, str) or not _EMAIL.fullmatch(value):
            raise EmailError(address=value)
        return cls(value.lower())

    @property
    def href(self) -> str:
        """The address that a mail program opens."""
        return f"mailto:{self}"


class Address(Strict):
    """A postal address in Denmark."""

    street: str
    postal_code: constr(regex=r"^\d{4}$")  # type: ignore[valid-type]
    town: str


class Route(Strict):
    """One way to reach the municipality; with `when`, for those whom the document sends there."""

    unit: str
    phone: Phone | None = None
    email: Email | None = None
    address: Address | None = None
    digital_post: bool = False
    when: Condition | None = None


class Amount(Strict):
    """Danish kroner. `period` is absent where the document does not say for how long the amount is."""

    kroner: conint(ge=0)  # type: ignore[valid-type]
    period: Unit | None = None
    when: Condition | None = None


class Provider(Strict):
    """One residential facility that a standard names."""

    name: str
    address: Address
    self_governing: bool = False


class CollectedBy(str, Enum):
    """Who sends the bill."""

    MUNICIPALITY = "municipality"
    PROVIDER = "provider"


class Collection(Strict):
    """Who collects payment for what, and how."""

    what: str
    by: CollectedBy
    every: Duration | None = None
    in_advance: bool = False
    as_a_rule: bool = False
    methods: tuple[str, ...] = ()


class StayCount(Strict):
    """An example of how a stay is counted: from one weekday and hour to another."""

    start: str
    end: str
    counts: Duration


class StayPlan(Strict):
    """An example of how the days of a year may be used."""

    monthly: Duration
    once_a_year: Duration
