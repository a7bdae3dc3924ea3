"""A source document as the check reads it: words joined over line ends, headings in order, every number."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.standards.own_words import EMAIL, PHONE, SECTION, digits

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
_DATE = re.compile(rf"(?<!\d)(\d{{1,2}})\.\s*({'|'.join(MONTHS)})\s+(\d{{4}})(?!\d)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+")


class NumberKind(str, Enum):
    """What the digits are part of; a plain fact never matches digits inside another kind."""

    EMAIL = "email"
    DATE = "date"
    PHONE = "phone"
    SECTION = "section"
    PLAIN = "plain"


@dataclass(frozen=True)
class Number:
    """One place in the text that a fact must carry: a number, date, phone, section number or e-mail."""

    kind: NumberKind
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Span:
    """A stretch of the text: from `start` up to `end`."""

    start: int
    end: int


def flexible(words: str) -> str:
    """A pattern that finds `words` whatever blanks or line ends stand between them."""
    return r"\s+".join(re.escape(word) for word in words.split())


class SourceText:
    """The text of a source document with its sections.

    A section runs from a heading to the next heading. `missing` are the positions of the headings that were
    not found in their order.
    """

    def __init__(self, raw: str, headings: Sequence[str]) -> None:
        self.text = _normalised(raw)
        self.numbers = tuple(sorted(_numbers(self.text), key=lambda item: item.start))
        self.missing: list[int] = []
        self._sections = self._find(headings)

    def sections(self, headings: Sequence[str]) -> list[Span]:
        """The stretches under these headings; the whole text where no heading is named."""
        if not headings:
            return [Span(0, len(self.text))]
        return [span for heading, span in self._sections if heading in headings]

    def heading_at(self, position: int) -> str:
        """The heading that the position stands under; empty above the first."""
        return next((name for name, span in self._sections if span.start <= position < span.end), "")

    def around(self, number: Number) -> str:
        """The number with the words about it, on one line."""
        return " ".join(self.text[max(0, number.start - 25) : number.end + 25].split())

    def _find(self, headings: Sequence[str]) -> list[tuple[str, Span]]:
        starts: list[tuple[str, int]] = []
        position = 0
        for index, heading in enumerate(headings):
            # A heading stands alone on its line, or in a column of its own with two blanks before the text.
            pattern = re.compile(rf"^[ ]*({flexible(heading)})(?=[ ]*$|  )", re.MULTILINE)
            match = pattern.search(self.text, position)
            if match is None:
                self.missing.append(index)
                continue
            starts.append((heading, match.start(1)))
            position = match.end()
        ends = [*(start for _, start in starts[1:]), len(self.text)]
        return [(name, Span(start, ends[index])) for index, (name, start) in enumerate(starts)]


def _normalised(raw: str) -> str:
    text = raw.replace("\r\n", "\n").replace("\f", "\n").replace("\u00a0", " ").replace("\u00ad", "")
    text = re.sub(r"(?<=[^\W\d_])-[ \t]*\n\s*(?=[a-zæøå])", "", text)
    text = re.sub(r"[ \t]{2,}", "  ", text)
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text)


def _numbers(text: str) -> Iterator[Number]:
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= other_start or start >= other_end for other_start, other_end in taken)

    for match in EMAIL.finditer(text):
        taken.append(match.span())
        yield Number(NumberKind.EMAIL, match.group().lower(), *match.span())
    for match in _DATE.finditer(text):
        date = _date(match)
        if date is not None and free(*match.span()):
            taken.append(match.span())
            yield Number(NumberKind.DATE, date.isoformat(), *match.span())
    for match in PHONE.finditer(text):
        if free(*match.span()):
            taken.append(match.span())
            yield Number(NumberKind.PHONE, digits(match.group()), *match.span())
    sections = [match.span() for match in SECTION.finditer(text)]
    for match in _NUMBER.finditer(text):
        if free(*match.span()):
            cited = any(start <= match.start() < end for start, end in sections)
            kind = NumberKind.SECTION if cited else NumberKind.PLAIN
            yield Number(kind, match.group().replace(".", ""), *match.span())


def _date(match: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(match[3]), MONTHS.index(match[2].lower()) + 1, int(match[1]))
    except ValueError:
        return None
