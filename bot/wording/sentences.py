"""Facts as Danish sentences: one function for each kind of value, the text itself from locales/da/answers.yml."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from bot.answers.answer import Answer
from bot.standards.values import (
    AgeLimit,
    Amount,
    Collection,
    Deadline,
    Duration,
    Provider,
    Route,
    StayCount,
    StayPlan,
)
from bot.wording import phrases
from bot.wording.i18n import has, text

# Fields that are lists of short texts: said in one line, or as points below each other.
_INLINE = frozenset(
    {
        "levels",
        "services",
        "sections",
        "places",
        "citizen_pays",
        "duty_to_report",
        "decided_by",
        "kinds",
        "pays_for",
    }
    | {"optional", "may_include", "mostly_trained_as", "applicants", "channels"}
)
_FEW = 3
_OR = frozenset({"mostly_trained_as", "applicants", "places"})


def sentences(answer: Answer, name: str) -> list[str]:
    """The sentences for one fact of an answer; empty where the fact is absent or has no wording of its own."""
    value = answer.fact(name)
    if value is None:
        return []
    if name == "summary":
        return [value]
    if name == "notes":
        return [note if note.endswith(".") else f"{note}." for note in value]
    key = f"answers.{answer.topic}.{name}"
    for kind, render in _RENDERERS:
        if isinstance(value, kind):
            return render(answer, key, value)
    if isinstance(value, tuple) and value:
        return _sequence(answer, key, name, value)
    return [text(key, **_siblings(answer, name, value))] if has(key) else []


def _siblings(answer: Answer, name: str, value: str) -> dict[str, object]:
    """Placeholders for a plain text: the field's own name, and what its sentence may combine it with."""
    values: dict[str, object] = {fact.name: fact.value for fact in answer.facts if isinstance(fact.value, str)}
    values |= {"unit": value, "section": answer.fact("section") or value, name: value}
    return values


def _flag(_: Answer, key: str, value: bool) -> list[str]:
    key = f"{key}.{'is' if value else 'is_not'}"
    return [text(key)] if has(key) else []


def _duration(answer: Answer, key: str, value: Duration) -> list[str]:
    if has(f"{key}.bare"):
        event = answer.fact("first_after")
        key = f"{key}.{event.value if event is not None else 'bare'}"
    said = phrases.interval(value) if key.endswith("every") else phrases.duration(value)
    return [text(key, duration=said, interval=said)]


def _deadline(_: Answer, key: str, value: Deadline) -> list[str]:
    duration = phrases.duration(value.at_most)
    if not has(f"{key}.bare"):
        return [text(key, duration=duration)]
    if value.since is None:
        extra = [text(f"{key}.no_start")] if has(f"{key}.no_start") else []
        return [text(f"{key}.bare", duration=duration), *extra]
    since = text(f"phrases.since.{value.since.value}")
    if value.until is None or not has(f"phrases.until.{value.until.value}"):
        return [text(f"{key}.since", duration=duration, since=since)]
    until = text(f"phrases.until.{value.until.value}")
    return [text(f"{key}.since_until", duration=duration, since=since, until=until)]


def _age(_: Answer, key: str, value: AgeLimit) -> list[str]:
    limits = [(name, getattr(value, name)) for name in ("at_least", "above", "below")]
    return [text(f"{key}.{name}", years=years) for name, years in limits if years is not None]


def _plan(_: Answer, key: str, value: StayPlan) -> list[str]:
    return [text(key, monthly=phrases.duration(value.monthly), once=phrases.duration(value.once_a_year))]


def _counting(_: Answer, key: str, value: StayCount) -> list[str]:
    return [text(key, start=value.start, end=value.end, duration=phrases.duration(value.counts))]


_RENDERERS: tuple[tuple[type, Callable[[Answer, str, Any], list[str]]], ...] = (
    (bool, _flag),
    (Duration, _duration),
    (Deadline, _deadline),
    (AgeLimit, _age),
    (StayPlan, _plan),
    (StayCount, _counting),
)


def _sequence(answer: Answer, key: str, name: str, value: Sequence[Any]) -> list[str]:
    first = value[0]
    if isinstance(first, Route):
        return routes(value)
    if isinstance(first, Amount):
        said = [phrases.conditional(item.when, text(key, amount=phrases.money(item))) for item in value]
        return [*said, text(f"answers.{answer.topic}.{'per_month' if first.period else 'no_period'}")]
    if isinstance(first, Provider):
        return [_with_points(text(key), [phrases.provider(item) for item in value])]
    if isinstance(first, Collection):
        return [sentence for item in value for sentence in _collection(answer.topic, item)]
    items = [f"§ {item}" if name == "sections" else _item(item) for item in value]
    if name in _INLINE:
        return [text(key, list=phrases.listed(items, "or" if name in _OR else "and"))]
    return [_with_points(text(key) if has(key) else "", items)]


def routes(values: Sequence[Route]) -> list[str]:
    """The quick ways of contact, each behind its condition."""
    return [phrases.conditional(item.when, phrases.route(item)) for item in values]


def route_extras(values: Sequence[Route]) -> list[str]:
    """The slower ways of contact: post and Digital Post, behind the unit that they lead to where there are several."""
    return [line for item in values for line in phrases.route_extras(item)]


def joined(key: str, points: Sequence[str]) -> str:
    """Points told in one sentence of their own, for the short answer: all of them where they are few, else how many."""
    if has(f"{key}.counted") and len(points) > _FEW:
        return text(f"{key}.counted", count=len(points))
    lowered = [point[:1].lower() + point[1:] for point in points] if has(f"{key}.joint") else list(points)
    joint = text(f"{key}.joint") if has(f"{key}.joint") else None
    said = joint.join(lowered) if joint is not None else phrases.listed(lowered)
    return text(f"{key}.inline", list=said)


def _collection(topic: str, item: Collection) -> list[str]:
    key = f"answers.{topic}.terms"
    rule = "_as_a_rule" if item.as_a_rule else ""
    terms = text(f"{key}.every", interval=phrases.interval(item.every)) if item.every else ""
    if item.in_advance:
        terms += text(f"{key}.in_advance{rule}")
    elif rule:
        terms += text(f"{key}.as_a_rule")
    said = [text(f"answers.{topic}.by.{item.by.value}", what=item.what, terms=terms)]
    methods = phrases.listed(item.methods, "or")
    return said + ([text(f"answers.{topic}.methods", list=methods)] if methods else [])


def _with_points(intro: str, items: Sequence[str]) -> str:
    points = phrases.bullets(items)
    return f"{intro}\n{points}" if intro else points


def _item(item: Any) -> str:
    if isinstance(item, Enum):
        kind = type(item).__name__.lower()
        return text(f"answers.{kind}.{item.value}")
    return str(item)
