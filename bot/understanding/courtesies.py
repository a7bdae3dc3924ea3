"""Takes greetings and thanks off a message that also says something else."""

from __future__ import annotations

import re

_GREETING = re.compile(
    r"^\s*(?:(?:hej(?:sa)?|goddag|god dag|dav|davs|hall(?:o|oej|øj)|mojn|godmorgen|god morgen|"
    r"godaften|god aften|"
    r"hej med (?:dig|jer)|hej igen|k(?:ae|æ)re \w+)\b[\s,.!]*)+"
)
_CLOSING = re.compile(
    r"[\s,.!]*\b(?:(?:mange )?tak|p(?:aa|å) forh(?:aa|å)nd tak|tak p(?:aa|å) forh(?:aa|å)nd|"
    r"tak for hj(?:ae|æ)lpen|mvh|mange hilsner|"
    r"(?:med )?venlig hilsen)\b[^?]{0,40}$"
)
_LEAST_WORDS_LEFT = 2


def without_courtesies(lowered: str) -> str:
    """`lowered`, a text in small letters, without greeting and thanks if something else is left."""
    for pattern in (_GREETING, _CLOSING):
        shorter = pattern.sub("", lowered, count=1)
        if len(shorter.split()) >= _LEAST_WORDS_LEFT:
            lowered = shorter
    return lowered
