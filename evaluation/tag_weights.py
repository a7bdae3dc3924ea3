"""`python -m evaluation.tag_weights`: fit what `bot/understanding/weighing_tags.py` writes down, on unseen texts.

Each segment of a text that was kept back (see kept_back) has the tag that its marks give it; short examples of one
question stand beside the marked messages. Prints the weights, and of the messages with several questions how
many get all their tags right, of those with one how many begin no second one: fitted on one half and judged on the
other. Takes about five minutes on two cores.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.understanding.several import stands_alone
from bot.understanding.tagging import Array, Tag, likeliest_tags
from evaluation.kept_back import kept_back

# Citizens ask one question at a time oftener than what was marked suggests.
_ONE_QUESTION_COUNTS = 2


class Tagged(NamedTuple):
    """A text: what is weighed, a row for each segment; its tags; and how many topics it asks for."""

    values: Array
    tags: tuple[Tag, ...]
    topics: int


def fitted(texts: Sequence[Tagged]) -> LogisticRegression:
    """A regression from what is weighed to the tags."""
    values = np.concatenate([text.values for text in texts])
    tags = [int(tag) for text in texts for tag in text.tags]
    weights = [_ONE_QUESTION_COUNTS if text.topics == 1 else 1 for text in texts for _ in text.tags]
    return LogisticRegression(max_iter=3000).fit(values, tags, sample_weight=np.array(weights) / np.mean(weights))


def judged(texts: Sequence[Tagged], model: LogisticRegression) -> str:
    """How many texts with several questions get all tags right, and how many with one begin one at most."""
    found = [(text, likeliest_tags(model.predict_proba(text.values))) for text in texts]
    several = [tags == text.tags for text, tags in found if text.topics > 1]
    one = [tags.count(Tag.BEGINS) <= 1 for text, tags in found if text.topics == 1]
    return f"several {sum(several) / len(several):.3f} of {len(several)}, one {sum(one) / len(one):.3f} of {len(one)}"


def main() -> int:
    """Fit, and print. Returns the exit code."""
    kept = kept_back()
    messages = [*kept.messages, *(message for message in kept.examples if stands_alone(message.text))]
    tagged = [(kept.interpreter.tag_evidence(message), len(message.topics)) for message in messages]
    texts = [Tagged(values, tags, topics) for (values, tags), topics in tagged if len(tags) > 1]
    model = fitted(texts)
    print("_WEIGHTS = (")
    for row in (*model.coef_.T, model.intercept_):
        print(f"    ({', '.join(f'{weight:.2f}' for weight in row)}),")
    print(")")
    halves = texts[::2], texts[1::2]
    for one, other in (halves, halves[::-1]):
        print(f"right: {judged(other, fitted(one))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
