"""What belongs to one municipality is found out in another's file."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from bot.standards.loading import Loaded, read_content
from bot.standards.mix_ups import mix_up_findings
from tests.standards.spoil import MUNICIPALITIES, append, replace, standard_of


def mistakes(content: Path) -> list[str]:
    return [str(item) for item in mix_up_findings(read_content(content))]


def first(file: Path, pattern: str) -> str:
    match = re.search(pattern, file.read_text(encoding="utf-8"))
    assert match is not None
    return match.group()


def test_the_projects_standards_are_not_mixed_up(project_content: Loaded) -> None:
    assert mix_up_findings(project_content) == []


@pytest.mark.parametrize(("one", "other"), itertools.combinations(MUNICIPALITIES, 2))
def test_two_municipalities_whose_files_were_exchanged_are_both_reported(copy: Path, one: str, other: str) -> None:
    first_file, second_file = standard_of(copy, one), standard_of(copy, other)
    kept = first_file.read_text(encoding="utf-8")
    first_file.write_text(second_file.read_text(encoding="utf-8"), "utf-8")
    second_file.write_text(kept, "utf-8")
    found = mistakes(copy)
    assert {name for name in (one, other) if any(f"municipalities/{name}/" in item for item in found)} == {
        one,
        other,
    }


@pytest.mark.parametrize(("one", "other"), itertools.permutations(MUNICIPALITIES, 2))
def test_the_number_of_another_municipality_is_reported_at_its_line(copy: Path, one: str, other: str) -> None:
    foreign = first(standard_of(copy, other), r'phone: ".*"')
    line = replace(standard_of(copy, one), r'phone: ".*"', foreign)
    assert [item for item in mistakes(copy) if f"municipalities/{one}/" in item and f".yml:{line}: topics" in item]


def test_an_address_of_another_municipality_is_reported(copy: Path) -> None:
    with_mail = [name for name in MUNICIPALITIES if "email:" in standard_of(copy, name).read_text(encoding="utf-8")]
    foreign = first(standard_of(copy, with_mail[0]), r"[\w.]+@\S+")
    line = replace(standard_of(copy, with_mail[1]), r"(?<=email: )\S+", foreign)
    assert [item for item in mistakes(copy) if f"{with_mail[1]}/" in item and f".yml:{line}: " in item]


def test_the_same_source_twice_is_reported(copy: Path) -> None:
    one, other = MUNICIPALITIES[:2]
    sha = first(standard_of(copy, other), r"sha256: \w+")
    line = replace(standard_of(copy, one), r"sha256: \w+", sha)
    assert [item for item in mistakes(copy) if f"{one}/" in item and f".yml:{line}: source.sha256: " in item]


def test_a_source_named_after_another_municipality_is_reported(copy: Path) -> None:
    one, other = MUNICIPALITIES[:2]
    line = replace(standard_of(copy, one), r"document: .*", f"document: {other}.txt")
    assert [item for item in mistakes(copy) if f"{one}/" in item and f".yml:{line}: source.document: " in item]


@pytest.mark.parametrize("mention", ["{name} Kommune gør det", "I {name}s botilbud", "se www.{slug}.dk"])
def test_the_name_of_another_municipality_in_a_text_is_reported(
    copy: Path, project_content: Loaded, mention: str
) -> None:
    one, other = MUNICIPALITIES[:2]
    words = mention.format(name=project_content.municipalities[other].model.name, slug=other)
    line = append(standard_of(copy, one), f"  - {{topic: purpose, remark: {words}}}\n")
    assert [item for item in mistakes(copy) if f"{one}/" in item and f".yml:{line}: not_stated" in item]
