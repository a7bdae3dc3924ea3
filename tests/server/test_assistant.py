"""The whole assistant as a citizen meets it: bad input, slashes, and a Rasa that dies."""

import os
import signal
import sqlite3
from pathlib import Path

import httpx
import pytest

from bot.standards.contacts import contacts
from bot.standards.model import Content
from bot.wording.i18n import text as danish
from tests.running import Assistant, child_pid, serving, status_of, wait_for

pytestmark = pytest.mark.slow

REST = "/webhooks/rest/webhook"
QUESTION = "Hvor lang er sagsbehandlingstiden i Thisted?"
ELLIPSIS = "og i Hjørring?"


def municipalities(messages: list[dict]) -> set[str]:
    """Return the municipalities that some messages are about."""
    return {message["custom"]["municipality"] for message in messages if message.get("custom", {}).get("municipality")}


def holds_embedding(pid: int) -> bool:
    """Tell whether a process has loaded what computes embeddings."""
    return "onnxruntime" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")


def test_a_new_question_is_understood_in_a_process_of_the_service_and_not_in_rasa(tmp_path: Path) -> None:
    # One of its own: where a service has just been killed, Rasa understands, too.
    with serving(tmp_path) as assistant:
        assert assistant.say("Hvad mon min bror skal af med om måneden for at bo der i Thisted?")
        service = child_pid(assistant.pid, "bot.server")
        assert holds_embedding(child_pid(service, "bot.server.understanding_worker"))
        assert not holds_embedding(service)
        assert not holds_embedding(child_pid(assistant.pid, "rasa"))


def test_a_question_is_answered_when_the_process_that_understands_was_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as assistant:
        question = "Hvad mon min bror skal af med om måneden for at bo der i Thisted?"
        assert assistant.say(question)
        os.kill(child_pid(child_pid(assistant.pid, "bot.server"), "bot.server.understanding_worker"), signal.SIGKILL)
        (answer,) = assistant.say(f"{question} Og hvis nu han er 40?")
        assert answer["custom"]["topic"] == "payment"


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        (b"", 400, "not_json"),
        (b"hej", 400, "not_json"),
        (b"[]", 400, "not_object"),
        (b'["hej"]', 400, "not_object"),
        (b"{}", 400, "sender"),
        (b'{"message": "hej"}', 400, "sender"),
        (b'{"sender": null, "message": "hej"}', 400, "sender"),
        (b'{"sender": "bad"}', 400, "message"),
        (b'{"sender": "bad", "message": null}', 400, "message"),
        (b'{"sender": "bad", "message": 3}', 400, "message"),
        (b'{"sender": "bad", "message": ["hej"]}', 400, "message"),
        (b'{"sender": "bad", "message": ""}', 200, "empty"),
        (b'{"sender": "bad", "message": " \\n\\t"}', 200, "empty"),
        (b'{"sender": "bad", "message": "\\u0000\\u0007\\u200b"}', 200, "empty"),
        ('{"sender": "bad", "message": "😀👍"}'.encode(), 200, "empty"),
        (b'{"sender": "bad", "message": "/"}', 200, "empty"),
        (b"x" * 100_000, 413, "too_large"),
    ],
)
def test_bad_input_gets_a_danish_reply_and_the_next_message_is_answered(
    running_assistant: Assistant, body: bytes, status: int, key: str
) -> None:
    response = httpx.post(running_assistant.url + REST, content=body, timeout=30, trust_env=False)
    assert response.status_code == status
    assert [message["text"][:40] for message in response.json()] == [danish(f"service.intake.{key}", limit=200)[:40]]
    assert municipalities(running_assistant.say(QUESTION, sender="bad")) == {"thisted"}


def test_ten_thousand_characters_hear_what_the_limit_is(running_assistant: Assistant) -> None:
    [message] = running_assistant.say("x" * 10_000, sender="long")
    assert "10000" in message["text"]
    assert "1000" in message["text"].replace("10000", "")


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<b>sagsbehandlingstid</b>", "\x1b[31mhej\x1b[0m"])
def test_markup_and_control_characters_are_answered_but_never_echoed(running_assistant: Assistant, text: str) -> None:
    messages = running_assistant.say(text, sender="markup")
    assert messages
    assert not any("<" in message.get("text", "") or "\x1b" in message.get("text", "") for message in messages)


@pytest.mark.parametrize("text", ["/restart", "/session_start", "  /restart", "\u2003/ /restart", "//restart"])
def test_a_text_with_a_slash_never_acts_as_an_intent(running_assistant: Assistant, text: str) -> None:
    sender = f"slash {text!r}"
    running_assistant.say(QUESTION, sender)
    running_assistant.say(text, sender)
    # Had it restarted the conversation, the question would be forgotten.
    assert municipalities(running_assistant.say(ELLIPSIS, sender)) == {"hjoerring"}


def test_health_names_the_model_and_the_content(running_assistant: Assistant) -> None:
    report = httpx.get(running_assistant.url + "/health", timeout=30, trust_env=False).json()
    assert report["status"] == "ok"
    assert report["model"]
    assert report["content"]


def test_when_rasa_is_killed_the_citizen_hears_it_and_the_conversation_goes_on_afterwards(
    running_assistant: Assistant,
) -> None:
    running_assistant.say(QUESTION, "patient")
    os.kill(child_pid(running_assistant.pid, "rasa"), signal.SIGKILL)
    [apology] = running_assistant.say(ELLIPSIS, "patient")
    assert apology["custom"]["type"] == "apology"
    wait_for(lambda: status_of(running_assistant.url + "/health") == 200, 60, "Rasa is back")
    assert municipalities(running_assistant.say(ELLIPSIS, "patient")) == {"hjoerring"}


def test_no_text_of_a_citizen_is_in_any_log(running_assistant: Assistant) -> None:
    word = "solsikkebolsje"
    running_assistant.say(f"Hvad er et {word}?", "quiet")
    logs = (running_assistant.var_dir / "log").glob("*")
    assert not [log.name for log in logs if word in log.read_text(encoding="utf-8", errors="replace")]


def test_a_number_of_the_municipality_itself_is_kept_over_rest_too(
    running_assistant: Assistant, content: Content
) -> None:
    own = next(iter(sorted(contacts(content).phones)))
    running_assistant.say(f"Er {own} det rigtige nummer?", "own number")
    with sqlite3.connect(running_assistant.var_dir / "conversations.sqlite") as database:
        assert own in "\n".join(database.iterdump())
