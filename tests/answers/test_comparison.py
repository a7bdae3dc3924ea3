"""One topic over several municipalities."""

import datetime

from bot.answers.answer import Status
from bot.answers.comparison import compare
from bot.answers.engine import places
from bot.standards.model import Content
from bot.standards.values import Deadline

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
