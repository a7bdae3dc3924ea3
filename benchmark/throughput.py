"""Messages a second and waiting times, start and memory: one life of a server after the other, by turns."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmark.loads import Loads
from benchmark.machine import busy_seconds
from benchmark.measures import milliseconds, spread
from benchmark.memory import megabytes
from benchmark.plan import Outcome, Plan, singly
from benchmark.processes import Say
from benchmark.replies import counted
from benchmark.server import REST, Server
from bot.standards.model import Content

UNSEEN, ZIPF = LOADS = ("unseen", "zipf")
SENDERS = (1, 8, 32)
WARM_UP = 40
_WARM_UP_SENDERS = 4
_NO_PORT = 0
# More than any server here answers in the time of a measurement.
_ZIPF_LENGTH = 100_000

Start = Callable[[Path], AbstractContextManager[Server]]


@dataclass(frozen=True)
class Extent:
    """How much is measured: levels of senders, seconds of each load at most, and texts of "unseen" at most."""

    senders: tuple[int, ...] = SENDERS
    loads: tuple[str, ...] = LOADS
    unseen_seconds: float = 90.0
    zipf_seconds: float = 12.0
    most_unseen: int | None = None


@dataclass
class Lives:
    """What was measured in the lives of one kind of server."""

    starts: list[float] = field(default_factory=list)
    memory: list[dict[str, float]] = field(default_factory=list)
    outcomes: dict[str, dict[int, list[Outcome]]] = field(default_factory=dict)
    # How many of the machine's cores had something to do in the mean, by load and senders, in each life.
    cores: dict[str, dict[int, list[float]]] = field(default_factory=dict)
    busy: list[float] = field(default_factory=list)


def measure(
    servers: Mapping[str, Start],
    loads: Loads,
    extent: Extent,
    repetitions: int,
    say: Say,
    questions: Mapping[str, Sequence[tuple[str, str]]],
) -> dict[str, Lives]:
    """Give each server `repetitions` lives, by turns: a b, b a, a b.

    `questions` are those whose right answer ends a start; a server without any is ready when it answers anything.
    Raises BenchmarkError where a server does not start or a load cannot be sent.
    """
    found = {name: Lives() for name in servers}
    for repetition in range(repetitions):
        order = list(servers) if repetition % 2 == 0 else list(servers)[::-1]
        for name in order:
            title = f"{name}, life {repetition + 1} of {repetitions}"
            with (
                tempfile.TemporaryDirectory(prefix="benchmark-") as temporary,
                servers[name](Path(temporary)) as server,
            ):
                _live(server, found[name], loads, extent, repetition, say, title, questions[name])
    return found


def _live(
    server: Server,
    lives: Lives,
    loads: Loads,
    extent: Extent,
    repetition: int,
    say: Say,
    title: str,
    questions: Sequence[tuple[str, str]],
) -> None:
    lives.busy.append(round(os.getloadavg()[0], 2))
    lives.starts.append(server.ready(questions))
    say(f"  {title}: ready after {lives.starts[-1]:.1f} s")
    warm(server, loads)
    for load in extent.loads:
        for part, senders in enumerate(extent.senders):
            busy, began = busy_seconds(), time.monotonic()
            outcome = server.send(_plan(loads, extent, load, repetition, part, senders))
            cores = (busy_seconds() - busy) / (time.monotonic() - began)
            lives.outcomes.setdefault(load, {}).setdefault(senders, []).append(outcome)
            lives.cores.setdefault(load, {}).setdefault(senders, []).append(cores)
            say(
                f"  {title}: {load}, {senders} senders: {len(outcome.sent)} messages, {outcome.per_second:.1f} a second"
            )
    lives.memory.append(megabytes(server.pids))


def warm(server: Server, loads: Loads) -> None:
    """Send training examples, so that everything is loaded that is loaded at first need."""
    texts = singly(loads.warm_up(WARM_UP))
    server.send(Plan(_NO_PORT, REST, texts, _WARM_UP_SENDERS, 60.0, "warm"))


def _plan(loads: Loads, extent: Extent, load: str, repetition: int, part: int, senders: int) -> Plan:
    prefix = f"{load}-{repetition}-{part}"
    if load == UNSEEN:
        texts = loads.unseen(repetition, part, len(extent.senders))[: extent.most_unseen]
        return Plan(_NO_PORT, REST, singly(texts), senders, extent.unseen_seconds, prefix)
    return Plan(
        _NO_PORT, REST, singly(loads.zipf(repetition, part, _ZIPF_LENGTH)), senders, extent.zipf_seconds, prefix
    )


def figures(lives: Lives, content: Content | None) -> dict[str, Any]:
    """Return the figures of one kind of server; replies are judged where there is content to judge them by."""
    return {
        "start_seconds": spread(lives.starts),
        "memory_mb": {
            **{name: spread([one[name] for one in lives.memory]) for name in ("pss", "rss")},
            "processes": max(int(one["processes"]) for one in lives.memory),
        },
        "load_average_before": lives.busy,
        "loads": {
            load: {
                str(senders): {
                    **load_figures(outcomes, content),
                    "cores_busy": round(statistics.median(lives.cores[load][senders]), 2),
                }
                for senders, outcomes in levels.items()
            }
            for load, levels in lives.outcomes.items()
        },
    }


def load_figures(outcomes: Sequence[Outcome], content: Content | None) -> dict[str, Any]:
    """Return the figures of one load at one level: rates by repetition, times of all messages together."""
    sent = [one for outcome in outcomes for one in outcome.sent]
    return {
        "per_second": spread([outcome.per_second for outcome in outcomes]),
        "ms": milliseconds([one.seconds for one in sent]),
        "messages": len(sent),
        "generator_share": max(outcome.processor_share for outcome in outcomes),
        **({"replies": counted(content, sent)} if content is not None else {}),
    }
