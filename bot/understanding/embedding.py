"""Sentence embeddings behind a small interface, so that the assistant also runs without the package."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.understanding.keeping import keep
from bot.understanding.remembering import Remembered

Vectors = NDArray[np.float32]
# The numbers of a sentence's own vector, and how many vectors there are of a text: see Embedding.
SENTENCE = 384
VECTORS_OF_TEXT = 4
DIMENSIONS = VECTORS_OF_TEXT * SENTENCE
# How exact the numbers are: more would double what is kept from one training to the next.
KEPT_AS = np.float16


# Of a longer text the beginning and the end are read, in characters: the time grows with the length, and what a citizen
# asks stands in the first part and in the end.
LONGEST_READ = 400
# One message is wanted as a whole and in its parts, right behind each other.
_REMEMBERED_READINGS = 8
# So many texts of like length have enough among them with as many pieces.
_READ_TOGETHER = 256


@dataclass(frozen=True)
class Reading:
    """What an embedding says of a text.

    ends    where each piece of the text ends: how many `letters_in` the text stand before that
    states  a row of SENTENCE numbers for each piece: what it means where it stands
    finish  computes `vector`, which takes as long as the pieces did
    """

    ends: NDArray[np.int64]
    states: Vectors
    finish: Callable[[], Vectors]

    @cached_property
    def vector(self) -> Vectors:
        """The DIMENSIONS numbers of the whole text, as Embedding says; computed when they are wanted."""
        return self.finish()


class Embedding(Protocol):
    """Maps a text to DIMENSIONS numbers.

    The first SENTENCE numbers have unit length (as far as KEPT_AS can tell), and similar meanings lie close there. The
    others are what other layers say, in sizes of their own: to be learnt from, and not to be compared.

    name  of the same name are those alone that give the same vectors; part of a file's name
    """

    name: str

    def read(self, text: str) -> Reading:
        """The numbers of one text and of its pieces."""

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """What `read` gives for each of some texts, in less time."""


class RecentReadings:
    """An embedding that remembers what it read last."""

    def __init__(self, inner: Embedding) -> None:
        """`inner` is what reads."""
        self._inner, self.name = inner, inner.name
        self._read: Remembered[str, Reading] = Remembered(_REMEMBERED_READINGS)

    def read(self, text: str) -> Reading:
        """As Embedding says."""
        return self._read.get(text, lambda: self._inner.read(text))

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """As Embedding says; many texts together are not remembered."""
        return self._inner.read_all(texts)


def letters_in(text: str) -> int:
    """How many characters of a text are no blanks, written as an embedding reads them."""
    return len("".join(unicodedata.normalize("NFKC", text).split()))


def default_embedding() -> Embedding | None:
    """The embedding that is installed, or None where its packages cannot be imported or do not run here."""
    try:
        from bot.understanding.e5 import E5

        return E5()
    except (ImportError, OSError, RuntimeError, ValueError):
        return None


def read_on_all_cores(
    embedding: Embedding, texts: Sequence[str], wanted: Callable[[int, Reading], Vectors]
) -> list[Vectors]:
    """What is `wanted` of the number of each text and its reading, in their order.

    Each core has a thread: an embedding lets go of Python while it computes. Texts of like length are read together,
    the longest ones first, so that no core has one of them left in the end.
    """
    order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
    parts = [order[start : start + _READ_TOGETHER] for start in range(0, len(order), _READ_TOGETHER)]

    def of_part(part: list[int]) -> list[Vectors]:
        return [*map(wanted, part, embedding.read_all([texts[index] for index in part]))]

    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        found = itertools.chain.from_iterable(pool.map(of_part, parts))
        by_index = dict(zip(order, found, strict=True))
    return [by_index[index] for index in range(len(texts))]


def embed_all(embedding: Embedding, texts: Sequence[str], cache_dir: Path | None) -> Vectors:
    """The vectors of all `texts`, one row each; kept in `cache_dir` from one training to the next.

    The cache holds hashes and vectors, never texts, and only those of the last training.
    """
    path = None if cache_dir is None else cache_dir / f"{embedding.name}.npz"
    known = _read_cache(path)
    keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    found = read_on_all_cores(embedding, list(new.values()), lambda _, reading: reading.vector)
    known |= dict(zip(new, found, strict=True))
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, key in enumerate(keys):
        vectors[row] = known[key]
    if path is not None and keys:
        _write_cache(path, {key: known[key] for key in keys})
    return vectors


def _read_cache(path: Path | None) -> dict[str, Vectors]:
    if path is None or not path.exists():
        return {}
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"].astype(np.float32), strict=True))
    except (OSError, ValueError, KeyError):
        return {}  # a broken cache costs time, nothing else


def _write_cache(path: Path, vectors: dict[str, Vectors]) -> None:
    stored = io.BytesIO()
    np.savez(stored, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())).astype(KEPT_AS))
    keep(path, stored.getvalue(), "*.npz")
