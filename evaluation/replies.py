"""Reading and judging what the assistant replied, as a citizen would who has the standards at hand.

The right answer is worked out from content/ alone, apart from the answer engine: the values that the standard states
for the topic must stand in the reply, and no value that only another municipality has. What a reply is (an answer, a
question back, a greeting) is read from its parts, its buttons and the locale files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import BaseModel

from bot.answers.circumstances import Circumstances
from bot.answers.conditions import holds
from bot.standards.model import LIFE, Content, Standard
from bot.standards.values import Amount, Duration, Email, Phone, Unit
from bot.wording.i18n import i18n, text
from evaluation.serving import Message

SERVICE = "midlertidigt-botilbud"
MUNICIPALITY, AGE, PENSION, AGE_PENSION = "municipality", "age", "pension", "age_pension"
NOT_COVERED = "not_covered"
_STATED = ("stated", "needs")
_NOBODY = Circumstances()

# How a stated duration may stand in a sentence: "8 uger", and for once a year or month words without a number.
_FORMS = {
    Unit.HOUR: r"{n} timer?",
    Unit.DAY: r"{n} dage?",
    Unit.WEEKDAY: r"{n} hverdage?",
    Unit.OVERNIGHT: r"{n} døgn",
    Unit.WEEK: r"{n} uger?",
    Unit.MONTH: r"({n} måned(er)?|hver måned)",
    Unit.YEAR: r"({n} år|én gang om året)",
}
# What shows that a message was taken as this, as keys of the locale files.
_SAID = {
    "greet": ("conversation.greet",),
    "help": ("conversation.help",),
    "bot_challenge": ("conversation.bot_challenge",),
    "thank": ("conversation.thank",),
    "goodbye": ("conversation.goodbye",),
    "insult": ("conversation.insult",),
    "human": (
        "handover.offer.queue",
        "handover.offer.callback",
        "handover.offer.callback_closed",
        "handover.offer.phone",
        "handover.offer.pass_on",
    ),
    "out_of_scope": ("conversation.out_of_scope",),
    "not_understood": ("conversation.did_you_mean", "conversation.not_understood", "conversation.not_understood_again"),
    "noted": ("conversation.noted_municipality", "conversation.noted_circumstances"),
}
_TYPES = {"note": "noted", "contact": "human", "out_of_scope": "out_of_scope", "danger": "danger"}


class Kind(str, Enum):
    """In which way a reply is wrong."""

    FOREIGN = "another municipality's value"
    NO_ANSWER = "no answer"
    TOPICS = "other topics"
    MUNICIPALITY = "other municipality"
    STATUS = "other status"
    VALUE = "a stated value is missing"


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong with a reply."""

    kind: Kind
    detail: str

    def __str__(self) -> str:
        return f"{self.kind.value}: {self.detail}"


@dataclass(frozen=True)
class Reading:
    """What a reply is.

    text      all its messages
    answers   topic, municipality and status of each answer, a way to a person among them
    compares  topic and municipalities of each comparison
    asks      what is asked back: municipality, age, pension or age_pension
    intents   what else the citizen's words were taken for
    """

    text: str
    answers: tuple[tuple[str, str, str], ...]
    compares: tuple[tuple[str, frozenset[str]], ...]
    asks: str | None
    intents: frozenset[str]

    @property
    def in_scope(self) -> bool:
        """Whether the citizen's words were taken for a question that a standard answers."""
        answered = bool(self.answers) and "human" not in self.intents
        return "danger" not in self.intents and (answered or bool(self.compares) or self.asks is not None)


def read(content: Content, messages: Sequence[Message]) -> Reading:
    """Read a reply."""
    payloads = [message.get("custom") or {} for message in messages]
    whole = "\n".join(message.get("text") or "" for message in messages)
    said = {name for name, keys in _SAID.items() if any(begins(key) in whole for key in keys)}
    return Reading(
        whole,
        tuple(
            (item["topic"], item["municipality"], item["status"])
            for item in payloads
            if item.get("type") in ("answer", "contact")
        ),
        tuple(
            (item["topic"], frozenset(row["municipality"] for row in item["rows"]))
            for item in payloads
            if item.get("type") == "comparison"
        ),
        _asked(content, messages),
        frozenset(said | {_TYPES[item["type"]] for item in payloads if item.get("type") in _TYPES}),
    )


def begins(key: str) -> str:
    """The part of a locale text before its first placeholder."""
    text("phrases.list.and")  # loads the files
    return str(i18n.translations.get(key, "da")).split("%{")[0]


def mistakes(
    content: Content,
    topics: Sequence[str],
    slug: str,
    messages: Sequence[Message],
    circumstances: Circumstances = _NOBODY,
) -> list[Mistake]:
    """What is wrong with an answer about some topics in one covered municipality; empty when it is fully right."""
    reply = "\n".join(message["text"] for message in messages)
    found = [Mistake(Kind.FOREIGN, str(value)) for value in foreign_values(content, (slug,), messages)]
    answers = _answers(messages)
    if not answers:
        return [*found, Mistake(Kind.NO_ANSWER, repr(reply[:80]))]
    if sorted(item["topic"] for _, item in answers) != sorted(topics):
        return [*found, Mistake(Kind.TOPICS, ", ".join(item["topic"] for _, item in answers))]
    if {item["municipality"] for _, item in answers} != {slug}:
        return [*found, Mistake(Kind.MUNICIPALITY, ", ".join(item["municipality"] for _, item in answers))]
    for own_text, item in answers:
        stated = item["topic"] in standard_of(content, slug).topics.stated()
        if stated != (item["status"] in _STATED):
            found.append(Mistake(Kind.STATUS, item["status"]))
        where = own_text if stated else reply
        for value in expected_of(content, item["topic"], slug, circumstances):
            if not stands_in(value, where):
                found.append(Mistake(Kind.VALUE, repr(value)))
    return found


