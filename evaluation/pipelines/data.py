"""What all pipelines learn from, frozen for one run, and the names by which a finished run is recognised."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.examples import read_examples, read_topic_phrases
from bot.understanding.marked import Marked, Piece, read_marked
from evaluation import cases

Pair = tuple[str, str]


@dataclass(frozen=True)
class TrainingSet:
    """(text, label) pairs: the examples of data/nlu, and the fixed phrases of the topics.

    `several` are the marked messages of data/several, from which only the interpreter learns.
    """

    examples: tuple[Pair, ...]
    phrases: tuple[Pair, ...]
    several: tuple[Marked, ...] = ()

    @property
    def pairs(self) -> list[Pair]:
        """Examples and phrases together, each pair once."""
        return list(dict.fromkeys([*self.examples, *self.phrases]))

    def write(self, path: Path) -> None:
        """Write a snapshot: data/nlu may change while a run takes its time."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self._plain(), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> TrainingSet:
        """Read what `write` wrote."""
        examples, phrases, several = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            tuple((text, label) for text, label in examples),
            tuple((text, label) for text, label in phrases),
            tuple(Marked(tuple(Piece(text, topic) for text, topic in pieces)) for pieces in several),
        )

    def fingerprint(self) -> str:
        """16 hexadecimal digits that change with any text or label from which all pipelines learn."""
        return digest([json.dumps([self.examples, self.phrases]).encode()])

    def _plain(self) -> list[object]:
        return [self.examples, self.phrases, [one.pieces for one in self.several]]


def read_training_set(data_dir: Path, content_dir: Path) -> TrainingSet:
    """The training data as it is now. Raises ExamplesError where a file cannot be used."""
    return TrainingSet(
        tuple(read_examples(data_dir / "nlu")),
        tuple(read_topic_phrases(content_dir)),
        tuple(read_marked(data_dir / "several")),
    )


def held_out_fingerprint() -> str:
    """16 hexadecimal digits that change with the questions, the messages out of scope and the typing errors."""
    noise = Path(cases.__file__).with_name("noise.py")
    return digest_of_files([*cases.SETS.glob("questions_*.yml"), cases.SETS / "out_of_scope.yml", noise])


def digest_of_files(paths: Iterable[Path]) -> str:
    """16 hexadecimal digits for the names and bytes of files, whatever their order."""
    return digest(part for path in sorted(paths) for part in (path.name.encode(), path.read_bytes()))


def digest(parts: Iterable[bytes]) -> str:
    """16 hexadecimal digits for a sequence of bytes."""
    total = hashlib.sha256()
    for part in parts:
        total.update(f"{len(part)}:".encode() + part)
    return total.hexdigest()[:16]
