"""What the tests share: the service alone, and the whole assistant as a citizen meets it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from bot.processes import free_port
from bot.settings import Settings
from bot.standards.loading import load_content
from bot.standards.model import Content
from tests.running import Assistant, process, serving, status_of, wait_for

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
            wait_for(lambda: status_of(f"{url}/") == 200, SERVICE_START_SECONDS, "the service answers")
            return running.enter_context(httpx.Client(base_url=url, timeout=20, trust_env=False))

        yield start


@pytest.fixture(scope="session")
def lone_service(start_service: StartService) -> httpx.Client:
    """A development service whose Rasa is down."""
    return start_service()


@pytest.fixture(scope="session")
def running_assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The whole assistant, started once for all tests; a model that it has to train first is kept in models/."""
    with serving(tmp_path_factory.mktemp("assistant")) as assistant:
        yield assistant


@pytest.fixture(scope="session")
def assistant(running_assistant: Assistant) -> str:
    """The base URL of the running assistant."""
    return running_assistant.url
