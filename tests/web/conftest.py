"""A real browser (Debian's Chromium, driven by Playwright) and a page that embeds the widget from another origin."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.handover import Handovers
from bot.conversations.schema import PERSON_HAS, WAITING, conversations
from bot.conversations.staff import Accounts, Staff
from tests.conftest import StartService
from tests.databases import sqlite_in
from tests.desk import account
from tests.running import Assistant
from tests.web.desk_page import DeskPage
from tests.web.line import Line
from tests.web.lookup_page import LookupPage
from tests.web.page import PATIENCE_MS, Embedded, Tab, municipal_page
from tests.web.talk import comes_to_lise

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


# While Playwright runs, its event loop runs in the thread of the tests; those of other modules begin their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; required in CI, skipped where it is absent elsewhere."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        assert not os.environ.get("CI"), "Chromium is required here: apt-get install -y chromium"
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def line(running_assistant: Assistant, widget: Path) -> Iterator[Line]:
    """The line between the browser and the assistant."""
    port = urlsplit(running_assistant.url).port
    assert port is not None
    line = Line(port)
    yield line
    line.cut()


@pytest.fixture
def embedding(line: Line, embedding_port: int) -> Iterator[str]:
    """The address of a municipality's page with a strict Content-Security-Policy that embeds the widget."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = municipal_page(line.url).encode()
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            policy = f"default-src 'none'; script-src {line.url}; connect-src {line.url}; base-uri 'none'"
            self.send_header("content-security-policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", embedding_port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, embedding: str) -> Iterator[Embedded]:
    """The municipality's page in a tab of its own; nothing may break its policy."""
    context = browser.new_context(locale="da-DK", viewport={"width": 1024, "height": 768})
    page = Embedded(context, embedding)
    yield page
    page.note_violations()
    context.close()
    assert page.violations == []
    assert page.errors == []


class Tabs:
    """Tabs in browsers of their own, for several people at once; nothing may go wrong in any of them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._open: list[Tab] = []
        self._wrong: list[str] = []

    def citizen(self, url: str, municipality: str = "thisted") -> Embedded:
        """Open the service's demonstration page of a municipality, and the chat on it."""
        page = Embedded(self._context(420, 760), f"{url}/?kommune={municipality}")
        self._open.append(page)
        page.open()
        return page

    def desk(self, url: str, person: Staff | None = None) -> DeskPage:
        """Open the desk, and log somebody in."""
        page = DeskPage(self._context(1280, 800), url, person)
        self._open.append(page)
        return page

    def lookup(self, url: str, person: Staff | None = None, path: str = "/lookup") -> LookupPage:
        """Open the look-up page, and log somebody in."""
        page = LookupPage(self._context(1280, 800), url, person, path)
        self._open.append(page)
        return page

    def close(self, tab: Tab) -> None:
        """Close a browser as if it had died."""
        self._open.remove(tab)
        tab.note_violations()
        tab.context.close()
        self._wrong += [*tab.violations, *tab.errors]

    def close_all(self) -> None:
        """Close all browsers, and see whether anything went wrong in one."""
        for tab in [*self._open]:
            self.close(tab)
        assert self._wrong == []

    def _context(self, width: int, height: int) -> BrowserContext:
        return self._browser.new_context(locale="da-DK", viewport={"width": width, "height": height})


@pytest.fixture
def tabs(browser: Browser, widget: Path) -> Iterator[Tabs]:
    """Tabs for several people."""
    tabs = Tabs(browser)
    yield tabs
    tabs.close_all()


@pytest.fixture(scope="module")
def module_tabs(browser: Browser, widget: Path) -> Iterator[Tabs]:
    """Tabs that stay open from one test to the next."""
    tabs = Tabs(browser)
    yield tabs
    tabs.close_all()


@pytest.fixture(scope="module")
def database(assistant_engine: Engine) -> Iterator[Engine]:
    """The database of conversations and staff; afterwards nobody is at the desk any more."""
    yield assistant_engine
    for conversation_id in _live(assistant_engine):
        Handovers(assistant_engine).leave(conversation_id)
    for person in Accounts(assistant_engine).list():
        Accounts(assistant_engine).disable(person.id)


@pytest.fixture
def empty_queue(database: Engine) -> None:
    """Nobody waits, and nobody talks with a person."""
    for conversation_id in _live(database):
        Handovers(database).leave(conversation_id)


@pytest.fixture(scope="module")
def lise(database: Engine) -> Staff:
    """Somebody who works at the desk for Thisted."""
    return account(database, "Lise")


@pytest.fixture(scope="module")
def bo(database: Engine) -> Staff:
    """A colleague of Lise."""
    return account(database, "Bo")


@pytest.fixture(scope="module")
def lises_page(module_tabs: Tabs, assistant: str, lise: Staff) -> DeskPage:
    """The desk, where Lise is logged in."""
    return module_tabs.desk(assistant, lise)


@pytest.fixture(scope="module")
def bos_page(module_tabs: Tabs, assistant: str, bo: Staff) -> DeskPage:
    """The desk, where Bo is logged in."""
    return module_tabs.desk(assistant, bo)


@pytest.fixture
def desk(lises_page: DeskPage) -> Iterator[DeskPage]:
    """Lise's page, as it begins."""
    lises_page.begin_anew()
    yield lises_page
    assert lises_page.errors == []


@pytest.fixture
def other_desk(bos_page: DeskPage) -> Iterator[DeskPage]:
    """Bo's page, as it begins."""
    bos_page.begin_anew()
    yield bos_page
    assert bos_page.errors == []


@pytest.fixture
def citizen(tabs: Tabs, assistant: str, desk: DeskPage) -> Embedded:
    """A citizen with the chat open, while Lise is at the desk."""
    return tabs.citizen(assistant)


@pytest.fixture
def talking(desk: DeskPage, citizen: Embedded) -> str:
    """The citizen's conversation, which Lise has."""
    return comes_to_lise(desk, citizen)


@pytest.fixture(scope="module")
def lookup_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The database of the service at `lookup_url`."""
    engine = open_database(sqlite_in(tmp_path_factory.mktemp("lookup")))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def lookup_url(start_service: StartService, lookup_database: Engine, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A service alone, with nothing trained: what is found there is found by letters."""
    places = {"VEJVISER_DATABASE": str(lookup_database.url), "VEJVISER_MODELS": str(tmp_path_factory.mktemp("models"))}
    return str(start_service(**places).base_url).rstrip("/")


def _live(engine: Engine) -> list[str]:
    """The conversations that wait or that a person has."""
    query = select(conversations.c.id).where(conversations.c.state.in_((WAITING, PERSON_HAS)))
    with engine.connect() as connection:
        return list(connection.execute(query).scalars())
