"""Training data that is kept back, and an interpreter that learnt the rest: what weights of evidence are fitted on.

What a model was taught sounds clearer to it than anything that it will hear later. No evaluation set is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.settings import ROOT
from bot.understanding.examples import read_examples, read_topic_phrases
from bot.understanding.interpretation import topic_of
from bot.understanding.interpreter import Interpreter
from bot.understanding.marked import Marked, Piece, read_marked
from bot.understanding.places import load_places

Line = TypeVar("Line")
# Lines that stand together are mostly one writer's, and go together.
_EXAMPLES_TOGETHER, _EXAMPLES_KEPT = 50, 10
_MESSAGES_TOGETHER, _MESSAGES_KEPT = 150, 2


@dataclass(frozen=True)
class KeptBack:
    """`interpreter` was taught neither the `messages` with marks nor the `examples`, each one question as a whole."""

    interpreter: Interpreter
    messages: tuple[Marked, ...]
    examples: tuple[Marked, ...]


def kept_back() -> KeptBack:
    """Keep a tenth of the examples and half of the marked messages, and teach everything else."""
    examples, kept = divided(read_examples(ROOT / "data" / "nlu"), _EXAMPLES_TOGETHER, _EXAMPLES_KEPT)
    messages, marked = divided(read_marked(ROOT / "data" / "several"), _MESSAGES_TOGETHER, _MESSAGES_KEPT)
    phrases = read_topic_phrases(ROOT / "content")
    interpreter = Interpreter.train(examples, load_places(ROOT / "content"), None, phrases, messages)
    asked = [(text, topic_of(label)) for text, label in kept]
    return KeptBack(
        interpreter, tuple(marked), tuple(Marked((Piece(text, topic),)) for text, topic in asked if topic is not None)
    )


def divided(lines: Sequence[Line], together: int, one_of: int) -> tuple[list[Line], list[Line]]:
    """What is taught and what is kept: of blocks of so many lines `together`, the last of `one_of` is kept."""
    parts: tuple[list[Line], list[Line]] = [], []
    for index, line in enumerate(lines):
        parts[index // together % one_of == one_of - 1].append(line)
    return parts
