"""The evaluation sets: large enough, well formed, and unknown to the training data."""

from collections import Counter

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from bot.settings import ROOT
from bot.standards.model import Content
from bot.understanding.interpreter import read_examples
from bot.understanding.text import normalise
from evaluation import cases

# Replies such as "Thisted" or "ja tak" stand in conversations and in training data alike, and should.
SHORT_WORDS = 3
NEAR = 90


def test_the_sets_are_as_large_as_they_claim() -> None:
    sizes = (len(cases.questions()), len(cases.outside()), len(cases.dangers()) + len(cases.harmless()))
    assert sizes[0] >= 500
    assert sizes[1] >= 150
    assert sizes[2] >= 60
    assert len(cases.conversations()) >= 80


def test_every_topic_is_asked_for_alone_and_beside_others(content: Content) -> None:
    alone = Counter(item.topics[0] for item in cases.questions() if len(item.topics) == 1)
    together = Counter(topic for item in cases.questions() if len(item.topics) > 1 for topic in item.topics)
    assert set(alone) == set(together) == set(content.topics)
    assert min(alone.values()) >= 10


def test_no_text_of_the_sets_is_known_from_the_training_data() -> None:
    known = {normalise(text) for text, _ in read_examples(ROOT / "data" / "nlu")}
    long_ones = [text for text in known if len(text) >= 12]
    turns = {normalise(turn.say) for one in cases.conversations() for turn in one.turns}
    found = []
    for text in {normalise(text) for text in cases.all_texts()}:
        if text in turns and len(text.split()) <= SHORT_WORDS:
            continue
        near = process.extractOne(text, long_ones, scorer=ratio, score_cutoff=NEAR) if len(text) >= 12 else None
        if text in known or near:
            found.append((text, near))
    assert found == []


def test_conversations_have_two_to_six_turns() -> None:
    assert {len(one.turns) for one in cases.conversations()} <= set(range(2, 7))
