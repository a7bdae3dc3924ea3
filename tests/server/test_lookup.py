"""What the look-up page asks the service, while the robot is away (docs/lookup.md)."""

from __future__ import annotations

import datetime
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import Engine

from bot.answers.answer import Place
from bot.answers.circumstances import AgeSpan, Circumstances
from bot.answers.safety import safety_numbers
from bot.standards.model import Content
from bot.wording.i18n import text, tree
from bot.wording.sheet import sheets
from tests.databases import sqlite_in
from tests.desk import Agent, account

# What stands for a topic in an address.
WAYS = ("processing_time", "processing-time", "sagsbehandlingstid")


@pytest.fixture(scope="module")
def shared_database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sqlite_in(tmp_path_factory.mktemp("lookup"))


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nothing has been trained."""
    return {"VEJVISER_MODELS": str(tmp_path_factory.mktemp("models"))}


def told(content: Content, topic: str, slug: str, circumstances: Circumstances = Circumstances()) -> dict[str, Any]:
    """The answer as the wording makes it, in what travels over the line."""
    place = Place(slug, content.municipalities[slug].name)
    service = next(iter(content.services))
    (made,) = sheets(content, [topic], [place], service, datetime.date.today(), circumstances)
    return {"text": made.text, "short": made.answer["short"], "source": made.answer["source"]}


def same(sheet: dict[str, Any], expected: dict[str, Any]) -> bool:
    return {
        "text": sheet["text"],
        "short": sheet["answer"]["short"],
        "source": sheet["answer"]["source"],
    } == expected


def search(agent: Agent, q: str, municipality: str = "thisted", **more: Any) -> httpx.Response:
    return agent.client.post("/lookup/api/search", json={"q": q, "municipality": municipality, **more})


def test_the_catalogue_names_all_there_is_and_what_is_ones_own(lise: Agent, content: Content) -> None:
    catalogue = lise.client.get("/lookup/api/catalogue").json()
    assert {one["slug"] for one in catalogue["municipalities"]} == set(content.municipalities)
    assert [one["topic"] for one in catalogue["topics"]] == list(content.topics)
    assert catalogue["own"] == list(lise.person.municipalities)
    assert catalogue["understands"] is False


def test_the_wording_is_that_of_the_locale_files(lise: Agent) -> None:
    assert lise.client.get("/lookup/api/texts").json() == {name: tree(name) for name in ("lookup", "sheet")}


@pytest.mark.parametrize("way", WAYS)
def test_one_answer_has_the_same_words_however_its_topic_is_written(lise: Agent, content: Content, way: str) -> None:
    response = lise.client.get(f"/lookup/api/answers/thisted/{way}")
    assert same(response.json(), told(content, "processing_time", "thisted"))


def test_letters_find_an_answer_of_the_chosen_municipality(lise: Agent, content: Content) -> None:
    found = search(lise, "klag", "koege").json()
    assert same(found["answers"][0], told(content, "complaint", "koege"))
    assert (found["municipality"], found["named"]) == ("koege", False)


def test_a_municipality_that_is_named_goes_before_the_one_that_was_chosen(lise: Agent, content: Content) -> None:
    found = search(lise, "klage Hjørring", "koege").json()
    assert same(found["answers"][0], told(content, "complaint", "hjoerring"))
    assert (found["municipality"], found["named"]) == ("hjoerring", True)


def test_a_municipality_without_a_standard_is_named_and_leaves_the_chosen_one(lise: Agent) -> None:
    found = search(lise, "klage Aarhus", "koege").json()
    assert (found["municipality"], found["named"], found["not_covered"]) == ("koege", False, ["Aarhus"])


def test_circumstances_that_are_chosen_count(lise: Agent, content: Content) -> None:
    found = search(lise, "kontakt", "hjoerring", age="24", pension="no").json()
    circumstances = Circumstances(AgeSpan(24, 24), early_retirement_pension=False)
    assert same(found["answers"][0], told(content, "contact", "hjoerring", circumstances))
    assert found["told"] == {"age": "24", "pension": "no"}


def test_circumstances_that_are_typed_go_before_those_that_were_chosen(lise: Agent) -> None:
    found = search(lise, "kontakt 34 år", "hjoerring", age="24", pension="no").json()
    assert found["told"] == {"age": "34", "pension": "no"}
    assert next(one["value"] for one in found["circumstances"]) == "34"


@pytest.mark.parametrize("q", ["", "   "])
def test_nothing_typed_finds_nothing(lise: Agent, q: str) -> None:
    assert search(lise, q).json()["answers"] == []


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({"q": "klage"}, 400, "bad_request"),
        ({"q": 7, "municipality": "thisted"}, 400, "bad_request"),
        ({"q": "x" * 1001, "municipality": "thisted"}, 422, "too_long"),
        ({"q": "klage", "municipality": "aarhus"}, 404, "unknown_municipality"),
        ({"q": "", "municipality": "aarhus"}, 404, "unknown_municipality"),
        ({"q": "klage", "municipality": "thisted", "age": "gammel"}, 400, "bad_parameter"),
        ({"q": "klage", "municipality": "thisted", "age": 24}, 400, "bad_parameter"),
        ({"q": "klage", "municipality": "thisted", "pension": True}, 400, "bad_parameter"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_a_danish_reason(
    lise: Agent, body: dict[str, Any], status: int, error: str
) -> None:
    response = lise.client.post("/lookup/api/search", json=body)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert response.json()["text"].strip()


@pytest.mark.parametrize(
    ("path", "error"),
    [("aarhus/complaint", "unknown_municipality"), ("thisted/noget", "unknown_topic"), ("x/y", "unknown_municipality")],
)
def test_an_answer_that_does_not_exist_is_said(lise: Agent, path: str, error: str) -> None:
    response = lise.client.get(f"/lookup/api/answers/{path}")
    assert (response.status_code, response.json()["error"]) == (404, error)
    assert response.json()["text"] == text(f"desk_service.{error}")


@pytest.mark.parametrize("path", ["/lookup", "/lookup/thisted/processing-time"])
def test_the_page_itself_holds_no_data_and_needs_no_login(url: str, path: str) -> None:
    response = httpx.get(f"{url}{path}", trust_env=False)
    assert response.status_code == 200
    assert text("lookup.shell.title") in response.text


def test_what_is_searched_for_stands_in_no_log(lise: Agent, tmp_path_factory: pytest.TempPathFactory) -> None:
    word = "hemmeligtord"
    search(lise, word)
    logs = [path for path in tmp_path_factory.getbasetemp().rglob("*.log") if path.is_file()]
    assert logs
    assert not [path for path in logs if word in path.read_text(encoding="utf-8", errors="replace")]


@pytest.fixture(scope="module")
def understanding_agent(assistant: str, assistant_engine: Engine) -> Agent:
    """Somebody at a service whose model has been read."""
    return Agent(assistant, account(assistant_engine, "Eva"))


def test_words_are_understood_where_a_model_is_trained(content: Content, understanding_agent: Agent) -> None:
    found = search(understanding_agent, "hvor lang tid går der før jeg får svar").json()
    assert same(found["answers"][0], told(content, "processing_time", "thisted"))
    assert understanding_agent.client.get("/lookup/api/catalogue").json()["understands"] is True


def test_danger_is_answered_with_the_verified_numbers_first(content: Content, understanding_agent: Agent) -> None:
    found = search(understanding_agent, "hun har taget en overdosis piller og trækker ikke vejret").json()
    numbers = safety_numbers(content, "thisted", datetime.date.today())
    assert numbers
    assert all(number.phone in found["danger"]["text"] for number in numbers)
    # That one is a robot is nothing to read to a caller.
    assert text("conversation.danger.person") not in found["danger"]["text"]
