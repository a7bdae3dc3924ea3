"""The same answer, word for word, wherever it is asked for: every topic in every municipality.

What is expected is worked out from content/ by the library itself; each door must say exactly that.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import Engine

from bot.answers.engine import places
from bot.conversations.staff import ADMINISTRATOR
from bot.standards.model import Content
from bot.wording.i18n import text
from bot.wording.sheet import Sheet, sheets
from tests.desk import Agent, account
from tests.running import Assistant
from tests.terminal import Terminal

pytestmark = pytest.mark.slow

# What an answer says; the rest of it (links, names) is about showing it.
WORDS = ("status", "title", "short", "details", "law", "source", "contact", "next")


@pytest.fixture(scope="module")
def expected(content: Content) -> list[Sheet]:
    service, today = next(iter(content.services)), datetime.date.today()
    found = sheets(content, tuple(content.topics), places(content), service, today)
    assert len(found) == len(content.topics) * len(content.municipalities)
    return found


def words(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer says, as it comes out of JSON."""
    return {name: list(value) if isinstance(value := answer[name], tuple) else value for name in WORDS}


def differing(expected: list[Sheet], said: dict[tuple[str, str], dict[str, Any]]) -> list[tuple[str, str]]:
    """Where something else was said."""
    return [
        (one.topic, one.municipality)
        for one in expected
        if words(said[one.topic, one.municipality]) != words(one.answer)
    ]


def test_the_interface_says_it(expected: list[Sheet], running_assistant: Assistant) -> None:
    said = {}
    for slug in {one.municipality for one in expected}:
        whole = httpx.get(f"{running_assistant.url}/api/v1/answers/{slug}", timeout=30, trust_env=False).json()
        said.update({(one["topic"], slug): one["answer"] for one in whole["answers"]})
        assert {one["text"] for one in whole["answers"]} == {e.text for e in expected if e.municipality == slug}
    assert differing(expected, said) == []


def test_the_command_line_says_it(expected: list[Sheet], shell: Terminal) -> None:
    said = {}
    for one in expected:
        (said[one.topic, one.municipality],) = shell.json("answer", one.topic, one.municipality)
    assert differing(expected, said) == []


def test_the_command_line_says_it_as_text(expected: list[Sheet], shell: Terminal) -> None:
    wrong = [one.slug for one in expected if shell.run("answer", one.topic, one.municipality).out.strip() != one.text]
    assert wrong == []


def test_the_look_up_page_gets_it(
    expected: list[Sheet], running_assistant: Assistant, assistant_engine: Engine
) -> None:
    agent = Agent(running_assistant.url, account(assistant_engine, "Eva", ADMINISTRATOR))
    found = {
        (one.topic, one.municipality): agent.client.get(f"/lookup/api/answers/{one.municipality}/{one.topic}").json()
        for one in expected
    }
    assert differing(expected, {key: sheet["answer"] for key, sheet in found.items()}) == []
    assert [one for one in expected if found[one.topic, one.municipality]["text"] != one.text] == []


def test_the_public_page_shows_it(expected: list[Sheet], running_assistant: Assistant) -> None:
    missing = []
    with httpx.Client(base_url=running_assistant.url, timeout=30, trust_env=False) as client:
        for one in expected:
            page = client.get(f"/svar/{one.municipality}/{one.slug}")
            assert page.status_code == 200
            shown = in_main(page.text)
            missing += [(one.municipality, one.topic, line) for line in lines(one) if line not in shown]
    assert missing == []


def test_the_chat_says_it(expected: list[Sheet], running_assistant: Assistant) -> None:
    said = {}
    for one in expected:
        sender = f"one-{one.topic}-{one.municipality}"
        running_assistant.say(one.name.removesuffix(" Kommune"), sender)
        messages = running_assistant.say(one.label, sender)
        if messages[-1].get("custom", {}).get("type") == "question":
            # "Don't know" brings every branch, which is what the other doors show.
            messages = running_assistant.say(text("conversation.dont_know_button"), sender)
        answers = [message for message in messages if message.get("custom", {}).get("type") == "answer"]
        assert len(answers) == 1, (one.topic, one.municipality, messages)
        said[one.topic, one.municipality] = answers[0]["custom"]
        assert one.text in answers[0]["text"]
    assert differing(expected, said) == []


def lines(one: Sheet) -> Iterator[str]:
    """All that an answer says, a line each, as a page shows them: without the marks of points."""
    for name in ("title", "short", "source", "contact", "next"):
        yield from bare(one.answer[name])
    for name in ("details", "law"):
        for block in one.answer[name]:
            yield from bare(block)
    for case in one.cases:
        yield case.case
        yield from bare(case.short)


def bare(block: str) -> list[str]:
    return [" ".join(line.lstrip("•–- ").split()) for line in block.split("\n") if line.strip()]


def in_main(page: str) -> str:
    """The text of a page's main part, with single blanks."""
    reader = _Reader()
    reader.feed(page)
    return " ".join(" ".join(reader.pieces).split())


class _Reader(HTMLParser):
    """Collects the text of <main>; a tag within a sentence adds no blank."""

    WITHIN = frozenset(["a", "strong", "em", "span", "b", "abbr"])

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = [""]
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = self._inside or tag == "main"
        if tag not in self.WITHIN:
            self.pieces.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._inside = False
        if tag not in self.WITHIN:
            self.pieces.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.pieces[-1] += data
