"""The running assistant is asked every topic in every municipality, in natural Danish (questions.yml).

The right answer is worked out from content/ alone, apart from the answer engine: the values that the standard
states for the topic must stand in the reply, and no value that only another municipality has.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from bot.settings import ROOT
from bot.standards.model import Content, Standard
from bot.standards.values import Amount, Duration, Email, Phone, Unit
from bot.understanding.interpreter import read_examples
from tests.running import Assistant

SERVICE = "midlertidigt-botilbud"
QUESTIONS: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "questions.yml").read_text(encoding="utf-8")
)["topics"]
# How a stated duration may stand in a sentence: "8 uger", and for once a year or month words without a number.
FORMS = {
    Unit.HOUR: r"{n} timer?",
    Unit.DAY: r"{n} dage?",
    Unit.WEEKDAY: r"{n} hverdage?",
    Unit.OVERNIGHT: r"{n} døgn",
    Unit.WEEK: r"{n} uger?",
    Unit.MONTH: r"({n} måned(er)?|hver måned)",
    Unit.YEAR: r"({n} år|én gang om året)",
}


def values(node: object) -> Iterator[object]:
    """The typed values inside a part of the content."""
    if isinstance(node, (Duration, Amount, Phone, Email)):
        yield node
    elif isinstance(node, BaseModel):
        for name in node.__fields__:
            yield from values(getattr(node, name))
    elif isinstance(node, (tuple, list)):
        for item in node:
            yield from values(item)


def stands_in(value: object, reply: str) -> bool:
    if isinstance(value, Duration):
        return re.search(r"(?<!\d)" + FORMS[value.unit].format(n=value.count), reply) is not None
    if isinstance(value, Amount):
        return re.search(rf"(?<![\d.]){value.kroner:,} kr".replace(",", "."), reply) is not None
    return str(value) in reply


def standard_of(content: Content, slug: str) -> Standard:
    return content.standards[slug, SERVICE][-1]


def expected_of(content: Content, topic: str, slug: str) -> set[object]:
    """What must stand in the reply: the topic's own values; the municipality's contact where the standard is silent."""
    topics = standard_of(content, slug).topics
    stated = getattr(topics, topic, None)
    return set(values(stated if stated is not None else topics.contact))


def foreign_to(content: Content, slug: str) -> set[object]:
    """Numbers, addresses and amounts that other municipalities have and this one has not."""
    kinds = (Phone, Email, Amount)
    own: set[object] = {value for value in values(standard_of(content, slug).topics) if isinstance(value, kinds)}
    others: set[object] = {
        value
        for other in content.municipalities
        if other != slug
        for value in values(standard_of(content, other).topics)
        if isinstance(value, kinds)
    }
    return others - own


def mistakes(content: Content, topic: str, slug: str, messages: list[dict]) -> list[str]:
    reply = "\n".join(message["text"] for message in messages)
    payloads = [message.get("custom") or {} for message in messages]
    found = [f"foreign value {value}" for value in foreign_to(content, slug) if stands_in(value, reply)]
    answers = [payload for payload in payloads if payload.get("type") == "answer"]
    if not answers:
        return [*found, f"no answer but: {reply[:80]!r}"]
    if [(item["topic"], item["municipality"]) for item in answers] != [(topic, slug)]:
        return [*found, f"answered {[(item['topic'], item['municipality']) for item in answers]}"]
    stated = topic in standard_of(content, slug).topics.stated()
    if stated != (answers[0]["status"] in ("stated", "needs")):
        found.append(f"status {answers[0]['status']}")
    missing = [value for value in expected_of(content, topic, slug) if not stands_in(value, reply)]
    return found + [f"missing {value!r}" for value in missing]


def ask(assistant: Assistant, question: str, sender: str) -> list[dict]:
    """The question's messages; where a circumstance is asked for, "don't know" brings every branch."""
    messages = assistant.say(question, sender)
    if (messages[-1].get("custom") or {}).get("type") == "question":
        messages = messages[:-1] + assistant.say("Ved ikke", sender)
    return messages


def test_no_question_is_known_from_the_training_data() -> None:
    known = [text.lower() for text, _ in read_examples(ROOT / "data" / "nlu")]
    asked = [question.lower() for questions in QUESTIONS.values() for question in questions.values()]
    near = [
        (text, found) for text in asked if (found := process.extractOne(text, known, scorer=ratio, score_cutoff=90))
    ]
    assert near == []


@pytest.mark.slow
def test_every_topic_in_every_municipality_gets_the_right_fact_or_an_honest_word(
    running_assistant: Assistant, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(QUESTIONS) == set(content.topics)
    wrong: dict[tuple[str, str], list[str]] = {}
    rows = []
    for topic, asked in QUESTIONS.items():
        assert set(asked) == set(content.municipalities)
        cells = []
        for slug in content.municipalities:
            messages = ask(running_assistant, asked[slug], f"{topic}-{slug}")
            if found := mistakes(content, topic, slug, messages):
                wrong[topic, slug] = [asked[slug], *found]
            stated = topic in standard_of(content, slug).topics.stated()
            cells.append("WRONG" if found else "fact" if stated else "silent")
        rows.append(f"{topic:<22}" + "".join(f"{cell:<15}" for cell in cells))
    with capsys.disabled():
        head = " " * 22 + "".join(f"{slug:<15}" for slug in content.municipalities)
        print("\n" + "\n".join([head, *rows]))
        print(f"{len(wrong)} of {len(QUESTIONS) * len(content.municipalities)} wrong")
    assert wrong == {}, "\n".join(f"{key}: {value}" for key, value in wrong.items())
