"""What is said between the answers: greeting, questions back, limits, a person, danger, apology."""

from collections.abc import Sequence

from bot.answers.answer import Answer, Place
from bot.answers.circumstances import Circumstances
from bot.answers.selection import AGE, PENSION, Selection
from bot.standards.model import LIFE, Content, SafetyNumber
from bot.standards.values import Route
from bot.wording import phrases
from bot.wording.answers import render
from bot.wording.i18n import text
from bot.wording.rendered import Link
from bot.wording.reply import Reply

# The questions that most people come with, offered where nothing better is known.
COMMON_TOPICS = ("eligibility", "application", "processing_time", "payment")
_SMALL_TALK = frozenset({"thank", "goodbye", "affirm", "deny", "dont_know", "insult"})
_WITH_EXAMPLES = frozenset({"affirm", "dont_know", "insult"})


def greeting(content: Content) -> Reply:
    """Who speaks, what it can answer and from which sources."""
    return Reply(text("conversation.greet", **_scope(content)), examples(content, COMMON_TOPICS))


def help_text(content: Content) -> Reply:
    """What one can ask."""
    shown = examples(content, COMMON_TOPICS)
    return Reply(text("conversation.help", examples=" ".join(shown), **_scope(content)), shown)


def small_talk(content: Content, intent: str) -> Reply:
    """A short answer to what is no question.

    Raises:
        KeyError: there is nothing to say to that intent.
    """
    if intent not in _SMALL_TALK:
        raise KeyError(intent)
    return Reply(text(f"conversation.{intent}"), examples(content, COMMON_TOPICS) if intent in _WITH_EXAMPLES else ())


def robot() -> Reply:
    """The honest answer to whether one speaks with a robot."""
    return Reply(text("conversation.bot_challenge"), (text("conversation.human_button"),))


def not_helpful() -> Reply:
    """Regret, and a person."""
    return Reply(text("conversation.not_helpful"), (text("conversation.human_button"),))


def ask_municipality(content: Content, known_place: bool = True) -> Reply:
    """The question which municipality; `known_place` False where something was said that is no known place."""
    key = "ask_municipality" if known_place else "unknown_municipality"
    return Reply(text(f"conversation.{key}"), tuple(item.name for item in content.municipalities.values()))


def noted(content: Content, place: Place | None) -> Reply:
    """A thank-you for something that no question was waiting for."""
    shown = examples(content, COMMON_TOPICS)
    if place is None:
        return Reply(text("conversation.noted_circumstances"), shown)
    said = text("conversation.noted_municipality", municipality=phrases.municipality(place.name))
    return Reply(said, shown, {"type": "note", "municipality": place.slug})


def ask_circumstances(answer: Answer, cases: Sequence[Circumstances], of_another: bool = False) -> Reply:
    """The one question that settles an answer, its cases as buttons, not knowing among them.

    `of_another`: the question is about somebody else than the writer, and is asked so.
    """
    kind = "age_pension" if {AGE, PENSION} <= set(answer.needs) else "age" if AGE in answer.needs else "pension"
    buttons = (*(phrases.case(case, of_another) for case in cases), text("conversation.dont_know_button"))
    return Reply(
        text(f"conversation.ask_circumstances{'_of_another' if of_another else ''}.{kind}"),
        buttons,
        {"type": "question", "topic": answer.topic, "municipality": answer.place.slug},
    )


def answered(content: Content, answer: Answer) -> Reply:
    """One answer as a message; the question that may follow is its button."""
    shown = render(content, answer)
    following = content.topics[content.topics[answer.topic].next].example
    return Reply(shown.text(), (following,), shown.payload())


def out_of_scope(content: Content, place: Place | None, routes: Selection | None) -> Reply:
    """The honest limit and a way on; the municipality's own contact where it is known."""
    lines = [text("conversation.out_of_scope", **_scope(content)), text("conversation.out_of_scope_next")]
    payload: dict[str, object] = {"type": "out_of_scope", "links": _links(routes)}
    if place is not None and routes is not None:
        lines += [text("conversation.out_of_scope_contact", municipality=phrases.municipality(place.name))]
        lines += contact_lines(routes)
        payload["municipality"] = place.slug
    return Reply("\n".join(lines), (), payload)


