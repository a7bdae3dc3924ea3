import re
from html.parser import HTMLParser

import httpx
import pytest

from bot.server.page import PAGES, render

Attributes = dict[str, str | None]


class Elements(HTMLParser):
    """Collects the elements of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[Attributes]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def page() -> Elements:
    elements = Elements()
    elements.feed(render("chat.html", limit=1000))
    return elements


def test_the_page_says_that_it_is_danish(page: Elements) -> None:
    assert page.all("html")[0]["lang"] == "da"


def test_the_page_can_be_zoomed(page: Elements) -> None:
    viewport = next(meta["content"] for meta in page.all("meta") if meta.get("name") == "viewport")
    assert viewport == "width=device-width, initial-scale=1"


def test_the_writing_field_has_a_label(page: Elements) -> None:
    assert page.all("label")[0]["for"] == page.all("textarea")[0]["id"]


def test_new_messages_are_announced_politely(page: Elements) -> None:
    log = next(attributes for _, attributes in page.found if attributes.get("role") == "log")
    assert log["aria-live"] == "polite"


def test_scripts_and_styles_are_the_projects_own_files(page: Elements) -> None:
    sources = [script["src"] for script in page.all("script")] + [link["href"] for link in page.all("link")]
    assert sources
    assert all(source is not None and source.startswith("/static/") for source in sources)


def test_there_is_no_script_or_style_in_the_markup(page: Elements) -> None:
    attributes = {name for _, found in page.found for name in found}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert not page.all("style")


def test_every_text_that_the_script_uses_is_in_the_page(page: Elements) -> None:
    script = (PAGES / "static" / "chat.js").read_text(encoding="utf-8")
    used = {re.sub(r"[A-Z]", lambda big: "-" + big[0].lower(), name) for name in re.findall(r"texts\.(\w+)", script)}
    [chat] = page.all("main")
    assert used
    assert {f"data-{name}" for name in used} <= set(chat)


def test_the_script_never_puts_text_in_as_markup() -> None:
    script = (PAGES / "static" / "chat.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script)


def test_a_value_is_escaped_where_it_is_filled_in() -> None:
    assert "<b>" not in render("error.html", text="<b>")


def test_the_page_is_served_as_utf8(lone_service: httpx.Client) -> None:
    response = lone_service.get("/")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "{{" not in response.text
