"""What is sent in the benchmark."""

from __future__ import annotations

import pytest

from benchmark.loads import POOL, Loads
from bot.settings import ROOT
from bot.standards.model import Content
from bot.understanding.examples import read_examples
from evaluation import cases

PARTS = 3


@pytest.fixture(scope="module")
def loads(content: Content) -> Loads:
    return Loads(content)


def test_no_question_is_held_out_twice(loads: Loads) -> None:
    assert len(set(loads.held_out)) == len(loads.held_out)


def test_the_pool_has_nothing_in_common_with_the_unseen_questions(loads: Loads) -> None:
    assert not set(loads.pool) & set(loads.held_out)


def test_the_pool_has_its_size_and_no_question_twice(loads: Loads) -> None:
    assert len(set(loads.pool)) == len(loads.pool) == POOL


@pytest.mark.parametrize("repetition", range(4))
def test_no_text_repeats_within_the_life_of_a_process(loads: Loads, repetition: int) -> None:
    life = [text for part in range(PARTS) for text in loads.unseen(repetition, part, PARTS)]
    assert len(set(life)) == len(life) == len(loads.held_out)


def test_each_place_has_had_every_text_after_as_many_repetitions_as_parts(loads: Loads) -> None:
    first_place = {text for repetition in range(PARTS) for text in loads.unseen(repetition, 0, PARTS)}
    assert first_place == set(loads.held_out)


def test_a_long_conversation_asks_nothing_twice_and_only_what_was_asked_before(loads: Loads) -> None:
    texts = loads.long_conversations(3, 100)
    for begin in (0, 100, 200):
        assert len(set(texts[begin : begin + 100])) == 100
    assert set(texts) <= set(loads.pool)


def test_long_conversations_end_with_the_questions_that_others_begin_with(loads: Loads) -> None:
    # Else one question would be compared with another one, and not a late message with an early one.
    texts = loads.long_conversations(4, 100)
    for number in range(10):
        assert sorted(texts[number::100]) == sorted(texts[99 - number :: 100])


def test_long_conversations_differ(loads: Loads) -> None:
    texts = loads.long_conversations(2, 100)
    assert texts[:100] != texts[100:]


def test_a_conversation_longer_than_the_pool_is_an_error(loads: Loads) -> None:
    with pytest.raises(ValueError, match=r"[Ss]ample"):
        loads.long_conversations(2, POOL + 1)


def test_one_long_conversation_alone_is_an_error(loads: Loads) -> None:
    with pytest.raises(ValueError, match="another one"):
        loads.long_conversations(1, 100)


def test_what_warms_up_is_never_measured(loads: Loads) -> None:
    assert not set(loads.warm_up(200)) & {*loads.held_out, *loads.pool}


def test_nothing_that_is_measured_was_learnt(loads: Loads) -> None:
    learnt = {text for text, _ in read_examples(ROOT / "data" / "nlu")}
    assert not learnt & {*loads.held_out, *loads.pool}


def test_a_question_that_names_a_municipality_stays_as_it_is(loads: Loads) -> None:
    texts = {*loads.held_out, *loads.pool}
    asked = [*cases.questions(), *cases.questions(held_out=False)]
    assert {one.text for one in asked if one.municipality is not None} <= texts


def test_a_question_that_names_none_is_never_sent_without_one(loads: Loads, content: Content) -> None:
    bare = {one.text for one in cases.questions() if one.municipality is None}
    assert not bare & {*loads.held_out, *loads.pool}
    names = [one.name for one in content.municipalities.values()]
    as_they_are = {one.text for one in cases.questions()}
    added = [text for text in loads.held_out if text not in as_they_are]
    assert added
    assert all(any(name in text for name in names) for text in added)


def test_two_runs_send_the_same(content: Content, loads: Loads) -> None:
    again = Loads(content)
    assert again.unseen(1, 2, PARTS) == loads.unseen(1, 2, PARTS)
    assert again.zipf(1, 2, 50) == loads.zipf(1, 2, 50)


def test_two_parts_draw_differently(loads: Loads) -> None:
    assert loads.zipf(0, 0, 50) != loads.zipf(0, 1, 50)


def test_the_second_question_is_drawn_half_as_often_as_the_first_and_the_tenth_a_tenth(loads: Loads) -> None:
    drawn = loads.zipf(0, 0, 200_000)
    counts = [drawn.count(loads.pool[rank]) for rank in (0, 1, 9)]
    # Some 32,000 draws of the first: chance is within 5 % of the ratios.
    assert counts[0] / counts[1] == pytest.approx(2, rel=0.05)
    assert counts[0] / counts[2] == pytest.approx(10, rel=0.1)


def test_every_question_of_the_pool_is_drawn_sooner_or_later(loads: Loads) -> None:
    assert set(loads.zipf(0, 0, 50_000)) == set(loads.pool)


def test_an_assistant_is_asked_first_what_every_topic_gives_as_its_example(loads: Loads, content: Content) -> None:
    assert {topic for _, topic in loads.first_questions()} == set(content.topics)