def not_understood(content: Content, candidates: Sequence[str], again: bool) -> Reply:
    """The likeliest questions as buttons; the second time in a row a person too."""
    shown = examples(content, candidates or COMMON_TOPICS)
    if again:
        return Reply(text("conversation.not_understood_again"), (*shown, text("conversation.human_button")))
    return Reply(text(f"conversation.{'did_you_mean' if candidates else 'not_understood'}"), shown)


def danger_numbers(numbers: Sequence[SafetyNumber]) -> list[str]:
    """The numbers for danger and distress, a line each, the one for danger to life first."""
    by_use = {number.use: number for number in numbers}
    emergency = by_use[LIFE].phone
    return [
        text(f"conversation.danger.{use}", phone=by_use[use].phone, label=by_use[use].label, emergency=emergency)
        for use in (LIFE, "talk", "violence", "doctor", "police")
        if use in by_use
    ]


def danger(
    content: Content, numbers: Sequence[SafetyNumber], contact: Reply | None, candidates: Sequence[str] = ()
) -> Reply:
    """The verified numbers before anything else, without cheerfulness, then a person at the municipality if known.

    Last come the questions of `candidates` as buttons: topics that may have been asked for in the same message.
    """
    lines = [*danger_numbers(numbers), text("conversation.danger.person")]
    if contact is not None:
        lines.append(contact.text)
    links = [_link(Link("tel", item.phone, item.phone.href)) for item in {one.use: one for one in numbers}.values()]
    payload: dict[str, object] = {"type": "danger", "links": links}
    if contact is not None and contact.payload:
        links += [link for link in contact.payload.get("links", ()) if link["label"] in contact.text]
        if "person" in contact.payload:
            payload["person"] = contact.payload["person"]
    if candidates:
        lines.append(text("conversation.danger.question"))
    buttons = contact.buttons if contact is not None else ()
    return Reply("\n".join(lines), (*buttons, *examples(content, candidates)), payload)


def apology(contacts: Sequence[tuple[Place, Selection]], emergency: SafetyNumber | None) -> Reply:
    """What is said when nothing works: the regret and the telephone, for each municipality that it may be.

    The number for danger to life is always among it, as nobody has read what the message was about.
    """
    lines = [text("conversation.apology.text")]
    links = [link for _, routes in contacts for link in _links(routes)]
    if emergency is not None:
        lines.append(text("conversation.apology.life", phone=emergency.phone))
        links.append(_link(Link("tel", emergency.phone, emergency.phone.href)))
    payload: dict[str, object] = {"type": "apology", "links": tuple(links)}
    if len(contacts) == 1:
        place, routes = contacts[0]
        lines.append(text("conversation.apology.contact", municipality=phrases.municipality(place.name)))
        lines += contact_lines(routes)
        payload["municipality"] = place.slug
    elif contacts:
        lines.append(text("conversation.apology.any"))
        for place, routes in contacts:
            named = phrases.municipality(place.name)
            lines += [text("conversation.apology.line", municipality=named, route=x) for x in contact_lines(routes)]
    return Reply("\n".join(lines), (), payload)


def contact_lines(routes: Selection) -> list[str]:
    """Ways of contact, each behind its condition only where it is open which of them applies."""
    is_open = bool(routes.needs) or routes.undecided
    return [phrases.conditional(item.when if is_open else None, phrases.route(item)) for item in routes.values]


def examples(content: Content, topics: Sequence[str]) -> tuple[str, ...]:
    """The example question of each topic, as buttons."""
    return tuple(content.topics[topic].example for topic in topics)


def _scope(content: Content) -> dict[str, str]:
    return {
        "services": phrases.listed([service.name for service in content.services.values()]),
        "municipalities": phrases.listed([item.name for item in content.municipalities.values()]),
    }


def _links(routes: Selection | None) -> tuple[dict[str, str], ...]:
    found: list[Link] = []
    values: tuple[Route, ...] = routes.values if routes is not None else ()
    for item in values:
        if item.phone:
            found.append(Link("tel", item.phone, item.phone.href))
        if item.email:
            found.append(Link("mailto", item.email, item.email.href))
    return tuple(map(_link, found))


def _link(link: Link) -> dict[str, str]:
    return {"kind": link.kind, "label": str(link.label), "href": link.href}
