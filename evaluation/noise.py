"""Ways in which people's writing differs from the evaluation sets, applied to every question alike.

Each change depends on the text alone, so that two runs see the same mistakes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_NEIGHBOURS = {
    "a": "sqz", "b": "vng", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "kæo", "m": "nj", "n": "bmh", "o": "ipl", "p": "oåø", "r": "etf", "s": "adw",
    "t": "ryg", "u": "yij", "v": "cbf", "y": "tuh", "æ": "løp", "ø": "æåp", "å": "pø",
}  # fmt: skip
_ASCII = {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"}
# One letter in so many is mistyped: about one mistake in every second longer word.
_ONE_IN = 14
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def typing_errors(text: str) -> str:
    """Letters swapped, left out, doubled or hit beside, in words of four letters and more."""
    chance = random.Random(f"typing {text}")
    return _LONG_WORD.sub(lambda word: _mistyped(word.group(), chance), text)


def upper_case(text: str) -> str:
    """Everything in capitals."""
    return text.upper()


def without_danish_letters(text: str) -> str:
    """æ, ø and å written ae, oe and aa."""
    return "".join(_ASCII.get(char, char) for char in text)


def without_punctuation(text: str) -> str:
    """No marks, and no capital letters either."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s§]", " ", text)).strip().lower()


def doubled_letters(text: str) -> str:
    """One letter of every longer word stands twice."""
    chance = random.Random(f"doubled {text}")

    def double(word: re.Match[str]) -> str:
        letters = word.group()
        at = chance.randrange(len(letters))
        return letters[: at + 1] + letters[at:]

    return _LONG_WORD.sub(double, text)


NOISES: dict[str, Callable[[str], str]] = {
    "typing_errors": typing_errors,
    "upper_case": upper_case,
    "without_danish_letters": without_danish_letters,
    "without_punctuation": without_punctuation,
    "doubled_letters": doubled_letters,
}


def _mistyped(word: str, chance: random.Random) -> str:
    letters = list(word)
    at = 1
    while at < len(letters):
        if chance.randrange(_ONE_IN) == 0:
            kind = chance.randrange(4)
            if kind == 0 and at + 1 < len(letters):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            elif kind == 1:
                del letters[at]
            elif kind == 2:
                letters.insert(at, letters[at])
            else:
                letters[at] = chance.choice(_NEIGHBOURS.get(letters[at].lower(), "e"))
            at += 1
        at += 1
    return "".join(letters)
