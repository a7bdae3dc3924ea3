"""A text with one kind of digit, dash and space, which the rules read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.privacy.kinds import Span

_INVISIBLE = {"Cc", "Cf", "Mn", "Me"}
# What has been found is blanked with the character that ends a placeholder, so that what stands around it reads alike
# when a masked text is masked again.
_BLANK = "]"


def made_plain(text: str) -> tuple[str, Sequence[int]]:
    """Return the text in plain characters, and for each of them its place in the text."""
    chars = [_plain_char(char) for char in text]
    if all(chars):
        return "".join(chars), range(len(text))
    return "".join(chars), [place for place, char in enumerate(chars) if char]


@lru_cache(maxsize=4096)
def _plain_char(char: str) -> str:
    """Return the ASCII look-alike of a digit, dash or space, nothing for what is invisible, any other as it is."""
    if char.isspace():
        return "\n" if char in "\n\r\v\f\x85\u2028\u2029" else " "
    category = unicodedata.category(char)
    if category in _INVISIBLE:
        return ""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", char)
    if category == "Pd" or compatible == "−":
        return "-"
    return compatible if len(compatible) == 1 else char


def blanked(plain: str, spans: list[Span]) -> str:
    """Return the text with what was found blanked out, as long as before."""
    parts, done = [], 0
    for start, end, _ in sorted(spans):
        parts += [plain[done:start], _BLANK * (end - start)]
        done = end
    return "".join([*parts, plain[done:]])


def whole_span(plain: str, span: Span) -> Span:
    """Take in the plus before a number, and the other bracket of a pair that stands half in it."""
    start, end, kind = span
    start -= plus_before(plain, start)
    inside = plain[start:end]
    if inside.count(")") > inside.count("(") and plain[:start].endswith("("):
        start -= 1
    for left, right in ("()", "[]"):
        if inside.count(left) > inside.count(right) and plain.startswith(right, end):
            end += 1
    return Span(start, end, kind)


def plus_before(plain: str, start: int) -> int:
    """Return how many characters the plus takes that stands before a number, or 0 where there is none."""
    return next((len(plus) for plus in ("+", "+ ") if plain.endswith(plus, 0, start)), 0)
