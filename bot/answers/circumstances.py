"""What is known about the person a question is about. Unknown stays unknown: nothing is assumed."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

_SPAN = re.compile(r"([0-9]{1,3})(?:(-)([0-9]{1,3})?)?")


@dataclasses.dataclass(frozen=True)
class AgeSpan:
    """The whole years that an age may be, both ends included; `highest` None means that there is no upper end."""

    lowest: int
    highest: int | None

    @classmethod
    def parse(cls, value: str) -> "AgeSpan":
        """Read "24", "0-29" or "30-".

        Raises:
            ValueError: the text is none of these.
        """
        match = _SPAN.fullmatch(value)
        if match is None:
            raise ValueError(f"not an age: {value!r}")
        lowest = int(match[1])
        highest = int(match[3]) if match[3] else (None if match[2] else lowest)
        if highest is not None and highest < lowest:
            raise ValueError(f"not an age: {value!r}")
        return cls(lowest, highest)

    def __str__(self) -> str:
        if self.highest is None:
            return f"{self.lowest}-"
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest}-{self.highest}"


@dataclasses.dataclass(frozen=True)
class Circumstances:
    """The circumstances that a standard's values can depend on, and those that a citizen tells of."""

    age: AgeSpan | None = None
    early_retirement_pension: bool | None = None
    keeps_own_home: bool | None = None
    has_income: bool | None = None

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> "Circumstances":
        """Read circumstances as understanding and slots write them, `age` as text; other keys are passed over."""
        known = {field.name: values.get(field.name) for field in dataclasses.fields(cls)}
        age = known.pop("age")
        return cls(age=None if age is None else AgeSpan.parse(str(age)), **known)

    def to_mapping(self) -> dict[str, Any]:
        """Only what is known, `age` as text: the form that `from_mapping` reads."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: str(value) if name == "age" else value for name, value in values.items() if value is not None}
