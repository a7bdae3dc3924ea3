"""Whether a word is ordinary Danish, so that it is never "corrected" into another one or the name of a place."""

from __future__ import annotations

from collections.abc import Iterable

from bot.understanding.remembering import Remembered

# Zipf scale: occurrences per billion words, log10. Below this, the list holds mostly names and misspellings.
_ORDINARY_ZIPF = 2.6
_REMEMBERED_WORDS = 10_000
_ANY_WORD = "sagsb"


class OrdinaryWords:
    """A test for ordinary Danish words, from a list of frequent ones and a dictionary of forms.

    Both packages are imported at first need: most messages have no unknown word near a name.
    """

    def __init__(self, frequent: Iterable[str] | None = None) -> None:
        """`frequent` are words in small letters, as `dump` gave them; those of the package wordfreq where it is None.

        The package takes 30 MB with what it imports itself, its words 3.
        """
        self._frequent = None if frequent is None else frozenset(frequent)
        self._judged: Remembered[str, bool] = Remembered(_REMEMBERED_WORDS)

    def __call__(self, word: str) -> bool:
        """Whether a word is one of them, in whatever letters."""
        lowered = word.lower()
        return lowered in self._words() or self._judged.get(lowered, lambda: self._in_dictionary(lowered))

    def _in_dictionary(self, word: str) -> bool:
        import simplemma

        # Read where it lies compressed, the dictionary takes microseconds longer, and 80 MB less than as a dict.
        return bool(simplemma.is_known(word, lang="da", low_memory=True))

    def warm(self) -> None:
        """Open the dictionary, which takes half a second, before a word needs it."""
        self._in_dictionary(_ANY_WORD)

    def dump(self) -> list[str]:
        """The frequent words, as JSON."""
        return sorted(self._words())

    def _words(self) -> frozenset[str]:
        if self._frequent is None:
            import wordfreq

            listed = wordfreq.get_frequency_dict("da")
            self._frequent = frozenset(word for word in listed if wordfreq.zipf_frequency(word, "da") >= _ORDINARY_ZIPF)
        return self._frequent
