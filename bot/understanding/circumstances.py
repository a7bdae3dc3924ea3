"""What a message says about the person: age, early retirement pension, own home, income."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.understanding.ages import age_meant
from bot.understanding.homes import homes_stated
from bot.understanding.income import income_stated
from bot.understanding.interpretation import Circumstance
from bot.understanding.pension import pension_stated
from bot.understanding.persons import of_somebody_else
from bot.understanding.text import FoldedLine

AGE = "age"
EARLY_RETIREMENT_PENSION = "early_retirement_pension"
KEEPS_OWN_HOME = "keeps_own_home"
HAS_INCOME = "has_income"

_Finder = Callable[[str], Iterator[tuple[Circumstance, int, int]]]


@dataclass(frozen=True)
class Said:
    """One circumstance and where in the original text it stands."""

    name: str
    value: Circumstance
    start: int
    end: int


def circumstances_said(text: str) -> tuple[Said, ...]:
    """The circumstances that `text` states, at most one value for each."""
    folded = FoldedLine(text)
    found = []
    for name, finder in _FINDERS:
        for value, start, end in finder(folded.line):
            if name == AGE or not of_somebody_else(text, folded.line[:start]):
                found.append(Said(name, value, *folded.original_span(start, end)))
                break
    return tuple(found)


def _age(line: str) -> Iterator[tuple[Circumstance, int, int]]:
    stated = age_meant(line)
    if stated is not None:
        yield stated.interval, stated.start, stated.end


_FINDERS: tuple[tuple[str, _Finder], ...] = (
    (AGE, _age),
    (EARLY_RETIREMENT_PENSION, pension_stated),
    (KEEPS_OWN_HOME, homes_stated),
    (HAS_INCOME, income_stated),
)
