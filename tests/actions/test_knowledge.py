"""Words that are remembered are those that would be found anew."""

import dataclasses
import datetime

import pytest

from actions.knowledge import Knowledge, answers_to, knowledge
from bot.answers.circumstances import Circumstances
from bot.answers.reckoning import DatedEvent, Event
from bot.wording.conversation import answered

CASES = (Circumstances(), *(Circumstances.from_mapping({"age": age}) for age in ("24", "44")))


class OnADay(Knowledge):
    """What is known, read on whichever day a test says."""

    day = datetime.date(2026, 11, 30)

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def today(self) -> datetime.date:
        return self.day


@pytest.fixture
def known() -> OnADay:
    real = knowledge()
    return OnADay(real.content, real.places, real.service)


@pytest.mark.parametrize("circumstances", CASES, ids=str)
def test_an_answer_has_the_words_it_had_the_first_time_and_its_own(known: OnADay, circumstances: Circumstances) -> None:
    topics = tuple(known.content.topics)
    for place in known.covered():
        for item in answers_to(known, topics, place.slug, circumstances):
            assert known.worded(item) == known.worded(item) == answered(known.content, item)


def test_words_hold_for_the_day_alone(known: OnADay) -> None:
    place = known.covered()[0].slug
    (key,) = (one for one in known.content.standards if one[0] == place)
    ends = known.content.standards[key][0].copy(update={"valid_until": known.day})
    until = OnADay(known.content.copy(update={"standards": {key: (ends,)}}), known.places, known.service)
    said = []
    for day in (until.day, until.day + datetime.timedelta(1)):
        until.day = day
        (item,) = answers_to(until, ("payment",), place, Circumstances())
        said.append(until.worded(item).payload or {})
    assert [one["status"] for one in said] == ["stated", "expired"]


def test_what_is_counted_for_one_citizen_is_told_to_no_other(known: OnADay) -> None:
    (item,) = answers_to(known, ("complaint",), "thisted", Circumstances())
    for back in (1, 3):
        told = DatedEvent(Event.DECISION_RECEIVED, known.day - datetime.timedelta(back))
        (dated,) = answers_to(known, ("complaint",), "thisted", Circumstances(), told)
        assert dated.reckoning is not None
        assert known.worded(dated) == answered(known.content, dated)
    assert known.worded(item) == answered(known.content, dataclasses.replace(item, reckoning=None))
