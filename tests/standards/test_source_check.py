"""The comparison with the source finds what was changed, invented, forgotten, exchanged or put elsewhere."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from bot.standards.claims import claims
from bot.standards.cross_checks import cross_findings
from bot.standards.loading import Loaded, StandardEntry, read_content
from bot.standards.source_check import compare, source_findings
from bot.standards.source_text import NumberKind
from bot.standards.values import Unit
from tests.standards.spoil import CONTENT, MUNICIPALITIES, append, replace, standard_of

each_municipality = pytest.mark.parametrize("municipality", MUNICIPALITIES)
# Not facts: comments, reasons, and the checksum and day of reading, which have checks of their own.
NOT_FROM_SOURCE = re.compile(r"^\s*(?:#|sha256:|read:|document:).*|\bwhy: .*")


def entry_of(loaded: Loaded, municipality: str) -> StandardEntry:
    return next(item for item in loaded.standards if item.municipality == municipality)


def source_of(loaded: Loaded, municipality: str, sources: Path) -> str:
    return (sources / entry_of(loaded, municipality).model.source.document).read_text(encoding="utf-8")


def alone(content: Path, municipality: str) -> Path:
    """The room of one municipality only, so that a spoilt copy is read quickly."""
    for name in MUNICIPALITIES:
        if name != municipality:
            for file in (content / "municipalities" / name).iterdir():
                file.unlink()
    for file in (content / "law").iterdir():
        file.unlink()
    for name in ("places.yml", "topics.yml"):
        (content / name).unlink()
    return standard_of(content, municipality)


def reported_lines(content: Path, municipality: str, raw: str) -> set[int]:
    loaded = read_content(content)
    found = [item for item in (*loaded.findings, *cross_findings(loaded)) if f"/{municipality}/" in item.file]
    for entry in loaded.standards:
        found += compare(loaded, entry, raw)
    return {item.line for item in found}


def test_the_projects_content_agrees_with_its_sources(project_content: Loaded, sources: Path) -> None:
    assert [str(item) for item in source_findings(project_content, sources)] == []


@each_municipality
def test_every_single_digit_that_is_changed_is_reported_at_its_line(
    copy: Path, project_content: Loaded, sources: Path, municipality: str
) -> None:
    raw = source_of(project_content, municipality, sources)
    file = alone(copy, municipality)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    headings_end = lines.index("topics:\n")
    unnoticed = []
    for index, line in enumerate(lines):
        for match in re.finditer(r"\d", NOT_FROM_SOURCE.sub("", line)):
            digit = str((int(match.group()) + 1) % 10)
            spoilt = line[: match.start()] + digit + line[match.end() :]
            file.write_text("".join([*lines[:index], spoilt, *lines[index + 1 :]]), encoding="utf-8")
            found = reported_lines(copy, municipality, raw)
            # A heading is missed where a fact names it; everything else at its own line.
            if index + 1 not in found and not (index < headings_end and found):
                unnoticed.append(f"{index + 1}: {spoilt.strip()}")
    assert unnoticed == []


@each_municipality
def test_every_fact_under_a_heading_that_does_not_hold_it_is_reported(
    project_content: Loaded, sources: Path, municipality: str
) -> None:
    """Each claim of the standard is looked for under each heading that its digits do not stand under."""
    entry, raw = entry_of(project_content, municipality), source_of(project_content, municipality, sources)
    headings = entry.model.source.headings
    sections = {heading: re.sub(r"[ .]", "", _section(raw, heading, headings)) for heading in headings}
    unnoticed = []
    for topic, digits in _digits_by_topic(entry).items():
        for heading in headings:
            absent = sorted(value for value in digits if value not in sections[heading])
            if absent:
                facts = getattr(entry.model.topics, topic).copy(update={"heading": (heading,)})
                moved = entry.model.topics.copy(update={topic: facts})
                spoilt = StandardEntry(entry.model.copy(update={"topics": moved}), entry.file, (), municipality)
                found = compare(project_content, spoilt, raw)
                if not any(item.field.startswith(f"topics.{topic}.") for item in found):
                    unnoticed.append((topic, heading, absent))
    assert unnoticed == []


def _digits_by_topic(entry: StandardEntry) -> dict[str, set[str]]:
    """The digits that each topic claims, without intervals that a source may write in words."""
    found: dict[str, set[str]] = {}
    for claim in claims(entry.model):
        whole = claim.shown.replace(" ", "") if claim.kind is NumberKind.PHONE else claim.shown
        digits = {number for number in re.findall(r"\d+", whole) if len(number) > 1}
        if claim.path[0] == "topics" and digits:
            found.setdefault(str(claim.path[1]), set()).update(digits)
    return found


def _section(raw: str, heading: str, headings: tuple[str, ...]) -> str:
    """The raw text between a heading and the next one, cut by a way of its own."""
    at = [
        re.search(r"^\s*" + r"\s+".join(map(_loose, name.split())) + r"[ ]*?(?:\n|  |$)", raw, re.M)
        for name in headings
    ]
    starts = sorted(match.start() for match in at if match)
    match = at[headings.index(heading)]
    assert match is not None
    following = [start for start in starts if start > match.start()]
    return raw[match.start() : following[0] if following else len(raw)]


def _loose(word: str) -> str:
    return r"(?:-\n\s*)?".join(map(re.escape, word))


@pytest.mark.parametrize("old", ["routes", "at_least"])
def test_values_exchanged_between_two_conditions_are_reported(copy: Path, sources: Path, old: str) -> None:
    """The two numbers of a list with conditions change places, everywhere that there are such lists."""
    exchanged = 0
    for municipality in MUNICIPALITIES:
        file = standard_of(copy, municipality)
        text = file.read_text(encoding="utf-8")
        values = re.findall(r'phone: "(.*)"' if old == "routes" else r"kroner: (\d+), when", text)
        if len(values) != 2 or "when:" not in text:
            continue
        exchanged += 1
        one, other = values
        file.write_text(text.replace(one, "@@").replace(other, one).replace("@@", other), encoding="utf-8")
        found = source_findings(read_content(copy), sources)
        assert [item for item in found if item.field.endswith(f".{old}") and f"/{municipality}/" in item.file]
    assert exchanged > 0


@each_municipality
@pytest.mark.parametrize(
    ("written", "others"),
    [
        (
            r"(?<=\d )(?:hour|day|weekday|overnight|week|month|year)(?=s?\b)",
            tuple(unit.value for unit in Unit),
        ),
        (r"(?<=[{ ])(?:at_least|above|below)(?=: \d)", ("at_least", "above", "below")),
    ],
    ids=["units", "age bounds"],
)
def test_every_unit_and_bound_that_is_changed_is_reported(
    copy: Path,
    project_content: Loaded,
    sources: Path,
    municipality: str,
    written: str,
    others: tuple[str, ...],
) -> None:
    raw = source_of(project_content, municipality, sources)
    file = alone(copy, municipality)
    whole = file.read_text(encoding="utf-8")
    unnoticed = []
    for match in re.finditer(written, whole):
        for other in others:
            if other != match.group():
                file.write_text(whole[: match.start()] + other + whole[match.end() :], encoding="utf-8")
                if not reported_lines(copy, municipality, raw):
                    line = whole[: match.start()].count("\n") + 1
                    unnoticed.append((line, match.group(), other))
    assert unnoticed == []


def test_the_days_of_two_approvals_that_are_exchanged_are_reported(project_content: Loaded, sources: Path) -> None:
    entry = next(item for item in project_content.standards if len(item.model.approvals) > 1)
    one, other, *rest = entry.model.approvals
    exchanged = (one.copy(update={"date": other.date}), other.copy(update={"date": one.date}), *rest)
    spoilt = StandardEntry(entry.model.copy(update={"approvals": exchanged}), entry.file, (), entry.municipality)
    found = [
        item.field for item in compare(project_content, spoilt, source_of(project_content, entry.municipality, sources))
    ]
    assert found[:2] == ["approvals[0].date", "approvals[1].date"]


@each_municipality
def test_a_fact_that_is_taken_out_is_missed(
    copy: Path, project_content: Loaded, sources: Path, municipality: str
) -> None:
    raw = source_of(project_content, municipality, sources)
    number = re.search(r'phone: "(.*)"', standard_of(copy, municipality).read_text(encoding="utf-8"))
    assert number is not None
    entry = entry_of(project_content, municipality)
    silent = entry.model.copy(update={"topics": entry.model.topics.copy(update={"contact": None})})
    found = compare(project_content, StandardEntry(silent, entry.file, (), municipality), raw)
    forgotten = [re.sub(r"\D", "", item.text) for item in found if item.field == "source.left_out"]
    assert [text for text in forgotten if number[1].replace(" ", "") in text]


def test_a_number_added_to_the_source_is_missed(project_content: Loaded, sources: Path) -> None:
    municipality = MUNICIPALITIES[0]
    raw = source_of(project_content, municipality, sources) + "\nDer går højst 777 uger.\n"
    found = list(compare(project_content, entry_of(project_content, municipality), raw))
    assert ["777" in item.text for item in found] == [True]


@each_municipality
def test_the_source_of_another_municipality_is_reported(
    project_content: Loaded, sources: Path, municipality: str
) -> None:
    other = MUNICIPALITIES[MUNICIPALITIES.index(municipality) - 1]
    found = compare(
        project_content, entry_of(project_content, municipality), source_of(project_content, other, sources)
    )
    assert [item for item in found if item.field == "source.document"]


def test_a_source_that_has_changed_is_reported(copy: Path, sources: Path) -> None:
    changed = hashlib.sha256(b"another").hexdigest()
    line = replace(standard_of(copy, MUNICIPALITIES[0]), r"(?<=sha256: )\w+", changed)
    found = [item.line for item in source_findings(read_content(copy), sources) if item.field == "source.sha256"]
    assert found == [line]


def test_a_source_that_is_not_there_is_reported_for_each_standard(project_content: Loaded, tmp_path: Path) -> None:
    found = source_findings(project_content, tmp_path)
    assert [item.field for item in found] == ["source.document"] * len(project_content.standards)


@each_municipality
def test_headings_that_are_exchanged_are_reported(
    copy: Path, sources: Path, project_content: Loaded, municipality: str
) -> None:
    raw = source_of(project_content, municipality, sources)
    entry = entry_of(project_content, municipality)
    headings = entry.model.source.headings
    turned = entry.model.source.copy(update={"headings": (*headings[1::-1], *headings[2:])})
    spoilt = StandardEntry(entry.model.copy(update={"source": turned}), entry.file, (), municipality)
    assert [item for item in compare(project_content, spoilt, raw) if item.field.startswith("source.headings")]


def test_a_number_left_out_must_stand_in_the_source(copy: Path, sources: Path) -> None:
    file = standard_of(copy, MUNICIPALITIES[0])
    line = replace(file, r"^topics:", "topics:")
    text = file.read_text(encoding="utf-8")
    assert "  left_out:\n" in text
    line = replace(file, r"(?<=  left_out:\n)", '    - {text: "777", why: invented}\n')
    found = [item.line for item in source_findings(read_content(copy), sources)]
    assert line in found


def test_a_bare_number_left_out_must_be_unmistakable(copy: Path, sources: Path) -> None:
    """A number that stands in several places is left out only together with the words beside it."""
    file = standard_of(copy, MUNICIPALITIES[0])
    section = re.search(r'section: "(\d+)"', file.read_text(encoding="utf-8"))
    assert section is not None
    line = replace(file, r"(?<=  left_out:\n)", f'    - {{text: "{section[1]}", why: trial}}\n')
    assert line in [item.line for item in source_findings(read_content(copy), sources)]


def test_a_remark_on_a_silent_topic_may_not_bring_a_number_of_its_own(copy: Path, sources: Path) -> None:
    line = append(standard_of(copy, MUNICIPALITIES[0]), "  - {topic: purpose, remark: Der er 777 pladser}\n")
    assert line in [item.line for item in source_findings(read_content(copy), sources)]


def test_the_content_of_the_project_lies_where_the_tests_look() -> None:
    assert CONTENT.is_dir()
