"""What a message says about the person: age, early retirement pension, own home, income."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.understanding.ages import age_meant
from bot.understanding.homes import homes_stated
from bot.understanding.income import income_stated
from bot.understanding.interpretation import Circumstance
from bot.understanding.pension import pension_stated
from bot.understanding.persons import of_somebody_else
from bot.understanding.statements import CORRECTS
from bot.understanding.text import FoldedLine

AGE = "age"
EARLY_RETIREMENT_PENSION = "early_retirement_pension"
KEEPS_OWN_HOME = "keeps_own_home"
HAS_INCOME = "has_income"

_Stated = tuple[Circumstance, int, int]
_Finder = Callable[[str], Iterator[_Stated]]
# Behind these words stands what is right: "jeg beholder huset, ups nej, det er solgt".
_PUT_RIGHT = re.compile(
    rf"\b(?:{CORRECTS}|naeh|retter mig selv|eller jo|jo forresten|tog fejl|skrev forkert"
    r"|(?:det )?passer ikke|(?:det )?er forkert|(?:det )?er ikke rigtigt?)\b"
)
# What is named and taken back at once: "glem det med pensionen", "så er 'ingen indtægt' forkert".
_FORGET_BEFORE = re.compile(r"\b(?:glem|se bort fra|ignorer)(?: \w+){0,3} $")
_WRONG_AFTER = re.compile(r"^ ?[\"'»«”]? ?(?:er|var) (?:forkert|en fejl|ikke rigtigt?)\b")


@dataclass(frozen=True)
class Said:
    """One circumstance and where in the original text it stands."""

    name: str
    value: Circumstance
    start: int
    end: int


def circumstances_said(text: str, year: int) -> tuple[Said, ...]:
    """The circumstances that `text`, written in a `year`, states, at most one value for each."""
    folded = FoldedLine(text)
    found = []
    age = age_meant(folded.line, year)
    if age is not None:
        found.append(Said(AGE, age.interval, *folded.original_span(age.start, age.end)))
    for name, finder in _FINDERS:
        stated = [one for one in finder(folded.line) if _counts(text, folded.line, one)]
        if stated:
            value, start, end = _put_right(folded.line, stated)
            found.append(Said(name, value, *folded.original_span(start, end)))
    return tuple(found)


def _counts(text: str, line: str, stated: _Stated) -> bool:
    """Whether something is told of the one whom the message is about, and not taken back at once."""
    _, start, end = stated
    if _FORGET_BEFORE.search(line[:start]) or _WRONG_AFTER.match(line[end:]):
        return False
    return not of_somebody_else(text, line[:start])


def _put_right(line: str, stated: list[_Stated]) -> _Stated:
    """The first of several statements, or the one behind words that put it right."""
    first = stated[0]
    for correction in _PUT_RIGHT.finditer(line, first[2]):
        later = [one for one in stated if one[1] >= correction.start() and one[0] != first[0]]
        if later:
            return min(later, key=lambda one: one[1])
    return first


_FINDERS: tuple[tuple[str, _Finder], ...] = (
    (EARLY_RETIREMENT_PENSION, pension_stated),
    (KEEPS_OWN_HOME, homes_stated),
    (HAS_INCOME, income_stated),
)
