"""Training data that is kept back, and an interpreter that learnt the rest: what weights of evidence are fitted on.

What a model was taught sounds clearer to it than anything that it will hear later. No evaluation set is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.settings import ROOT
from bot.understanding.examples import read_examples, read_topic_phrases
from bot.understanding.interpretation import topic_of
from bot.understanding.interpreter import Interpreter
from bot.understanding.marked import Marked, Piece, read_marked
from bot.understanding.places import load_places

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
    """Keep a tenth of the examples with a topic and half of the marked messages, and teach everything else."""
    examples, messages = read_examples(ROOT / "data" / "nlu"), read_marked(ROOT / "data" / "several")
    kept = [_is_kept(index, _EXAMPLES_TOGETHER, _EXAMPLES_KEPT) for index in range(len(examples))]
    marked = [_is_kept(index, _MESSAGES_TOGETHER, _MESSAGES_KEPT) for index in range(len(messages))]
    interpreter = Interpreter.train(
        [pair for pair, is_kept in zip(examples, kept, strict=True) if not is_kept],
        load_places(ROOT / "content"),
        None,
        read_topic_phrases(ROOT / "content"),
        [message for message, is_kept in zip(messages, marked, strict=True) if not is_kept],
    )
    return KeptBack(
        interpreter,
        tuple(message for message, is_kept in zip(messages, marked, strict=True) if is_kept),
        tuple(
            Marked((Piece(text, topic),))
            for (text, label), is_kept in zip(examples, kept, strict=True)
            if is_kept and (topic := topic_of(label))
        ),
    )


def _is_kept(index: int, together: int, one_of: int) -> bool:
    return index // together % one_of == one_of - 1
