"""What one process has understood, told to another one that has loaded the same model."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from bot.understanding.interpretation import Interpretation


@dataclass(frozen=True)
class Understood:
    """A message understood: by which model (its file's name), and read on which day."""

    interpretation: Interpretation
    model: str
    day: datetime.date

    def to_mapping(self) -> dict[str, Any]:
        """All but the message's text, as JSON can hold it."""
        return {**self.interpretation.to_mapping(), "model": self.model, "day": self.day.isoformat()}

    @classmethod
    def from_mapping(cls, text: str, mapping: Any) -> Understood:
        """Read what `to_mapping` gave for a text. Raises ValueError for anything else."""
        try:
            day = datetime.date.fromisoformat(mapping["day"])
            return cls(Interpretation.from_mapping(text, mapping), str(mapping["model"]), day)
        except (KeyError, TypeError) as error:
            raise ValueError(f"nothing that was understood: {type(error).__name__}") from None
