"""What the source of a standard must show: one claim for each number, date, address and way of contact."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from pydantic import BaseModel

from bot.standards import danish_forms
from bot.standards.model import Standard
from bot.standards.own_words import EMAIL, PHONE, SECTION, digits
from bot.standards.source_text import NumberKind, flexible
from bot.standards.values import Address, AgeLimit, Amount, Duration, Email, Phone, Provider

Path = tuple[str | int, ...]
_SECTION_FIELD = re.compile(r"(?:.*_)?sections?")


@dataclass(frozen=True)
class Claim:
    """Something that must stand in the source under one of `headings` (anywhere where there are none).

    Either `value` is the number of that kind, or `pattern` finds it, with the digits in group n or m.
    """

    path: Path
    shown: str
    kind: NumberKind
    value: str | None = None
    pattern: str | None = None
    headings: tuple[str, ...] = ()
    near: str | None = None  # words that stand in the same paragraph


def claims(standard: Standard) -> Iterator[Claim]:
    """Every claim of a standard, in the order of its file."""
    yield Claim(("title",), standard.title, NumberKind.PLAIN, pattern=_whole(flexible(standard.title)))
    for index, approval in enumerate(standard.approvals):
        claim = _date(("approvals", index, "date"), approval.date)
        yield replace(claim, shown=f"{approval.body}, {approval.date}", near=approval.body)
    if standard.valid_until is not None:
        yield _date(("valid_until",), standard.valid_until)
    for name in standard.topics.stated():
        facts = getattr(standard.topics, name)
        for claim in _of_model(facts, ("topics", name)):
            yield replace(claim, headings=facts.heading)
    for index, silent in enumerate(standard.not_stated):
        for field in ("remark", "elsewhere"):
            for claim in _of_text(getattr(silent, field) or "", ("not_stated", index, field)):
                yield replace(claim, headings=(silent.heading,) if silent.heading else ())


def _of_model(model: BaseModel, path: Path) -> Iterator[Claim]:
    for name, field in model.__fields__.items():
        if name != "heading":
            yield from _of_value(getattr(model, name), (*path, field.alias), name)


def _of_value(value: Any, path: Path, name: str) -> Iterator[Claim]:
    plain = NumberKind.PLAIN
    if isinstance(value, Duration):
        shown = f"{value.count} {value.unit.value}" + ("s" if value.count > 1 else "")
        yield Claim(path, shown, plain, pattern=danish_forms.duration(value))
    elif isinstance(value, AgeLimit):
        for bound, pattern in danish_forms.ages(value):
            yield Claim((*path, bound), f"{bound} {getattr(value, bound)}", plain, pattern=pattern)
    elif isinstance(value, Amount):
        yield Claim((*path, "kroner"), str(value.kroner), plain, pattern=danish_forms.kroner(value.kroner))
        yield from _of_value(value.when, (*path, "when"), "when")
    elif isinstance(value, Phone):
        yield Claim(path, value, NumberKind.PHONE, value=digits(value))
    elif isinstance(value, Email):
        yield Claim(path, value, NumberKind.EMAIL, value=value)
    elif isinstance(value, Address):
        yield _address(path, value, "")
    elif isinstance(value, Provider):
        yield _address((*path, "address"), value.address, rf"{flexible(value.name)}[\s,]+")
    elif isinstance(value, datetime.date):
        yield _date(path, value)
    elif isinstance(value, BaseModel):
        yield from _of_model(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _of_value(item, (*path, index), name)
    elif isinstance(value, str) and not isinstance(value, Enum):
        if _SECTION_FIELD.fullmatch(name) and re.search(r"\d", value):
            yield Claim(path, f"§ {value}", NumberKind.SECTION, pattern=danish_forms.section(value))
        else:
            yield from _of_text(value, path)


def _of_text(text: str, path: Path) -> Iterator[Claim]:
    """The numbers in a text of our own words, each of its kind."""
    rest = text
    for kind, pattern in ((NumberKind.EMAIL, EMAIL), (NumberKind.PHONE, PHONE)):
        for match in pattern.finditer(rest):
            found = match.group()
            value = digits(found) if kind is NumberKind.PHONE else found.lower()
            yield Claim(path, found, kind, value=value)
        rest = pattern.sub(" ", rest)
    for match in SECTION.finditer(rest):
        for number in re.findall(r"\d+", match.group()):
            yield Claim(path, match.group(), NumberKind.SECTION, value=number)
    for number in re.findall(r"\d+", SECTION.sub(" ", rest)):
        yield Claim(path, number, NumberKind.PLAIN, value=number)


def _date(path: Path, date: datetime.date) -> Claim:
    return Claim(path, date.isoformat(), NumberKind.DATE, value=date.isoformat())


def _address(path: Path, value: Address, before: str) -> Claim:
    shown = f"{value.street}, {value.postal_code} {value.town}"
    return Claim(path, shown, NumberKind.PLAIN, pattern=_whole(before + danish_forms.address(value)))


def _whole(pattern: str) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)"
