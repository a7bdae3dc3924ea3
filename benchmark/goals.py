"""The goals, and the figures that are held against them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmark.replies import bad

Figures = Mapping[str, Any]
Value = Callable[[Figures], float]


@dataclass(frozen=True)
class Goal:
    """A number made of figures, and what it should be: at least `least`, at most `most`, or both.

    `value` raises KeyError or ZeroDivisionError where something it is made of was not measured.
    """

    name: str
    value: Value
    least: float | None = None
    most: float | None = None
    form: str = "{:.2f}"

    def measured(self, figures: Figures) -> float | None:
        """Return the number, None where it was not measured."""
        try:
            return self.value(figures)
        except (KeyError, TypeError, ZeroDivisionError):
            return None

    def reached(self, value: float) -> bool:
        """Whether a number is as good as the goal."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        if self.least is not None:
            return f"{self.form.format(self.least)} or more"
        assert self.most is not None
        return f"{self.form.format(self.most)} or less"


def at(figures: Figures, path: Sequence[str]) -> float:
    """Return the figure at a place. Raises KeyError where there is none."""
    value: Any = figures
    for name in path:
        value = value[name]
    return float(value)


def ratio(*paths: str) -> Value:
    """Return what divides the figure at the first path by that at the second; names are parted by slashes."""
    over, under = (path.split("/") for path in paths)
    return lambda figures: at(figures, over) / at(figures, under)


def bad_replies(figures: Figures) -> int:
    """Return how many replies of all loads were no real ones. Raises KeyError where none was counted."""
    counts = list(_replies(figures))
    if not counts:
        raise KeyError("replies")
    return sum(map(bad, counts))


def _replies(node: Any) -> Iterator[dict[str, int]]:
    if isinstance(node, Mapping):
        for name, value in node.items():
            if name == "replies":
                yield value
            else:
                yield from _replies(value)


def _to_stock(path: str) -> Value:
    return ratio(f"servers/shipped/{path}", f"servers/stock/{path}")


def _figure(path: str) -> Value:
    return lambda figures: at(figures, path.split("/"))


def _against(path: str, other: str) -> Value:
    return lambda figures: at(figures, path.split("/")) - at(figures, other.split("/"))


def _rate(load: str, senders: int) -> str:
    return f"loads/{load}/{senders}/per_second/median"


_SQLITE = "growth/shipped_rasa/sqlite"
_WRONG = "scaling/order/wrong_conversations"
_RIGHT = "accuracy/shipped/clear/right"

GOALS = (
    Goal("messages a second, unseen, 8 senders, against Rasa's default", _to_stock(_rate("unseen", 8)), least=8),
    Goal("messages a second, unseen, 32 senders, against Rasa's default", _to_stock(_rate("unseen", 32)), least=8),
    Goal("messages a second, zipf, 8 senders, against Rasa's default", _to_stock(_rate("zipf", 8)), least=12),
    Goal("messages a second, zipf, 32 senders, against Rasa's default", _to_stock(_rate("zipf", 32)), least=12),
    Goal("95th percentile, unseen, one sender, against Rasa's default", _to_stock("loads/unseen/1/ms/p95"), most=0.125),
    Goal("start to ready, against Rasa's default", _to_stock("start_seconds/median"), most=0.125),
    Goal("memory of all processes (PSS), against Rasa's default", _to_stock("memory_mb/pss/median"), most=0.5),
    Goal("message 100 against message 1, SQLite, at Rasa's channel", _figure(f"{_SQLITE}/last_to_first"), most=1.2),
    Goal("messages 91-100 against 1-10, SQLite, at Rasa's channel", _figure(f"{_SQLITE}/late_to_early"), most=1.2),
    Goal(
        "messages 91-100 against 1-10, SQLite, through the service",
        _figure("growth/shipped/sqlite/late_to_early"),
        most=1.2,
    ),
    *(
        Goal(
            f"two processes against one, {load}, {senders} senders",
            ratio(f"scaling/two/{_rate(load, senders)}", f"scaling/one/{_rate(load, senders)}"),
            least=1.7,
        )
        for load in ("unseen", "zipf")
        for senders in (8, 32)
    ),
    Goal("replies that were no real ones", lambda figures: float(bad_replies(figures)), most=0, form="{:.0f}"),
    Goal(
        "conversations at once with a wrong answer", _figure("scaling/order/wrong_conversations"), most=0, form="{:.0f}"
    ),
    Goal(
        "right topic, against Rasa's default (difference of shares)",
        _against(_RIGHT, "accuracy/stock/clear/right"),
        least=0,
        form="{:.4f}",
    ),
    Goal(
        "right topic, against the committed evaluation (difference of shares)",
        _against(_RIGHT, "accuracy/committed"),
        least=0,
        form="{:.4f}",
    ),
)
