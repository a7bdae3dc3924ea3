"""The pages for citizens: the sheets' words, one address each, nothing that needs a login or a script."""

from __future__ import annotations

import datetime
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from bot.answers.engine import places
from bot.server.library import Library
from bot.server.shown_public import paths
from bot.standards.loading import load_content
from bot.standards.model import Content
from bot.wording.i18n import text
from bot.wording.sheet import Sheet, sheets
from tests.conftest import StartService
from tests.markup import Elements, plain
from tests.standards.spoil import MUNICIPALITIES, with_expired

SERVICE = "midlertidigt-botilbud"
_PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def all_sheets(content: Content, slug: str) -> list[Sheet]:
    return sheets(content, tuple(content.topics), places(content, [slug]), SERVICE, datetime.date.today())


@pytest.fixture(scope="module")
def site(lone_service: httpx.Client) -> httpx.Client:
    return lone_service


@pytest.fixture(scope="module")
def expired(start_service: StartService, tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """A service in which Thisted's standard has run out."""
    folder = with_expired(tmp_path_factory.mktemp("expired") / "content", "thisted")
    return start_service(VEJVISER_CONTENT=str(folder))


def page_of(site: httpx.Client, path: str) -> Elements:
    response = site.get(path)
    assert response.status_code == 200, path
    return Elements(response.text)


def origin(site: httpx.Client) -> str:
    return str(site.base_url).rstrip("/")


# What stands on them


@pytest.mark.parametrize("slug", MUNICIPALITIES)
def test_every_answer_says_what_its_sheet_says(site: httpx.Client, content: Content, slug: str) -> None:
    for one in all_sheets(content, slug):
        page = page_of(site, f"/svar/{slug}/{one.slug}")
        parts = [one.answer[name] for name in ("title", "short", "contact", "source", "next")]
        parts += [*one.answer["details"], *one.answer["law"], *(case.case for case in one.cases)]
        parts += [case.short for case in one.cases]
        missing = [part for part in parts if plain(part) not in page.words]
        assert missing == [], one.slug
        assert text(f"public.status.{one.answer['status']}") in page.words
        assert text("answers.guiding") in page.words


@pytest.mark.parametrize("slug", MUNICIPALITIES)
def test_numbers_and_addresses_can_be_touched(site: httpx.Client, content: Content, slug: str) -> None:
    for one in all_sheets(content, slug):
        shown = " ".join([one.answer["short"], one.answer["contact"], *one.answer["details"], *one.answer["law"]])
        spoken = {link["href"] for link in one.answer["links"] if link["label"] in shown}
        assert spoken <= page_of(site, f"/svar/{slug}/{one.slug}").hrefs()


def test_marks_stand_beside_the_source(site: httpx.Client, content: Content) -> None:
    for slug in MUNICIPALITIES:
        for one in all_sheets(content, slug)[:1]:
            words = page_of(site, f"/svar/{slug}/{one.slug}").words
            for mark in ("proposal", "undated", "old"):
                assert (text(f"sheet.mark.{mark}") in words) == (mark in {found.value for found in one.marks})


def test_general_law_stands_under_its_own_heading_and_only_where_there_is_some(
    site: httpx.Client, content: Content
) -> None:
    for one in all_sheets(content, "thisted"):
        words = page_of(site, f"/svar/thisted/{one.slug}").words
        assert (text("sheet.part.law_apart") in words) == bool(one.answer["law"])


def test_cases_are_a_table(site: httpx.Client, content: Content) -> None:
    for slug in MUNICIPALITIES:
        for one in all_sheets(content, slug):
            tables = page_of(site, f"/svar/{slug}/{one.slug}").all("table")
            assert len(tables) == bool(one.cases)


@pytest.mark.parametrize("slug", MUNICIPALITIES)
def test_a_municipality_lists_every_topic_once_and_says_which_ones_are_silent(
    site: httpx.Client, content: Content, slug: str
) -> None:
    response = site.get(f"/svar/{slug}")
    stated, _, silent = response.text.partition(f"<h2>{text('public.municipality.silent')}</h2>")
    for one in all_sheets(content, slug):
        link = f'href="/svar/{slug}/{one.slug}"'
        assert (link in silent) == (one.answer["status"] == "not_stated")
        assert response.text.count(link) == 1
        assert (link in stated) == (one.answer["status"] != "not_stated")


def test_the_first_page_leads_to_every_municipality(site: httpx.Client) -> None:
    assert {f"/svar/{slug}" for slug in MUNICIPALITIES} <= page_of(site, "/svar").hrefs()


def test_every_link_of_an_answer_leads_somewhere(site: httpx.Client) -> None:
    for path in ("/svar", "/svar/koege", "/svar/koege/klage"):
        for href in page_of(site, path).hrefs():
            if href.startswith("/"):
                assert site.get(href).status_code == 200, href


def test_no_other_municipalitys_number_stands_on_a_page(site: httpx.Client, content: Content) -> None:
    numbers = {slug: {href for one in all_sheets(content, slug) for href in _phones(one)} for slug in MUNICIPALITIES}
    for slug in MUNICIPALITIES:
        others = set().union(*(found for other, found in numbers.items() if other != slug)) - numbers[slug]
        for topic in ("kontakt", "ansoegning", "klage"):
            assert not others & page_of(site, f"/svar/{slug}/{topic}").hrefs()


def _phones(one: Sheet) -> list[str]:
    return [link["href"] for link in one.answer["links"] if link["kind"] == "tel"]


# A standard that has run out


def test_a_standard_that_has_run_out_gives_no_value(expired: httpx.Client, content: Content) -> None:
    for one in all_sheets(content, "thisted"):
        words = page_of(expired, f"/svar/thisted/{one.slug}").words
        assert text("public.status.expired") in words
        if one.answer["status"] == "stated":
            assert plain(one.answer["short"]) not in words


def test_a_standard_that_has_run_out_is_said_to_have_on_the_pages_that_lead_to_it(expired: httpx.Client) -> None:
    assert text("public.index.expired") in page_of(expired, "/svar").words
    page = page_of(expired, "/svar/thisted")
    assert text("public.municipality.stated") not in page.words
    assert not [href for href in page.hrefs() if href.startswith(("tel:", "mailto:"))]


# How they are found


@pytest.mark.parametrize("path", ["/svar", "/svar/thisted", "/svar/thisted/sagsbehandlingstid"])
def test_a_page_tells_search_engines_what_it_is_and_where_it_stands(site: httpx.Client, path: str) -> None:
    page = page_of(site, path)
    assert page.all("html")[0]["lang"] == "da"
    assert [link["href"] for link in page.all("link") if link["rel"] == "canonical"] == [f"{origin(site)}{path}"]
    (description,) = (one["content"] for one in page.all("meta") if one.get("name") == "description")
    assert description
    assert not [one for one in page.all("meta") if one.get("name") == "robots"]
    assert len(page.all("h1")) == 1


def test_no_two_pages_have_the_same_title(site: httpx.Client, content: Content) -> None:
    titles = [site.get(path).text.partition("<title>")[2].partition("</title>")[0] for path in paths(Library(content))]
    assert len(set(titles)) == len(titles)


def test_the_sitemap_holds_every_page_and_each_is_there(site: httpx.Client, content: Content) -> None:
    found = [one.text or "" for one in ElementTree.fromstring(site.get("/sitemap.xml").text).iter(_PLACE)]
    assert found == [f"{origin(site)}{path}" for path in paths(Library(content))]
    assert len(found) == 1 + len(content.municipalities) * (1 + len(content.topics))
    for address in found:
        assert site.get(address).status_code == 200


def test_robots_may_read_the_answers_and_not_what_is_for_staff(site: httpx.Client) -> None:
    lines = site.get("/robots.txt").text.splitlines()
    assert {"Allow: /svar", "Disallow: /desk", "Disallow: /lookup"} <= set(lines)
    assert f"Sitemap: {origin(site)}/sitemap.xml" in lines


def test_addresses_are_those_by_which_the_service_was_asked(site: httpx.Client) -> None:
    text_of_it = site.get("/svar", headers={"host": "svar.eksempel.dk"}).text
    assert '<link rel="canonical" href="http://svar.eksempel.dk/svar">' in text_of_it


@pytest.mark.parametrize("host", ['a"onload="x', "a/b", "a@b"])
def test_a_name_that_is_none_stands_in_no_address(site: httpx.Client, host: str) -> None:
    for path in ("/svar", "/sitemap.xml", "/robots.txt"):
        response = site.get(path, headers={"host": host})
        assert host not in response.text


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/svar/", "/svar"),
        ("/svar/thisted/", "/svar/thisted"),
        ("/svar/Thisted", "/svar/thisted"),
        ("/svar/K%C3%B8ge", "/svar/koege"),
        ("/svar/thisted-kommune", "/svar/thisted"),
        ("/svar/thisted/processing_time", "/svar/thisted/sagsbehandlingstid"),
        ("/svar/thisted/processing-time", "/svar/thisted/sagsbehandlingstid"),
        ("/svar/thisted/Processing-Time", "/svar/thisted/sagsbehandlingstid"),
        ("/svar/thisted/SAGSBEHANDLINGSTID", "/svar/thisted/sagsbehandlingstid"),
        ("/svar/thisted/sagsbehandlingstid/", "/svar/thisted/sagsbehandlingstid"),
        ("/svar/thisted/s%C3%A5dan%20s%C3%B8ger%20du", "/svar/thisted/ansoegning"),
        ("/svar/K%C3%98GE/kontakt", "/svar/koege/kontakt"),
    ],
)
def test_another_way_to_write_an_address_is_sent_on_to_the_one(site: httpx.Client, written: str, address: str) -> None:
    response = site.get(written)
    assert (response.status_code, response.headers["location"]) == (301, address)
    assert site.get(address).status_code == 200


