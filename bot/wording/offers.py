"""The offer of a person: what is said, and which buttons it has."""

import dataclasses
import datetime

from bot.answers.answer import Answer
from bot.answers.offer import Offer, Way
from bot.answers.opening import OpeningState
from bot.standards.model import Content
from bot.wording.answers import render
from bot.wording.i18n import text
from bot.wording.opening import opening
from bot.wording.reply import CALLBACK, QUEUE, Button, Reply

# Of the payload of a way to a person, what holds beside another reply as well.
_WAY_TO_A_PERSON = ("person", "links", "municipality")


def person(content: Content, answer: Answer, offer: Offer, why: str, moment: datetime.datetime) -> Reply:
    """How to reach a person at the municipality, honestly: `answer` is that of the topic contact."""
    shown = render(content, answer)
    lines = [*_said(offer, moment), shown.short, shown.contact]
    payload = {**shown.payload(), "type": "contact", "details": (), "person": wish(answer.place.slug, offer, why)}
    return Reply("\n".join(line for line in lines if line), _buttons(offer), payload)


def queued(content: Content, answer: Answer) -> Reply:
    """The conversation waits for a person; the telephone is another way."""
    return _beside(content, answer, "handover.queued")


def passed_on(content: Content, answer: Answer) -> Reply:
    """The wish is on its way to the municipality's own system."""
    return _beside(content, answer, "handover.passed_on")


def not_possible(reply: Reply) -> Reply:
    """Say first that what was just asked for cannot be done; `reply` says what can."""
    return dataclasses.replace(reply, text=f"{text('handover.not_possible')}\n{reply.text}")


def also(reply: Reply, municipality: str, offer: Offer, why: str, moment: datetime.datetime) -> Reply:
    """Add to a reply that names the telephone itself when it opens next, and that a person can be had."""
    lines = _hours(offer, moment)
    payload = reply.payload
    if offer.way in (Way.QUEUE, Way.CALLBACK):
        lines.append(text("handover.offer.also_queue" if offer.way is Way.QUEUE else "handover.offer.also_callback"))
        payload = {**(payload or {}), "person": wish(municipality, offer, why)}
    if not lines:
        return reply
    return Reply("\n\n".join([reply.text, *lines]), (*reply.buttons, *_buttons(offer)), payload)


def beside(reply: Reply, person: Reply) -> Reply:
    """Put the way to a person, as `person` gives it, behind a reply that speaks of one, in place of its button."""
    others = tuple(one for one in reply.buttons if one != text("conversation.human_button"))
    told = {name: (person.payload or {})[name] for name in _WAY_TO_A_PERSON if name in (person.payload or {})}
    return Reply(f"{reply.text}\n\n{person.text}", (*others, *person.buttons), {**(reply.payload or {}), **told})


def wish(municipality: str, offer: Offer, why: str) -> dict[str, str | None]:
    """What a channel needs to know to act on an offer: whose person, and why one may be wanted."""
    return {"municipality": municipality, "unit": offer.unit, "why": why, "way": offer.way.value}


def _beside(content: Content, answer: Answer, key: str) -> Reply:
    shown = render(content, answer)
    lines = [text(key), shown.short, shown.contact]
    payload = {**shown.payload(), "type": "contact", "details": ()}
    return Reply("\n".join(line for line in lines if line), (), payload)


def _said(offer: Offer, moment: datetime.datetime) -> list[str]:
    hours = _hours(offer, moment)
    if offer.way is Way.QUEUE:
        ahead = text("handover.offer.ahead", count=offer.ahead)
        said = f"{text('handover.offer.queue')} {ahead} {_wait(offer.wait_seconds)}"
        return [said, text("handover.offer.call_instead")]
    if offer.way is Way.CALLBACK:
        return [*hours, text(f"handover.offer.callback{'_closed' if hours else ''}")]
    return [*hours, text("handover.offer.pass_on" if offer.way is Way.PASS_ON else "handover.offer.phone")]


def _hours(offer: Offer, moment: datetime.datetime) -> list[str]:
    return [opening(offer.opening, moment)] if offer.opening.state is OpeningState.CLOSED else []


def _wait(seconds: int | None) -> str:
    if seconds is None:
        return text("handover.offer.wait_unknown")
    if seconds < 60:
        return text("handover.offer.wait_short")
    return text("handover.offer.wait", count=round(seconds / 60))


def _buttons(offer: Offer) -> tuple[str | Button, ...]:
    if offer.way is Way.QUEUE:
        return (Button(text("handover.offer.queue_button"), QUEUE),)
    if offer.way is Way.CALLBACK:
        return (Button(text("handover.offer.callback_button"), CALLBACK),)
    if offer.way is Way.PASS_ON:
        return (text("conversation.human_button"),)
    return ()
