"""A clock that is set by hand."""

from __future__ import annotations

import datetime

START = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.timezone.utc)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime.datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime.datetime:
        return self.at

    def move(self, **time: float) -> None:
        """Let time pass; weeks, days, hours, minutes and seconds as keyword arguments, also backwards."""
        self.at += datetime.timedelta(**time)
