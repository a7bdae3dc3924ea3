"""The pieces that multilingual-e5-small reads: those of small Latin letters and signs, for SentencePiece."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor, sentencepiece_model_pb2

from bot.understanding.e5_weights import E5Weights

# Small letters of Danish and its neighbours, digits, punctuation and pictures.
_READ = re.compile("[\u0000-@\\[-\u00bf\u00df-\u00ff\u2000-\u206f\u2581€\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]*")
# The model was trained on questions that begin so.
_QUESTION = "query: "
# What SentencePiece writes for a blank.
_BLANK = "\u2581"
_UNIGRAM, _NORMAL, _UNKNOWN, _CONTROL = 1, 1, 2, 3


def latin_pieces(weights: E5Weights) -> bytes:
    """What `Pieces` reads: a model for SentencePiece, and which row of the weights each of its pieces has.

    Capitals and other scripts are left out, and with them most of the time and memory that loading takes: the assistant
    knows Danish, reads everything in small letters, and what it cannot read is one unknown piece to it.
    """
    model = sentencepiece_model_pb2.ModelProto()
    model.trainer_spec.model_type = _UNIGRAM
    model.normalizer_spec.name = "identity"
    begin, end, padding, unknown = weights.marks
    kinds = {begin: _CONTROL, end: _CONTROL, padding: _CONTROL, unknown: _UNKNOWN}
    rows: list[int] = []
    for row, piece in enumerate(weights.pieces()):
        if _READ.fullmatch(piece):
            model.pieces.add(piece=piece, score=float(weights.scores[row]), type=kinds.get(row, _NORMAL))
            rows.append(row)
    stored = io.BytesIO()
    np.savez(stored, model=np.frombuffer(model.SerializeToString(deterministic=True), np.uint8), rows=np.array(rows))
    return stored.getvalue()


class Cut(NamedTuple):
    """A question in pieces.

    rows   of each piece in the tables of the weights, with those that stand for beginning and end
    first  which of them is the first of the text itself
    ends   for each piece of the text, how many of its characters that are no blanks stand before its end
    """

    rows: NDArray[np.int64]
    first: int
    ends: NDArray[np.int64]


class Pieces:
    """Cuts a text into pieces, each a row in the tables of the weights."""

    def __init__(self, stored: bytes, weights: E5Weights) -> None:
        """Load what `latin_pieces` gave."""
        with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
            self._processor = SentencePieceProcessor(model_proto=arrays["model"].tobytes())
            self._rows: NDArray[np.int64] = arrays["rows"]
        self._ends = weights.marks.begin, weights.marks.end
        self._most = weights.sizes.positions - len(self._ends)

    def cut(self, text: str) -> Cut:
        """The pieces of a question, as many as the weights have positions."""
        plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
        # Half of a character that was cut in two has no place in UTF-8.
        question = (_QUESTION + plain).encode("utf-8", "replace").decode("utf-8")
        numbers = self._processor.encode(question)[: self._most]
        # Pieces that are not known are one number, and still as long as they are.
        found = self._processor.encode(question, out_type=str)[: self._most]
        ends = np.cumsum([len(piece.replace(_BLANK, "")) for piece in found], dtype=np.int64)
        ends -= len(_QUESTION.rstrip())
        begin, end = self._ends
        rows = np.concatenate([[begin], self._rows[numbers], [end]]).astype(np.int64)
        # One more than the pieces of the question's mark: the row of the beginning.
        first = int((ends <= 0).sum()) + 1
        return Cut(rows, first, ends[ends > 0])
