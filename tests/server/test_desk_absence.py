"""People who leave the desk, with and without a word, on both databases."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.staff import Accounts
from bot.wording.i18n import text as danish
from tests.chatting import Citizen
from tests.conftest import StartService
from tests.databases import KINDS, fresh_database
from tests.desk import PATIENCE_SECONDS, Agent, account, ask_for_person, references

ABSENT_SECONDS = 4


@pytest.fixture(scope="module", params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with fresh_database(request.param, tmp_path_factory.mktemp("desk")) as url:
        yield url


@pytest.fixture(scope="module")
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def url(start_service: StartService, database: str) -> str:
    variables = {"VEJVISER_DATABASE": database, "VEJVISER_ABSENT_SECONDS": str(ABSENT_SECONDS)}
    return str(start_service(VEJVISER_ADDRESS_MESSAGES_PER_MINUTE="1000000", **variables).base_url)


@pytest.fixture
def lise(url: str, engine: Engine) -> Agent:
    return Agent(url, account(engine, "Lise"))


@pytest.fixture
def bo(url: str, engine: Engine) -> Agent:
    return Agent(url, account(engine, "Bo"))


@pytest.fixture
def citizen(url: str) -> Citizen:
    return Citizen(url)


@pytest.fixture
def reference(citizen: Citizen, engine: Engine) -> str:
    """A conversation that waits."""
    ask_for_person(engine, citizen.begun["reference"])
    name: str = citizen.begun["reference"]
    return name


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def state(citizen: Citizen) -> dict:
    """The event `handover` as a new stream begins with it."""
    with citizen.stream(after=0) as events:
        return next(data for name, _, data in events if name == "handover")


def test_the_conversation_of_a_person_who_is_gone_returns_to_the_queue(
    lise: Agent, bo: Agent, citizen: Citizen, reference: str
) -> None:
    with bo.at_the_desk() as there:
        with lise.at_the_desk():
            lise.on(reference, "claim")
        there.until(lambda board: reference in references(board["waiting"]), "it waits again")
        assert state(citizen)["state"] == "waiting"
        assert bo.on(reference, "claim").status_code == 200


def test_who_stays_keeps_the_conversation(lise: Agent, bo: Agent, reference: str) -> None:
    with bo.at_the_desk() as there, lise.at_the_desk():
        lise.on(reference, "claim")
        time.sleep(2 * ABSENT_SECONDS)
        assert reference in references(there.board["others"])


def test_nobody_waits_where_everybody_has_logged_out(url: str, engine: Engine) -> None:
    for person in Accounts(engine).list():
        if "hjoerring" in person.municipalities:
            Accounts(engine).disable(person.id)
    only = Agent(url, account(engine, "Rie", municipalities=("hjoerring",)))
    waiting = Citizen(url, "hjoerring")
    with only.at_the_desk():
        ask_for_person(engine, waiting.begun["reference"], "hjoerring")
        assert state(waiting)["state"] == "waiting"
    only.post("logout")
    until(lambda: state(waiting)["state"] == "robot", "it is taken out of the queue")
    assert waiting.listen(2)[-1]["text"] == danish("handover.nobody_there")
