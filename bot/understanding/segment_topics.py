"""What the topics that the n-grams hear in the segments of a message say about where its questions begin.

"Hvem kan få det" and "hvad er sagsbehandlingstiden" name two topics clearly, so the second begins a question of its
own, whatever joins the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.boundaries import without_joining_words
from bot.understanding.tagging import Array, Span

# The probability of each topic, as the n-grams of a text alone hear it; what is none of our topics is left out.
Hears = Callable[[str], Array]
# From this probability on a topic is heard in a segment, and clearly from this one on.
_HEARD, _CLEARLY = 0.2, 0.5
_TINY = 1e-6


@dataclass(frozen=True)
class SegmentTopics:
    """The probabilities of topics: a row for each segment of a message, a column for each topic."""

    probabilities: Array

    @classmethod
    def of(cls, text: str, spans: Sequence[Span], hears: Hears) -> SegmentTopics:
        """What is heard in each of the `spans` of a text, without the words that join it to others."""
        return cls(np.stack([hears(without_joining_words(text[start:end])) for start, end in spans]))

    @property
    def compete(self) -> bool:
        """Whether more than one topic is heard: else no cut changes what is asked for."""
        return self._named(_HEARD) > 1

    def signs(self) -> Array:
        """A row of four numbers for each segment, each 0..1.

        How probable its likeliest topic is; how much it shares with the segment before it; how much of it, beside a
        clear topic of that segment, is another one; and whether the message names several topics clearly.
        """
        here = self.probabilities
        before = np.vstack([np.zeros_like(here[:1]), here[:-1]])
        clearest = before.max(axis=1)
        shared = np.minimum(here, before).sum(axis=1)
        others = here * (1 - before / np.maximum(clearest, _TINY)[:, None])
        several = np.full(len(here), float(self._named(_CLEARLY) > 1))
        return np.stack([here.max(axis=1), shared, others.sum(axis=1) * clearest, several], axis=1).astype(np.float32)

    def _named(self, least: float) -> int:
        return int((self.probabilities.max(axis=0) >= least).sum())
