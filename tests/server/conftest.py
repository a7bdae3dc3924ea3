"""The desk over HTTP: a service with a database that its module shares, two agents, a citizen; the robot is away."""

import pytest
from sqlalchemy.engine import Engine

from tests.chatting import Citizen
from tests.conftest import StartService
from tests.desk import Agent, account, ask_for_person


@pytest.fixture(scope="module")
def variables() -> dict[str, str]:
    """What the module's service is told beside its database; a module may have its own."""
    return {}


@pytest.fixture(scope="module")
def url(start_service: StartService, shared_database_url: str, variables: dict[str, str]) -> str:
    # All citizens of the tests have one address.
    patient = {"VEJVISER_ADDRESS_MESSAGES_PER_MINUTE": "1000000"}
    return str(start_service(VEJVISER_DATABASE=shared_database_url, **patient, **variables).base_url)


@pytest.fixture(scope="module")
def lise(url: str, shared_engine: Engine) -> Agent:
    return Agent(url, account(shared_engine, "Lise"))


@pytest.fixture(scope="module")
def bo(url: str, shared_engine: Engine) -> Agent:
    return Agent(url, account(shared_engine, "Bo"))


@pytest.fixture
def citizen(url: str) -> Citizen:
    return Citizen(url)


@pytest.fixture
def reference(citizen: Citizen, shared_engine: Engine) -> str:
    """A conversation that waits."""
    name: str = citizen.begun["reference"]
    ask_for_person(shared_engine, name)
    return name
