"""`python -m evaluation.evidence_weights`: fit what `bot/understanding/evidence.py` writes down, on unseen texts.

A tenth of the examples with a topic and half of the marked messages are kept back; everything else is learnt. Where a
kept text is cut into several parts, each part whose topic was asked for speaks for counting, each other one against
it. Prints the weights in the order of Evidence, and how often the parts are then judged rightly. No evaluation set is
read. Takes about four minutes on two cores.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.settings import ROOT
from bot.understanding.evidence import Evidence
from bot.understanding.examples import read_examples, read_topic_phrases
from bot.understanding.interpretation import topic_of
from bot.understanding.interpreter import Interpreter
from bot.understanding.marked import read_marked
from bot.understanding.places import load_places

_EXAMPLES_KEPT, _MESSAGES_KEPT = 10, 2


def evidence(
    interpreter: Interpreter, asked: Sequence[tuple[str, frozenset[str]]]
) -> Iterator[tuple[tuple[float, ...], bool]]:
    """For each part of each text that is cut: the values of its evidence, and whether its topic was asked for.

    `asked` are texts with the topics that they ask for.
    """
    for text, topics in asked:
        for label, seen in interpreter.parts(text):
            topic = topic_of(label)
            if topic is not None:
                yield seen.values(), topic in topics


def main() -> int:
    """Fit, and print. Returns the exit code."""
    examples = read_examples(ROOT / "data" / "nlu")
    messages = read_marked(ROOT / "data" / "several")
    kept = [(text, frozenset({topic})) for text, label in examples[::_EXAMPLES_KEPT] if (topic := topic_of(label))]
    for message in messages[::_MESSAGES_KEPT]:
        kept.append((message.text, frozenset(message.topics)))
    interpreter = Interpreter.train(
        [pair for index, pair in enumerate(examples) if index % _EXAMPLES_KEPT],
        load_places(ROOT / "content"),
        None,
        read_topic_phrases(ROOT / "content"),
        [message for index, message in enumerate(messages) if index % _MESSAGES_KEPT],
    )
    rows = list(evidence(interpreter, kept))
    values, counted = np.array([row for row, _ in rows]), np.array([right for _, right in rows])
    spread = values.std(axis=0)
    model = LogisticRegression(C=1.0).fit(values / spread, counted)
    weights = model.coef_[0] / spread
    print(f"{len(rows)} parts of {len(kept)} texts, {counted.mean():.3f} of them asked for")
    print("WEIGHTS =", tuple(round(float(weight), 2) for weight in weights))
    print("BIAS =", round(float(model.intercept_[0]), 2))
    print(f"judged rightly: {model.score(values / spread, counted):.3f}")
    print(f"order of the weights: {', '.join(Evidence.__annotations__)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
