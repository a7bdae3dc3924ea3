"""What the staff's pages beside the search show: a whole standard, comparisons, coverage; as a page and as rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bot.answers.answer import Place, Status
from bot.answers.circumstances import Circumstances
from bot.answers.comparison import compare, pairs
from bot.answers.engine import Question, answer, places
from bot.server.library import Library
from bot.server.told import told
from bot.standards.coverage import Cover, coverage
from bot.wording import desk, phrases
from bot.wording.overview import (
    Rows,
    couple_rows,
    couples,
    cover_name,
    coverage_rows,
    entries,
    entry_rows,
    sheet_rows,
    verdict,
)
from bot.wording.sheet import Sheet, sheet, sheets

ROOT = "/lookup"
COMPARE, COVERAGE = f"{ROOT}/compare", f"{ROOT}/coverage"
FILE = ".csv"


@dataclass(frozen=True)
class Asked:
    """On which day, for whom, and what else the address says: names and values in its own order."""

    date: datetime.date
    circumstances: Circumstances = Circumstances()
    more: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        """What is told of the person, as the end of an address."""
        return _query(self.told())

    @property
    def whole(self) -> str:
        """All that was asked, as the end of an address."""
        return _query([*self.more, *self.told()])

    @property
    def bare(self) -> str:
        """What was asked, without what is told of the person."""
        return _query(self.more)

    def told(self) -> list[tuple[str, str]]:
        """What is told of the person, by the names that addresses have for it."""
        return [(name, value) for name, value in told(self.circumstances).items() if value is not None]


@dataclass(frozen=True)
class Overview:
    """A page: its template and values, its own address; and, where it can be taken as a file, rows and a name."""

    template: str
    path: str
    values: dict[str, Any]
    name: str = ""
    rows: Callable[[], Rows] = field(default=list)


def browse(library: Library, municipality: str, asked: Asked) -> Overview:
    """Return every topic of a municipality. Raises UnknownError."""
    place = library.place(municipality)
    found = _sheets(library, place, asked)
    silent = [one for one in found if one.answer["status"] == Status.NOT_STATED.value]
    stated = [one for one in found if one.answer["status"] in (Status.STATED.value, Status.NEEDS.value)]
    values = {
        "name": phrases.municipality(place.name),
        "sheets": found,
        "silent": silent,
        "stated": stated,
        "expired": bool(found) and not silent and not stated,
        "head": next(one for one in found if one.topic == "approval"),
    }
    return Overview(
        "overview_browse.html", f"{ROOT}/{place.slug}", values, f"vejviser-{place.slug}", lambda: sheet_rows(found)
    )


def topic(library: Library, name: str, municipalities: Sequence[str], asked: Asked) -> Overview:
    """Return a topic in some municipalities, or in all. Raises UnknownError."""
    content, key = library.content, library.topic(name)
    chosen = [library.place(slug) for slug in municipalities or content.municipalities]
    found = compare(content, key, chosen, library.service, asked.date, asked.circumstances)
    shown = entries(content, found, library.service, asked.date)
    entry = content.topics[key]
    values = {
        "label": entry.label,
        "entries": shown,
        "verdict": verdict(found),
        "ordered": bool(found.lowest),
        "chosen": [place.slug for place in chosen],
    }
    path = f"{COMPARE}/{hyphens(key)}"
    return Overview(
        "overview_topic.html", path, values, f"vejviser-sammenligning-{entry.slug}", lambda: entry_rows(shown)
    )


def two(library: Library, first: str, second: str, only_differences: bool, asked: Asked) -> Overview:
    """Return two municipalities, topic by topic. Raises UnknownError."""
    one, other = library.place(first), library.place(second)
    content = library.content
    found = pairs(content, one, other, library.service, asked.date, asked.circumstances)
    differing = [pair for pair in found if pair.likeness.differs]
    shown = couples(content, differing if only_differences else found, library.service, asked.date)
    names = [phrases.municipality(place.name) for place in (one, other)]
    values = {
        "first": {"slug": one.slug, "name": names[0]},
        "second": {"slug": other.slug, "name": names[1]},
        "couples": shown,
        "differing": len(differing),
        "all": len(found),
        "unknowable": any(pair.likeness.value == "unknown" for pair in found),
        "only": only_differences,
    }
    name = f"vejviser-{one.slug}-{other.slug}"
    return Overview("overview_two.html", COMPARE, values, name, lambda: couple_rows(shown, *names))


def choosing(library: Library, first: str, second: str, wrong: str | None) -> Overview:
    """Return the form that asks for two municipalities; `wrong` says what does not work with those that were given."""
    values = {"a": first, "b": second, "wrong": wrong, "topics": _topics(library)}
    return Overview("overview_choose.html", COMPARE, values)


def covered(library: Library, asked: Asked) -> Overview:
    """Return which topic is answered by which standard."""
    content = library.content
    found = coverage(content)
    columns = []
    for standard in found.standards:
        slug = standard[0]
        (head,) = answer(
            content, Question(("approval",), (library.place(slug),), library.service, asked.date, asked.circumstances)
        )
        columns.append(
            {
                "slug": slug,
                "name": content.municipalities[slug].name,
                "sheet": sheet(content, head, library.service, asked.date),
                "sums": {cover_name(cover): found.count(standard, cover) for cover in Cover},
            }
        )
    rows = [
        {
            "topic": key,
            "label": content.topics[key].label,
            "cells": [
                {"slug": standard[0], "cover": cover_name(found.cells[key, standard])} for standard in found.standards
            ],
        }
        for key in found.topics
    ]
    values = {"columns": columns, "rows": rows, "covers": [cover_name(cover) for cover in Cover]}
    return Overview(
        "overview_coverage.html", COVERAGE, values, "vejviser-daekning", lambda: coverage_rows(content, found)
    )


def missing(library: Library, said: str) -> Overview:
    """Return a page that says what is not there, and what is."""
    return Overview("overview_missing.html", ROOT, {"said": said, "topics": _topics(library)})


def around(library: Library, found: Overview, asked: Asked) -> dict[str, Any]:
    """Return what every one of these pages shows beside what it is about."""
    return {
        "here": found.path,
        "file": f"{found.path}{FILE}{asked.whole}" if found.name else "",
        "query": asked.query,
        "told": desk.circumstances(asked.circumstances.to_mapping()),
        "fields": asked.told(),
        "forget": f"{found.path}{asked.bare}",
        "municipalities": [
            {"slug": place.slug, "name": phrases.municipality(place.name), "short": place.name}
            for place in places(library.content)
        ],
        "hyphens": hyphens,
    }


def hyphens(key: str) -> str:
    """Return a topic's key as it stands in an address."""
    return key.replace("_", "-")


def _sheets(library: Library, place: Place, asked: Asked) -> list[Sheet]:
    topics = tuple(library.content.topics)
    return sheets(library.content, topics, [place], library.service, asked.date, asked.circumstances)


def _topics(library: Library) -> list[dict[str, str]]:
    return [{"topic": key, "label": entry.label} for key, entry in library.content.topics.items()]


def _query(named: Sequence[tuple[str, str]]) -> str:
    return f"?{urlencode(named)}" if named else ""
