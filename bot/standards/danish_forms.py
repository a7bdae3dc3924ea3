"""How a Danish source writes typed values: patterns whose group n (or m) is the number that must be there."""

import re

from bot.standards.source_text import flexible
from bot.standards.values import Address, AgeLimit, Duration, Unit

_UNITS = {
    Unit.HOUR: r"timer?s?",
    Unit.DAY: r"dag(?:e|es)?",
    Unit.WEEKDAY: r"(?:hverdag|arbejdsdag)(?:e|es)?",
    Unit.OVERNIGHT: r"døgns?",
    Unit.WEEK: r"uge(?:r|rs|s)?",
    Unit.MONTH: r"måned(?:er|ers|s)?",
    Unit.YEAR: r"års?",
}
# Once in a unit: the ways to say it without a digit.
_ONCE = {
    Unit.DAY: r"daglig[et]?|hver dag|om dagen",
    Unit.WEEK: r"ugentlig[et]?|hver uge|om ugen",
    Unit.MONTH: r"månedlig[et]?|månedsvis|hver måned|om måneden",
    Unit.YEAR: r"årlig[et]?|hvert år|om året",
}
_WORDS = ("en|et|én|ét", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")


def duration(value: Duration) -> str:
    """ "8 weeks" as "8 uger", "5 weekdays" as "5 sammenhængende hverdage", "1 year" also as "årligt"."""
    number = rf"(?P<n>{value.count})"
    if value.count <= len(_WORDS):
        number += rf"|\b(?:{_WORDS[value.count - 1]})\b"
    forms = rf"(?:{number})[.]?\s+(?:[a-zæøå]+\s+)?{_UNITS[value.unit]}\b"
    if value.count == 1 and value.unit in _ONCE:
        forms += rf"|\b(?:{_ONCE[value.unit]})\b"
    return forms


def ages(limit: AgeLimit) -> list[tuple[str, str]]:
    """Each bound by field name, with the words for exactly that bound: "fyldt 30", "over 30", "under 30"."""
    forms = {
        "at_least": r"(?:fyldt|mindst|fra)\s+(?P<n>{0})|(?P<m>{0})\s+år\s+(?:og|eller)\s+(?:derover|ældre)",
        "above": r"(?:over|ældre\s+end)\s+(?P<n>{0})",
        "below": r"(?:under|yngre\s+end|før\s+du\s+fylder)\s+(?P<n>{0})",
    }
    bounds = {name: getattr(limit, name) for name in forms}
    return [(name, forms[name].format(value)) for name, value in bounds.items() if value is not None]


def kroner(amount: int) -> str:
    """1800 as "kr. 1800", "1.800 kr." or "1800,-"."""
    written = rf"{amount:,}".replace(",", r"\.?")
    return rf"(?:\bkr\.?|\bkroner)\s*(?P<n>{written})|(?P<m>{written})(?:,\d\d)?\s*(?:,-|kr\b|kroner\b)"


def address(value: Address) -> str:
    """Street, postal code and town as they stand together."""
    return rf"{flexible(value.street)}[\s,]+(?:DK-)?{value.postal_code}\s+{flexible(value.town)}\b"


def section(value: str) -> str:
    """A section of an act, with its letter if it has one: "107", "82 c"."""
    number, letter = re.findall(r"(\d+)\s*([a-z]\b)?", value)[0]
    return rf"(?P<n>{number})" + (rf"\s*{letter}\b" if letter else "")
