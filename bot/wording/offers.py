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


def also(reply: Reply, municipality: str, offer: Offer, why: str) -> Reply:
    """Add to a reply that a person can be had, where one can be had here; the reply itself names the telephone."""
    if offer.way not in (Way.QUEUE, Way.CALLBACK):
        return reply
    line = text("handover.offer.also_queue" if offer.way is Way.QUEUE else "handover.offer.also_callback")
    payload = {**(reply.payload or {}), "person": wish(municipality, offer, why)}
    # The wish for a person is what the queue fulfils.
    others = [one for one in reply.buttons if offer.way is not Way.QUEUE or one != text("conversation.human_button")]
    return Reply(f"{reply.text}\n\n{line}", (*others, *_buttons(offer)), payload)


def wish(municipality: str, offer: Offer, why: str) -> dict[str, str | None]:
    """What a channel needs to know to act on an offer: whose person, and why one may be wanted."""
    return {"municipality": municipality, "unit": offer.unit, "why": why, "way": offer.way.value}


def _beside(content: Content, answer: Answer, key: str) -> Reply:
    shown = render(content, answer)
    lines = [text(key), shown.short, shown.contact]
    payload = {**shown.payload(), "type": "contact", "details": ()}
    return Reply("\n".join(line for line in lines if line), (), payload)


def _said(offer: Offer, moment: datetime.datetime) -> list[str]:
    closed = offer.opening.state is OpeningState.CLOSED
    hours = [opening(offer.opening, moment)] if closed else []
    if offer.way is Way.QUEUE:
        ahead = text("handover.offer.ahead", count=offer.ahead)
        said = f"{text('handover.offer.queue')} {ahead} {_wait(offer.wait_seconds)}"
        return [said, text("handover.offer.call_instead")]
    if offer.way is Way.CALLBACK:
        return [*hours, text(f"handover.offer.callback{'_closed' if closed else ''}")]
    return [*hours, text("handover.offer.pass_on" if offer.way is Way.PASS_ON else "handover.offer.phone")]


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
