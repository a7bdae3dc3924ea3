"""Reading content/: every mistake has one line that says where it is and what was expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.standards.errors import ContentError
from bot.standards.loading import load_content
from tests.standards.spoil import CONTENT, MUNICIPALITIES, append, replace, standard_of

A, B = MUNICIPALITIES[0], MUNICIPALITIES[-1]
LINE = re.compile(r"content/[\w./-]+\.\w+:\d+:( [\w.\[\]]+:)? \S.*")


def mistakes(content: Path) -> list[str]:
    try:
        load_content(content)
    except ContentError as error:
        return error.lines
    return []


def test_the_projects_content_loads() -> None:
    assert mistakes(CONTENT) == []


def test_every_municipality_of_the_project_has_its_standard() -> None:
    assert {municipality for municipality, _ in load_content(CONTENT).standards} == set(MUNICIPALITIES)


@pytest.mark.parametrize(
    ("pattern", "new", "field", "expected"),
    [
        (r"^status: \w+", "status: maybe", "status", "adopted, proposal"),
        (r"^title: .*", "titel: X", "titel", "title"),
        (r"(?<= )phone: .*", 'phone: "12"', "topics.contact.routes[0].phone", "12"),
        (r"^  read: .*", "  read: 2026-13-40", "source.read", "år-måned-dag"),
        (r"^  sha256: .*", "  sha256: abc", "source.sha256", "abc"),
        (r"at_most: \d+ weeks", "at_most: 8 uger", "topics.processing_time.deadline.at_most", "weeks"),
        (
            r"individual_assessment: true",
            "individual_assessment: måske",
            "individual_assessment",
            "true eller false",
        ),
        (
            r"(?<=  purpose:\n)    heading: .*",
            "    heading: Findes ikke",
            "topics.purpose.heading",
            "source.headings",
        ),
    ],
)
def test_a_wrong_value_is_reported_at_its_line_with_what_was_expected(
    copy: Path, pattern: str, new: str, field: str, expected: str
) -> None:
    line = replace(standard_of(copy, B), pattern, new)
    place = rf"content/municipalities/{B}/[\w-]+\.yml:{line}: \S*{re.escape(field)}: "
    assert [item for item in mistakes(copy) if re.match(place, item) and expected in item]


def test_all_mistakes_of_all_files_come_at_once(copy: Path) -> None:
    for municipality in MUNICIPALITIES:
        replace(standard_of(copy, municipality), r"^status: \w+", "status: maybe\nunknown: true")
    assert len(mistakes(copy)) == 2 * len(MUNICIPALITIES)


def test_each_mistake_is_one_line(copy: Path) -> None:
    replace(standard_of(copy, A), r"^status: \w+", "status: maybe")
    append(copy / "safety.yml", "  broken: [\n")
    (copy / "notes.txt").write_text("x")
    found = mistakes(copy)
    assert len(found) == 3
    assert [item for item in found if not LINE.fullmatch(item)] == []


def test_a_key_written_twice_is_reported_at_the_second(copy: Path) -> None:
    line = append(copy / "services.yml", "services: {}\n")
    assert [item for item in mistakes(copy) if item.startswith(f"content/services.yml:{line}: services:")]


def test_broken_yaml_is_reported_at_its_line(copy: Path) -> None:
    line = replace(copy / "topics.yml", r"^  purpose:", "  purpose: [")
    found = [item for item in mistakes(copy) if item.startswith("content/topics.yml:")]
    assert line <= int(found[0].split(":")[1]) <= line + 2


def test_a_file_that_is_not_text_is_reported(copy: Path) -> None:
    (copy / "safety.yml").write_bytes(b"numbers: \xff")
    assert [item for item in mistakes(copy) if "UTF-8" in item]


@pytest.mark.parametrize("name", ["topics.yml", "services.yml", "places.yml", "safety.yml"])
def test_a_missing_file_is_reported(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert [item for item in mistakes(copy) if item.startswith(f"content/{name}:1:")]


@pytest.mark.parametrize("name", ["notes.md", "law/old.txt", f"municipalities/{A}/Copy of it.yml", "extra.yml"])
def test_a_file_that_belongs_nowhere_is_reported(copy: Path, name: str) -> None:
    (copy / name).write_text("x: 1\n")
    assert [item for item in mistakes(copy) if item.startswith(f"content/{name}:1:")]


def test_hidden_files_of_editors_are_passed_over(copy: Path) -> None:
    (copy / ".swap").write_text("x")
    assert mistakes(copy) == []


def test_a_municipality_must_stand_in_the_folder_of_its_slug(copy: Path) -> None:
    (copy / "municipalities" / A).rename(copy / "municipalities" / "elsewhere")
    assert [item for item in mistakes(copy) if "municipalities/elsewhere/municipality.yml:1: slug:" in item]


def test_a_standard_without_its_municipality_is_reported(copy: Path) -> None:
    (copy / "municipalities" / A / "municipality.yml").unlink()
    assert [item for item in mistakes(copy) if f"municipalities/{A}/" in item]


def test_a_standard_must_be_of_the_service_that_its_file_names(copy: Path) -> None:
    file = standard_of(copy, A)
    file.rename(file.with_name("another-service.yml"))
    assert [item for item in mistakes(copy) if re.search(r"another-service\.yml:\d+: service:", item)]


def test_older_versions_stand_before_the_newest(copy: Path) -> None:
    file = standard_of(copy, A)
    for date in ("2020-01-01", "2010-01-01"):
        older = file.with_name(f"{file.stem}.{date}.yml")
        older.write_text(re.sub(r"^title: .*", f"title: {date}", file.read_text(), flags=re.MULTILINE))
    versions = load_content(copy).standards[A, file.stem]
    assert [item.title for item in versions[:2]] == ["2010-01-01", "2020-01-01"]


def test_a_rule_of_law_that_stands_in_two_files_is_reported(copy: Path) -> None:
    files = sorted((copy / "law").glob("*.yml"))
    (copy / "law" / "zzz.yml").write_text(files[0].read_text())
    assert [item for item in mistakes(copy) if item.startswith("content/law/zzz.yml:")]


def test_the_version_changes_with_any_file(copy: Path) -> None:
    before = load_content(copy).version
    append(copy / "places.yml", "# a remark\n")
    assert load_content(copy).version != before


def test_the_version_does_not_depend_on_where_the_content_lies(copy: Path) -> None:
    assert load_content(copy).version == load_content(CONTENT).version
