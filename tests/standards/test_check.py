"""The check as the command line and the start of the program use it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from bot.standards.check import check_content, find_sources, report
from tests.standards.spoil import CONTENT, MUNICIPALITIES, replace, standard_of

TODAY = datetime.date(2026, 11, 23)


def test_the_projects_content_may_start() -> None:
    assert check_content(CONTENT) == []


def test_a_wrong_clock_does_not_stop_a_start(copy: Path) -> None:
    replace(standard_of(copy, MUNICIPALITIES[0]), r"^  read: .*", "  read: 9000-01-01")
    assert check_content(copy) == []


def test_the_report_counts_a_date_in_the_future_as_a_mistake(copy: Path) -> None:
    replace(standard_of(copy, MUNICIPALITIES[0]), r"^  read: .*", "  read: 9000-01-01")
    assert ["source.read" in line for line in report(copy, None, TODAY).errors] == [True]


def test_the_whole_report_on_the_project_has_no_mistakes(sources: Path) -> None:
    assert report(CONTENT, sources, TODAY).errors == ()


def test_without_sources_the_report_says_that_they_were_not_compared() -> None:
    with_sources = set(report(CONTENT, CONTENT, TODAY).information)
    assert len(set(report(CONTENT, None, TODAY).information) - with_sources) == 1


def test_broken_files_do_not_hide_the_mistakes_between_the_others(copy: Path) -> None:
    replace(standard_of(copy, MUNICIPALITIES[0]), r"^status: \w+", "status: maybe")
    replace(copy / "law" / "complaint.yml", r"topics: \[.*\]", "topics: [nothing]")
    assert len(check_content(copy)) == 2


def test_the_report_is_made_even_of_an_empty_room(tmp_path: Path) -> None:
    empty = tmp_path / "content"
    empty.mkdir()
    assert len(report(empty, None, TODAY).errors) == 4


def test_the_lines_are_ordered_by_file_and_line(copy: Path) -> None:
    for municipality in reversed(MUNICIPALITIES):
        replace(standard_of(copy, municipality), r"^status: \w+", "status: maybe\nunknown: 1")
    places = [re.match(r"(.*?):(\d+):", line) for line in check_content(copy)]
    found = [(match[1], int(match[2])) for match in places if match]
    assert found == sorted(found)


def test_the_sources_are_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEJVISER_SOURCES", str(tmp_path))
    assert find_sources(tmp_path / "checkout") == tmp_path


def test_the_sources_may_lie_beside_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VEJVISER_SOURCES", raising=False)
    (tmp_path / "shared" / "standards").mkdir(parents=True)
    assert find_sources(tmp_path / "checkout") == tmp_path / "shared" / "standards"


def test_where_there_are_no_sources_none_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VEJVISER_SOURCES", raising=False)
    assert find_sources(tmp_path / "checkout") is None
