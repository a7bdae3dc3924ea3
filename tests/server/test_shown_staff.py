"""The staff's pages beside the search: who sees them, what stands on them, and their files."""

from __future__ import annotations

import csv
import datetime
import io
import itertools

import httpx
import pytest

from bot.answers.circumstances import AgeSpan, Circumstances
from bot.answers.comparison import compare, pairs
from bot.answers.engine import places
from bot.standards.coverage import Cover, coverage
from bot.standards.model import Content
from bot.wording.i18n import text
from bot.wording.overview import verdict
from bot.wording.sheet import Sheet, sheets
from tests.conftest import StartService
from tests.desk import Agent
from tests.markup import Elements, plain
from tests.standards.spoil import MUNICIPALITIES, with_expired

SERVICE = "midlertidigt-botilbud"
TWO = "/lookup/compare?a=hjoerring&b=thisted"
PAGES = ["/lookup/thisted", "/lookup/compare/contact", "/lookup/compare", TWO, "/lookup/coverage"]
FILES = [
    ("/lookup/thisted.csv", "vejviser-thisted.csv"),
    ("/lookup/compare/processing-time.csv", "vejviser-sammenligning-sagsbehandlingstid.csv"),
    ("/lookup/compare.csv?a=hjoerring&b=thisted", "vejviser-hjoerring-thisted.csv"),
    ("/lookup/coverage.csv", "vejviser-daekning.csv"),
]


def all_sheets(content: Content, slug: str, circumstances: Circumstances = Circumstances()) -> list[Sheet]:
    day = datetime.date.today()
    return sheets(content, tuple(content.topics), places(content, [slug]), SERVICE, day, circumstances)


def page_of(agent: Agent, path: str) -> Elements:
    response = agent.client.get(path)
    assert response.status_code == 200, path
    return Elements(response.text)


def rows_of(agent: Agent, path: str) -> list[list[str]]:
    response = agent.client.get(path)
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))


# Who sees them


@pytest.mark.parametrize("path", [*PAGES, *(path for path, _ in FILES), "/lookup/atlantis"])
def test_who_is_not_logged_in_gets_the_page_with_the_login_form_and_nothing_else(url: str, path: str) -> None:
    response = httpx.get(f"{url}{path}", trust_env=False)
    assert response.status_code == 200
    page = Elements(response.text)
    assert [script["src"] for script in page.all("script")] == ["/lookup.js"]
    assert text("lookup.shell.title") in response.text
    assert not page.all("table")


def test_who_has_logged_out_sees_nothing_any_more(url: str, lise: Agent) -> None:
    agent = Agent(url, lise.person)
    assert page_of(agent, "/lookup/coverage").all("table")
    agent.post("logout")
    assert not page_of(agent, "/lookup/coverage").all("table")


@pytest.mark.parametrize("path", [*PAGES, *(path for path, _ in FILES)])
def test_nothing_of_it_is_kept_on_the_way(lise: Agent, path: str) -> None:
    assert lise.client.get(path).headers["cache-control"] == "no-store"


# A whole standard


@pytest.mark.parametrize("slug", MUNICIPALITIES)
def test_a_whole_standard_says_what_every_sheet_says(lise: Agent, content: Content, slug: str) -> None:
    page = page_of(lise, f"/lookup/{slug}")
    for one in all_sheets(content, slug):
        parts = [one.label, one.answer["short"], one.answer["contact"], one.answer["source"]]
        parts += [*one.answer["details"], *one.answer["law"], text(f"sheet.status.{one.answer['status']}")]
        parts += [said for case in one.cases for said in (case.case, case.short)]
        assert [part for part in parts if plain(part) not in page.words] == []


def test_a_whole_standard_leads_to_every_answer_and_comparison(lise: Agent, content: Content) -> None:
    hrefs = page_of(lise, "/lookup/koege").hrefs()
    for topic in content.topics:
        name = topic.replace("_", "-")
        assert {f"/lookup/koege/{name}", f"/lookup/compare/{name}"} <= hrefs


def test_every_link_within_a_page_has_its_end(lise: Agent) -> None:
    page = page_of(lise, "/lookup/koege")
    ends = {attributes["id"] for _, attributes in page.found if attributes.get("id")}
    inner = {href[1:] for href in page.hrefs() if href.startswith("#")}
    assert inner
    assert inner <= ends


# One topic


def test_a_comparison_stands_in_its_order_with_the_sheets_words(lise: Agent, content: Content) -> None:
    for topic in content.topics:
        page = page_of(lise, f"/lookup/compare/{topic.replace('_', '-')}")
        found = compare(content, topic, places(content), SERVICE, datetime.date.today())
        assert verdict(found) in page.words
        positions = []
        for item in found.answers:
            (one,) = sheets(content, [topic], [item.place], SERVICE, datetime.date.today())
            for part in (one.answer["short"], one.answer["source"], *one.answer["details"], *one.answer["law"]):
                assert plain(part) in page.words
            positions.append(page.words.index(plain(one.answer["source"])))
        assert positions == sorted(positions)
        for end in ("lowest", "highest"):
            assert page.words.count(text(f"overview.topic.{end}")) == len(getattr(found, end))


