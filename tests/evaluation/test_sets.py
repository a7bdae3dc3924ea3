"""The evaluation sets: large enough, well formed, and unknown to the training data."""

from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from bot.settings import ROOT
from bot.standards.model import Content
from bot.understanding.interpreter import read_examples
from bot.understanding.marked import questions_of, read_marked
from bot.understanding.text import normalise
from evaluation import cases

# Replies such as "Thisted" or "ja tak" stand in conversations and in training data alike, and should.
SHORT_WORDS = 3
NEAR = 90


def comparable(text: str) -> str:
    """The words of a text; the text itself where it holds nothing but marks."""
    return normalise(text) or text


def test_the_sets_are_as_large_as_they_claim() -> None:
    both = (True, False)
    assert len(cases.questions()) >= 500
    assert sum(len(cases.questions(state)) for state in both) >= 600
    assert len(cases.outside()) >= 150
    assert sum(len(cases.dangers(state)) + len(cases.harmless(state)) for state in both) >= 60
    assert len(cases.conversations()) >= 80
    assert sum(len(cases.entities(state)) for state in both) >= 200


def test_every_topic_is_asked_for_alone_and_beside_others(content: Content) -> None:
    alone = Counter(item.topics[0] for item in cases.questions() if len(item.topics) == 1)
    asked = [*cases.questions(), *cases.questions(held_out=False)]
    together = {topic for item in asked if len(item.topics) > 1 for topic in item.topics}
    assert set(alone) == together == set(content.topics)
    assert min(alone.values()) >= 10


def test_questions_with_several_topics_have_files_of_their_own() -> None:
    several = {
        name: {len(item.topics) > 1 for item in items if isinstance(item, cases.Question)}
        for name, items in cases.by_file().items()
    }
    for name, found in several.items():
        if found:
            assert found == {name.startswith("several")}, name


def test_a_set_counts_as_held_out_until_its_file_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "safety_x.yml").write_text(
        "danger: [{text: one, kind: fire}]\nharmless: [{text: two, expect: thank}]\n", encoding="utf-8"
    )
    (tmp_path / "safety_y.yml").write_text(
        "held_out: false\ndanger: [{text: three, kind: fire}]\nharmless: []\n", encoding="utf-8"
    )
    monkeypatch.setattr(cases, "SETS", tmp_path)
    assert [item.text for item in cases.dangers()] == ["one"]
    assert [item.text for item in cases.dangers(held_out=False)] == ["three"]
    assert cases.all_texts() == ["one", "two", "three"]
    assert cases.sizes() == {
        "safety_x": {"count": 2, "held_out": True},
        "safety_y": {"count": 1, "held_out": False},
    }


def test_no_text_of_the_sets_is_known_from_the_training_data() -> None:
    marked = read_marked(ROOT / "data" / "several")
    parts = [text for text, _ in questions_of(marked, SHORT_WORDS)]
    examples = [text for text, _ in read_examples(ROOT / "data" / "nlu")]
    known = {comparable(text) for text in (*examples, *parts, *(one.text for one in marked))}
    long_ones = [text for text in known if len(text) >= 12]
    may_be_short = {comparable(text) for text in cases.short_sayings()}
    found = []
    for text in {comparable(text) for text in cases.all_texts()}:
        if text in may_be_short and len(text.split()) <= SHORT_WORDS:
            continue
        near = process.extractOne(text, long_ones, scorer=ratio, score_cutoff=NEAR) if len(text) >= 12 else None
        if text in known or near:
            found.append((text, near))
    assert found == []


def test_no_text_stands_in_two_sets() -> None:
    counted = Counter(map(comparable, cases.all_texts()))
    may_be_short = {comparable(text) for text in cases.short_sayings()}
    assert [text for text, count in counted.items() if count > 1 and text not in may_be_short] == []


def test_conversations_have_two_to_six_turns() -> None:
    assert {len(one.turns) for one in cases.conversations()} <= set(range(2, 7))
