"""A typed answer as Danish text: short answer, details, general law, source, contact and what to ask next."""

from collections.abc import Sequence

from bot.answers.answer import Answer, SourceLine, Status
from bot.answers.reckoning import Reckoning
from bot.answers.selection import AGE, PENSION
from bot.standards.model import LIFE, Approval, Content, LawRule, StandardStatus
from bot.standards.values import Route
from bot.wording import phrases
from bot.wording.i18n import has, text
from bot.wording.layout import detail_fields, short_fields
from bot.wording.rendered import Link, Rendered
from bot.wording.sentences import joined, route_extras, sentences

# Topics that tell no one what to expect of a decision: the reminder that each case is assessed would be noise there.
_NOT_GUIDING = frozenset(
    {
        "approval",
        "contact",
        "legal_basis",
        "providers",
        "quality_requirements",
        "staff",
        "complaint",
        "application",
    }
)


def render(content: Content, answer: Answer) -> Rendered:
    """Put one answer into words."""
    details: tuple[str, ...] = ()
    if answer.status in (Status.STATED, Status.NEEDS):
        short, details = _stated(content, answer)
    elif answer.status is Status.NOT_STATED:
        short, details = _not_stated(answer)
    else:
        short = text(f"answers.status.{answer.status.value}", **_who(answer), **_until(answer.source))
    law = answer.law
    if answer.reckoning is not None:
        short = f"{short}\n{reckoned(answer.topic, answer.reckoning)}"
        law = tuple(rule for rule in law if rule is not answer.reckoning.when_over)
    if answer.topic == "acute":
        details += tuple(text("answers.acute.danger", label=item.label, phone=item.phone) for item in _danger(content))
    return Rendered(
        topic=answer.topic,
        municipality=answer.place.slug,
        status=answer.status.value,
        title=text("answers.title", label=content.topics[answer.topic].label, **_who(answer)),
        short=short,
        details=details,
        law=law_lines(law),
        source=_source(answer),
        contact=_contact(answer),
        next=_next(content, answer),
        links=_links(content, answer),
    )


def law_lines(rules: Sequence[LawRule]) -> tuple[str, ...]:
    """General law with its introduction and the day it was read; empty where there are no rules."""
    if not rules:
        return ()
    read = phrases.date(max(rule.read for rule in rules))
    return (
        text("answers.law.intro"),
        *(text("phrases.bullet", text=law_line(rule)) for rule in rules),
        text("answers.law.read", date=read),
    )


def law_line(rule: LawRule) -> str:
    """One rule with its section, its values in place."""
    values = {name: phrases.duration(value) for name, value in rule.durations.items()}
    said = rule.text.format(**values, **rule.phones)
    if rule.act is None:
        return text("answers.law.bare", text=said)
    return text("answers.law.line", text=said, act=rule.act, section=rule.section)


def reckoned(topic: str, value: Reckoning) -> str:
    """The help to count, and what holds for those who are late: the last day, never a verdict."""
    days = {"day": phrases.date(value.start.day), "last": phrases.date(value.last)}
    duration = phrases.duration(value.limit)
    said = [text(f"answers.reckoning.{topic}.{'over' if value.over else 'running'}", duration=duration, **days)]
    if value.by_law is not None:
        said.append(text(f"answers.reckoning.{topic}.by_law", duration=duration))
    if value.when_over is not None:
        said.append(law_line(value.when_over))
    if value.over:
        said.append(text(f"answers.reckoning.{topic}.call"))
    return " ".join(said)


def _stated(content: Content, answer: Answer) -> tuple[str, tuple[str, ...]]:
    stated = tuple(fact.name for fact in answer.facts)
    lead = short_fields(answer.topic, stated)
    short = _hanging(answer) + [line for name in lead for line in _short(answer, name)]
    details = [line for name in lead for line in _folded(answer, name)]
    details += [line for name in detail_fields(answer.topic, stated) for line in sentences(answer, name)]
    if answer.topic == "approval" and answer.source is not None:
        short.insert(0, _approval(answer.source))
    if answer.topic == "ending":
        details.append(text("answers.ending.still_a_decision"))
    if answer.topic not in _NOT_GUIDING:
        details.append(text("answers.guiding"))
    joint = "\n" if answer.needs or answer.undecided else " "
    return joint.join(short), tuple(details)


