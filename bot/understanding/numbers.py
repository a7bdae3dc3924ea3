"""Danish numbers below 110, in digits or in words, folded."""

from __future__ import annotations

_UNITS = "nul en to tre fire fem seks syv otte ni".split()
_TEENS = "ti elleve tolv tretten fjorten femten seksten sytten atten nitten".split()
_TENS = {
    20: ("tyve",),
    30: ("tredive", "tredve"),
    40: ("fyrre", "fyrretyve"),
    50: ("halvtreds", "halvtres"),
    60: ("tres",),
    70: ("halvfjerds",),
    80: ("firs",),
    90: ("halvfems",),
}


def number_words() -> dict[str, int]:
    """Words for the numbers 10-99 with their values, in one word: "fireogtyve" is 24.

    Words below ten are left out: "en" and "to" are too common to be ages.
    """
    words = {word: 10 + index for index, word in enumerate(_TEENS)}
    for tens, spellings in _TENS.items():
        for spelling in spellings:
            words[spelling] = tens
            for unit in range(1, 10):
                words[f"{_UNITS[unit]}og{spelling}"] = tens + unit
            words[f"etog{spelling}"] = tens + 1
    return words
