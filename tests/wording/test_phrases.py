"""Values as short Danish phrases."""

import datetime

import pytest

from bot.answers.circumstances import AgeSpan, Circumstances
from bot.standards.values import Amount, Condition, Duration
from bot.wording import phrases


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1 week", "1 uge"),
        ("7 weeks", "7 uger"),
        ("1 month", "1 måned"),
        ("2 months", "2 måneder"),
        ("9 overnights", "9 døgn"),
        ("1 day", "1 dag"),
        ("5 weekdays", "5 hverdage"),
        ("2 years", "2 år"),
    ],
)
def test_a_duration_has_its_danish_plural(written: str, said: str) -> None:
    assert phrases.duration(Duration.parse(written)) == said


@pytest.mark.parametrize(("written", "said"), [("1 year", "én gang om året"), ("1 month", "hver måned")])
def test_an_interval_says_how_often(written: str, said: str) -> None:
    assert phrases.interval(Duration.parse(written)) == said


def test_a_date_is_written_out() -> None:
    assert phrases.date(datetime.date(2001, 3, 9)) == "9. marts 2001"


@pytest.mark.parametrize(("kroner", "said"), [(90, "90 kr."), (12345, "12.345 kr."), (1000000, "1.000.000 kr.")])
def test_money_has_points_between_thousands(kroner: int, said: str) -> None:
    assert phrases.money(Amount(kroner=kroner)) == said


@pytest.mark.parametrize(
    ("items", "joint", "said"),
    [
        ([], "and", ""),
        (["a"], "and", "a"),
        (["a", "b"], "and", "a og b"),
        (["a", "b", "c"], "or", "a, b eller c"),
    ],
)
def test_a_list_reads_as_a_sentence(items: list[str], joint: str, said: str) -> None:
    assert phrases.listed(items, joint) == said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"age": {"at_least": 40}}, "fyldt 40 år"),
        ({"age": {"above": 40}}, "over 40 år"),
        ({"age": {"below": 40}, "early_retirement_pension": False}, "under 40 år og ikke tilkendt førtidspension"),
        (
            {"any": [{"age": {"at_least": 40}}, {"early_retirement_pension": True}]},
            "fyldt 40 år eller tilkendt førtidspension",
        ),
    ],
)
def test_a_condition_keeps_the_document_s_own_limit(condition: dict, said: str) -> None:
    assert phrases.condition(Condition.parse_obj(condition)) == said


@pytest.mark.parametrize(
    ("age", "pension", "said"),
    [
        (AgeSpan(0, 39), None, "Under 40 år"),
        (AgeSpan(40, 40), None, "40 år"),
        (AgeSpan(40, None), None, "40 år eller mere"),
        (AgeSpan(0, 39), False, "Under 40 år, uden førtidspension"),
        (None, True, "Jeg har førtidspension"),
        (AgeSpan(18, 39), None, "18-39 år"),
    ],
)
def test_a_case_is_a_button_that_can_be_read_back(age: AgeSpan | None, pension: bool | None, said: str) -> None:
    assert phrases.case(Circumstances(age, pension)) == said
