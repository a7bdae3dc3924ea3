"""Whether a word is ordinary Danish, so that it is never "corrected" into the name of a place."""

from __future__ import annotations

from collections.abc import Callable

# Zipf scale: occurrences per billion words, log10. Below this, the list holds mostly names and misspellings.
_ORDINARY_ZIPF = 2.6


def ordinary_words() -> Callable[[str], bool]:
    """A test for ordinary Danish words, from word frequencies and a dictionary of forms.

    The two packages are imported here, at first need: most messages have no unknown word near a name.
    """
    import simplemma
    import wordfreq

    def is_ordinary(word: str) -> bool:
        lowered = word.lower()
        return wordfreq.zipf_frequency(lowered, "da") >= _ORDINARY_ZIPF or simplemma.is_known(lowered, lang="da")

    return is_ordinary
