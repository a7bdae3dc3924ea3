"""Reads content/ into typed models and keeps, for the checks, where each value was written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from bot.standards.base import Strict
from bot.standards.errors import ContentError
from bot.standards.field_errors import field_findings
from bot.standards.findings import Finding, in_order
from bot.standards.model import (
    Content,
    LawRule,
    Municipality,
    SafetyNumber,
    Service,
    Standard,
    TopicEntry,
)
from bot.standards.yaml_file import FieldPath, YamlFile, read_yaml
from bot.wording.i18n import text

_STANDARD = re.compile(r"municipalities/(?P<slug>[^/]+)/(?P<service>[a-z0-9-]+)(?:\.(?P<date>\d{4}-\d\d-\d\d))?\.yml")
_LAST = "9999"

Model = TypeVar("Model", bound=BaseModel)


class TopicsFile(Strict):
    """content/topics.yml."""

    topics: dict[str, TopicEntry]


class ServicesFile(Strict):
    """content/services.yml."""

    services: dict[str, Service]


class LawFile(Strict):
    """A file of content/law/."""

    rules: dict[str, LawRule]


class SafetyFile(Strict):
    """content/safety.yml."""

    numbers: dict[str, SafetyNumber]


@dataclass(frozen=True)
class Entry(Generic[Model]):
    """A model with the place that it was read from: a file, and the path of fields inside it."""

    model: Model
    file: YamlFile
    path: tuple[str | int, ...] = ()

    def finding(self, path: FieldPath, key: str, **values: object) -> Finding:
        """A remark about a field of this model."""
        return self.file.finding((*self.path, *path), key, **values)


@dataclass(frozen=True)
class StandardEntry(Entry[Standard]):
    """One version of a standard, with what its place says; `date` is empty for the newest."""

    municipality: str = ""
    service: str = ""
    date: str = ""


@dataclass
class Loaded:
    """What could be read, and what is wrong with the rest."""

    files: dict[str, YamlFile] = field(default_factory=dict)
    topics: dict[str, Entry[TopicEntry]] = field(default_factory=dict)
    services: dict[str, Entry[Service]] = field(default_factory=dict)
    municipalities: dict[str, Entry[Municipality]] = field(default_factory=dict)
    standards: list[StandardEntry] = field(default_factory=list)
    law: dict[str, Entry[LawRule]] = field(default_factory=dict)
    safety: dict[str, Entry[SafetyNumber]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    version: str = ""

    def content(self) -> Content:
        """The content as the rest of the program uses it; older versions of a standard stand first."""
        standards: dict[tuple[str, str], tuple[Standard, ...]] = {}
        for entry in sorted(self.standards, key=lambda item: item.date or _LAST):
            key = (entry.municipality, entry.service)
            standards[key] = (*standards.get(key, ()), entry.model)
        return Content(
            topics={name: entry.model for name, entry in self.topics.items()},
            services={name: entry.model for name, entry in self.services.items()},
            municipalities={slug: entry.model for slug, entry in self.municipalities.items()},
            standards=standards,
            law={name: entry.model for name, entry in self.law.items()},
            safety={name: entry.model for name, entry in self.safety.items()},
            version=self.version,
        )


def load_content(content_dir: Path) -> Content:
    """Read all of content/.

    Raises:
        ContentError: files are missing, unknown or broken; one line for each mistake of all files.
    """
    loaded = read_content(content_dir)
    if loaded.findings:
        raise ContentError(in_order(loaded.findings))
    return loaded.content()


def read_content(content_dir: Path) -> Loaded:
    """Read what can be read, and say of everything else why it cannot."""
    loaded = Loaded()
    version = hashlib.sha256()
    for path in _files(content_dir):
        relative = path.relative_to(content_dir).as_posix()
        version.update(relative.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        _read_file(loaded, path, relative, f"{content_dir.name}/{relative}")
    loaded.version = version.hexdigest()[:12]
    for needed in ("topics.yml", "services.yml", "places.yml", "safety.yml"):
        if needed not in loaded.files:
            loaded.findings.append(Finding(f"{content_dir.name}/{needed}", 1, "", text("check.file_missing")))
    for entry in loaded.standards:
        if f"municipalities/{entry.municipality}/municipality.yml" not in loaded.files:
            loaded.findings.append(entry.finding((), "municipality_file_missing", slug=entry.municipality))
    return loaded


def _files(content_dir: Path) -> Iterator[Path]:
    """All files in a fixed order, without the hidden ones that editors and systems leave behind."""
    for path in sorted(content_dir.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(content_dir).parts):
            yield path


def _read_file(loaded: Loaded, path: Path, relative: str, name: str) -> None:
    parts = relative.split("/")
    known = relative in ("topics.yml", "services.yml", "places.yml", "safety.yml")
    law = len(parts) == 2 and parts[0] == "law" and relative.endswith(".yml")
    standard = _STANDARD.fullmatch(relative)
    if not (known or law or standard):
        loaded.findings.append(Finding(name, 1, "", text("check.unknown_file")))
        return
    file, problems = read_yaml(path, name)
    loaded.files[relative] = file
    loaded.findings += problems
    if file.data is None or relative == "places.yml":
        return
    if standard is None:
        _read_catalogue(loaded, file, parts[0])
    elif standard["service"] == "municipality" and standard["date"] is None:
        _read_municipality(loaded, file, standard["slug"])
    else:
        model = _parse(loaded, Standard, file)
        if model is not None:
            slug, service, date = standard["slug"], standard["service"], standard["date"] or ""
            entry = StandardEntry(model, file, municipality=slug, service=service, date=date)
            loaded.standards.append(entry)
            if model.service != service:
                loaded.findings.append(entry.finding(("service",), "service_of_file", expected=service))


def _read_catalogue(loaded: Loaded, file: YamlFile, room: str) -> None:
    if room == "topics.yml" and (topics := _parse(loaded, TopicsFile, file)):
        loaded.topics = {key: Entry(value, file, ("topics", key)) for key, value in topics.topics.items()}
    elif room == "services.yml" and (services := _parse(loaded, ServicesFile, file)):
        loaded.services = {key: Entry(item, file, ("services", key)) for key, item in services.services.items()}
    elif room == "safety.yml" and (safety := _parse(loaded, SafetyFile, file)):
        loaded.safety = {key: Entry(value, file, ("numbers", key)) for key, value in safety.numbers.items()}
    elif room == "law" and (law := _parse(loaded, LawFile, file)):
        for key, rule in law.rules.items():
            entry = Entry(rule, file, ("rules", key))
            if key in loaded.law:
                other = loaded.law[key].file.name
                loaded.findings.append(entry.finding((), "duplicate_rule", rule=key, other=other))
            loaded.law[key] = entry


def _read_municipality(loaded: Loaded, file: YamlFile, slug: str) -> None:
    model = _parse(loaded, Municipality, file)
    if model is None:
        return
    entry = Entry(model, file)
    if model.slug != slug:
        loaded.findings.append(entry.finding(("slug",), "slug_of_folder", expected=slug))
    loaded.municipalities[slug] = entry


def _parse(loaded: Loaded, model: type[Model], file: YamlFile) -> Model | None:
    try:
        return model.parse_obj(file.data)
    except ValidationError as error:
        loaded.findings += field_findings(error, model, file)
        return None
