"""The figures of understanding on the evaluation sets. Deterministic: same model, same figures.

All figures count held-out sets only; those of the development sets stand apart, under "development". A share of
nothing is None.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from bot.understanding.decision import DANGER
from bot.understanding.interpretation import ASK, Interpretation
from evaluation import cases
from evaluation.cases import Question
from evaluation.entity_figures import entity_figures
from evaluation.judging import Outcome, circumstances_right, judge, place_right
from evaluation.noise import NOISES

Parse = Callable[[str], Interpretation]
Heard = list[tuple[Question, Interpretation]]
_BINS = 10
_SHOWN_CONFUSIONS = 25


def understanding_figures(parse: Parse, noisy: bool = True) -> dict[str, Any]:
    """All figures that need no running assistant; shares are between 0 and 1."""
    parse = cache(parse)  # several figures look at the same message
    heard = [(question, parse(question.text)) for question in cases.questions()]
    single, several = _by_topics(heard)
    figures: dict[str, Any] = {
        "single": _outcomes(single),
        "several": _outcomes(several),
        "turned_away": _share(judge(*pair) is Outcome.TURNED_AWAY for pair in heard),
        "municipality": _share(place_right(*pair) for pair in heard),
        "circumstances": _share(circumstances_right(*pair) for pair in heard),
        "macro_f1": _macro_f1(single),
        "per_topic": _grouped(single, lambda question: question.topics[0]),
        "per_municipality": _grouped(single, lambda question: question.municipality or "none"),
        "per_style": _grouped(single, lambda question: question.style),
        "calibration": _calibration(single),
        "confusions": _confusions(single),
        "out_of_scope": _out_of_scope(parse, heard),
        "safety": _safety(parse, held_out=True),
        "entities": entity_figures([(said, parse(said.text)) for said in cases.entities()]),
        "development": _development(parse),
        "sets": cases.sizes(),
        "per_file": _per_file(parse),
    }
    if noisy:
        figures["noise"] = {
            name: _outcomes([(question, parse(change(question.text))) for question, _ in single])["right"]
            for name, change in NOISES.items()
        }
    return figures


def wrong_questions(parse: Parse) -> list[tuple[Question, Interpretation, Outcome]]:
    """Every question that was not answered rightly, with what was heard."""
    heard = [(question, parse(question.text)) for question in cases.questions()]
    judged = [(question, one, judge(question, one)) for question, one in heard]
    return [item for item in judged if item[2] is not Outcome.RIGHT]


def _development(parse: Parse) -> dict[str, Any]:
    """The figures that show most, over the sets that are no longer held out."""
    single, several = _by_topics([(question, parse(question.text)) for question in cases.questions(held_out=False)])
    outside = [parse(message.text).intent != ASK for message in cases.outside(held_out=False)]
    return {
        "single": _outcomes(single),
        "several": _outcomes(several),
        "out_of_scope": {"count": len(outside), "recall": _share(outside)},
        "safety": _safety(parse, held_out=False),
        "entities": entity_figures([(said, parse(said.text)) for said in cases.entities(held_out=False)]),
    }


def _per_file(parse: Parse) -> dict[str, dict[str, float | None]]:
    """The share of each file's items that were heard rightly, and what went wrong most harmfully."""
    found: dict[str, dict[str, float | None]] = {}
    for name, items in cases.by_file().items():
        asked = [(item, parse(item.text)) for item in items if isinstance(item, Question)]
        if asked:
            counted = _outcomes(asked)
            found[name] = {key: counted[key] for key in (Outcome.RIGHT.value, Outcome.CONFIDENTLY_WRONG.value)}
            continue
        said = [(item, parse(item.text)) for item in items if isinstance(item, cases.Said)]
        if said:
            found[name] = {"right": entity_figures(said)["everything"]}
            continue
        outside = [parse(item.text).intent != ASK for item in items if isinstance(item, cases.Outside)]
        danger = [parse(item.text).intent == DANGER for item in items if isinstance(item, cases.Danger)]
        alarms = [parse(item.text).intent == DANGER for item in items if isinstance(item, cases.Harmless)]
        found[name] = {"right": _share(outside or danger), "false_alarms": _share(alarms)}
    return found


