"""The citizen's channel with the whole assistant behind it: answers, buttons, erasure, processes that are killed."""

import functools
import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

import httpx
import pytest

from bot.wording.i18n import text as danish
from tests.chatting import Citizen
from tests.running import Assistant, child_pid, status_of, wait_for
from tests.together import at_the_same_time

pytestmark = pytest.mark.slow

Result = TypeVar("Result")

CONVERSATIONS, AT_ONCE = 200, 20
SAID = ["Hvor lang er sagsbehandlingstiden?", "og i Hjørring?", "Hvem kan jeg ringe til?"]


def answers(citizen: Citizen, number: int) -> list[dict]:
    return [entry for entry in citizen.heard if entry.get("answers") == number]


def asked(assistant: Assistant, text: str, municipality: str | None = "thisted") -> tuple[Citizen, list[dict]]:
    citizen = Citizen(assistant.url, municipality)
    number = citizen.say(text).json()["number"]
    citizen.listen(number + 1)
    return citizen, answers(citizen, number)


def user_messages(assistant: Assistant, references: list[str]) -> list[int]:
    """How many messages Rasa keeps of each conversation."""
    with sqlite3.connect(assistant.var_dir / "log.sqlite") as database:
        ids = dict(database.execute("SELECT reference, id FROM conversations").fetchall())
    with sqlite3.connect(assistant.var_dir / "conversations.sqlite") as database:
        rows = database.execute("SELECT sender_id FROM events WHERE type_name = 'user'").fetchall()
    counts = Counter(sender for (sender,) in rows)
    return [counts[ids[reference]] for reference in references]


def test_a_question_is_answered_for_the_municipality_whose_page_it_was_asked_on(running_assistant: Assistant) -> None:
    _, [answer] = asked(running_assistant, "Hvor lang er sagsbehandlingstiden?", "koege")
    assert answer["custom"]["municipality"] == "koege"
    assert answer["custom"]["short"]


def test_a_municipality_that_is_named_goes_before_that_of_the_page(running_assistant: Assistant) -> None:
    _, [answer] = asked(running_assistant, "Hvor lang er sagsbehandlingstiden i Hjørring?", "koege")
    assert answer["custom"]["municipality"] == "hjoerring"


def test_on_a_page_of_no_municipality_the_robot_asks_which(running_assistant: Assistant) -> None:
    _, [answer] = asked(running_assistant, "Hvor lang er sagsbehandlingstiden?", None)
    assert answer["text"] == danish("conversation.ask_municipality")


@pytest.mark.parametrize(
    "beside",
    ["Mit cpr-nummer er 010190-1234.", "Jeg hedder 0101901234", "Skriv til lis@eksempel.dk", "tlf. 22 33 44 55"],
)
def test_a_question_is_answered_also_where_something_was_masked_beside_it(
    running_assistant: Assistant, beside: str
) -> None:
    question = "Hvor lang er sagsbehandlingstiden?"
    _, [plain] = asked(running_assistant, question)
    citizen = Citizen(running_assistant.url)
    number = citizen.say(f"{question} {beside}").json()["number"]
    citizen.listen(number + 2)
    [answer] = answers(citizen, number)
    assert answer["text"] == plain["text"]


def test_a_button_is_pressed_by_its_id_and_answered_like_its_text(running_assistant: Assistant) -> None:
    citizen, [question] = asked(running_assistant, "Hvilket nummer skal jeg ringe til?", "frederikssund")
    button = question["buttons"][0]
    number = citizen.press(button["id"]).json()["number"]
    citizen.listen(number + 1)
    [pressed] = [entry for entry in citizen.heard if entry["number"] == number]
    assert (pressed["kind"], pressed["text"]) == ("citizen", button["title"])
    assert answers(citizen, number)


@pytest.mark.parametrize("text", ["/restart", '/inform{"age": "24"}', "14.0"])
def test_no_text_acts_as_an_intent_or_as_a_button(running_assistant: Assistant, text: str) -> None:
    citizen, _ = asked(running_assistant, "Hvor lang er sagsbehandlingstiden?", "koege")
    number = citizen.say(text).json()["number"]
    citizen.listen(number + 1)
    number = citizen.say("og hvad koster det?").json()["number"]
    citizen.listen(number + 1)
    assert {entry["custom"].get("municipality") for entry in answers(citizen, number)} == {"koege"}


def test_who_writes_sees_that_the_robot_is_at_it(running_assistant: Assistant) -> None:
    citizen, _ = asked(running_assistant, "Hvad koster det?")
    citizen.listen(2)
    with citizen.stream() as events:
        citizen.say("Hvem kan jeg ringe til?")
        names = [(name, data.get("typing")) for name, _, data in (next(events) for _ in range(6))]
    assert ("typing", True) in names


def test_an_answer_can_be_judged(running_assistant: Assistant) -> None:
    citizen, [answer] = asked(running_assistant, "Hvad koster det?")
    assert citizen.post("feedback", number=answer["number"], useful=False, comment="for langt").status_code == 204
    verdict = citizen.listen(answer["number"] + 1)[-1]
    assert (verdict["kind"], verdict["about"], verdict["useful"]) == ("feedback", answer["number"], False)


