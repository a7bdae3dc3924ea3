"""Checks between the files: topics covered once, names that exist, approvals, dates, general law, safety."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from bot.standards.findings import Finding
from bot.standards.loading import Entry, Loaded, StandardEntry
from bot.standards.model import LIFE, LawRule, StandardStatus, TopicOrigin
from bot.standards.own_words import has_loose_number, lists, texts
from bot.standards.yaml_file import FieldPath

# The regions of Denmark; the eastern one follows from the merger of two on 1 January 2027.
REGIONS = ("hovedstaden", "sjaelland", "syddanmark", "midtjylland", "nordjylland", "oestdanmark")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SOURCE_IS_MEMORY = re.compile(r"\[M|^\W*$|^(?:memory|hukommelse|ukendt|ikke læst)\b", re.IGNORECASE)


def cross_findings(loaded: Loaded) -> list[Finding]:
    """What is wrong between files that are right by themselves."""
    findings = [*_names(loaded), *_emergency(loaded), *_units(loaded)]
    if loaded.topics:
        for standard in loaded.standards:
            findings += [*_coverage(loaded, standard)]
        for rule in loaded.law.values():
            findings += [*_rule(loaded, rule)]
    for standard in loaded.standards:
        findings += [*_approvals(standard), *_own_words(standard)]
    return findings


def date_findings(loaded: Loaded, today: datetime.date) -> list[Finding]:
    """Dates that lie in the future. Apart from the rest, because a wrong clock must not stop a start."""
    findings = []
    for standard in loaded.standards:
        if standard.model.source.read > today:
            findings.append(standard.finding(("source", "read"), "future", date=standard.model.source.read))
        for index, approval in enumerate(standard.model.approvals):
            if approval.date > today:
                findings.append(standard.finding(("approvals", index, "date"), "future", date=approval.date))
    read: list[tuple[Entry, datetime.date]] = [(entry, entry.model.read) for entry in loaded.law.values()]
    read += [(entry, entry.model.read) for entry in loaded.safety.values()]
    findings += [entry.finding(("read",), "future", date=date) for entry, date in read if date > today]
    return findings


def warnings(loaded: Loaded, today: datetime.date) -> list[Finding]:
    """What a person should look at soon, though nothing is wrong yet."""
    findings = [
        entry.finding(("recheck_by",), "recheck", date=entry.model.recheck_by)
        for entry in loaded.safety.values()
        if entry.model.recheck_by is not None and entry.model.recheck_by <= today
    ]
    findings += [
        entry.finding(("valid_until",), "expired", date=entry.model.valid_until)
        for entry in loaded.standards
        if not entry.date and entry.model.valid_until is not None and entry.model.valid_until < today
    ]
    return findings


def information(loaded: Loaded) -> list[Finding]:
    """Rules of law that are kept for the record and never answered."""
    return [
        entry.finding((), "unverified_rule", rule=name)
        for name, entry in loaded.law.items()
        if not entry.model.verified
    ]


def _emergency(loaded: Loaded) -> Iterator[Finding]:
    """Everything that speaks of danger begins with the number for danger to life: it must hold everywhere, always."""
    everywhere = [
        entry
        for entry in loaded.safety.values()
        if entry.model.use == LIFE and not entry.model.regions and entry.model.recheck_by is None
    ]
    file = loaded.files.get("safety.yml")
    if file is not None and loaded.safety and not everywhere:
        yield file.finding(("numbers",), "no_emergency_number", use=LIFE)


def _names(loaded: Loaded) -> Iterator[Finding]:
    places = loaded.files.get("places.yml")
    listed = places.at(("municipalities",)) if places else None
    known = listed if isinstance(listed, dict) else {}
    for slug, entry in loaded.municipalities.items():
        if entry.model.region not in REGIONS:
            yield _unknown_region(entry, ("region",), entry.model.region)
        if known and slug not in known:
            yield entry.finding(("slug",), "unknown_municipality", slug=slug)
        elif places and known and (name := places.at(("municipalities", slug, "name"))) != entry.model.name:
            yield entry.finding(("name",), "municipality_name", expected=name)
    for number in loaded.safety.values():
        for index, region in enumerate(number.model.regions):
            if region not in REGIONS:
                yield _unknown_region(number, ("regions", index), region)
    for standard in loaded.standards:
        if loaded.services and standard.service not in loaded.services:
            yield standard.finding(("service",), "unknown_service", service=standard.service)
    slugs = Counter(topic.model.slug for topic in loaded.topics.values())
    for topic in loaded.topics.values():
        if slugs[topic.model.slug] > 1:
            yield topic.finding(("slug",), "duplicate_slug", slug=topic.model.slug)
    for name, rule in loaded.law.items():
        for index, slug in enumerate(rule.model.municipalities):
            if slug not in known and slug not in loaded.municipalities:
                yield rule.finding(("municipalities", index), "rule_municipality", rule=name, slug=slug)


def _units(loaded: Loaded) -> Iterator[Finding]:
    """Hours of a unit that nobody is sent to would never be used, and another's be told instead."""
    for slug, entry in loaded.municipalities.items():
        contacts = [item.model.topics.contact for item in loaded.standards if item.municipality == slug]
        known = dict.fromkeys(route.unit for contact in contacts if contact is not None for route in contact.routes)
        for index, unit in enumerate(entry.model.units):
            if known and unit.name not in known:
                values = {"unit": unit.name, "known": ", ".join(known)}
                yield entry.finding(("units", index, "name"), "unknown_unit", **values)


