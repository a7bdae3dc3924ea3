"""Checks between the files."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from bot.standards.check import check_content
from bot.standards.cross_checks import cross_findings, date_findings, information, warnings
from bot.standards.loading import Loaded, read_content
from tests.standards.spoil import CONTENT, MUNICIPALITIES, append, replace, standard_of

FAR = datetime.date(9999, 1, 1)
LONG_AGO = datetime.date(1900, 1, 1)
LAW = "law/complaint.yml"


def mistakes(content: Path) -> list[str]:
    return [str(item) for item in cross_findings(read_content(content))]


def with_approvals(content: Path) -> Path:
    return next(
        file for name in MUNICIPALITIES if "body:" in (file := standard_of(content, name)).read_text(encoding="utf-8")
    )


def without_approvals(content: Path) -> Path:
    """A standard that says under not_stated that nobody is named."""
    return next(
        file
        for name in MUNICIPALITIES
        if re.search(r"^status: adopted", (file := standard_of(content, name)).read_text(encoding="utf-8"), re.M)
        and "body:" not in file.read_text(encoding="utf-8")
    )


def test_the_projects_content_passes() -> None:
    assert check_content(CONTENT) == []


@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_every_topic_left_out_is_missed(copy: Path, project_content: Loaded, municipality: str) -> None:
    """Each topic in turn loses its entry under not_stated."""
    file = standard_of(copy, municipality)
    whole = file.read_text(encoding="utf-8")
    entry = next(item for item in project_content.standards if item.municipality == municipality)
    missed = []
    for silent in entry.model.not_stated:
        file.write_text(re.sub(rf"^  - (topic: )?{silent.topic}$", r"  - \1unheard_of", whole, flags=re.M), "utf-8")
        missed += [item for item in mistakes(copy) if f'"{silent.topic}" mangler' in item]
    assert len(missed) == len(entry.model.not_stated)


def test_a_topic_both_stated_and_not_stated_is_reported_at_its_line(copy: Path) -> None:
    file = standard_of(copy, MUNICIPALITIES[0])
    line = append(file, "  - purpose\n")
    assert [item for item in mistakes(copy) if f"{file.name}:{line}: not_stated" in item and "purpose" in item]


def test_a_topic_that_only_law_answers_does_not_belong_in_a_standard(copy: Path, project_content: Loaded) -> None:
    topic = next(name for name, entry in project_content.topics.items() if entry.model.origin.value == "law")
    line = append(standard_of(copy, MUNICIPALITIES[0]), f"  - {topic}\n")
    assert [item for item in mistakes(copy) if f".yml:{line}: not_stated" in item]


@pytest.mark.parametrize(
    ("file", "pattern", "new", "field"),
    [
        (f"municipalities/{MUNICIPALITIES[0]}/municipality.yml", r"region: .*", "region: nowhere", "region"),
        (f"municipalities/{MUNICIPALITIES[0]}/municipality.yml", r"name: .*", "name: Nowhere", "name"),
        ("services.yml", r"^  [a-z-]+:", "  another:", "service"),
        ("safety.yml", r"regions: \[.*\]", "regions: [nowhere]", "regions[0]"),
        ("topics.yml", r"slug: [a-z-]+(?=.*\n  legal_basis)", "slug: klage", "slug"),
        (LAW, r"topics: \[.*\]", "topics: [nothing]", "topics[0]"),
        (LAW, r"municipalities: \[.*\]", "municipalities: [nowhere]", "municipalities[0]"),
        (LAW, r"source: .*", "source: '[M]'", "source"),
        (LAW, r"source: .*", "source: '-'", "source"),
        (LAW, r"\{deadline\}", "{dedline}", "text"),
        (LAW, r"(?<=text: )", "Nummer 5. ", "text"),
        (LAW, r"when_over: .*", "when_over: no_such_rule", "when_over"),
        (LAW, r"    from: decision_received\n", "", "when_over"),
        (LAW, r"(?<=text: Du kan klage)(.*)\n", "\\1\n    from: decision_received\n", "from"),
    ],
)
def test_what_does_not_fit_together_is_reported_at_its_field(
    copy: Path, file: str, pattern: str, new: str, field: str
) -> None:
    replace(copy / file, pattern, new)
    assert [item for item in mistakes(copy) if re.search(rf":\d+: (\S+\.)?{re.escape(field)}: ", item)]


def test_a_proposal_has_no_approvals(copy: Path) -> None:
    replace(with_approvals(copy), r"^status: adopted", "status: proposal")
    assert [item for item in mistakes(copy) if ": approvals: " in item and "forslag" in item]


def test_an_adopted_standard_without_approvals_says_so_under_not_stated(copy: Path) -> None:
    replace(without_approvals(copy), r"^  - (topic: )?approval$", "  - purpose")
    assert [item for item in mistakes(copy) if ": approvals: " in item and "not_stated" in item]


def test_a_standard_was_read_after_it_was_approved(copy: Path) -> None:
    line = replace(with_approvals(copy), r"^  read: .*", "  read: 2000-01-01")
    assert [item for item in mistakes(copy) if f".yml:{line}: source.read: " in item]


@pytest.mark.parametrize("field", ["summary", "points"])
def test_a_number_written_into_a_text_is_reported(copy: Path, field: str) -> None:
    file = standard_of(copy, MUNICIPALITIES[0])
    end = rf"(?<={field}: )(?=\w)" if field == "summary" else r"(?<=points:\n      - )(?=\w)"
    line = replace(file, end, "Der er 7 dage ")
    assert [item for item in mistakes(copy) if re.search(rf":{line}: topics\.\w+\.{field}\S*: ", item)]


def test_an_item_that_stands_twice_on_a_list_is_reported(copy: Path) -> None:
    line = replace(standard_of(copy, MUNICIPALITIES[0]), r"(?<=points:\n)(      - .*\n)", r"\1\1")
    assert [item for item in mistakes(copy) if re.search(rf":{line + 1}: topics\.\w+\.points\[1\]: ", item)]


@pytest.mark.parametrize("reference", ["§ 85", "§§ 103 og 104", "§ 107, stk. 2", "§ 82 c"])
def test_a_section_of_an_act_may_stand_in_a_text(copy: Path, reference: str) -> None:
    replace(standard_of(copy, MUNICIPALITIES[0]), r"(?<=summary: )(?=\w)", f"Efter {reference} er ")
    assert mistakes(copy) == []


def test_dates_in_the_future_are_mistakes(project_content: Loaded) -> None:
    dates = [item.model.source.read for item in project_content.standards]
    dates += [approval.date for item in project_content.standards for approval in item.model.approvals]
    entries = [*project_content.law.values(), *project_content.safety.values()]
    assert len(date_findings(project_content, LONG_AGO)) == len(dates) + len(entries)


def test_dates_in_the_past_are_none(project_content: Loaded) -> None:
    assert date_findings(project_content, FAR) == []


def test_a_safety_number_past_its_day_is_a_warning(project_content: Loaded) -> None:
    checked = [entry for entry in project_content.safety.values() if entry.model.recheck_by is not None]
    assert len(warnings(project_content, FAR)) == len(checked)


@pytest.mark.parametrize("spoilt", ["recheck_by: 2030-01-01", "regions: [nordjylland]"])
def test_the_number_for_danger_to_life_must_hold_everywhere_and_always(copy: Path, spoilt: str) -> None:
    replace(copy / "safety.yml", "use: life", f"use: life\n    {spoilt}")
    found = check_content(copy)
    assert len(found) == 1
    assert found[0].startswith("content/safety.yml:")
    assert "recheck_by" in found[0]


def test_a_safety_number_before_its_day_is_no_warning(project_content: Loaded) -> None:
    assert warnings(project_content, LONG_AGO) == []


def test_a_standard_that_has_run_out_is_a_warning(copy: Path) -> None:
    line = append(standard_of(copy, MUNICIPALITIES[0]), "valid_until: 2020-01-01\n")
    found = [str(item) for item in warnings(read_content(copy), datetime.date(2020, 1, 2))]
    assert [item for item in found if f":{line}: valid_until: " in item]


def test_each_unverified_rule_is_told_but_is_no_mistake(project_content: Loaded) -> None:
    unverified = {name for name, entry in project_content.law.items() if not entry.model.verified}
    told = {str(item.field).removeprefix("rules.") for item in information(project_content)}
    assert told == unverified
