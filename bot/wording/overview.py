"""Many answers on one page, and the same as rows of a file: a whole standard, comparisons, coverage."""

import dataclasses
import datetime
from collections.abc import Sequence

from bot.answers.comparison import Comparison, Likeness, Pair, same_as, variants
from bot.standards.coverage import Cover, Coverage
from bot.standards.model import Content
from bot.wording import phrases
from bot.wording.i18n import text
from bot.wording.sheet import Sheet, sheet

Rows = list[list[str]]

LOWEST, HIGHEST = "lowest", "highest"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One municipality's answer among those of others.

    end    `lowest` or `highest`, None where it is neither
    same   the names of the others whose standards say the same
    alone  whether its standard says something that no other says, while others say something too
    """

    sheet: Sheet
    end: str | None
    same: tuple[str, ...]
    alone: bool


@dataclasses.dataclass(frozen=True)
class Couple:
    """The answers of two municipalities to the same question."""

    first: Sheet
    second: Sheet
    likeness: Likeness


def entries(content: Content, comparison: Comparison, service: str, date: datetime.date) -> tuple[Entry, ...]:
    """The answers of a comparison, in its order."""
    found = []
    differ = variants(comparison.answers) > 1
    for item in comparison.answers:
        end = LOWEST if item.place in comparison.lowest else HIGHEST if item.place in comparison.highest else None
        same = tuple(place.name for place in same_as(item, comparison.answers))
        alone = differ and bool(item.facts) and not same
        found.append(Entry(sheet(content, item, service, date), end, same, alone))
    return tuple(found)


def couples(content: Content, pairs: Sequence[Pair], service: str, date: datetime.date) -> tuple[Couple, ...]:
    """Pairs of answers as sheets, in their order."""
    found = []
    for pair in pairs:
        first, second = (sheet(content, item, service, date) for item in pair.answers)
        found.append(Couple(first, second, pair.likeness))
    return tuple(found)


def verdict(comparison: Comparison) -> str:
    """How many different answers the standards give, in a sentence."""
    speaking = sum(bool(item.facts) for item in comparison.answers)
    if speaking < 2:
        return text(f"overview.topic.{'only' if speaking else 'nobody'}")
    return text("overview.topic.variants", count=variants(comparison.answers))


def cover_name(cover: Cover) -> str:
    """The name under which the words for a kind of cover stand: `stated`, `law`, `silent`."""
    return cover.name.lower()


def sheet_rows(sheets: Sequence[Sheet]) -> Rows:
    """Sheets as rows, their head first."""
    return [_head(_PLACED), *(_row(one) for one in sheets)]


def entry_rows(found: Sequence[Entry]) -> Rows:
    """A comparison as rows, its head first."""
    head = _head((*_PLACED, "order", "same"))
    return [head, *([*_row(one.sheet), _end(one.end), phrases.listed(one.same)] for one in found)]


def couple_rows(found: Sequence[Couple], first: str, second: str) -> Rows:
    """Two municipalities, given by name, as rows, their head first."""
    titles = [
        text("overview.column.of", column=column, municipality=name)
        for name in (first, second)
        for column in _head(_SAID)
    ]
    head = [*_head(("topic", "likeness")), *titles]
    return [head, *([one.first.label, _likeness(one), *_said(one.first), *_said(one.second)] for one in found)]


def coverage_rows(content: Content, found: Coverage) -> Rows:
    """The coverage as rows: its head, a row for each topic, and a sum for each kind of cover."""
    names = [phrases.municipality(content.municipalities[slug].name) for slug, _ in found.standards]
    rows = [[*_head(("topic",)), *names]]
    for topic in found.topics:
        cells = [_cover(found.cells[topic, standard]) for standard in found.standards]
        rows.append([content.topics[topic].label, *cells])
    for cover in Cover:
        sums = [str(found.count(standard, cover)) for standard in found.standards]
        rows.append([text("overview.coverage.sum", cover=_cover(cover)), *sums])
    return rows


_SAID = ("status", "short", "cases", "details", "law", "contact", "source", "approved", "marks")
_PLACED = ("municipality", "topic", *_SAID)


def _head(columns: Sequence[str]) -> list[str]:
    return [text(f"overview.column.{name}") for name in columns]


def _row(one: Sheet) -> list[str]:
    return [one.name, one.label, *_said(one)]


def _said(one: Sheet) -> list[str]:
    cases = [text("overview.case", case=case.case, short=case.short) for case in one.cases]
    return [
        text(f"sheet.status.{one.answer['status']}"),
        one.answer["short"],
        "\n".join(cases),
        "\n".join(one.answer["details"]),
        "\n".join(one.answer["law"]),
        one.answer["contact"],
        one.answer["source"],
        "" if one.approved is None else one.approved.isoformat(),
        phrases.listed([text(f"sheet.mark.{mark.value}") for mark in one.marks]),
    ]


def _end(end: str | None) -> str:
    return "" if end is None else text(f"overview.topic.{end}")


def _likeness(one: Couple) -> str:
    return text(f"overview.likeness.{one.likeness.value}")


def _cover(cover: Cover) -> str:
    return text(f"overview.coverage.{cover_name(cover)}")
