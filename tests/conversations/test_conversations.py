"""Whole conversations over REST with the running assistant; the cases stand in conversations.yml."""

import uuid
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.standards.model import Content
from bot.standards.values import Phone
from evaluation.replies import begins
from tests.running import Assistant

CASES = yaml.safe_load((Path(__file__).parent / "conversations.yml").read_text(encoding="utf-8"))
KNOWN = {"say", "answers", "compares", "first", "asks", "unit", "units", "says", "buttons", "emergency"}


def phones(content: Content) -> dict[str, Phone]:
    """Every unit that can be called, with its number."""
    contacts = [versions[-1].topics.contact for versions in content.standards.values()]
    return {route.unit: route.phone for facts in contacts if facts for route in facts.routes if route.phone}


def check(turn: dict[str, Any], messages: list[dict[str, Any]], content: Content) -> None:
    whole = "\n".join(message["text"] for message in messages)
    payloads = [message.get("custom") or {} for message in messages]
    buttons = [button["title"] for message in messages for button in message.get("buttons") or ()]
    if "answers" in turn:
        answers = [p for p in payloads if p.get("type") in ("answer", "contact")]
        found = [[p["topic"], p["municipality"], p["status"]] for p in answers]
        assert [item[: len(want)] for item, want in zip(found, turn["answers"], strict=True)] == turn["answers"]
    if "compares" in turn:
        (rows,) = [p["rows"] for p in payloads if p.get("type") == "comparison" and p["topic"] == turn["compares"][0]]
        assert {row["municipality"] for row in rows} == set(turn["compares"][1:])
        assert rows[0]["municipality"] == turn.get("first", rows[0]["municipality"])
    if "asks" in turn:
        asked = turn["asks"]
        key = "ask_municipality" if asked == "municipality" else f"ask_circumstances.{asked}"
        assert begins(f"conversation.{key}") in whole
    numbers = phones(content)
    wanted = turn.get("units", [turn["unit"]] if "unit" in turn else [])
    for unit in wanted:
        assert numbers[unit] in whole, unit
    if wanted:
        others = set(numbers.values()) - {numbers[unit] for unit in wanted}
        assert not [number for number in others if number in whole]
    for key in turn.get("says", ()):
        assert begins(key) in whole
    assert set(turn.get("buttons", ())) <= set(buttons)
    if turn.get("emergency"):
        first = messages[0]["text"].splitlines()[0]
        assert next(number.phone for number in content.safety.values() if number.use == "life") in first


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_conversation_goes_as_it_should(case: dict, running_assistant: Assistant, content: Content) -> None:
    sender = uuid.uuid4().hex
    for turn in case["turns"]:
        assert set(turn) <= KNOWN, "a key of conversations.yml that nothing checks"
        messages = running_assistant.say(turn["say"], sender)
        assert messages
        assert all(message["recipient_id"] == sender for message in messages)
        try:
            check(turn, messages, content)
        except AssertionError as error:
            replies = "\n".join(message["text"] for message in messages)
            raise AssertionError(f"after {turn['say']!r}:\n{replies}\n\n{error}") from error
