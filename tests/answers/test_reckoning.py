"""Counting a stated time limit from a day that was told. Where the content says too little, nothing is counted."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.engine import Question, answer, places
from bot.answers.reckoning import DatedEvent, Reckoning, last_day, reckon
from bot.standards.model import Content
from bot.standards.topics import Complaint, ProcessingTime
from bot.standards.values import Deadline, Duration, Event, Unit

SERVICE = "midlertidigt-botilbud"
TODAY = datetime.date(2026, 11, 23)
RECEIVED = DatedEvent(Event.DECISION_RECEIVED, datetime.date(2026, 11, 3))
APPLIED = DatedEvent(Event.APPLICATION, datetime.date(2026, 10, 1))


def complaint(limit: str, since: Event | None = None) -> Complaint:
    return Complaint(heading=("Klage",), within=Deadline(at_most=Duration.parse(limit), since=since))


def processing(limit: str, since: Event | None = None) -> ProcessingTime:
    return ProcessingTime(heading=("Tid",), deadline=Deadline(at_most=Duration.parse(limit), since=since))


def law_limit(content: Content) -> Duration:
    (limit,) = content.law["complaint_deadline"].durations.values()
    return limit


@pytest.mark.parametrize(
    ("start", "limit", "last"),
    [
        ("2026-11-03", "4 weeks", "2026-12-01"),
        ("2026-11-03", "14 days", "2026-11-17"),
        ("2026-12-30", "1 week", "2027-01-06"),
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2028-01-31", "1 month", "2028-02-29"),
        ("2026-11-15", "3 months", "2027-02-15"),
        ("2028-02-29", "1 year", "2029-02-28"),
        ("2026-12-31", "12 months", "2027-12-31"),
    ],
)
def test_weeks_and_days_are_counted_and_months_follow_the_calendar(start: str, limit: str, last: str) -> None:
    assert last_day(datetime.date.fromisoformat(start), Duration.parse(limit)) == datetime.date.fromisoformat(last)


@pytest.mark.parametrize("unit", [Unit.WEEKDAY, Unit.HOUR, Unit.OVERNIGHT])
def test_what_needs_a_calendar_of_holidays_or_a_clock_is_not_counted(unit: Unit) -> None:
    assert last_day(TODAY, Duration(count=7, unit=unit)) is None


def test_a_silent_standard_leaves_the_count_to_the_law(content: Content) -> None:
    found = reckon(content, "complaint", None, RECEIVED, TODAY)
    assert found is not None
    assert found.by_law is content.law["complaint_deadline"]
    assert found.last == last_day(RECEIVED.day, law_limit(content))
    assert not found.over
    assert found.when_over is None


def test_a_standard_that_says_from_when_needs_no_law(content: Content) -> None:
    found = reckon(content, "complaint", complaint("5 weeks", Event.DECISION_RECEIVED), RECEIVED, TODAY)
    assert found == Reckoning(RECEIVED, Duration.parse("5 weeks"), datetime.date(2026, 12, 8), False)


def test_a_standard_without_a_start_counts_by_law_only_if_both_name_the_same_time(content: Content) -> None:
    same = complaint(f"{law_limit(content).count} {law_limit(content).unit.value}s")
    assert reckon(content, "complaint", same, RECEIVED, TODAY) == reckon(content, "complaint", None, RECEIVED, TODAY)
    assert reckon(content, "complaint", complaint("99 days"), RECEIVED, TODAY) is None


def test_a_limit_is_over_on_the_day_after_its_last(content: Content) -> None:
    last = last_day(RECEIVED.day, law_limit(content))
    assert last is not None
    on_time = reckon(content, "complaint", None, RECEIVED, last)
    late = reckon(content, "complaint", None, RECEIVED, last + datetime.timedelta(1))
    assert on_time is not None
    assert late is not None
    assert (on_time.over, late.over) == (False, True)
    assert late.when_over is content.law["complaint_late"]


def test_an_unverified_rule_neither_counts_nor_comforts(content: Content) -> None:
    def doubting(name: str) -> Content:
        doubted = content.law[name].copy(update={"verified": False})
        return content.copy(update={"law": {**content.law, name: doubted}})

    assert reckon(doubting("complaint_deadline"), "complaint", None, RECEIVED, TODAY) is None
    late = reckon(doubting("complaint_late"), "complaint", None, RECEIVED, datetime.date(2027, 6, 1))
    assert late is not None
    assert late.when_over is None


def test_an_application_is_counted_where_the_standard_counts_from_it(content: Content) -> None:
    found = reckon(content, "processing_time", processing("8 weeks", Event.APPLICATION), APPLIED, TODAY)
    assert found is not None
    assert found.last == datetime.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("topic", "stated", "dated"),
    [
        ("processing_time", processing("8 weeks"), APPLIED),
        ("processing_time", processing("8 weeks", Event.APPLICATION), RECEIVED),
        ("processing_time", processing("10 weekdays", Event.APPLICATION), APPLIED),
        ("processing_time", None, APPLIED),
        ("complaint", None, APPLIED),
        ("complaint", None, None),
        ("complaint", None, DatedEvent(Event.DECISION_RECEIVED, datetime.date(2026, 11, 24))),
        ("payment", None, RECEIVED),
    ],
    ids=["no start", "another event", "weekdays", "no time", "applied", "no day", "a day to come", "another topic"],
)
def test_nothing_is_counted_where_it_would_be_a_guess(
    content: Content, topic: str, stated: ProcessingTime | None, dated: DatedEvent | None
) -> None:
    assert reckon(content, topic, stated, dated, TODAY) is None


def test_an_answer_carries_the_count_of_its_own_standard(content: Content) -> None:
    found = answer(content, Question(("processing_time",), places(content), SERVICE, TODAY, dated=APPLIED))
    for item in found:
        stated = content.standards[item.place.slug, SERVICE][0].topics.processing_time
        says_start = stated is not None and stated.deadline.since is Event.APPLICATION
        assert (item.reckoning is not None) == says_start, item.place


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)), st.integers(1, 60))
def test_a_longer_limit_never_ends_sooner(start: datetime.date, count: int) -> None:
    for unit in (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR):
        shorter = last_day(start, Duration(count=count, unit=unit))
        longer = last_day(start, Duration(count=count + 1, unit=unit))
        assert shorter is not None
        assert longer is not None
        assert start < shorter < longer
