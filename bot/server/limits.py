"""How often somebody may ask for something; counted in memory, under names that are not kept."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from sanic.request import Request

_MOST_NAMES = 50_000
_MINUTE = 60.0


class TooOftenError(Exception):
    """Somebody asks more often than allowed; `seconds` until they may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def address_of(request: Request) -> str:
    """Return the network address that asks, as far as the proxies before the service are believed."""
    return str(request.remote_addr or request.ip)


class Limit:
    """A bucket of tokens for each name: full at first, it takes a token a request and fills up evenly."""

    def __init__(self, per_minute: int, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / _MINUTE
        self._burst = float(burst)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> int:
        """Take a token; return 0, or the whole seconds until there is one again."""
        now = self._clock()
        tokens, then = self._buckets.pop(name, (self._burst, now))
        tokens = min(self._burst, tokens + (now - then) * self._rate)
        wait = 0 if tokens >= 1 else math.ceil((1 - tokens) / self._rate)
        self._buckets[name] = (tokens if wait else tokens - 1, now)
        while len(self._buckets) > _MOST_NAMES:
            self._buckets.popitem(last=False)
        return wait

    def require(self, name: str) -> None:
        """Take a token. Raises TooOftenError where there is none."""
        seconds = self.take(name)
        if seconds:
            raise TooOftenError(seconds)
