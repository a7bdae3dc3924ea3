"""The tags of segments by their signs and by the topics heard in them: what most messages need no embedding for.

A softmax regression weighs both. It cannot be learnt with the rest: what the n-grams hear in texts that they were
taught is clearer than it will ever be in others. So `evaluation.tag_weights` fits it on messages that no model was
taught, and its weights are written down here.
"""

from __future__ import annotations

import numpy as np

from bot.understanding.regression import softmax
from bot.understanding.segment_topics import SegmentTopics
from bot.understanding.tagging import Array

# A row for each number of `evidence`, a column for each Tag; the last row is the bias. Written down from
# `python -m evaluation.tag_weights`.
_WEIGHTS = (
    (0.37, -0.17, -0.20),
    (-0.31, 0.56, -0.25),
    (-0.27, -0.26, 0.53),
    (-1.34, 1.46, -0.12),
    (-0.50, -1.25, 1.75),
    (-0.75, 0.54, 0.21),
    (1.26, -0.21, -1.05),
    (-0.35, -0.63, 0.98),
)
_TINY = 1e-4


def evidence(by_signs: Array, topics: SegmentTopics) -> Array:
    """What is weighed, a row for each segment: the logarithms of `by_signs`, then the signs of `topics`."""
    return np.concatenate([np.log(by_signs + _TINY), topics.signs()], axis=1).astype(np.float32)


def weighed(by_signs: Array, topics: SegmentTopics) -> Array:
    """The probabilities of the tags, a row for each segment; `by_signs` are such by what can be seen alone."""
    weights = np.array(_WEIGHTS, dtype=np.float32)
    return softmax(evidence(by_signs, topics) @ weights[:-1] + weights[-1])
