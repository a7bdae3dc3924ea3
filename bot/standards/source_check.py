"""Compares a standard with its source document, both ways: nothing invented and nothing forgotten."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.standards.claims import Claim, claims
from bot.standards.findings import Finding
from bot.standards.loading import Loaded, StandardEntry
from bot.standards.source_order import crossed, is_implied
from bot.standards.source_text import Number, NumberKind, SourceText, Span, flexible

# Ways of contact and sections of acts mean the same wherever they stand; other numbers count only where
# a fact has them.
_SAME_EVERYWHERE = (NumberKind.SECTION, NumberKind.EMAIL, NumberKind.PHONE)


def source_findings(loaded: Loaded, sources: Path) -> list[Finding]:
    """What differs between the standards and their documents in the directory `sources`."""
    findings = []
    for entry in loaded.standards:
        path = sources / Path(entry.model.source.document).name
        if not path.is_file():
            findings.append(entry.finding(("source", "document"), "source_absent", document=path.name))
            continue
        raw = path.read_bytes()
        if hashlib.sha256(raw).hexdigest() != entry.model.source.sha256:
            findings.append(entry.finding(("source", "sha256"), "source_changed", document=path.name))
        findings += compare(loaded, entry, raw.decode("utf-8", errors="replace"))
    return findings


def compare(loaded: Loaded, entry: StandardEntry, raw: str) -> Iterator[Finding]:
    """The differences between one standard and the text of its document."""
    source = SourceText(raw, entry.model.source.headings)
    municipality = loaded.municipalities.get(entry.municipality)
    if municipality is not None and municipality.model.name not in source.text:
        yield entry.finding(("source", "document"), "source_of_other", name=municipality.model.name)
    for index in source.missing:
        heading = entry.model.source.headings[index]
        yield entry.finding(("source", "headings", index), "heading_absent", heading=heading)
    carried: set[Number] = set()
    found: dict[Claim, Span] = {}
    unproven: list[Claim] = []
    for claim in claims(entry.model):
        places = list(_places(claim, source))
        for span in places:
            carried.update(_numbers_in(source.numbers, span))
        if places:
            found[claim] = places[0]
        else:
            unproven.append(claim)
    for claim in unproven:
        if not is_implied(claim, found):
            yield _not_found(entry, claim)
    for path in crossed(found):
        yield entry.finding(path, "conditions_crossed")
    yield from _left_out(entry, source, carried)
    yield from _forgotten(entry, source, carried)


def _not_found(entry: StandardEntry, claim: Claim) -> Finding:
    if claim.near is not None:
        return entry.finding(claim.path, "approval_not_in_source", value=claim.shown)
    if claim.headings:
        under = " / ".join(claim.headings)
        return entry.finding(claim.path, "not_under_heading", value=claim.shown, heading=under)
    return entry.finding(claim.path, "not_in_source", value=claim.shown)


def _places(claim: Claim, source: SourceText) -> Iterator[Span]:
    """Where the claim stands: the digits alone, or the words where no digits belong to it."""
    for section in source.sections(claim.headings):
        if claim.pattern is None:
            for number in _numbers_in(source.numbers, section):
                same = (number.kind, number.value) == (claim.kind, claim.value)
                if same and _is_near(claim, source, number):
                    yield Span(number.start, number.end)
            continue
        pattern = re.compile(claim.pattern, re.IGNORECASE)
        for match in pattern.finditer(source.text, section.start, section.end):
            group = next((name for name in ("n", "m") if match.groupdict().get(name) is not None), None)
            span = Span(*match.span(group or 0))
            if group is None or _is_number(source.numbers, claim.kind, span):
                yield span


def _is_near(claim: Claim, source: SourceText, number: Number) -> bool:
    if claim.near is None:
        return True
    start = source.text.rfind("\n\n", 0, number.start) + 1
    end = source.text.find("\n\n", number.end)
    paragraph = source.text[start : end if end >= 0 else len(source.text)]
    return re.search(flexible(claim.near), paragraph, re.IGNORECASE) is not None


def _is_number(numbers: Iterable[Number], kind: NumberKind, span: Span) -> bool:
    return any((item.kind, item.start, item.end) == (kind, span.start, span.end) for item in numbers)


def _numbers_in(numbers: Sequence[Number], span: Span) -> list[Number]:
    return [number for number in numbers if span.start <= number.start and number.end <= span.end]


def _left_out(entry: StandardEntry, source: SourceText, carried: set[Number]) -> Iterator[Finding]:
    """Mark as carried what was left out on purpose: it must be found, and a bare number must be clear."""
    for index, left_out in enumerate(entry.model.source.left_out):
        words = re.compile(rf"(?<!\w){flexible(left_out.text)}(?!\w)", re.IGNORECASE)
        places = [Span(*match.span()) for match in words.finditer(source.text)]
        if not re.search(r"[^\W\d_]", left_out.text):
            alone = [span for span in places if _stands_alone(source.text, span)]
            if not alone and len(places) > 1:
                yield entry.finding(("source", "left_out", index), "left_out_unclear", value=left_out.text)
            places = alone or places
        if not places:
            yield entry.finding(("source", "left_out", index), "left_out_absent", value=left_out.text)
        for span in places:
            carried.update(_numbers_in(source.numbers, span))


def _stands_alone(text: str, span: Span) -> bool:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return text[start : end if end >= 0 else len(text)].strip() == text[span.start : span.end]


def _forgotten(entry: StandardEntry, source: SourceText, carried: set[Number]) -> Iterator[Finding]:
    everywhere = {(number.kind, number.value) for number in carried if number.kind in _SAME_EVERYWHERE}
    for number in source.numbers:
        if number not in carried and (number.kind, number.value) not in everywhere:
            value = source.text[number.start : number.end]
            heading, around = source.heading_at(number.start), source.around(number)
            yield entry.finding(("source", "left_out"), "forgotten", value=value, heading=heading, around=around)
