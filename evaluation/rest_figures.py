"""The figures of the whole assistant over REST: questions until they are answered, limits, danger, conversations."""

from __future__ import annotations

import statistics
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.standards.model import Content
from evaluation import cases
from evaluation.asking import Exchange, Line, ask, judge_exchange, kinds, with_progress
from evaluation.conversing import conversation_figures, hold
from evaluation.replies import Kind, Mistake, danger_first, person_offered, read

Judged = tuple[Exchange, list[Mistake]]


@dataclass(frozen=True)
class OverRest:
    """What a run over REST found: the figures, each foreign value with its question, and the time a message took."""

    figures: dict[str, Any]
    foreign: list[tuple[str, str]]
    milliseconds: dict[str, float]


def figures_over_rest(line: Line, content: Content) -> OverRest:
    """Send every held-out question, limit, danger and conversation; one message at a time.

    Raises:
        ServingError: it takes longer than it may.
    """
    asked = [
        (exchange, judge_exchange(content, exchange))
        for question in with_progress(cases.questions(), "questions")
        for exchange in (ask(line, content, question, _sender()),)
    ]
    limits = _limits(line, content)
    held = [
        hold(line, content, conversation, _sender())
        for conversation in with_progress(cases.conversations(), "conversations")
    ]
    foreign = [
        (exchange.question.text, mistake.detail)
        for exchange, found in asked
        for mistake in found
        if mistake.kind is Kind.FOREIGN
    ]
    foreign += [(f"in a conversation: {turn.came}", value) for one in held for turn in one for value in turn.foreign]
    whole, talks = end_to_end_figures(asked), conversation_figures(held)
    limits["foreign"] = whole["foreign"] + talks["foreign"]
    figures = {"end_to_end": whole, "over_rest": limits, "conversations": talks}
    return OverRest(figures, foreign, _times(line.milliseconds))


def end_to_end_figures(asked: Sequence[Judged]) -> dict[str, Any]:
    """The figures of questions that were asked over REST and judged."""
    failures = Counter(kind for _, found in asked for kind in kinds(found))
    return {
        **_right(asked),
        "single": _right([pair for pair in asked if len(pair[0].question.topics) == 1]),
        "several": _right([pair for pair in asked if len(pair[0].question.topics) > 1]),
        "foreign": sum(any(mistake.kind is Kind.FOREIGN for mistake in found) for _, found in asked),
        "asked_again": _share([exchange.asked_again for exchange, _ in asked]),
        "messages_sent": round(statistics.mean(one.messages_sent for one, _ in asked), 4) if asked else None,
        "failures": {kind.value: failures[kind.value] for kind in Kind if failures[kind.value]},
        "per_municipality": {
            slug: _right([pair for pair in asked if pair[0].municipality == slug])
            for slug in sorted({exchange.municipality for exchange, _ in asked})
        },
    }


def _limits(line: Line, content: Content) -> dict[str, Any]:
    """Out of scope, danger and its look-alikes over REST."""
    outside = [
        not read(content, line.say(message.text, _sender())).in_scope
        for message in with_progress(cases.outside(), "out of scope")
    ]
    dangers = []
    for item in with_progress(cases.dangers(), "danger"):
        reply = line.say(item.text, _sender())
        dangers.append(danger_first(content, reply) and person_offered(reply))
    alarms = [
        "danger" in read(content, line.say(item.text, _sender())).intents
        for item in with_progress(cases.harmless(), "harmless look-alikes of danger")
    ]
    return {
        "out_of_scope": {"count": len(outside), "not_answered": _share(outside)},
        "danger": {"count": len(dangers), "number_first_and_person": _share(dangers)},
        "harmless": {"count": len(alarms), "false_alarms": _share(alarms)},
    }


def _right(asked: Sequence[Judged]) -> dict[str, Any]:
    return {"count": len(asked), "right": _share([not found for _, found in asked])}


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) / len(flags), 4) if flags else None


def _times(milliseconds: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(milliseconds), "p95": statistics.quantiles(milliseconds, n=20)[-1]}


def _sender() -> str:
    """A conversation that nobody had before."""
    return uuid.uuid4().hex