@pytest.mark.parametrize(
    ("path", "said", "leads_to"),
    [
        ("/svar/atlantis", "public.missing.municipality", "/svar/thisted"),
        ("/svar/atlantis/klage", "public.missing.municipality", "/svar/thisted"),
        ("/svar/atlantis/", "public.missing.municipality", "/svar/thisted"),
        ("/svar/thisted/vejret", "public.missing.topic", "/svar/thisted/klage"),
    ],
)
def test_what_is_not_there_is_said_with_a_way_on(site: httpx.Client, path: str, said: str, leads_to: str) -> None:
    response = site.get(path)
    page = Elements(response.text)
    assert response.status_code == 404
    assert text(said, municipality="Thisted Kommune") in page.words
    assert leads_to in page.hrefs()
    assert "noindex" in [one.get("content") for one in page.all("meta")]
    assert not [link for link in page.all("link") if link["rel"] == "canonical"]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "%3Cb%3E", "'onload='", "a%00b", "%ff%fe"])
def test_what_was_asked_for_is_never_repeated(site: httpx.Client, name: str) -> None:
    for path in (f"/svar/{name}", f"/svar/thisted/{name}"):
        response = site.get(path)
        assert response.status_code == 404
        assert "<b>" not in response.text
        assert "alert" not in response.text


