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
