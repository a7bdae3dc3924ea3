"""Where one question of a message may end and the next begin.

The places are found by form: sentence ends, commas, joining words, question words.
"""

from __future__ import annotations

import re

_JOINING = "og|å|aa|samt|men|plus|eller|også|ogsaa|derudover|desuden"
ASKING = "hvad|hva|hvem|hvor|hvornår|hvornaar|hvordan|hvorledes|hvorfor|hvilken|hvilket|hvilke|hvorvidt|hvorhen"
_ABBREVIATIONS = ("f.eks.", "feks.", "bl.a.", "evt.", "ca.", "kl.", "nr.", "dvs.", "mht.", "stk.", "tlf.", "inkl.")
_NO_ABBREVIATION = "".join(f"(?<!{re.escape(short)})" for short in _ABBREVIATIONS)
_PLACE = re.compile(
    # the end of a sentence, a line, a dash, a comma or another mark, with a joining word behind it, if there is one
    rf"(?<=[?!;\n])\s*(?=\S)|(?<=[^\d\W]\.){_NO_ABBREVIATION}\s+(?=\S)|(?<=[,:)\]])\s+(?=\S)|(?<=\s[-–•*])\s*(?=\S)"
    rf"|\s+(?=(?:{_JOINING})\b)|\s*(?=[/&+]\s*\w)"
    # those who write without marks begin with the question word, or with its preposition
    rf"|\s+(?=(?:{ASKING})\b)",
    re.IGNORECASE,
)
# "... finde ud af, hvad han har brug for": what is to be found out belongs to the words before it.
_HOLDS_ON = re.compile(r"\bud\s+af,?\s*$", re.IGNORECASE)
_LEADING = re.compile(rf"^(?:[\s,;:.\-–•*/+&]|(?:{_JOINING}|så|saa)\b)*", re.IGNORECASE)
_MOST_PLACES = 60


def places(text: str) -> tuple[int, ...]:
    """The offsets in `text` where a boundary may be, in order, at most 60; never at its very beginning or end."""
    found: list[int] = []
    for match in _PLACE.finditer(text):
        offset = match.end()
        if not text[:offset].strip() or not any(char.isalnum() for char in text[offset:]):
            continue
        if _HOLDS_ON.search(text[:offset]):
            continue
        # ", og hvor": the comma, the joining word and the question word are one place, at the first of them.
        if found and only_joins(text[found[-1] : offset]):
            continue
        found.append(offset)
    return tuple(found[:_MOST_PLACES])


def without_joining_words(part: str) -> str:
    """A part of a message without the joining words and marks that it begins with, if something else is left."""
    return part.strip() if only_joins(part) else _LEADING.sub("", part).strip()


def only_joins(text: str) -> bool:
    """Whether `text` holds nothing but joining words and marks."""
    return not any(char.isalnum() for char in _LEADING.sub("", text))