# How they are kept


@pytest.mark.parametrize("path", ["/svar", "/svar/thisted", "/svar/thisted/klage", "/robots.txt", "/sitemap.xml"])
def test_a_page_may_be_kept_for_a_while_and_then_only_asked_about(site: httpx.Client, path: str) -> None:
    first = site.get(path)
    assert first.headers["cache-control"].startswith("public, max-age=")
    for tag in (first.headers["etag"], f"W/{first.headers['etag']}", f'"x", {first.headers["etag"]}'):
        again = site.get(path, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
    assert site.get(path, headers={"if-none-match": '"another"'}).status_code == 200


@pytest.mark.parametrize("path", ["/svar", "/svar/thisted", "/svar/thisted/klage", "/robots.txt", "/sitemap.xml"])
def test_the_head_of_a_page_can_be_asked_for_alone(site: httpx.Client, path: str) -> None:
    response = site.head(path)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["etag"] == site.get(path).headers["etag"]


def test_a_page_sets_no_cookie_and_has_no_script_and_no_form(site: httpx.Client) -> None:
    for path in ("/svar", "/svar/thisted", "/svar/frederikssund/kontakt", "/svar/x"):
        response = site.get(path)
        page = Elements(response.text)
        assert "set-cookie" not in response.headers
        assert not [tag for tag in ("script", "form", "input", "iframe", "img") if page.all(tag)]


def test_a_file_that_a_page_names_is_there(site: httpx.Client) -> None:
    for path in ("/svar", "/svar/thisted/klage"):
        for link in page_of(site, path).all("link"):
            assert site.get(str(link["href"])).status_code == 200


def test_a_service_whose_content_is_broken_has_no_pages(
    start_service: StartService, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty: Path = tmp_path_factory.mktemp("content")
    assert start_service(VEJVISER_CONTENT=str(empty)).get("/svar").status_code == 404


def test_the_copy_with_a_standard_that_has_run_out_can_be_read(tmp_path: Path) -> None:
    standard = load_content(with_expired(tmp_path / "content", "thisted")).standard("thisted", SERVICE)
    assert standard is not None
    assert standard.valid_until == datetime.date(2020, 1, 1)
