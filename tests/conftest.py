"""What the tests share: databases, the command line, the service alone, and the whole assistant."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import hypothesis
import pytest
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.handover import Handovers
from bot.conversations.queue import Queue
from bot.processes import free_port
from bot.settings import ROOT, Settings
from bot.standards.loading import load_content
from bot.standards.model import Content
from scripts.build_web import build
from tests.clock import Clock
from tests.databases import KINDS, fresh_database, sqlite_in
from tests.running import Assistant, process, serving, status_of, wait_for
from tests.terminal import Terminal

# How long an example takes on a busy machine is no property of the code.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

SERVICE_START_SECONDS = 30

TODAY = datetime.date(2026, 11, 23)

StartService = Callable[..., httpx.Client]


@pytest.fixture(scope="session")
def content() -> Content:
    """The project's own content."""
    return load_content(Settings().content_dir)


@pytest.fixture(scope="session")
def today() -> datetime.date:
    """A fixed day, so that no test changes its mind overnight."""
    return TODAY


@pytest.fixture
def clock() -> Clock:
    """Time that stands still until a test moves it."""
    return Clock()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own: the test runs once on each kind."""
    with fresh_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The test's own database, open."""
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql_url(tmp_path: Path) -> Iterator[str]:
    """A database of the test's own on PostgreSQL: what several processes need."""
    with fresh_database("postgresql", tmp_path) as url:
        yield url


@pytest.fixture
def postgresql_engine(postgresql_url: str) -> Iterator[Engine]:
    """The same, open."""
    engine = open_database(postgresql_url)
    yield engine
    engine.dispose()


@pytest.fixture
def handovers(engine: Engine, clock: Clock) -> Handovers:
    """Who has which conversation, in the test's own database."""
    return Handovers(engine, clock)


@pytest.fixture
def queue(engine: Engine, clock: Clock) -> Queue:
    """Who waits, in the test's own database."""
    return Queue(engine, clock)


@pytest.fixture(scope="module", params=KINDS)
def shared_database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database that the tests of a module share: the module runs once on each kind."""
    with fresh_database(request.param, tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="module")
def shared_engine(shared_database_url: str) -> Iterator[Engine]:
    """The database that the tests of a module share, open."""
    engine = open_database(shared_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A database of the test's own, on SQLite alone: a file in the test's folder."""
    return sqlite_in(tmp_path)


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """The test's own database on SQLite, open."""
    engine = open_database(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The command line."""
    return Terminal(capsys, monkeypatch)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where commands find the database of the default settings."""
    monkeypatch.delenv("VEJVISER_DATABASE", raising=False)
    monkeypatch.setenv("VEJVISER_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture(scope="session")
def start_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartService]:
    """Start the service without any Rasa behind it; environment variables as keyword arguments."""
    with ExitStack() as running:

        def start(**env: str) -> httpx.Client:
            folder = tmp_path_factory.mktemp("service")
            port = free_port()
            places = {"PORT": str(port), "HOST": "127.0.0.1", "VEJVISER_VAR": str(folder)}
            nobody = {"VEJVISER_RASA_PORT": str(free_port())}
            running.enter_context(process(["-m", "bot.server"], {**places, **nobody, **env}, folder / "out.log"))
            url = f"http://127.0.0.1:{port}"
            wait_for(lambda: status_of(f"{url}/health") == 503, SERVICE_START_SECONDS, "the service answers")
            return running.enter_context(httpx.Client(base_url=url, timeout=20, trust_env=False))

        yield start


@pytest.fixture(scope="session")
def lone_service(start_service: StartService) -> httpx.Client:
    """A development service whose Rasa is down."""
    return start_service()


@pytest.fixture(scope="session")
def widget() -> Path:
    """The widget, built if anything changed."""
    return build(ROOT)


@pytest.fixture(scope="session")
def embedding_port() -> int:
    """The port of a page, not the service's own, that may use Thisted's chat."""
    return free_port()


@pytest.fixture(scope="session")
def running_assistant(tmp_path_factory: pytest.TempPathFactory, embedding_port: int) -> Iterator[Assistant]:
    """The whole assistant, started once for all tests; a model that it has to train first is kept in models/."""
    variables = {
        # All citizens of the tests have one address.
        "VEJVISER_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
        "VEJVISER_ORIGINS": f"thisted=http://127.0.0.1:{embedding_port}",
    }
    with serving(tmp_path_factory.mktemp("assistant"), **variables) as assistant:
        yield assistant


@pytest.fixture(scope="session")
def assistant(running_assistant: Assistant) -> str:
    """The base URL of the running assistant."""
    return running_assistant.url


@pytest.fixture(scope="module")
def assistant_engine(running_assistant: Assistant) -> Iterator[Engine]:
    """The running assistant's own database, open."""
    engine = open_database(sqlite_in(running_assistant.var_dir))
    yield engine
    engine.dispose()