def _unknown_region(entry: Entry, path: FieldPath, region: str) -> Finding:
    return entry.finding(path, "unknown_region", region=region, known=", ".join(REGIONS))


def _coverage(loaded: Loaded, entry: StandardEntry) -> Iterator[Finding]:
    """Each topic that a standard can answer is stated or listed as not stated, exactly once."""
    stated = entry.model.topics.stated()
    silent = [item.topic for item in entry.model.not_stated]
    for topic, count in Counter((*stated, *silent)).items():
        field = ("not_stated", silent.index(topic)) if topic in silent else ("topics", topic)
        known = loaded.topics.get(topic)
        if known is None:
            yield entry.finding(field, "unknown_topic", topic=topic)
        elif known.model.origin is TopicOrigin.LAW:
            yield entry.finding(field, "topic_of_law", topic=topic)
        elif count > 1:
            yield entry.finding(field, "topic_twice", topic=topic)
    for topic, known in loaded.topics.items():
        if known.model.origin is TopicOrigin.STANDARD and topic not in stated and topic not in silent:
            yield entry.finding(("topics",), "topic_missing", topic=topic)


def _approvals(entry: StandardEntry) -> Iterator[Finding]:
    standard = entry.model
    if standard.status is StandardStatus.PROPOSAL and standard.approvals:
        yield entry.finding(("approvals",), "proposal_approved")
    silent = standard.silent("approval") is not None
    if standard.approvals and silent:
        yield entry.finding(("approvals",), "approval_not_silent")
    if standard.status is StandardStatus.ADOPTED and not standard.approvals and not silent:
        yield entry.finding(("approvals",), "approval_silent")
    for index, approval in enumerate(standard.approvals):
        if approval.date > standard.source.read:
            values = {"date": approval.date, "body": approval.body}
            yield entry.finding(("source", "read"), "read_before_approval", **values)
        if approval.date.year < 1990:
            yield entry.finding(("approvals", index, "date"), "date_too_old", date=approval.date)


def _own_words(entry: StandardEntry) -> Iterator[Finding]:
    for path, text in texts(entry.file.at(("topics",)) or {}, ("topics",)):
        if ("summary" in path or "points" in path) and has_loose_number(text):
            yield entry.finding(path, "number_in_words")
    for path, items in lists(entry.file.at(("topics",)) or {}, ("topics",)):
        for index, item in enumerate(items):
            if item in items[:index]:
                yield entry.finding((*path, index), "item_twice", item=item)


def _rule(loaded: Loaded, entry: Entry[LawRule]) -> Iterator[Finding]:
    rule = entry.model
    for index, topic in enumerate(rule.topics):
        if topic not in loaded.topics:
            yield entry.finding(("topics", index), "unknown_topic", topic=topic)
    if rule.verified and _SOURCE_IS_MEMORY.search(rule.source):
        yield entry.finding(("source",), "source_is_memory", source=rule.source)
    if rule.section is not None and rule.act is None:
        yield entry.finding(("section",), "section_without_act")
    if has_loose_number(rule.text):
        yield entry.finding(("text",), "number_in_words")
    named, given = set(_PLACEHOLDER.findall(rule.text)), {*rule.durations, *rule.phones}
    for name in sorted(named - given):
        yield entry.finding(("text",), "placeholder_without_value", name=name)
    for name in sorted(given - named):
        yield entry.finding(("text",), "value_without_placeholder", name=name)
    if rule.since is not None and len(rule.durations) != 1:
        yield entry.finding(("from",), "from_without_duration")
    if rule.when_over is not None and rule.since is None:
        yield entry.finding(("when_over",), "when_over_without_from")
    if rule.when_over is not None and rule.when_over not in loaded.law:
        yield entry.finding(("when_over",), "unknown_rule", name=rule.when_over)
