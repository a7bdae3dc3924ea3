"""Whether it is open, as citizens and staff read it."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.opening import Opening, OpeningState, public_holidays
from bot.wording.i18n import has
from bot.wording.opening import clock, opening, short, when

ZONE = ZoneInfo("Europe/Copenhagen")
YEARS = range(2000, 2100)


def at(written: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(written).replace(tzinfo=ZONE)


NOW = at("2026-12-28 10:00")
UNKNOWN = Opening(OpeningState.UNKNOWN)


def open_until(written: str | None) -> Opening:
    return Opening(OpeningState.OPEN, until=at(written) if written else None)


def closed(opens: str | None, why: str | None = None) -> Opening:
    return Opening(OpeningState.CLOSED, opens=at(opens) if opens else None, why=why)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (open_until("2026-12-28 15:30"), "Der er åbent til kl. 15.30."),
        (open_until("2026-12-28 15:00"), "Der er åbent til kl. 15."),
        (open_until("2026-12-29 00:00"), "Der er åbent til kl. 24."),
        (open_until("2026-12-29 04:00"), "Der er åbent til i morgen kl. 4."),
        (open_until("2027-01-01 00:00"), "Der er åbent til fredag den 1. januar kl. 0."),
        (open_until(None), "Der er åbent."),
        (closed("2026-12-28 13:00"), "Der er lukket. Der åbner igen i dag kl. 13."),
        (closed("2026-12-29 09:00"), "Der er lukket. Der åbner igen i morgen kl. 9."),
        (closed("2027-01-04 09:05"), "Der er lukket. Der åbner igen mandag den 4. januar kl. 9.05."),
        (closed("2027-12-20 09:00"), "Der er lukket. Der åbner igen mandag den 20. december 2027 kl. 9."),
        (
            closed("2026-12-29 09:00", "Anden juledag"),
            "Der er lukket på grund af 2. juledag. Der åbner igen i morgen kl. 9.",
        ),
        (
            closed("2026-12-29 09:00", "Kristi himmelfartsdag"),
            "Der er lukket på grund af Kristi himmelfartsdag. Der åbner igen i morgen kl. 9.",
        ),
        (closed("2026-12-29 09:00", "Sommerferie"), "Der er lukket: Sommerferie. Der åbner igen i morgen kl. 9."),
        (closed("2026-12-29 09:00", "Vi flytter."), "Der er lukket: Vi flytter. Der åbner igen i morgen kl. 9."),
        (closed(None), "Der er lukket. Jeg kan ikke se, hvornår der åbner igen."),
        (UNKNOWN, "Jeg kender ikke åbningstiderne."),
    ],
)
def test_citizens_read_sentences(value: Opening, said: str) -> None:
    assert opening(value, NOW) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (open_until("2026-12-28 15:00"), "Åbent til kl. 15"),
        (open_until(None), "Åbent"),
        (closed("2026-12-28 13:00", "Juledag"), "Lukket, åbner i dag kl. 13"),
        (closed(None), "Lukket"),
        (UNKNOWN, "Åbningstider ikke kendt"),
    ],
)
def test_staff_read_it_in_few_words(value: Opening, said: str) -> None:
    assert short(value, NOW) == said


@pytest.mark.parametrize(
    ("time", "said"), [("09:00", "9"), ("00:00", "0"), ("15:30", "15.30"), ("09:05", "9.05"), ("00:15", "0.15")]
)
def test_a_time_of_day_has_minutes_only_where_it_needs_them(time: str, said: str) -> None:
    assert clock(at(f"2026-12-28 {time}")) == said


@pytest.mark.parametrize(
    ("day", "weekday"),
    zip(range(4, 11), ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"], strict=True),
)
def test_a_later_day_is_told_with_its_weekday(day: int, weekday: str) -> None:
    assert when(at(f"2027-01-{day:02} 09:00"), NOW).startswith(f"{weekday} den {day}. januar")


def test_today_is_the_day_in_denmark_whatever_clock_the_moment_comes_from() -> None:
    just_after_midnight = at("2026-12-29 00:30").astimezone(datetime.timezone.utc)
    assert when(at("2026-12-29 09:00"), just_after_midnight) == "i dag kl. 9"


def test_every_public_holiday_can_stand_in_a_sentence() -> None:
    names = {name for year in YEARS for name in public_holidays(year).values()}
    assert sorted(name for name in names if not has(f"opening.holiday.{name}")) == []


@given(st.text(min_size=1, max_size=100))
def test_any_reason_of_an_operator_can_be_told(why: str) -> None:
    assert why.rstrip(".") in opening(closed("2026-12-29 09:00", why), NOW)
