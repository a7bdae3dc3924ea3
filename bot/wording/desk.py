"""What staff read about a citizen's conversation, and the answers that they find ready-made."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from bot.answers.answer import Place
from bot.answers.circumstances import Circumstances
from bot.answers.engine import Question, answer, contact
from bot.standards.model import Content
from bot.wording import conversation
from bot.wording.answers import render
from bot.wording.i18n import text


@dataclasses.dataclass(frozen=True)
class ReadyAnswer:
    """An answer of the content that can be sent as it is: `topic` is its key, `slug` its public name."""

    topic: str
    slug: str
    label: str
    text: str
    source: str


def circumstances(told: Mapping[str, Any]) -> list[dict[str, str]]:
    """The circumstances that a citizen told, by name and value; none that this version does not know."""
    return [
        {"name": text(f"handover.circumstance.{name}"), "value": _value(name, told[name])}
        for name in ("age", "early_retirement_pension", "keeps_own_home", "has_income")
        if told.get(name) is not None
    ]


def labels(content: Content, topics: Any) -> list[str]:
    """The topics as people call them; none that the catalogue does not know."""
    return [content.topics[topic].label for topic in topics or () if topic in content.topics]


def contacts(content: Content, slug: str, service: str, date: datetime.date, told: Mapping[str, Any]) -> list[str]:
    """How this citizen reaches the municipality, a line each; none where its standard does not say."""
    if slug not in content.municipalities:
        return []
    place = Place(slug, content.municipalities[slug].name)
    routes = contact(content, place, service, date, Circumstances.from_mapping(dict(told)))
    return conversation.contact_lines(routes) if routes is not None else []


def ready_answers(content: Content, slug: str, service: str, date: datetime.date) -> list[ReadyAnswer]:
    """Every answer that the content has for a municipality, in the order of the catalogue.

    Raises:
        KeyError: the municipality is not covered.
    """
    place = Place(slug, content.municipalities[slug].name)
    found = []
    for item in answer(content, Question(tuple(content.topics), (place,), service, date)):
        shown = render(content, item)
        lines = [shown.short, shown.contact, shown.source]
        entry = content.topics[item.topic]
        said = "\n".join(line for line in lines if line)
        found.append(ReadyAnswer(item.topic, entry.slug, entry.label, said, shown.source))
    return found


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return text("handover.circumstance.affirmed" if value else "handover.circumstance.denied")
    if name != "age":
        return str(value)
    low, dash, high = str(value).partition("-")
    if not dash:
        return low
    if not high:
        return text("handover.circumstance.age_from", age=low)
    if low in ("", "0"):
        return text("handover.circumstance.age_below", age=int(high) + 1)
    return text("handover.circumstance.age_between", low=low, high=high)