def test_some_municipalities_can_be_chosen(lise: Agent) -> None:
    page = page_of(lise, "/lookup/compare/contact?municipality=koege&municipality=thisted")
    chosen = [box["value"] for box in page.all("input") if "checked" in box]
    assert chosen == ["koege", "thisted"]
    assert len(rows_of(lise, "/lookup/compare/contact.csv?municipality=koege&municipality=thisted")) == 3


@pytest.mark.parametrize("name", ["processing_time", "processing-time", "sagsbehandlingstid"])
def test_a_topic_is_found_by_each_of_its_names(lise: Agent, name: str) -> None:
    assert text("overview.topic.heading", label="Sagsbehandlingstid") in page_of(lise, f"/lookup/compare/{name}").words


# Two municipalities


def test_two_municipalities_show_every_topic_and_mark_those_that_differ(lise: Agent, content: Content) -> None:
    for one, other in itertools.combinations(places(content), 2):
        page = page_of(lise, f"/lookup/compare?a={one.slug}&b={other.slug}")
        found = pairs(content, one, other, SERVICE, datetime.date.today())
        differing = [pair for pair in found if pair.likeness.differs]
        assert text("overview.two.counted", count=len(differing), all=len(found)) in page.words
        assert len([row for row in page.all("tr") if row.get("class") == "differs"]) == len(differing)
        for sheet in [*all_sheets(content, one.slug), *all_sheets(content, other.slug)]:
            assert plain(sheet.answer["short"]) in page.words


def test_the_differences_can_be_shown_alone(lise: Agent, content: Content) -> None:
    page = page_of(lise, TWO)
    assert f"{TWO}&only=differences" in page.hrefs()
    alone = page_of(lise, f"{TWO}&only=differences")
    assert TWO in alone.hrefs()
    rows = [row for row in alone.all("tr") if row.get("class") == "differs"]
    one, other = places(content, ["hjoerring", "thisted"])
    found = pairs(content, one, other, SERVICE, datetime.date.today())
    labels = [content.topics[pair.topic].label for pair in found if pair.likeness.differs]
    assert len(rows) == len(labels)
    file = rows_of(lise, "/lookup/compare.csv?a=hjoerring&b=thisted&only=differences")
    assert [row[0] for row in file[1:]] == labels


@pytest.mark.parametrize(
    "path", ["/lookup/compare", "/lookup/compare?a=thisted", "/lookup/compare?b=thisted", "/lookup/compare?a=&b=koege"]
)
def test_who_has_not_named_both_is_asked(lise: Agent, path: str) -> None:
    page = page_of(lise, path)
    assert [one["name"] for one in page.all("select")] == ["a", "b"]
    assert not page.all("table")
    assert text("overview.two.same_twice") not in page.words


def test_a_municipality_is_not_compared_with_itself(lise: Agent) -> None:
    page = page_of(lise, "/lookup/compare?a=thisted&b=thisted")
    assert text("overview.two.same_twice") in page.words
    assert len(page.all("select")) == 2


# Coverage


def test_the_coverage_shows_every_cell_with_its_word_and_leads_to_the_answer(lise: Agent, content: Content) -> None:
    response = lise.client.get("/lookup/coverage")
    page = Elements(response.text)
    found = coverage(content)
    words = {cover: text(f"overview.coverage.{cover.name.lower()}") for cover in Cover}
    for (topic, (slug, _)), cover in found.cells.items():
        link = f'<a href="/lookup/{slug}/{topic.replace("_", "-")}">'
        assert response.text.count(link) == 1
        cell = response.text.partition(link)[2].partition("</td>")[0]
        assert Elements(cell).words.endswith(words[cover])
    for standard in found.standards:
        holes = text("overview.coverage.holes", count=found.count(standard, Cover.SILENT))
        assert f"{content.municipalities[standard[0]].name} Kommune {holes}" in page.words


def test_the_word_beside_a_cell_is_what_the_answer_says(lise: Agent, content: Content) -> None:
    head, *rows = rows_of(lise, "/lookup/coverage.csv")
    cells = {(row[0], name): cell for row in rows for name, cell in zip(head, row, strict=True)}
    for slug in MUNICIPALITIES:
        for one in all_sheets(content, slug):
            stated = cells[one.label, one.name] == text("overview.coverage.stated")
            assert stated == (one.answer["status"] in ("stated", "needs"))


# For whom


def test_circumstances_settle_the_answers_and_stay_on_the_way(lise: Agent, content: Content) -> None:
    told = Circumstances(age=AgeSpan.parse("24"), early_retirement_pension=False)
    for path in ("/lookup/frederikssund", "/lookup/compare/contact"):
        page = page_of(lise, f"{path}?age=24&pension=no")
        found = {one.topic: one for one in all_sheets(content, "frederikssund", told)}["contact"]
        assert plain(found.answer["short"]) in page.words
        assert text("overview.told.label") in page.words
        assert path in page.hrefs()
        assert "/lookup/frederikssund/contact?age=24&pension=no" in page.hrefs()
        assert f"{path}.csv?age=24&pension=no" in page.hrefs()


