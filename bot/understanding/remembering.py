"""Keeps what was computed last: words and whole questions repeat, and what they mean does not change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """The latest values by key, at most `size` of them; the one that nobody wanted for longest goes first.

    What is kept must never be changed by whoever gets it. Several threads may ask at once.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, key: Key) -> bool:
        """Tell whether a value is kept, without wanting it."""
        with self._lock:
            return key in self._values

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key; `make` is called where it is not kept, and what it raises is raised."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        self.keep(key, made)
        return made

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value that was made elsewhere; one that was kept for its key goes."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._size:
                self._values.popitem(last=False)
