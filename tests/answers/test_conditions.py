"""Whether a condition holds: yes, no, or not known yet."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.circumstances import AgeSpan, Circumstances
from bot.answers.conditions import holds
from bot.standards.values import Condition

YOUNG = Condition.parse_obj({"age": {"below": 40}})
GROWN = Condition.parse_obj({"age": {"at_least": 40}})
OLDER = Condition.parse_obj({"age": {"above": 40}})
YOUNG_WITHOUT = Condition.parse_obj({"age": {"below": 40}, "early_retirement_pension": False})
GROWN_OR_WITH = Condition.parse_obj({"any": [{"age": {"at_least": 40}}, {"early_retirement_pension": True}]})


def person(age: str | None = None, pension: bool | None = None) -> Circumstances:
    return Circumstances(None if age is None else AgeSpan.parse(age), pension)


@pytest.mark.parametrize(
    ("condition", "age", "pension", "expected"),
    [
        (YOUNG, "39", None, True),
        (YOUNG, "40", None, False),
        (GROWN, "40", None, True),
        (OLDER, "40", None, False),
        (OLDER, "41", None, True),
        (OLDER, "40-", None, None),
        (YOUNG, "0-39", None, True),
        (YOUNG, "30-49", None, None),
        (YOUNG, None, None, None),
        (YOUNG_WITHOUT, "20", None, None),
        (YOUNG_WITHOUT, "20", False, True),
        (YOUNG_WITHOUT, "20", True, False),
        (YOUNG_WITHOUT, None, True, False),
        (YOUNG_WITHOUT, "50", None, False),
        (GROWN_OR_WITH, None, True, True),
        (GROWN_OR_WITH, "50", None, True),
        (GROWN_OR_WITH, "20", None, None),
        (GROWN_OR_WITH, "20", False, False),
        (None, None, None, True),
    ],
)
def test_a_condition_holds_only_as_far_as_it_is_known(
    condition: Condition | None, age: str | None, pension: bool | None, expected: bool | None
) -> None:
    assert holds(condition, person(age, pension)) is expected


ages = st.tuples(st.integers(0, 110), st.none() | st.integers(0, 110)).map(
    lambda pair: AgeSpan(pair[0], None if pair[1] is None else pair[0] + pair[1])
)
conditions = st.sampled_from([YOUNG, GROWN, OLDER, YOUNG_WITHOUT, GROWN_OR_WITH])


@given(conditions, ages, st.integers(0, 110), st.booleans())
def test_learning_more_never_changes_a_verdict_that_was_reached(
    condition: Condition, span: AgeSpan, offset: int, pension: bool
) -> None:
    early = holds(condition, Circumstances(age=span))
    highest = span.lowest + offset if span.highest is None else span.highest
    exact = min(span.lowest + offset, highest)
    later = holds(condition, Circumstances(AgeSpan(exact, exact), pension))
    assert early is None or early is later


@given(conditions, st.integers(0, 120), st.booleans())
def test_somebody_who_is_fully_known_gets_a_verdict(condition: Condition, age: int, pension: bool) -> None:
    assert holds(condition, Circumstances(AgeSpan(age, age), pension)) is not None


@given(ages)
def test_an_age_survives_being_written_and_read(span: AgeSpan) -> None:
    assert AgeSpan.parse(str(span)) == span


@pytest.mark.parametrize("text", ["", "-", "abc", "30-20", "-5", "3000", "٢٤", "24\n"])
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an age"):
        AgeSpan.parse(text)


def test_circumstances_survive_being_kept_as_slots() -> None:
    known = Circumstances(AgeSpan(0, 29), early_retirement_pension=False, has_income=False)
    assert Circumstances.from_mapping(known.to_mapping()) == known


def test_what_is_unknown_is_not_written_down() -> None:
    assert dataclasses.asdict(Circumstances())
    assert Circumstances().to_mapping() == {}
