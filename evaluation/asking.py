"""Asking the running assistant as a citizen would: a question, and the answers to what it asks back."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import httpx

from bot.answers.circumstances import Circumstances
from bot.standards.model import Content
from bot.wording import phrases
from bot.wording.i18n import text
from evaluation.cases import Question
from evaluation.replies import AGE, AGE_PENSION, MUNICIPALITY, PENSION, Mistake, mistakes, mistakes_uncovered, read
from evaluation.serving import Message, ServingError

MOST_QUESTIONS_BACK = 3
PROGRESS_SECONDS = 10.0

_ASKED = {
    AGE: ("age",),
    PENSION: ("early_retirement_pension",),
    AGE_PENSION: ("age", "early_retirement_pension"),
}
Item = TypeVar("Item")


class Says(Protocol):
    """Somebody who replies: the running assistant, or a stand-in for it in a test."""

    def say(self, text: str, sender: str = "test") -> list[Message]:
        """The messages that come back."""


@dataclass(frozen=True)
class Exchange:
    """One question over REST until nothing more was asked back.

    municipality  the covered one that the last answer must be about: the one of the text, else the one that was given
    messages      what was answered, without the questions back
    uncovered     the reply to a text that names a municipality without standards, before a covered one was given
    messages_sent how often the citizen had to write
    asked_again   whether something was asked for that the text says
    """

    question: Question
    municipality: str
    messages: tuple[Message, ...]
    uncovered: tuple[Message, ...] | None
    messages_sent: int
    asked_again: bool


class Line:
    """The way to the assistant: times each message, and takes an error for silence."""

    def __init__(self, assistant: Says, most_seconds: float) -> None:
        self._assistant = assistant
        self._most_seconds = most_seconds
        self._end = time.monotonic() + most_seconds
        self.milliseconds: list[float] = []

    def say(self, words: str, sender: str) -> list[Message]:
        """The messages that come back; none where the assistant fails.

        Raises:
            ServingError: the time for all messages together is over.
        """
        started = time.monotonic()
        if started > self._end:
            raise ServingError(f"not done after {self._most_seconds:.0f} s")
        try:
            reply = self._assistant.say(words, sender)
        except (httpx.HTTPError, ValueError):
            reply = []
        self.milliseconds.append((time.monotonic() - started) * 1000)
        return reply if isinstance(reply, list) else []


def ask(line: Line, content: Content, question: Question, sender: str) -> Exchange:
    """Ask a question, and answer what is asked back: the municipality, and circumstances as far as the text tells."""
    covered = question.municipality in content.municipalities
    slug = question.municipality if covered and question.municipality else given_municipality(content, question.text)
    name = content.municipalities[slug].name
    reply, sent, again, uncovered = line.say(question.text, sender), 1, False, None
    if question.municipality and not covered:
        uncovered, reply, sent = tuple(reply), line.say(name, sender), 2
    answered: list[Message] = []
    for _ in range(MOST_QUESTIONS_BACK):
        asked = read(content, reply).asks
        if asked is None:
            break
        answered += reply[:-1]
        if asked == MUNICIPALITY:
            again, words = again or covered, name
        else:
            known = {key: value for key, value in question.circumstances.items() if key in _ASKED[asked]}
            again = again or bool(known)
            words = phrases.case(Circumstances.from_mapping(known)) if known else text("conversation.dont_know_button")
        reply, sent = line.say(words, sender), sent + 1
    return Exchange(question, slug, (*answered, *reply), uncovered, sent, again)


def given_municipality(content: Content, words: str) -> str:
    """The covered municipality that is given for a text without one: always the same for the same text."""
    slugs = sorted(content.municipalities)
    return slugs[zlib.crc32(words.encode()) % len(slugs)]


def judge_exchange(content: Content, exchange: Exchange) -> list[Mistake]:
    """All that is wrong with an exchange; empty when the citizen got the fully right answer."""
    question = exchange.question
    found: list[Mistake] = []
    if exchange.uncovered is not None and question.municipality:
        found += mistakes_uncovered(content, question.topics, question.municipality, exchange.uncovered)
    known = Circumstances.from_mapping(question.circumstances)
    return found + mistakes(content, question.topics, exchange.municipality, exchange.messages, known)


def with_progress(items: Sequence[Item], what: str) -> Iterator[Item]:
    """The items one by one, with a line on the terminal from time to time."""
    started = shown = time.monotonic()
    for number, item in enumerate(items):
        now = time.monotonic()
        if now - shown >= PROGRESS_SECONDS:
            shown = now
            print(f"  {what}: {number} of {len(items)}, {now - started:.0f} s so far", flush=True)
        yield item


def kinds(found: Iterable[Mistake]) -> list[str]:
    """The kinds of mistakes, each once."""
    return list(dict.fromkeys(mistake.kind.value for mistake in found))
