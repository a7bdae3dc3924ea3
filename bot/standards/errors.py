"""The mistakes that content can hold: the exception of loading, and the value errors that the check can name.

The value errors carry a code and values instead of a finished sentence, so that the check can tell an editor
about them in Danish; the English text is for developers.
"""

from collections.abc import Sequence

from pydantic.errors import PydanticValueError


class ContentError(Exception):
    """Content that cannot be used; `lines` says what is wrong, one line for each mistake."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


class DurationError(PydanticValueError):
    """Not a number with a unit."""

    code = "duration"
    msg_template = 'expected a number and a unit in English, such as "8 weeks" or "5 weekdays"'


class AgeLimitError(PydanticValueError):
    """No limit, two lower limits, or limits that leave no age between them."""

    code = "age_limit"
    msg_template = "expected at_least or above, below, or one of them with below"


class ConditionError(PydanticValueError):
    """Neither a circumstance nor alternatives, or both."""

    code = "condition"
    msg_template = "expected age and/or early_retirement_pension, or any: [..] alone"


class PhoneTextError(PydanticValueError):
    """A number that YAML did not read as text."""

    code = "phone_text"
    msg_template = 'expected a telephone number in quotes, such as "12 34 56 78"'


class PhoneError(PydanticValueError):
    """Not a number of the Danish numbering plan."""

    code = "phone"
    msg_template = '"{number}" is not a valid Danish telephone number'


class EmailError(PydanticValueError):
    """Not an address."""

    code = "email"
    msg_template = '"{address}" is not an e-mail address'


class HeadingError(PydanticValueError):
    """A fact that names a heading which the source does not list."""

    code = "heading"
    msg_template = '"{heading}" is not among source.headings'


class TimeRangeError(PydanticValueError):
    """Not two times of a day with a dash between them."""

    code = "time_range"
    msg_template = 'expected two times of a day, such as "09:00-12:00"'


class TimeRangeOrderError(PydanticValueError):
    """Hours that end before they begin, or go over midnight."""

    code = "time_range_order"
    msg_template = "expected an end after the start, 24:00 at the latest"


class HoursOverlapError(PydanticValueError):
    """Two ranges of a day that share time."""

    code = "hours_overlap"
    msg_template = '"{first}" and "{second}" overlap'


class HoursMissingError(PydanticValueError):
    """A day with other hours that names none."""

    code = "hours_missing"
    msg_template = "expected at least one range; a day without hours belongs under closed"


class ClosingError(PydanticValueError):
    """Neither one day nor a stretch of days, or both."""

    code = "closing"
    msg_template = "expected date, or from and to"


class ClosingOrderError(PydanticValueError):
    """A stretch of days that ends before it begins."""

    code = "closing_order"
    msg_template = "{last} is before {first}"


class DayTwiceError(PydanticValueError):
    """Two entries of hours for one day."""

    code = "day_twice"
    msg_template = "{date} has hours already"


class OpenAndClosedError(PydanticValueError):
    """A single day that is said to be open and closed."""

    code = "open_and_closed"
    msg_template = "{date} is also under closed"


class NeverOpenError(PydanticValueError):
    """Opening hours without any hours: unknown hours are left out instead."""

    code = "never_open"
    msg_template = "expected hours on some day"


class UnitTwiceError(PydanticValueError):
    """A unit that is named twice in one municipality."""

    code = "unit_twice"
    msg_template = '"{name}" is named twice'
