"""What one process has understood, told to another one that has loaded the same model."""

from __future__ import annotations

import datetime
from dataclasses import astuple, dataclass
from typing import Any

from bot.understanding.interpretation import Interpretation, PlaceMention

# Where a request that carries a message has it.
FIELD = "understood"
# Of a ranking no more labels are told, as many as Rasa's own classifiers give (its LABEL_RANKING_LENGTH): what comes
# behind them nobody asks for, and reading and writing it takes longer than all the rest.
_LABELS_TOLD = 10


@dataclass(frozen=True)
class Understood:
    """A message understood: by which model (its file's name), and read on which day."""

    interpretation: Interpretation
    model: str
    day: datetime.date

    def to_mapping(self) -> dict[str, Any]:
        """All but the message's text and the least likely labels, as JSON can hold it."""
        meant = self.interpretation
        return {
            "model": self.model,
            "day": self.day.isoformat(),
            "intent": meant.intent,
            "confidence": meant.confidence,
            "ranking": meant.ranking[:_LABELS_TOLD],
            "topics": meant.topics,
            "candidates": meant.candidates,
            "places": [astuple(place) for place in meant.places],
            "circumstances": dict(meant.circumstances),
            "comparison": meant.comparison,
            "person": meant.person,
            "date": None if meant.date is None else meant.date.isoformat(),
            "event": meant.event,
        }

    @classmethod
    def from_mapping(cls, text: str, mapping: Any) -> Understood:
        """Read what `to_mapping` gave for a text. Raises ValueError for anything else."""
        try:
            date = mapping["date"]
            interpretation = Interpretation(
                text,
                str(mapping["intent"]),
                float(mapping["confidence"]),
                tuple((str(label), float(probability)) for label, probability in mapping["ranking"]),
                tuple(map(str, mapping["topics"])),
                tuple(map(str, mapping["candidates"])),
                tuple(PlaceMention(*place) for place in mapping["places"]),
                dict(mapping["circumstances"]),
                mapping["comparison"],
                mapping["person"],
                None if date is None else datetime.date.fromisoformat(date),
                mapping["event"],
            )
            return cls(interpretation, str(mapping["model"]), datetime.date.fromisoformat(mapping["day"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"nothing that was understood: {type(error).__name__}") from None
