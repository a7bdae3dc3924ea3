"""One topic over several municipalities, and two municipalities over all topics."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer, Fact, Place, Status
from bot.answers.circumstances import Circumstances
from bot.answers.comparison import Likeness, compare, likeness, pairs, same_as, variants
from bot.answers.engine import places
from bot.answers.selection import Selection
from bot.standards.model import Content
from bot.standards.values import Deadline, Duration

SERVICE = "midlertidigt-botilbud"


def test_the_shortest_time_comes_first_and_the_silent_come_last(content: Content, today: datetime.date) -> None:
    found = compare(content, "processing_time", places(content), SERVICE, today)
    stated = [item.fact("deadline") for item in found.answers if item.status is Status.STATED]
    days = [deadline.at_most.days for deadline in stated if isinstance(deadline, Deadline)]
    assert days == sorted(days)
    assert len(days) == 3
    assert [item.status for item in found.answers[3:]] == [Status.NOT_STATED, Status.NOT_STATED]
    assert found.lowest == (found.answers[0].place,)
    assert found.highest == (found.answers[2].place,)


def test_a_single_stated_value_is_neither_lowest_nor_highest(content: Content, today: datetime.date) -> None:
    found = compare(content, "respite", places(content), SERVICE, today)
    assert (found.lowest, found.highest) == ((), ())


def test_equal_values_have_no_order(content: Content, today: datetime.date) -> None:
    found = compare(content, "follow_up", places(content), SERVICE, today)
    assert (found.lowest, found.highest) == ((), ())


def test_a_topic_without_numbers_keeps_the_order_asked(content: Content, today: datetime.date) -> None:
    asked = places(content, ["koege", "thisted"])
    found = compare(content, "payment", asked, SERVICE, today)
    assert tuple(item.place for item in found.answers) == asked


# Alike or not


def an_answer(place: Place, status: Status = Status.STATED, *values: object, undecided: bool = False) -> Answer:
    facts = tuple(Fact(f"fact_{number}", value) for number, value in enumerate(values))
    selection = Selection((), undecided=undecided)
    return Answer("payment", place, SERVICE, status, Circumstances(), facts=facts, selection=selection)


EIGHT, TWELVE = Duration.parse("8 weeks"), Duration.parse("12 weeks")
HERE, THERE = Place("thisted", "Thisted"), Place("koege", "Køge")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (an_answer(HERE, Status.STATED, EIGHT), an_answer(THERE, Status.STATED, EIGHT), Likeness.SAME),
        (an_answer(HERE, Status.STATED, EIGHT), an_answer(THERE, Status.STATED, TWELVE), Likeness.DIFFERENT),
        (an_answer(HERE, Status.STATED, EIGHT), an_answer(THERE, Status.STATED, EIGHT, True), Likeness.DIFFERENT),
        (an_answer(HERE, Status.STATED, True), an_answer(THERE, Status.STATED, False), Likeness.DIFFERENT),
        (an_answer(HERE, Status.STATED, ("a", "b")), an_answer(THERE, Status.STATED, ("b", "a")), Likeness.DIFFERENT),
        (
            an_answer(HERE, Status.STATED, EIGHT),
            an_answer(THERE, Status.STATED, EIGHT, undecided=True),
            Likeness.DIFFERENT,
        ),
        (an_answer(HERE, Status.STATED, EIGHT), an_answer(THERE, Status.NOT_STATED), Likeness.ONE_SILENT),
        (an_answer(HERE, Status.NOT_STATED), an_answer(THERE, Status.NOT_STATED), Likeness.BOTH_SILENT),
        (an_answer(HERE, Status.EXPIRED), an_answer(THERE, Status.STATED, EIGHT), Likeness.UNKNOWN),
        (an_answer(HERE, Status.EXPIRED), an_answer(THERE, Status.EXPIRED), Likeness.UNKNOWN),
        (an_answer(HERE, Status.NOT_COVERED), an_answer(THERE, Status.NOT_STATED), Likeness.UNKNOWN),
    ],
)
def test_status_and_values_decide_whether_answers_are_alike(one: Answer, other: Answer, expected: Likeness) -> None:
    assert likeness(one, other) is expected
    assert likeness(other, one) is expected


def test_the_municipalitys_own_name_makes_no_difference() -> None:
    said = "Socialafdelingen i {} Kommune afgør det"
    one, other = (an_answer(place, Status.STATED, said.format(place.name)) for place in (HERE, THERE))
    assert likeness(one, other) is Likeness.SAME


def test_the_name_of_another_municipality_makes_one() -> None:
    said = "Botilbuddet ligger i Thisted Kommune"
    one, other = (an_answer(place, Status.STATED, said) for place in (HERE, THERE))
    assert likeness(one, other) is Likeness.DIFFERENT


STATUSES = st.sampled_from([Status.STATED, Status.NEEDS, Status.NOT_STATED, Status.EXPIRED])
FACTS = st.lists(st.one_of(st.booleans(), st.sampled_from([EIGHT, TWELVE]), st.text(max_size=3)), max_size=2)
PLACES = [Place(f"place-{number}", f"Sted {number}") for number in range(5)]


@st.composite
def several_answers(draw: st.DrawFn) -> tuple[Answer, ...]:
    made = []
    for place in PLACES[: draw(st.integers(1, 5))]:
        status = draw(STATUSES)
        speaks = status in (Status.STATED, Status.NEEDS)
        made.append(an_answer(place, status, *(draw(FACTS) if speaks else ())))
    return tuple(made)


@given(several_answers())
def test_to_be_the_same_is_mutual_and_goes_on_from_one_to_the_next(found: tuple[Answer, ...]) -> None:
    same = {item.place: set(same_as(item, found)) for item in found}
    for item in found:
        assert item.place not in same[item.place]
        for other in same[item.place]:
            assert same[other] | {other} == same[item.place] | {item.place}


@given(several_answers())
def test_there_are_as_many_variants_as_groups_of_standards_that_say_the_same(found: tuple[Answer, ...]) -> None:
    speaking = [item for item in found if item.status in (Status.STATED, Status.NEEDS)]
    groups = {frozenset({item.place, *same_as(item, found)}) for item in speaking}
    assert variants(found) == len(groups)


@given(several_answers())
def test_who_says_nothing_says_the_same_as_nobody(found: tuple[Answer, ...]) -> None:
    for item in found:
        if item.status in (Status.NOT_STATED, Status.EXPIRED):
            assert same_as(item, found) == ()


def test_two_municipalities_are_put_side_by_side_topic_by_topic(content: Content, today: datetime.date) -> None:
    one, other = places(content, ["koege", "thisted"])
    found = pairs(content, one, other, SERVICE, today)
    assert [pair.topic for pair in found] == list(content.topics)
    for pair in found:
        assert [item.place for item in pair.answers] == [one, other]
        assert {item.topic for item in pair.answers} == {pair.topic}


def test_a_municipality_differs_from_itself_in_nothing(content: Content, today: datetime.date) -> None:
    for place in places(content):
        found = pairs(content, place, place, SERVICE, today)
        assert {pair.likeness for pair in found} <= {Likeness.SAME, Likeness.BOTH_SILENT}


def test_the_order_of_two_municipalities_changes_no_verdict(content: Content, today: datetime.date) -> None:
    for one, other in itertools.combinations(places(content), 2):
        there = [pair.likeness for pair in pairs(content, one, other, SERVICE, today)]
        back = [pair.likeness for pair in pairs(content, other, one, SERVICE, today)]
        assert there == back
