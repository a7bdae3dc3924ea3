"""Proof that no standards were mixed up: what belongs to one municipality never stands in another's file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.standards.findings import Finding
from bot.standards.loading import Loaded, StandardEntry
from bot.standards.own_words import EMAIL, PHONE, digits, texts


def mix_up_findings(loaded: Loaded) -> list[Finding]:
    """Sources, numbers, addresses and names that two municipalities share, or that are in the wrong file."""
    findings = [*_shared_sources(loaded)]
    traits = [(entry, _traits(entry)) for entry in loaded.standards]
    for entry, own in traits:
        elsewhere = {
            (kind, value): other
            for other, theirs in traits
            if other.municipality != entry.municipality
            for kind, value in theirs
        }
        for trait, path in own.items():
            if trait in elsewhere:
                kind, value = trait
                other_file = elsewhere[trait].file.name
                findings.append(entry.finding(path, f"shared_{kind}", value=value, other=other_file))
        findings += _foreign_names(loaded, entry)
    return findings


def _shared_sources(loaded: Loaded) -> Iterator[Finding]:
    for entry in loaded.standards:
        if not re.match(rf"{re.escape(entry.municipality)}(?![a-z])", entry.model.source.document):
            yield entry.finding(("source", "document"), "document_name", slug=entry.municipality)
        for other in loaded.standards:
            if other is entry:
                continue
            for field in ("document", "sha256"):
                if getattr(other.model.source, field) == getattr(entry.model.source, field):
                    yield entry.finding(("source", field), "shared_source", other=other.file.name)


def _traits(entry: StandardEntry) -> dict[tuple[str, str], tuple[str | int, ...]]:
    """The telephone numbers, e-mail addresses and their domains in a file, with their first place."""
    found: dict[tuple[str, str], tuple[str | int, ...]] = {}
    for path, text in _content_texts(entry):
        for match in PHONE.finditer(text):
            found.setdefault(("phone", digits(match.group())), path)
        for match in EMAIL.finditer(text):
            address = match.group().lower()
            found.setdefault(("email", address), path)
            found.setdefault(("domain", address.partition("@")[2]), path)
    return found


def _foreign_names(loaded: Loaded, entry: StandardEntry) -> Iterator[Finding]:
    """Another municipality's name, or a mail or web address of that name."""
    for slug, other in loaded.municipalities.items():
        if slug == entry.municipality:
            continue
        name = re.compile(rf"\b{re.escape(other.model.name)}s?\b|\b{re.escape(slug)}\.dk\b", re.IGNORECASE)
        for path, text in _content_texts(entry):
            if name.search(text):
                yield entry.finding(path, "foreign_name", name=other.model.name)


def _content_texts(entry: StandardEntry) -> list[tuple[tuple[str | int, ...], str]]:
    """The texts that answers are made of; what was left out of the source may name anybody."""
    return [(path, text) for path, text in texts(entry.file.data) if path[0] != "source"]
