"""What goes on while the robot is down, and what there is where none was started."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.wording.i18n import text
from evaluation.serving import serving
from tests.chatting import Citizen
from tests.databases import sqlite_in
from tests.desk import Agent, account
from tests.running import Assistant, child_pid, wait_for

OPEN = ("/svar", "/svar/thisted", "/svar/thisted/sagsbehandlingstid", "/lookup", "/api/v1/answers/thisted", "/desk")


def everything_answers(agent: Agent) -> None:
    """Look-up, public pages and interface give what they always give."""
    for path in OPEN:
        assert httpx.get(f"{agent.url}{path}", timeout=20, trust_env=False).status_code == 200, path
    response = agent.client.post("/lookup/api/search", json={"q": "klage", "municipality": "thisted"})
    assert response.json()["answers"][0]["topic"] == "complaint"
    for path in ("/lookup/thisted", "/lookup/compare/complaint", "/lookup/coverage", "/lookup/compare/complaint.csv"):
        assert agent.client.get(path).status_code == 200, path


@pytest.mark.slow
def test_when_rasa_is_killed_look_up_pages_and_interface_go_on(
    running_assistant: Assistant, assistant_engine: Engine
) -> None:
    agent = Agent(running_assistant.url, account(assistant_engine, "Eva"))
    rasa = child_pid(running_assistant.pid, "rasa")
    os.kill(rasa, signal.SIGKILL)
    wait_for(lambda: not Path(f"/proc/{rasa}").exists(), 10, "Rasa is gone")
    everything_answers(agent)
    wait_for(lambda: "apology" not in kinds(running_assistant.say("Klage i Thisted", "back")), 60, "Rasa is back")


def kinds(messages: list[dict]) -> set[str]:
    """What kinds of messages some are."""
    return {message.get("custom", {}).get("type", "") for message in messages}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The service as the command starts it without Rasa, where nothing has been trained."""
    models = str(tmp_path_factory.mktemp("models"))
    with serving(tmp_path_factory.mktemp("alone"), "--without-rasa", VEJVISER_MODELS=models) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def agent(alone: Assistant) -> Iterator[Agent]:
    engine = open_database(sqlite_in(alone.var_dir))
    yield Agent(alone.url, account(engine, "Lise"))
    engine.dispose()


def test_the_service_alone_has_look_up_pages_and_interface(agent: Agent) -> None:
    everything_answers(agent)


def test_the_service_alone_says_that_it_is_well_without_rasa(alone: Assistant) -> None:
    report = httpx.get(f"{alone.url}/health", timeout=20, trust_env=False).json()
    assert (report["status"], report["rasa"], report["model"]) == ("ok", "off", None)


def test_the_service_alone_trains_nothing_and_starts_nobody(alone: Assistant) -> None:
    assert Path(f"/proc/{alone.pid}/task/{alone.pid}/children").read_text(encoding="ascii") == ""


def test_a_citizen_who_writes_to_the_service_alone_gets_the_apology_at_once(alone: Assistant) -> None:
    citizen = Citizen(alone.url)
    number = citizen.say("Hvor lang er sagsbehandlingstiden?").json()["number"]
    citizen.listen(number + 1)
    [apology] = [entry for entry in citizen.heard if entry.get("answers") == number]
    assert text("conversation.apology.text") in apology["text"]
