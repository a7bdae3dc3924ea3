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
from playwright.sync_api import Browser, sync_playwright

from tests.running import Assistant
from tests.web.line import Line
from tests.web.page import Embedded, municipal_page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; required in CI, skipped where it is absent elsewhere."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        assert not os.environ.get("CI"), "Chromium is required here: apt-get install -y chromium"
        pytest.skip("no Chromium on this machine")
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