def mistakes_uncovered(
    content: Content, topics: Sequence[str], slug: str, messages: Sequence[Message]
) -> list[Mistake]:
    """What is wrong with the word that a municipality has no standards here; it must hold nobody's values."""
    found = [Mistake(Kind.FOREIGN, str(value)) for value in foreign_values(content, (), messages)]
    wanted = sorted((topic, slug, NOT_COVERED) for topic in topics)
    given = sorted((item["topic"], item["municipality"], item["status"]) for _, item in _answers(messages))
    if not given:
        return [*found, Mistake(Kind.NO_ANSWER, "for a municipality without standards")]
    if given == wanted:
        return found
    for kind, place in ((Kind.TOPICS, 0), (Kind.MUNICIPALITY, 1), (Kind.STATUS, 2)):
        if sorted(item[place] for item in given) != sorted(item[place] for item in wanted):
            return [*found, Mistake(kind, ", ".join(item[place] for item in given))]
    return [*found, Mistake(Kind.TOPICS, "mixed up")]


def foreign_values(content: Content, slugs: Sequence[str], messages: Sequence[Message]) -> list[object]:
    """The values in a reply that other municipalities have and those of `slugs` have not."""
    reply = "\n".join(message.get("text") or "" for message in messages)
    return sorted((value for value in foreign_to(content, slugs) if stands_in(value, reply)), key=str)


def foreign_to(content: Content, slugs: Sequence[str]) -> set[object]:
    """Numbers, addresses and amounts that other municipalities have and those of `slugs` have not."""
    kinds = (Phone, Email, Amount)

    def of(slug: str) -> dict[str, object]:
        found = (value for value in values(standard_of(content, slug).topics) if isinstance(value, kinds))
        return {f"{value.kroner} kr" if isinstance(value, Amount) else str(value): value for value in found}

    own = {key for slug in slugs if slug in content.municipalities for key in of(slug)}
    others = {key: value for slug in content.municipalities if slug not in slugs for key, value in of(slug).items()}
    return {value for key, value in others.items() if key not in own}


def expected_of(content: Content, topic: str, slug: str, circumstances: Circumstances = _NOBODY) -> set[object]:
    """What must stand in the reply: the topic's own values; the municipality's contact where the standard is silent."""
    topics = standard_of(content, slug).topics
    stated = getattr(topics, topic, None)
    return set(values(stated if stated is not None else topics.contact, circumstances))


def standard_of(content: Content, slug: str) -> Standard:
    """The standard that counts for a covered municipality."""
    return content.standards[slug, SERVICE][-1]


def values(node: object, circumstances: Circumstances = _NOBODY) -> Iterator[object]:
    """The typed values inside a part of the content, without those that the circumstances rule out."""
    if isinstance(node, (Duration, Amount, Phone, Email)):
        yield node
    elif isinstance(node, BaseModel):
        for name in node.__fields__:
            yield from values(getattr(node, name), circumstances)
    elif isinstance(node, (tuple, list)):
        left = [item for item in node if holds(getattr(item, "when", None), circumstances) is not False]
        for item in left or node:
            yield from values(item, circumstances)


def stands_in(value: object, reply: str) -> bool:
    """Whether a typed value can be read in a reply."""
    if isinstance(value, Duration):
        return re.search(r"(?<!\d)" + _FORMS[value.unit].format(n=value.count), reply) is not None
    if isinstance(value, Amount):
        return re.search(rf"(?<![\d.]){value.kroner:,} kr".replace(",", "."), reply) is not None
    return str(value) in reply


def danger_first(content: Content, messages: Sequence[Message]) -> bool:
    """Whether the very first line gives the number for danger to life."""
    lines = (messages[0].get("text") or "").splitlines() if messages else []
    phone = next(number.phone for number in content.safety.values() if number.use == LIFE)
    return bool(lines) and begins("conversation.danger.life") in lines[0] and phone in lines[0]


def person_offered(messages: Sequence[Message]) -> bool:
    """Whether a reply to danger sends somebody to a person."""
    whole = "\n".join(message.get("text") or "" for message in messages)
    return begins("conversation.danger.person") in whole


def _answers(messages: Sequence[Message]) -> list[tuple[str, Mapping[str, Any]]]:
    """The text and the parts of each message that is an answer."""
    found = [(message["text"], message.get("custom") or {}) for message in messages]
    return [(said, item) for said, item in found if item.get("type") == "answer"]


def _asked(content: Content, messages: Sequence[Message]) -> str | None:
    if not messages:
        return None
    last = messages[-1]
    buttons = [button["title"] for button in last.get("buttons") or ()]
    if buttons and {item.name for item in content.municipalities.values()} <= set(buttons):
        return MUNICIPALITY
    if (last.get("custom") or {}).get("type") != "question":
        return None
    known = [text(f"phrases.case.{key}.granted") for key in ("pension", "pension_alone")]
    pension = any(word in button for word in known for button in buttons)
    age = any(re.search(r"\d", button) for button in buttons)
    return AGE_PENSION if age and pension else AGE if age else PENSION
