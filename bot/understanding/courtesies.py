"""Takes greetings and thanks off a message that also says something else."""

from __future__ import annotations

import re

_GREETING = re.compile(
    r"^\s*(?:(?:hej(?:sa)?|hejmed dig|goddag|god dag|dav|davs|hallo(?:ej)?|mojn|godmorgen|god morgen|godaften|god aften|"
    r"hej med (?:dig|jer)|hej igen|kaere \w+)\b[\s,.!]*)+"
)
_CLOSING = re.compile(
    r"[\s,.!]*\b(?:(?:mange )?tak|paa forhaand tak|tak paa forhaand|tak for hjaelpen|mvh|mange hilsner|"
    r"(?:med )?venlig hilsen)\b[^?]{0,40}$"
)
_LEAST_WORDS_LEFT = 2


def without_courtesies(folded: str) -> str:
    """`folded` without a greeting in front and thanks at the end, unless hardly anything else is left."""
    for pattern in (_GREETING, _CLOSING):
        shorter = pattern.sub("", folded, count=1)
        if len(shorter.split()) >= _LEAST_WORDS_LEFT:
            folded = shorter
    return folded
