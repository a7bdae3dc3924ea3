"""`python -m evaluation.evidence_weights`: fit what `bot/understanding/evidence.py` writes down, on unseen texts.

Where a text that was kept back (see kept_back) is cut into several parts, each part whose topic was asked for speaks
for counting, each other one against it. Prints the weights in the order of Evidence, and how often the parts are then
judged rightly. The cutting comes first: fit tag_weights before. Takes about four minutes on two cores.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.understanding.evidence import Evidence
from bot.understanding.interpretation import topic_of
from bot.understanding.interpreter import Interpreter
from evaluation.kept_back import kept_back


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
    kept = kept_back()
    asked = [(message.text, frozenset(message.topics)) for message in (*kept.examples, *kept.messages)]
    rows = list(evidence(kept.interpreter, asked))
    values, counted = np.array([row for row, _ in rows]), np.array([right for _, right in rows])
    spread = values.std(axis=0)
    model = LogisticRegression(C=1.0).fit(values / spread, counted)
    weights = model.coef_[0] / spread
    print(f"{len(rows)} parts of {len(asked)} texts, {counted.mean():.3f} of them asked for")
    print("WEIGHTS =", tuple(round(float(weight), 2) for weight in weights))
    print("BIAS =", round(float(model.intercept_[0]), 2))
    print(f"judged rightly: {model.score(values / spread, counted):.3f}")
    print(f"order of the weights: {', '.join(Evidence.__annotations__)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
