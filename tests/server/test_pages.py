import gzip
from pathlib import Path

import httpx
import pytest

from bot.server.catalogue import Catalogue
from bot.server.templates import PAGES
from bot.settings import Settings
from tests.conftest import StartService
from tests.markup import Elements


@pytest.fixture(scope="module")
def response(lone_service: httpx.Client) -> httpx.Response:
    return lone_service.get("/")


@pytest.fixture(scope="module")
def page(response: httpx.Response) -> Elements:
    return Elements(response.text)


def test_the_page_is_served_as_utf8_with_all_its_texts(response: httpx.Response) -> None:
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "{{" not in response.text


def test_the_page_says_that_it_is_danish(page: Elements) -> None:
    assert page.all("html")[0]["lang"] == "da"


def test_the_page_can_be_zoomed(page: Elements) -> None:
    viewport = next(meta["content"] for meta in page.all("meta") if meta.get("name") == "viewport")
    assert viewport == "width=device-width, initial-scale=1"


def test_scripts_and_styles_are_the_services_own_files(page: Elements) -> None:
    sources = [script["src"] for script in page.all("script")] + [link["href"] for link in page.all("link")]
    assert sources
    assert all(source is not None and (source.startswith("/static/") or source == "/widget.js") for source in sources)


def test_there_is_no_script_or_style_in_the_markup(page: Elements) -> None:
    attributes = {name for _, found in page.found for name in found}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert not page.all("style")


def test_each_municipality_can_be_chosen_and_has_its_own_widget(lone_service: httpx.Client, page: Elements) -> None:
    municipalities = Catalogue.read(Settings().content_dir).municipalities
    links = {link.get("href") for link in page.all("a")}
    assert {f"/?kommune={slug}" for slug in municipalities} <= links
    for slug, name in municipalities.items():
        text = lone_service.get("/", params={"kommune": slug}).text
        assert name in text
        assert {script.get("data-municipality") for script in Elements(text).all("script")} == {slug}


def test_without_scripts_the_answers_of_the_municipality_are_a_link_away(lone_service: httpx.Client) -> None:
    shown = lone_service.get("/?kommune=koege").text
    told = shown[shown.index("<noscript>") : shown.index("</noscript>")]
    assert 'href="/svar/koege"' in told
    assert lone_service.get("/svar/koege").status_code == 200


@pytest.mark.parametrize("slug", ["atlantis", "<script>", "thisted'"])
def test_another_municipality_is_not_found(lone_service: httpx.Client, slug: str) -> None:
    response = lone_service.get("/", params={"kommune": slug})
    assert response.status_code == 404
    assert slug not in response.text


def test_every_file_that_the_page_names_is_there(lone_service: httpx.Client, page: Elements) -> None:
    for link in page.all("link"):
        assert lone_service.get(str(link["href"])).status_code == 200


def test_nothing_outside_the_static_folder_is_served(lone_service: httpx.Client) -> None:
    assert (PAGES / "demo.html").exists()
    assert lone_service.get("/static/%2e%2e/demo.html").status_code == 404


def test_where_the_content_cannot_be_read_there_is_no_demonstration_but_a_service(
    start_service: StartService, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = str(tmp_path_factory.mktemp("content"))
    assert start_service(VEJVISER_CONTENT=empty).get("/").status_code == 404


def test_the_widget_may_be_loaded_by_other_pages_and_is_sent_once(lone_service: httpx.Client, widget: Path) -> None:
    response = lone_service.get("/widget.js")
    assert response.content == widget.read_bytes()
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    again = lone_service.get("/widget.js", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_widget_weighs_less_than_60_kb_on_the_line(widget: Path) -> None:
    assert len(gzip.compress(widget.read_bytes())) < 60_000


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/static/base.css", "public, max-age=300"), ("/static/nowhere.css", "no-store"), ("/", "no-store")],
)
def test_the_look_of_the_pages_may_be_kept_for_a_while_and_nothing_else(
    lone_service: httpx.Client, path: str, kept: str
) -> None:
    assert lone_service.get(path).headers["cache-control"] == kept