def test_without_circumstances_there_is_nothing_to_forget(lise: Agent) -> None:
    assert text("overview.told.label") not in page_of(lise, "/lookup/frederikssund").words


# Files


@pytest.mark.parametrize(("path", "name"), FILES)
def test_a_file_has_a_name_and_can_be_read_back(lise: Agent, path: str, name: str) -> None:
    response = lise.client.get(path)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    head, *rows = rows_of(lise, path)
    assert rows
    assert {len(row) for row in rows} == {len(head)}


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/lookup/compare"])
def test_every_page_leads_to_its_file(lise: Agent, path: str) -> None:
    (file,) = (href for href in page_of(lise, path).hrefs() if ".csv" in href)
    assert rows_of(lise, file)


@pytest.mark.parametrize("slug", MUNICIPALITIES)
def test_the_file_of_a_standard_says_what_every_sheet_says(lise: Agent, content: Content, slug: str) -> None:
    head, *rows = rows_of(lise, f"/lookup/{slug}.csv")
    for one, row in zip(all_sheets(content, slug), rows, strict=True):
        by_column = dict(zip(head, row, strict=True))
        assert by_column[text("overview.column.topic")] == one.label
        assert by_column[text("overview.column.short")] == one.answer["short"]


# What is not there


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/lookup/atlantis", 404, "unknown_municipality"),
        ("/lookup/atlantis.csv", 404, "unknown_municipality"),
        ("/lookup/compare/vejret", 404, "unknown_topic"),
        ("/lookup/compare/vejret.csv", 404, "unknown_topic"),
        ("/lookup/compare/contact?municipality=atlantis", 404, "unknown_municipality"),
        ("/lookup/compare?a=thisted&b=atlantis", 404, "unknown_municipality"),
        ("/lookup/compare.csv?a=thisted&b=atlantis", 404, "unknown_municipality"),
        ("/lookup/thisted?age=gammel", 400, "bad_parameter"),
        ("/lookup/coverage?pension=maybe", 400, "bad_parameter"),
        (
            "/lookup/compare/contact?" + "&".join(f"municipality=m{number}" for number in range(21)),
            400,
            "bad_parameter",
        ),
    ],
)
def test_what_cannot_be_shown_is_said_with_a_way_on(lise: Agent, path: str, status: int, said: str) -> None:
    response = lise.client.get(path)
    page = Elements(response.text)
    assert response.status_code == status
    expected = [text(f"overview.missing.{said}", name=name) for name in ("age", "pension", "municipality")]
    assert any(one in page.words for one in expected)
    assert {"/lookup/thisted", "/lookup/compare/contact", "/lookup/coverage"} <= page.hrefs()


@pytest.mark.parametrize("name", ["<b>x</b>", "%3Cb%3Ex", "'x"])
def test_what_was_asked_for_is_never_markup(lise: Agent, name: str) -> None:
    for path in (
        f"/lookup/{name}",
        f"/lookup/compare/{name}",
        f"/lookup/compare?a={name}&b=",
        f"/lookup/thisted?age={name}",
    ):
        assert "<b>x" not in lise.client.get(path).text


@pytest.mark.parametrize(("path", "to"), [("/lookup/", "/lookup"), ("/lookup/compare/", "/lookup/compare")])
def test_a_slash_too_many_is_forgiven(lise: Agent, path: str, to: str) -> None:
    response = lise.client.get(path)
    assert (response.status_code, response.headers["location"]) == (302, to)


@pytest.mark.parametrize(
    "path", ["/lookup", "/lookup/thisted/contact", "/lookup/thisted/kontakt", "/lookup/coverage/contact"]
)
def test_the_search_keeps_its_own_addresses(lise: Agent, path: str) -> None:
    page = page_of(lise, path)
    assert [script["src"] for script in page.all("script")] == ["/lookup.js"]


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(lise: Agent, path: str) -> None:
    page = page_of(lise, path)
    assert page.all("html")[0]["lang"] == "da"
    assert len(page.all("h1")) == 1
    for href in sorted(page.hrefs()):
        if href.startswith("/"):
            assert lise.client.get(href).status_code == 200, href


# A standard that has run out


def test_a_standard_that_has_run_out_gives_no_value_and_no_difference(
    start_service: StartService,
    shared_database_url: str,
    lise: Agent,
    content: Content,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = with_expired(tmp_path_factory.mktemp("expired") / "content", "thisted")
    service = start_service(VEJVISER_DATABASE=shared_database_url, VEJVISER_CONTENT=str(folder))
    agent = Agent(str(service.base_url), lise.person)
    both = page_of(agent, TWO)
    assert text("overview.two.unknowable") in both.words
    assert not [row for row in both.all("tr") if row.get("class") == "differs"]
    whole = page_of(agent, "/lookup/thisted")
    for one in all_sheets(content, "thisted"):
        if one.answer["status"] == "stated":
            assert plain(one.answer["short"]) not in whole.words
    assert text("sheet.status.expired") in page_of(agent, "/lookup/coverage").words
