"""What the hundredth message of a conversation costs beside the first, by where conversations are kept."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmark.loads import Loads
from benchmark.plan import Outcome, Plan, singly
from benchmark.processes import Say
from benchmark.replies import counted
from benchmark.server import REST
from benchmark.throughput import Start, warm
from bot.standards.model import Content

MESSAGES = 100
_TEN = 10
_WARM_UP_SENDERS = 4
_NO_PORT = 0


def measure(
    servers: Mapping[str, Start],
    loads: Loads,
    content: Content,
    conversations: int,
    seconds: float,
    say: Say,
    questions: Sequence[tuple[str, str]],
) -> dict[str, dict[str, Any]]:
    """Have conversations of a hundred messages with each server, one at a time, for so many seconds at most.

    Every question has been asked once before, by somebody else: what is measured is how a conversation grows, not how
    hard the question is that comes last. Raises BenchmarkError where a server does not start.
    """
    texts = loads.long_conversations(conversations, MESSAGES)
    found = {}
    for name, start in servers.items():
        with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary, start(Path(temporary)) as server:
            server.ready(questions)
            warm(server, loads)
            server.send(Plan(_NO_PORT, REST, singly(loads.pool), _WARM_UP_SENDERS, seconds, "before"))
            plan = Plan(_NO_PORT, REST, singly(texts), 1, seconds, "growth", conversation_messages=MESSAGES)
            outcome = server.send(plan)
        found[name] = figures(outcome, content)
        say(f"  {name}: {sentence(found[name])}")
    return found


def figures(outcome: Outcome, content: Content) -> dict[str, Any]:
    """Return the curve and its ends, in milliseconds; conversations that were cut off count as far as they went."""
    times = [one.seconds * 1000 for one in outcome.sent]
    by_number = [times[number::MESSAGES] for number in range(MESSAGES)]
    curve = [round(statistics.median(column), 3) for column in by_number if column]
    found: dict[str, Any] = {
        "conversations": len(by_number[-1]),
        "curve_ms": curve,
        "replies": counted(content, outcome.sent),
    }
    if len(curve) < MESSAGES:
        return found
    early = statistics.median(time for column in by_number[:_TEN] for time in column)
    late = statistics.median(time for column in by_number[-_TEN:] for time in column)
    ends = {"first_ms": curve[0], "last_ms": curve[-1], "early_ms": round(early, 3), "late_ms": round(late, 3)}
    return {**found, **ends, "last_to_first": round(curve[-1] / curve[0], 3), "late_to_early": round(late / early, 3)}


def sentence(found: Mapping[str, Any]) -> str:
    """Return in short what was found."""
    if "last_to_first" not in found:
        return f"no conversation reached message {MESSAGES} in the time"
    return (
        f"message 1 {found['first_ms']:.1f} ms, message {MESSAGES} {found['last_ms']:.1f} ms; "
        f"1-10 {found['early_ms']:.1f} ms, 91-100 {found['late_ms']:.1f} ms ({found['conversations']} conversations)"
    )