def _short(answer: Answer, name: str) -> list[str]:
    """A fact's sentences for the short answer: lists of points are told in one sentence, and folded out below."""
    key = f"answers.{answer.topic}.short.{name}"
    value = answer.fact(name)
    if not has(f"{key}.inline") or not isinstance(value, tuple):
        return sentences(answer, name)
    return [joined(key, [str(getattr(item, "name", item)) for item in value])]


def _folded(answer: Answer, name: str) -> list[str]:
    """What the short answer left out of a fact: the points one by one, the slower ways of contact."""
    value = answer.fact(name)
    if name == "routes" and isinstance(value, tuple):
        return route_extras(value)
    return sentences(answer, name) if has(f"answers.{answer.topic}.short.{name}.inline") else []


def _hanging(answer: Answer) -> list[str]:
    """What the answer hangs on, where that is open or where the document leaves it open."""
    if answer.undecided:
        return [text("answers.status.undecided")]
    if not answer.needs:
        return []
    kind = "age_pension" if set(answer.needs) == {AGE, PENSION} else "age" if AGE in answer.needs else "pension"
    return [text(f"answers.status.needs.{kind}")]


def _not_stated(answer: Answer) -> tuple[str, tuple[str, ...]]:
    about = text(f"answers.{answer.topic}.about")
    short = text("answers.status.not_stated", about=about, **_who(answer))
    silence = answer.silence
    details = []
    if silence is not None and silence.remark:
        details.append(silence.remark)
    if silence is not None and silence.elsewhere:
        details.append(text("answers.status.elsewhere", elsewhere=silence.elsewhere))
    return short, tuple(details)


def _who(answer: Answer) -> dict[str, str]:
    return {"municipality": phrases.municipality(answer.place.name)}


def _until(source: SourceLine | None) -> dict[str, str]:
    return {"date": phrases.date(source.valid_until)} if source is not None and source.valid_until else {}


def _source(answer: Answer) -> str:
    source = answer.source
    if source is None:
        return ""
    shown = () if answer.topic == "approval" else source.headings
    quoted = [text("answers.source.quoted", heading=heading) for heading in shown]
    headings = text("answers.source.headings", list=phrases.listed(quoted)) if quoted else ""
    approval = _approval(source)
    return text("answers.source.line", title=source.title, headings=headings, approval=approval, **_who(answer))


def _approval(source: SourceLine) -> str:
    if source.status is StandardStatus.PROPOSAL:
        return text("answers.source.proposal")
    if not source.approvals:
        return text("answers.source.undated")
    return text("answers.source.approved", list=phrases.listed([_approved(item) for item in source.approvals]))


def _approved(item: Approval) -> str:
    return text("answers.approval.approved_item", body=item.body, date=phrases.date(item.date))


def _contact(answer: Answer) -> str:
    if answer.status in (Status.NOT_COVERED, Status.EXPIRED):
        return text(f"answers.status.{answer.status.value}_next", **_who(answer))
    if answer.routes is None or answer.fact("routes") is not None:
        return ""
    reach = _reach(answer)
    said = [phrases.conditional(item.when if _open(answer) else None, phrases.route(item)) for item in reach]
    if answer.status is Status.NOT_STATED:
        return "\n".join([text("answers.contact_intro"), *said])
    spoken = [line for item, line in zip(reach, said, strict=True) if item.phone]
    if answer.reckoning is not None and answer.reckoning.over:
        # Whoever is told to call needs the number, whichever of them it is.
        return "\n".join(spoken)
    return text("answers.questions", route=spoken[0]) if spoken and not _open(answer) else ""


def _open(answer: Answer) -> bool:
    return answer.routes is not None and (bool(answer.routes.needs) or answer.routes.undecided)


def _reach(answer: Answer) -> tuple[Route, ...]:
    return answer.routes.values if answer.routes is not None else ()


def _next(content: Content, answer: Answer) -> str:
    following = content.topics[content.topics[answer.topic].next]
    return text("answers.next", example=following.example)


def _links(content: Content, answer: Answer) -> tuple[Link, ...]:
    links = []
    for item in _reach(answer):
        if item.phone:
            links.append(Link("tel", item.phone, item.phone.href))
        if item.email:
            links.append(Link("mailto", item.email, item.email.href))
    links += [Link("tel", phone, phone.href) for rule in answer.law for phone in rule.phones.values()]
    if answer.topic == "acute":
        links += [Link("tel", number.phone, number.phone.href) for number in _danger(content)]
    return tuple(dict.fromkeys(links))


def _danger(content: Content) -> list:
    return [number for number in content.safety.values() if number.use == LIFE]
