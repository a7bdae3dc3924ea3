"""Figures as a run gives them, small enough to reckon with in one's head."""

from __future__ import annotations

from typing import Any

from benchmark.goals import GOALS


def level(rate: float, p95: float) -> dict[str, Any]:
    return {
        "per_second": {"each": [rate], "median": rate, "least": rate, "most": rate},
        "ms": {"p50": p95 / 2, "p95": p95, "p99": p95 * 2},
        "messages": 100,
        "generator_share": 0.05,
        "cores_busy": 1.5,
        "replies": {"answer": 90, "asks_back": 6, "other": 4, "not_200": 0, "unreadable": 0, "empty": 0, "apology": 0},
    }


def server(
    rate: float, p95: float, start: float, memory: float, levels: tuple[str, ...] = ("1", "8", "32")
) -> dict[str, Any]:
    return {
        "start_seconds": {"median": start},
        "memory_mb": {"pss": {"median": memory}, "rss": {"median": memory * 1.2}, "processes": 2},
        "load_average_before": [0.5],
        "loads": {load: {senders: level(rate, p95) for senders in levels} for load in ("unseen", "zipf")},
    }


def grown(early: float, late: float) -> dict[str, Any]:
    return {
        "conversations": 10,
        "curve_ms": [early] * 50 + [late] * 50,
        "first_ms": early,
        "last_ms": late,
        "early_ms": early,
        "late_ms": late,
        "last_to_first": late / early,
        "late_to_early": late / early,
        "replies": level(1, 1)["replies"],
    }


def heard(right: float) -> dict[str, Any]:
    shares = {"right": right, "another_topic": 0.01, "not_answered": 0.01, "turned_away": 0.01}
    return {"questions": 720, "clear": shares, "typing_errors": shares}


def figures() -> dict[str, Any]:
    """Figures with which every goal is reached."""
    return {
        "short": False,
        "skipped": {},
        "settings": {"epochs": 15, "repetitions": 2},
        "machine": {
            "cores": 2,
            "processor": "a processor",
            "memory_gb": 8.0,
            "system": "Linux",
            "python": "3.10",
        },
        "versions": {
            "stock": {"rasa": "3.6.21", "tensorflow": "2.12.0"},
            "shipped": {"rasa": "3.6.21", "tensorflow": None},
        },
        "servers": {
            "stock": server(10, 160, 40, 1000),
            "shipped": server(200, 16, 4, 300),
            "floor": server(5000, 1, 1, 40),
        },
        "growth": {
            "stock": {"memory": grown(50, 150), "sqlite": grown(60, 200)},
            "shipped_rasa": {"sqlite": grown(10, 11)},
            "shipped": {"sqlite": grown(12, 13)},
        },
        "scaling": {
            "one_core": server(100, 32, 4, 300, ("8", "32")),
            "one": server(200, 16, 4, 300, ("8", "32")),
            "two": server(380, 10, 5, 500, ("8", "32")),
            "order": {"conversations": 2000, "messages": 8000, "sent": 8000, "wrong_conversations": 0},
        },
        "accuracy": {"stock": heard(0.94), "shipped": heard(0.98), "committed": 0.98},
        "training_seconds": {"stock": 1500.0, "shipped": 250.0},
        "size_mb": {"stock": {"model": 128.0, "environment": 3000.0}, "shipped": {"model": 19.0, "environment": 900.0}},
    }


def missed(of: dict[str, Any]) -> set[str]:
    """The names of the goals that are measured and not reached."""
    values = [(goal, goal.measured(of)) for goal in GOALS]
    return {goal.name for goal, value in values if value is not None and not goal.reached(value)}
