"""A municipality whose units have desks of their own, and hours: the content says so, and desk and chat follow it."""

import shutil
from pathlib import Path

import pytest
import yaml
from sqlalchemy.engine import Engine

from bot.conversations.handover import Handovers, Wish
from bot.settings import Settings
from bot.standards.opening_hours import WEEKDAYS
from tests.chatting import Citizen
from tests.databases import sqlite_in
from tests.desk import Agent, account, id_of, references

SLUG = "broenderslev"
YOUNG, OTHERS = "UngeCenter Brønderslev", "Visitationen – Det Specialiserede Område"
ALWAYS = {day: ["00:00-24:00"] for day in WEEKDAYS} | {"on_holidays": "open"}
NEVER_NOW = {"open": [{"date": "2099-01-05", "hours": ["09:00-10:00"]}]}


@pytest.fixture(scope="module")
def content_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's content with two units in one municipality, one of them always open and one closed."""
    folder = tmp_path_factory.mktemp("content") / "content"
    shutil.copytree(Settings().content_dir, folder)
    path = folder / "municipalities" / SLUG / "municipality.yml"
    known = yaml.safe_load(path.read_text(encoding="utf-8"))
    known["units"] = [{"name": YOUNG, "opening_hours": ALWAYS}, {"name": OTHERS, "opening_hours": NEVER_NOW}]
    path.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shared_database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sqlite_in(tmp_path_factory.mktemp("units"))


@pytest.fixture(scope="module")
def variables(content_dir: Path) -> dict[str, str]:
    return {"VEJVISER_CONTENT": str(content_dir)}


def agent(url: str, engine: Engine, name: str, *units: str) -> Agent:
    return Agent(url, account(engine, name, municipalities=(SLUG,), units=units))


def waiting(url: str, engine: Engine, unit: str | None) -> tuple[Citizen, str]:
    citizen = Citizen(url, SLUG)
    reference: str = citizen.begun["reference"]
    Handovers(engine).ask(id_of(engine, reference), Wish(SLUG, "Brønderslev", unit))
    return citizen, reference


def test_who_works_for_a_unit_sees_its_conversations_and_those_for_anybody(url: str, shared_engine: Engine) -> None:
    lise, mads = agent(url, shared_engine, "Lise", YOUNG), agent(url, shared_engine, "Mads")
    references_of = {unit: waiting(url, shared_engine, unit)[1] for unit in (YOUNG, OTHERS, None)}
    seen = {person: set(references(person.board()["waiting"])) for person in (lise, mads)}
    assert seen[mads] >= set(references_of.values())
    assert seen[lise] & set(references_of.values()) == {references_of[YOUNG], references_of[None]}
    assert lise.on(references_of[OTHERS], "claim").status_code == 404


def test_a_conversation_goes_on_to_another_unit_with_its_note(url: str, shared_engine: Engine) -> None:
    lise, mads = agent(url, shared_engine, "Lise", YOUNG), agent(url, shared_engine, "Mads", OTHERS)
    assert set(lise.get("units", municipality=SLUG).json()["units"]) == {YOUNG, OTHERS}
    citizen, reference = waiting(url, shared_engine, YOUNG)
    with mads.at_the_desk() as there:
        lise.on(reference, "claim")
        assert lise.on(reference, "forward", to={"unit": OTHERS}, note="Hun er 45 år").status_code == 200
        there.until(lambda board: reference in references(board["waiting"]), "the other unit has it in its queue")
    assert lise.get(f"conversations/{reference}").status_code == 404
    assert mads.whole(reference)["notes"][0]["text"] == "Hun er 45 år"
    assert OTHERS in citizen.listen(3)[-1]["text"]


def test_the_board_tells_the_hours_of_each_unit(url: str, shared_engine: Engine) -> None:
    board = agent(url, shared_engine, "Mads").board()
    states = {one["unit"]: one["state"] for one in board["opening"]}
    assert states == {None: "unknown", YOUNG: "open", OTHERS: "closed"}


def test_the_citizen_reads_the_unit_of_a_person_who_works_for_one(url: str, shared_engine: Engine) -> None:
    lise = agent(url, shared_engine, "Lise", YOUNG)
    citizen, reference = waiting(url, shared_engine, YOUNG)
    lise.on(reference, "claim")
    assert citizen.listen(2)[-1]["sender"] == {"name": "Lise", "unit": YOUNG}