def test_messages_of_one_conversation_are_answered_in_their_order(running_assistant: Assistant) -> None:
    citizen = Citizen(running_assistant.url)
    numbers = [citizen.say(text).json()["number"] for text in SAID]
    citizen.listen(6)
    assert [entry["answers"] for entry in citizen.heard if entry["kind"] == "robot"] == numbers


def test_an_erased_conversation_is_gone_from_log_and_tracker(running_assistant: Assistant) -> None:
    word = "pebernøddegryde"
    citizen, _ = asked(running_assistant, f"Hvad koster en {word}?")
    files = [path for path in running_assistant.var_dir.glob("*.sqlite*") if path.is_file()]
    assert any(word.encode() in path.read_bytes() or word in path.read_text("utf-8", "replace") for path in files)
    response = citizen.erase()
    assert (response.status_code, response.json()) == (200, {"erased": True, "text": danish("chat.erased")})
    for path in running_assistant.var_dir.glob("*.sqlite"):
        with sqlite3.connect(path) as database:
            dump = "\n".join(database.iterdump())
        assert word not in dump
        assert word.encode("unicode_escape").decode() not in dump


class Patient:
    """A page that sends each message until it is acknowledged, as the widget does."""

    def __init__(self, assistant: Assistant) -> None:
        self.citizen = insist(lambda: Citizen(assistant.url))
        self.numbers: list[int] = []

    def talk(self) -> None:
        for index, text in enumerate(SAID):
            response = insist(functools.partial(self.citizen.say, text, f"message-{index}"))
            assert response.status_code in (200, 202)
            self.numbers.append(response.json()["number"])
            self.citizen.listen(self.numbers[-1] + 1)


def insist(request: Callable[[], Result]) -> Result:
    """Try until the line holds."""
    end = time.monotonic() + 90
    while True:
        try:
            return request()
        except httpx.TransportError:
            assert time.monotonic() < end
            time.sleep(0.3)


def said_and_answered(citizen: Citizen, numbers: list[int]) -> list[tuple[str, list[str]]]:
    """Each message with its answers, in the order of the log."""
    texts = {entry["number"]: entry["text"] for entry in citizen.heard}
    return [(texts[number], [entry["text"] for entry in answers(citizen, number)]) for number in numbers]


@pytest.fixture
def killing(running_assistant: Assistant) -> Iterator[threading.Thread]:
    """Kills the service and then Rasa while others talk."""

    def kill() -> None:
        time.sleep(1.0)
        for word in ("bot.server", "rasa"):
            os.kill(child_pid(running_assistant.pid, word), signal.SIGKILL)
            time.sleep(4.0)

    thread = threading.Thread(target=kill)
    yield thread
    thread.join()
    wait_for(lambda: status_of(running_assistant.url + "/health") == 200, 60, "the assistant is whole again")


def test_every_acknowledged_message_is_there_once_and_answered_once_whatever_is_killed(
    running_assistant: Assistant, killing: threading.Thread
) -> None:
    undisturbed = Patient(running_assistant)
    undisturbed.talk()
    expected = said_and_answered(undisturbed.citizen, undisturbed.numbers)
    assert all(replies for _, replies in expected)

    patients: list[Patient] = []

    def talk_in_turn() -> None:
        for _ in range(CONVERSATIONS // AT_ONCE):
            patient = Patient(running_assistant)
            patient.talk()
            patients.append(patient)

    killing.start()
    at_the_same_time([talk_in_turn] * AT_ONCE)
    killing.join()

    assert len(patients) == CONVERSATIONS
    for patient in patients:
        fresh = patient.citizen
        fresh.heard.clear()
        fresh.listen(patient.numbers[-1] + len(expected[-1][1]))
        assert [entry["number"] for entry in fresh.heard] == list(range(1, len(fresh.heard) + 1))
        assert said_and_answered(fresh, patient.numbers) == expected
    kept = user_messages(running_assistant, [patient.citizen.begun["reference"] for patient in patients])
    assert kept == [len(SAID)] * CONVERSATIONS


def test_nothing_that_the_assistant_keeps_or_logs_holds_a_number_that_was_planted(running_assistant: Assistant) -> None:
    planted = ["010190-1234", "0101901234", "010190 1234", "4571 0000 0000 0001", "lis@eksempel.dk", "22 33 44 55"]
    citizen = Citizen(running_assistant.url)
    for text in planted:
        number = citizen.say(f"Hvad koster det? Jeg skriver {text} og bor i Thisted").json()["number"]
        citizen.listen(number + 1)
        running_assistant.say(f"Hvad koster det? Jeg skriver {text}", "planted")
    assert not [text for text in planted if text in str(citizen.heard) + str(citizen.others)]
    dumps = []
    for path in running_assistant.var_dir.rglob("*.sqlite"):
        with sqlite3.connect(path) as database:
            dumps.append("\n".join(database.iterdump()))
    logs = [path.read_text(encoding="utf-8", errors="replace") for path in running_assistant.var_dir.rglob("*.log*")]
    assert any("Hvad koster det?" in dump for dump in dumps)
    assert [text for text in planted if any(text in kept for kept in dumps + logs)] == []
