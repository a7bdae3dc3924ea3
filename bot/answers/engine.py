"""From question to answers: pure functions over the content."""

import dataclasses
import datetime
from collections.abc import Sequence

from bot.answers.answer import Answer, Fact, Place, SourceLine, Status
from bot.answers.circumstances import Circumstances
from bot.answers.reckoning import DatedEvent, reckon
from bot.answers.selection import Selection, select
from bot.standards.model import Content, LawRule, Standard
from bot.standards.topics import TopicFacts

# Topics whose answer is of no use without a value that stands under another topic of the same standard.
_BORROWED = {"application": ("contact", "routes"), "duration": ("ending", "depends_on")}
_NOT_FACTS = frozenset({"heading"})


@dataclasses.dataclass(frozen=True)
class Question:
    """What somebody wants to know.

    topics          keys of the catalogue, in the order asked
    municipalities  who it is about: covered ones by slug, others too (their answers say that they are not covered)
    date            the day on which the answer must hold
    dated           what the citizen tells to have happened on which day
    """

    topics: tuple[str, ...]
    municipalities: tuple[Place, ...]
    service: str
    date: datetime.date
    circumstances: Circumstances = Circumstances()
    dated: DatedEvent | None = None


def answer(content: Content, question: Question) -> tuple[Answer, ...]:
    """One answer for each topic and municipality of the question, topic by topic.

    Raises:
        KeyError: a topic that is not in the catalogue.
    """
    return tuple(
        _with_reckoning(content, question, _answer(content, question, topic, place))
        for topic in question.topics
        for place in question.municipalities
    )


def places(content: Content, slugs: Sequence[str] | None = None) -> tuple[Place, ...]:
    """The covered municipalities, all of them or those named by slug.

    Raises:
        KeyError: a slug that is not covered.
    """
    chosen = content.municipalities if slugs is None else slugs
    return tuple(Place(slug, content.municipalities[slug].name) for slug in chosen)


def contact(
    content: Content, place: Place, service: str, date: datetime.date, circumstances: Circumstances
) -> Selection | None:
    """How to reach a municipality in these circumstances, or None where no valid standard says so."""
    standard = content.standard(place.slug, service)
    if standard is None or standard.topics.contact is None or _expired(standard, date):
        return None
    return select(standard.topics.contact.routes, circumstances)


def _with_reckoning(content: Content, question: Question, found: Answer) -> Answer:
    standard = content.standard(found.place.slug, question.service)
    valid = standard is not None and found.status is not Status.EXPIRED
    stated = getattr(standard.topics, found.topic, None) if standard is not None and valid else None
    counted = reckon(content, found.topic, stated, question.dated, question.date)
    return dataclasses.replace(found, reckoning=counted) if counted is not None else found


def _answer(content: Content, question: Question, topic: str, place: Place) -> Answer:
    if topic not in content.topics:
        raise KeyError(topic)
    law = _law(content, topic, place)
    base = Answer(topic, place, question.service, Status.NOT_COVERED, question.circumstances, law=law)
    standard = content.standard(place.slug, question.service)
    if standard is None:
        return base
    if _expired(standard, question.date):
        return dataclasses.replace(base, status=Status.EXPIRED, source=_source(standard, ()))
    routes = contact(content, place, question.service, question.date, question.circumstances)
    stated: TopicFacts | None = getattr(standard.topics, topic, None)
    if stated is None:
        silence = standard.silent(topic)
        headings: tuple[str, ...] = (silence.heading,) if silence is not None and silence.heading else ()
        return dataclasses.replace(
            base,
            status=Status.NOT_STATED,
            routes=routes,
            silence=silence,
            source=_source(standard, headings),
        )
    facts, selection, under = _facts(standard, topic, stated, question.circumstances)
    return dataclasses.replace(
        base,
        status=Status.NEEDS if selection is not None and selection.needs else Status.STATED,
        facts=facts,
        routes=routes,
        selection=selection,
        source=_source(standard, under),
        law=(),
    )


def _facts(
    standard: Standard, topic: str, stated: TopicFacts, circumstances: Circumstances
) -> tuple[tuple[Fact, ...], Selection | None, tuple[str, ...]]:
    """The topic's values in the order of its model, the selection they hang on, and the headings they stand under."""
    selection: Selection | None = None
    headings = stated.heading
    facts: list[Fact] = []
    named = [(name, getattr(stated, name)) for name in stated.__fields__ if name not in _NOT_FACTS]
    if topic in _BORROWED:
        other, field = _BORROWED[topic]
        lender = getattr(standard.topics, other)
        if lender is not None and getattr(lender, field):
            named.append((field, getattr(lender, field)))
            headings = tuple(dict.fromkeys(headings + lender.heading))
    for name, value in named:
        if value is None or value == ():
            continue
        if isinstance(value, tuple) and hasattr(value[0], "when"):
            selection = select(value, circumstances)
            value = selection.values
        facts.append(Fact(name, value))
    return tuple(facts), selection, headings


def _expired(standard: Standard, date: datetime.date) -> bool:
    return standard.valid_until is not None and standard.valid_until < date


def _source(standard: Standard, headings: tuple[str, ...]) -> SourceLine:
    return SourceLine(standard.title, headings, standard.status, standard.approvals, standard.valid_until)


def _law(content: Content, topic: str, place: Place) -> tuple[LawRule, ...]:
    """Verified rules for the topic; a rule that names municipalities speaks of those alone."""
    return tuple(
        rule
        for rule in content.law.values()
        if rule.verified and topic in rule.topics and (not rule.municipalities or place.slug in rule.municipalities)
    )
