"""Messages with several questions, each marked with its topic: "[hvad koster det](payment), og ..."."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.understanding.examples import ExamplesError

_MARK = re.compile(r"\[([^\[\]]+)\]\(([a-z_]+)\)")
_UNMARKED = re.compile(r"\]\(|\[[^\]]*$")


class Piece(NamedTuple):
    """A piece of a message: what it asks for, or None where it asks nothing."""

    text: str
    topic: str | None


@dataclass(frozen=True)
class Marked:
    """A message in pieces, which joined together are its text."""

    pieces: tuple[Piece, ...]

    @classmethod
    def parse(cls, line: str) -> Marked:
        """Read one marked message. Raises ValueError where a mark is not closed or there is none."""
        pieces: list[Piece] = []
        position = 0
        for mark in _MARK.finditer(line):
            pieces += [Piece(line[position : mark.start()], None), Piece(mark.group(1), mark.group(2))]
            position = mark.end()
        pieces.append(Piece(line[position:], None))
        if len(pieces) == 1 or any(_UNMARKED.search(piece.text) for piece in pieces):
            raise ValueError("expected parts that ask in the form [text](topic)")
        return cls(tuple(piece for piece in pieces if piece.text))

    @property
    def text(self) -> str:
        """The message as it was written."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def topics(self) -> tuple[str, ...]:
        """What the message asks for, each topic once, in order."""
        return tuple(dict.fromkeys(piece.topic for piece in self.pieces if piece.topic is not None))

    def spans(self) -> list[tuple[int, int, str]]:
        """Where each piece that asks begins and ends, and its topic."""
        found: list[tuple[int, int, str]] = []
        position = 0
        for piece in self.pieces:
            end = position + len(piece.text)
            if piece.topic is not None:
                found.append((position, end, piece.topic))
            position = end
        return found

    def changed(self, change: Callable[[str], str]) -> Marked:
        """The message with `change` made to each piece, whose blanks at both ends stay."""
        return Marked(tuple(Piece(_inside(piece.text, change), piece.topic) for piece in self.pieces))


def read_marked(directory: Path) -> list[Marked]:
    """All marked messages below `directory`, files in the order of their paths; none where it does not exist.

    Raises ExamplesError for a file of another form.
    """
    found: list[Marked] = []
    for path in sorted(directory.rglob("*.yml")):
        lines = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("several")
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise ExamplesError(f"{path}: expected a list of texts under 'several'")
        for line in lines:
            try:
                found.append(Marked.parse(line))
            except ValueError as error:
                raise ExamplesError(f"{path}: {line!r}: {error}") from None
    return found


def questions_of(messages: Sequence[Marked], least_words: int) -> list[tuple[str, str]]:
    """The pieces that ask, with their topics; those of fewer words say too little by themselves."""
    return [
        (piece.text.strip(), piece.topic)
        for message in messages
        for piece in message.pieces
        if piece.topic is not None and len(piece.text.split()) >= least_words
    ]


def _inside(text: str, change: Callable[[str], str]) -> str:
    inside = text.strip()
    if not inside:
        return text
    start = text.index(inside)
    return text[:start] + change(inside).strip() + text[start + len(inside) :]
