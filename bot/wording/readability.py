"""How hard a Danish text is to read, by LIX: words a sentence plus the share of long words."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+")
# A point inside a number or before a small letter ("1.800 kr. om") ends no sentence; a colon and a new line do.
_SENTENCE_END = re.compile(r"[.!?](?=\s*$|\s+[^\sa-zæøå])|:(?=\s)|\n+")
_LONG = 6


def lix(text: str) -> float:
    """LIX of a text: under 30 is easy, 40 is the level of a newspaper, over 55 is hard. A text without words has 0."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part)))
    long_words = sum(len(word) > _LONG for word in words)
    return len(words) / sentences + 100 * long_words / len(words)