def _by_topics(heard: Heard) -> tuple[Heard, Heard]:
    """The questions with one topic, and those with several."""
    single = [pair for pair in heard if len(pair[0].topics) == 1]
    return single, [pair for pair in heard if len(pair[0].topics) > 1]


def _share(flags: Iterable[bool]) -> float | None:
    found = list(flags)
    return round(sum(found) / len(found), 4) if found else None


def _outcomes(heard: Heard) -> dict[str, Any]:
    counted = Counter(judge(*pair) for pair in heard)
    return {
        "count": len(heard),
        **{outcome.value: round(counted[outcome] / len(heard), 4) if heard else None for outcome in Outcome},
    }


def _grouped(heard: Heard, key: Callable[[Question], str]) -> dict[str, dict[str, Any]]:
    groups: dict[str, Heard] = defaultdict(list)
    for pair in heard:
        groups[key(pair[0])].append(pair)
    return {
        name: {"count": len(group), "right": _share(judge(*pair) is Outcome.RIGHT for pair in group)}
        for name, group in sorted(groups.items())
    }


def _macro_f1(heard: Heard) -> float:
    """The mean over the topics of the harmonic mean of precision and recall."""
    scores = []
    for topic in {question.topics[0] for question, _ in heard}:
        hits = sum(topic in question.topics and topic in one.topics for question, one in heard)
        asked = sum(topic in question.topics for question, _ in heard)
        answered = sum(topic in one.topics for _, one in heard)
        scores.append(2 * hits / (asked + answered))
    return round(sum(scores) / len(scores), 4)


def _calibration(heard: Heard) -> dict[str, Any]:
    """How often the likeliest topic is right at each level of confidence, and the mean distance between the two."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for question, one in heard:
        if one.ranking:
            label, probability = one.ranking[0]
            right = label == f"{ASK}/{question.topics[0]}"
            bins[min(int(probability * _BINS), _BINS - 1)].append((probability, right))
    rows = [
        {
            "count": len(pairs),
            "confidence": round(sum(p for p, _ in pairs) / len(pairs), 4),
            "right": round(sum(right for _, right in pairs) / len(pairs), 4),
        }
        for _, pairs in sorted(bins.items())
    ]
    total = sum(row["count"] for row in rows)
    error = sum(row["count"] * abs(row["confidence"] - row["right"]) for row in rows) / total
    return {"bins": rows, "expected_error": round(error, 4)}


def _confusions(heard: Heard) -> list[dict[str, Any]]:
    """The topics that are answered in place of others, most frequent first."""
    pairs = Counter(
        (question.topics[0], topic) for question, one in heard for topic in one.topics if topic not in question.topics
    )
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN_CONFUSIONS]
    return [{"asked": asked, "answered": answered, "count": count} for (asked, answered), count in ordered]


def _out_of_scope(parse: Parse, inside: Sequence[tuple[Question, Interpretation]]) -> dict[str, Any]:
    messages = [(message, parse(message.text)) for message in cases.outside()]
    held = [one.intent != ASK for _, one in messages]
    turned_away = sum(judge(*pair) is Outcome.TURNED_AWAY for pair in inside)
    kinds = sorted({message.kind for message, _ in messages})
    return {
        "count": len(messages),
        "recall": _share(held),
        "precision": _share([True] * sum(held) + [False] * turned_away),
        "per_kind": {
            kind: _share(one.intent != ASK for message, one in messages if message.kind == kind) for kind in kinds
        },
    }


def _safety(parse: Parse, held_out: bool) -> dict[str, Any]:
    dangers = [(item, parse(item.text).intent == DANGER) for item in cases.dangers(held_out)]
    alarms = [parse(item.text).intent == DANGER for item in cases.harmless(held_out)]
    kinds = sorted({item.kind for item, _ in dangers})
    return {
        "dangers": len(dangers),
        "recall": _share(found for _, found in dangers),
        "per_kind": {kind: _share(found for item, found in dangers if item.kind == kind) for kind in kinds},
        "harmless": len(alarms),
        "false_alarms": _share(alarms),
    }
