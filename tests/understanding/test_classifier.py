from __future__ import annotations

import pytest

from bot.understanding.classifier import Classifier
from bot.understanding.decision import DANGER
from bot.understanding.embedding import Embedding, default_embedding

DANGERS = [f"{who} {what}" for who in ("han", "hun", "min bror") for what in ("truer med en kniv", "har taget en kniv")]
QUESTIONS = [
    f"{what} på stedet" for what in ("hvem laver mad", "hvad koster maden", "hvor mange bor der", "hvem gør rent")
]
CALM = [
    f"{who} {what}" for who in ("vi", "de andre", "min far") for what in ("skærer brød med en kniv", "køber en kniv")
]
EXAMPLES = [*((text, DANGER) for text in DANGERS), *((text, "ask/practical_help") for text in QUESTIONS)]


@pytest.fixture(scope="module", params=["n-grams alone", "with an embedding"])
def embedding(request: pytest.FixtureRequest) -> Embedding | None:
    if request.param == "n-grams alone":
        return None
    return default_embedding() or pytest.skip("no embedding is installed")


@pytest.fixture(scope="module")
def taught(embedding: Embedding | None) -> Classifier:
    return Classifier.train(EXAMPLES, embedding, None, CALM)


def test_calm_texts_without_a_label_teach_what_is_no_danger(embedding: Embedding | None, taught: Classifier) -> None:
    untaught = Classifier.train(EXAMPLES, embedding, None)
    assert all(taught.hear(text, embedding).danger < untaught.hear(text, embedding).danger for text in CALM)


def test_calm_texts_leave_dangers_the_likelier_ones(embedding: Embedding | None, taught: Classifier) -> None:
    least = min(taught.hear(text, embedding).danger for text in DANGERS)
    assert least > max(taught.hear(text, embedding).danger for text in CALM)
