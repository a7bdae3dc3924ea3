"""Picking conditional values, and the one question that settles them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.circumstances import AgeSpan, Circumstances
from bot.answers.selection import AGE, PENSION, choices, select
from bot.standards.values import Route


def route(unit: str, when: dict | None = None) -> Route:
    return Route.parse_obj({"unit": unit, "email": "a@b.dk", "when": when})


ALWAYS = [route("alle")]
BY_AGE = [route("unge", {"age": {"below": 40}}), route("voksne", {"age": {"at_least": 40}})]
WITH_GAP = [route("unge", {"age": {"below": 40}}), route("voksne", {"age": {"above": 40}})]
BY_BOTH = [
    route("voksne", {"any": [{"age": {"at_least": 40}}, {"early_retirement_pension": True}]}),
    route("unge", {"age": {"below": 40}, "early_retirement_pension": False}),
]


def units(values: tuple) -> list[str]:
    return [value.unit for value in values]


@pytest.mark.parametrize(
    ("values", "person", "expected", "needs"),
    [
        (ALWAYS, Circumstances(), ["alle"], ()),
        (BY_AGE, Circumstances(AgeSpan(40, 40)), ["voksne"], ()),
        (BY_AGE, Circumstances(), ["unge", "voksne"], (AGE,)),
        (BY_BOTH, Circumstances(AgeSpan(24, 24)), ["voksne", "unge"], (PENSION,)),
        (BY_BOTH, Circumstances(AgeSpan(24, 24), False), ["unge"], ()),
        (BY_BOTH, Circumstances(AgeSpan(24, 24), True), ["voksne"], ()),
        (BY_BOTH, Circumstances(None, True), ["voksne"], ()),
        (BY_BOTH, Circumstances(AgeSpan(40, None)), ["voksne"], ()),
        (BY_BOTH, Circumstances(), ["voksne", "unge"], (AGE, PENSION)),
        (BY_BOTH, Circumstances(None, False), ["voksne", "unge"], (AGE,)),
    ],
)
def test_the_values_that_apply_are_chosen(
    values: list[Route], person: Circumstances, expected: list[str], needs: tuple[str, ...]
) -> None:
    chosen = select(values, person)
    assert (units(chosen.values), chosen.needs, chosen.undecided) == (expected, needs, False)


def test_a_case_that_the_document_leaves_out_is_undecided_and_shows_all_it_has() -> None:
    chosen = select(WITH_GAP, Circumstances(AgeSpan(40, 40)))
    assert chosen.undecided
    assert units(chosen.values) == ["unge", "voksne"]


def test_a_span_that_touches_the_gap_asks_rather_than_decides() -> None:
    assert select(WITH_GAP, Circumstances(AgeSpan(40, None))).needs == (AGE,)


@pytest.mark.parametrize(
    ("values", "person", "expected"),
    [
        (BY_AGE, Circumstances(), ["0-39", "40-"]),
        (WITH_GAP, Circumstances(), ["0-39", "40", "41-"]),
        (WITH_GAP, Circumstances(AgeSpan(40, None)), ["40", "41-"]),
    ],
)
def test_the_question_offers_the_ages_between_which_the_answer_changes(
    values: list[Route], person: Circumstances, expected: list[str]
) -> None:
    assert [str(case.age) for case in choices(values, person)] == expected


def test_the_question_asks_for_pension_only_where_it_matters() -> None:
    cases = [(str(case.age), case.early_retirement_pension) for case in choices(BY_BOTH, Circumstances())]
    assert cases == [("0-39", False), ("0-39", True), ("40-", None)]


people = st.builds(
    Circumstances,
    age=st.none() | st.integers(0, 100).flatmap(lambda low: st.sampled_from([AgeSpan(low, low), AgeSpan(low, None)])),
    early_retirement_pension=st.none() | st.booleans(),
)


@given(st.sampled_from([ALWAYS, BY_AGE, WITH_GAP, BY_BOTH]), people)
def test_every_answer_to_the_question_settles_it(values: list[Route], person: Circumstances) -> None:
    assert all(not select(values, case).needs for case in choices(values, person))


@given(st.sampled_from([BY_AGE, WITH_GAP, BY_BOTH]), people, st.integers(0, 100), st.booleans())
def test_no_value_is_lost_while_it_may_still_apply(
    values: list[Route], person: Circumstances, age: int, pension: bool
) -> None:
    span = person.age or AgeSpan(0, None)
    exact = max(age, span.lowest) if span.highest is None else span.lowest
    known = person.early_retirement_pension
    full = Circumstances(AgeSpan(exact, exact), pension if known is None else known)
    truth, early = select(values, full), select(values, person)
    assert truth.undecided or set(units(truth.values)) <= set(units(early.values))
