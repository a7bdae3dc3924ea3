"""What opening hours mean at a moment, on the clocks of Denmark."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.answers.opening import Opening, OpeningState, hours_of, opening, public_holidays
from bot.standards.model import Municipality
from bot.standards.opening_hours import MINUTES_OF_A_DAY, WEEKDAYS, OpeningHours

ZONE = ZoneInfo("Europe/Copenhagen")
UTC = datetime.timezone.utc
MINUTE = datetime.timedelta(minutes=1)
# Invented: all hours here serve the tests alone.
SPLIT = ["09:00-12:00", "13:00-15:30"]
OFFICE = {
    "monday": SPLIT,
    "tuesday": ["09:00-15:00"],
    "wednesday": ["09:00-12:00", "12:00-15:00"],
    "thursday": ["09:00-17:00"],
    "friday": ["09:00-13:00"],
}
SHUT = {"closed": [{"date": "2026-12-23"}, {"from": "2027-07-12", "to": "2027-07-16", "why": "Sommerferie"}]}
OTHER = {"open": [{"date": "2026-12-31", "hours": ["09:00-11:00"]}]}
NIGHT = {"saturday": ["20:00-24:00"], "sunday": ["00:00-04:00"]}
ALWAYS: dict[str, list[str]] = {day: ["00:00-24:00"] for day in WEEKDAYS}


def at(written: str, fold: int = 0) -> datetime.datetime:
    """A time on the clocks of Denmark; `fold` 1 is the second time that the clock shows it."""
    return datetime.datetime.fromisoformat(written).replace(tzinfo=ZONE, fold=fold)


def hours(*parts: dict) -> OpeningHours:
    return OpeningHours.parse_obj({key: value for part in parts for key, value in part.items()})


def shown(moment: datetime.datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else None


@pytest.mark.parametrize(
    ("kept", "moment", "until"),
    [
        pytest.param(hours(OFFICE), "2026-11-23 09:00", "2026-11-23 12:00", id="the minute it opens"),
        pytest.param(hours(OFFICE), "2026-11-23 11:59", "2026-11-23 12:00", id="the minute before it closes"),
        pytest.param(hours(OFFICE), "2026-11-23 14:00", "2026-11-23 15:30", id="second half of a split day"),
        pytest.param(hours(OFFICE), "2026-11-25 10:00", "2026-11-25 15:00", id="ranges that touch are one"),
        pytest.param(hours(OFFICE), "2026-12-24 10:00", "2026-12-24 17:00", id="Christmas Eve is no public holiday"),
        pytest.param(hours(OFFICE, OTHER), "2026-12-31 10:00", "2026-12-31 11:00", id="a day with other hours"),
        pytest.param(hours(OFFICE), "2026-06-05 10:00", "2026-06-05 13:00", id="Constitution Day is none either"),
        pytest.param(hours(OFFICE), "2024-04-26 10:00", "2024-04-26 13:00", id="Great Prayer Day was abolished"),
        pytest.param(hours(NIGHT), "2026-11-28 23:00", "2026-11-29 04:00", id="over midnight"),
        pytest.param(hours(NIGHT), "2026-11-29 00:00", "2026-11-29 04:00", id="midnight itself"),
        pytest.param(hours({"monday": ["00:00-24:00"]}), "2026-11-23 00:00", "2026-11-24 00:00", id="a whole day"),
        pytest.param(hours(NIGHT), "2026-03-29 01:30", "2026-03-29 04:00", id="before summer time, the same night"),
        pytest.param(hours(NIGHT), "2026-10-25 02:30", "2026-10-25 04:00", id="before winter time, the same night"),
        pytest.param(
            hours(OFFICE, {"on_holidays": "open"}), "2026-04-06 10:00", "2026-04-06 12:00", id="open on holidays"
        ),
        pytest.param(
            hours(OFFICE, {"open": [{"date": "2026-12-25", "hours": ["10:00-11:00"]}]}),
            "2026-12-25 10:30",
            "2026-12-25 11:00",
            id="own hours on a holiday",
        ),
        pytest.param(
            hours(OFFICE, SHUT, {"open": [{"date": "2027-07-14", "hours": ["10:00-11:00"]}]}),
            "2027-07-14 10:30",
            "2027-07-14 11:00",
            id="own hours amid closing days",
        ),
        pytest.param(hours(ALWAYS, {"on_holidays": "open"}), "2026-11-23 10:00", None, id="never closed"),
        pytest.param(hours(ALWAYS), "2026-11-23 10:00", "2026-12-25 00:00", id="never closed but on holidays"),
    ],
)
def test_it_is_open_until_it_closes(kept: OpeningHours, moment: str, until: str | None) -> None:
    found = opening(kept, at(moment))
    assert (found.state, shown(found.until), found.opens, found.why) == (OpeningState.OPEN, until, None, None)


@pytest.mark.parametrize(
    ("kept", "moment", "opens", "why"),
    [
        pytest.param(hours(OFFICE), "2026-11-23 08:59", "2026-11-23 09:00", None, id="before it opens"),
        pytest.param(hours(OFFICE), "2026-11-23 12:00", "2026-11-23 13:00", None, id="the break of a split day"),
        pytest.param(hours(OFFICE), "2026-11-23 15:30", "2026-11-24 09:00", None, id="the minute it closes"),
        pytest.param(hours(OFFICE), "2026-11-27 13:00", "2026-11-30 09:00", None, id="before a weekend"),
        pytest.param(hours(OFFICE), "2026-11-29 12:00", "2026-11-30 09:00", None, id="a day without hours"),
        pytest.param(hours(OFFICE), "2026-12-25 10:00", "2026-12-28 09:00", "Juledag", id="a holiday"),
        pytest.param(hours(OFFICE), "2026-12-25 23:59", "2026-12-28 09:00", "Juledag", id="all of a holiday"),
        pytest.param(hours(OFFICE), "2026-12-24 18:00", "2026-12-28 09:00", None, id="the evening before a holiday"),
        pytest.param(hours(OFFICE), "2026-12-31 18:00", "2027-01-04 09:00", None, id="over New Year"),
        pytest.param(hours(OFFICE), "2026-04-01 16:00", "2026-04-07 09:00", None, id="the evening before Easter 2026"),
        pytest.param(hours(OFFICE), "2026-04-02 10:00", "2026-04-07 09:00", "Skærtorsdag", id="Maundy Thursday"),
        pytest.param(hours(OFFICE), "2026-04-06 10:00", "2026-04-07 09:00", "Anden påskedag", id="Easter Monday 2026"),
        pytest.param(hours(OFFICE), "2027-03-29 10:00", "2027-03-30 09:00", "Anden påskedag", id="Easter Monday 2027"),
        pytest.param(
            hours(OFFICE), "2026-05-14 10:00", "2026-05-15 09:00", "Kristi himmelfartsdag", id="Ascension 2026"
        ),
        pytest.param(
            hours(OFFICE), "2027-05-06 10:00", "2027-05-07 09:00", "Kristi himmelfartsdag", id="Ascension 2027"
        ),
        pytest.param(hours(OFFICE), "2026-05-25 10:00", "2026-05-26 09:00", "Anden pinsedag", id="Whit Monday"),
        pytest.param(hours(OFFICE), "2023-05-05 10:00", "2023-05-08 09:00", "Store bededag", id="the last of its kind"),
        pytest.param(hours(OFFICE, SHUT), "2026-12-23 10:00", "2026-12-24 09:00", None, id="closing day, no reason"),
        pytest.param(hours(OFFICE, SHUT), "2027-07-12 10:00", "2027-07-19 09:00", "Sommerferie", id="closing days"),
        pytest.param(hours(OFFICE, SHUT), "2027-07-11 10:00", "2027-07-19 09:00", None, id="the day before them"),
        pytest.param(
            hours(OFFICE, {"closed": [{"date": "2026-12-25", "why": "Flytning"}]}),
            "2026-12-25 10:00",
            "2026-12-28 09:00",
            "Flytning",
            id="the own reason comes first",
        ),
        pytest.param(hours(OFFICE, OTHER), "2026-12-31 11:00", "2027-01-04 09:00", None, id="after other hours"),
        pytest.param(hours(NIGHT), "2026-11-29 04:00", "2026-12-05 20:00", None, id="the night is over"),
        pytest.param(
            hours({"tuesday": ["00:00-24:00"]}), "2026-11-23 23:59", "2026-11-24 00:00", None, id="opens at midnight"
        ),
        pytest.param(
            hours({"sunday": ["02:30-05:00"]}), "2026-03-29 01:59", "2026-03-29 03:00", None, id="in the skipped hour"
        ),
        pytest.param(hours(OFFICE), "2026-03-28 12:00", "2026-03-30 09:00", None, id="over the change to summer"),
        pytest.param(hours(OFFICE), "2026-10-24 12:00", "2026-10-26 09:00", None, id="over the change to winter"),
        pytest.param(
            hours(OFFICE, {"closed": [{"from": "2026-01-01", "to": "2028-12-31", "why": "Ombygning"}]}),
            "2026-11-23 10:00",
            None,
            "Ombygning",
            id="no opening within a year",
        ),
    ],
)
def test_it_is_closed_until_it_opens(kept: OpeningHours, moment: str, opens: str | None, why: str | None) -> None:
    found = opening(kept, at(moment))
    assert (found.state, shown(found.opens), found.why, found.until) == (OpeningState.CLOSED, opens, why, None)


def test_hours_that_nobody_gave_are_a_state_of_their_own() -> None:
    assert opening(None, at("2026-11-23 10:00")) == Opening(OpeningState.UNKNOWN)


@pytest.mark.parametrize(
    ("night", "hours_open"),
    [("2026-03-28", 7), ("2026-06-20", 8), ("2026-10-24", 9)],
    ids=["spring", "summer", "autumn"],
)
def test_a_night_with_a_change_of_the_clocks_is_an_hour_shorter_or_longer(night: str, hours_open: int) -> None:
    start = at(f"{night} 20:00")
    until = opening(hours(NIGHT), start).until
    assert until is not None
    assert until.astimezone(UTC) - start.astimezone(UTC) == datetime.timedelta(hours=hours_open)


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_the_clock_shows_twice_is_open_both_times(fold: int) -> None:
    kept = hours({"sunday": ["02:10-02:20"]})
    assert opening(kept, at("2026-10-25 02:15", fold)).state is OpeningState.OPEN


def test_the_moment_may_come_from_any_clock() -> None:
    moment = at("2026-11-23 10:00")
    assert opening(hours(OFFICE), moment.astimezone(UTC)) == opening(hours(OFFICE), moment)


def test_a_moment_without_a_clock_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        opening(hours(OFFICE), datetime.datetime(2026, 11, 23, 10))


def test_the_holidays_of_a_year_are_worked_out_once() -> None:
    assert public_holidays(2026) is public_holidays(2026)


TOWN = {"slug": "x", "name": "X", "region": "x"}
OWN = {"name": "Ungeteamet", "opening_hours": {"monday": SPLIT}}
BARE = {"name": "Visitationen"}


@pytest.mark.parametrize(
    ("fields", "unit", "expected"),
    [
        ({"opening_hours": OFFICE, "units": [OWN, BARE]}, "Ungeteamet", hours({"monday": SPLIT})),
        ({"opening_hours": OFFICE, "units": [OWN, BARE]}, "Visitationen", hours(OFFICE)),
        ({"opening_hours": OFFICE, "units": [OWN, BARE]}, "Borgerservice", hours(OFFICE)),
        ({"opening_hours": OFFICE, "units": [OWN, BARE]}, None, hours(OFFICE)),
        ({"units": [OWN, BARE]}, "Ungeteamet", hours({"monday": SPLIT})),
        ({"units": [OWN, BARE]}, "Visitationen", None),
        ({}, None, None),
    ],
    ids=["own", "named without hours", "not named", "no unit", "own alone", "none anywhere", "nothing at all"],
)
def test_a_unit_has_its_own_hours_or_the_municipality_s(
    fields: dict, unit: str | None, expected: OpeningHours | None
) -> None:
    assert hours_of(Municipality.parse_obj({**TOWN, **fields}), unit) == expected


# What holds of any hours at any moment. Around the changes of the clocks moments are tried more often.
near_a_change = st.tuples(
    st.sampled_from([datetime.datetime(2026, 3, 29, 1, tzinfo=UTC), datetime.datetime(2026, 10, 25, 1, tzinfo=UTC)]),
    st.timedeltas(datetime.timedelta(hours=-30), datetime.timedelta(hours=30)),
).map(lambda pair: pair[0] + pair[1])
any_time = st.datetimes(datetime.datetime(2023, 1, 1), datetime.datetime(2033, 1, 1), timezones=st.just(UTC))
moments = st.one_of(any_time, near_a_change)
days = st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)).map(str)


@st.composite
def ranges(draw: st.DrawFn, least: int = 0) -> list[str]:
    """Up to three ranges of a day, apart or touching."""
    ends = st.integers(min_value=0, max_value=MINUTES_OF_A_DAY)
    size = draw(st.integers(min_value=least, max_value=3))
    cuts = sorted(draw(st.lists(ends, min_size=size + 1, max_size=2 * size, unique=True))) if size else []
    pairs = zip(cuts, cuts[1:], strict=False) if draw(st.booleans()) else zip(cuts[::2], cuts[1::2], strict=False)
    return [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in pairs]


@st.composite
def any_hours(draw: st.DrawFn) -> OpeningHours:
    fields: dict[str, object] = {day: draw(ranges()) for day in WEEKDAYS}
    fields["on_holidays"] = draw(st.sampled_from(["closed", "open"]))
    shut = draw(st.lists(days, max_size=3, unique=True))
    fields["closed"] = [{"date": day} for day in shut]
    other = draw(st.lists(days, max_size=2, unique=True).filter(lambda found: not set(found) & set(shut)))
    fields["open"] = [{"date": day, "hours": draw(ranges(least=1))} for day in other]
    assume(any(fields[day] for day in WEEKDAYS) or other)
    return OpeningHours.parse_obj(fields)


def clock_says_open(kept: OpeningHours, moment: datetime.datetime) -> bool:
    """The hours read by a person with a calendar and a watch."""
    local = moment.astimezone(ZONE)
    day, minute = local.date(), local.hour * 60 + local.minute
    todays = kept.of_weekday(day.weekday())
    holiday = kept.on_holidays.value == "closed" and day in public_holidays(day.year)
    if holiday or any(item.holds(day) for item in kept.closed):
        todays = ()
    for item in kept.open:
        todays = item.hours if item.date == day else todays
    return any(item.start <= minute < item.end for item in todays)


@given(any_hours(), moments)
def test_it_is_open_exactly_when_the_clock_stands_in_a_range_of_the_day(
    kept: OpeningHours, moment: datetime.datetime
) -> None:
    assert (opening(kept, moment).state is OpeningState.OPEN) == clock_says_open(kept, moment)


@given(any_hours(), moments)
def test_the_next_opening_is_to_come_and_turns_closed_into_open(kept: OpeningHours, moment: datetime.datetime) -> None:
    opens = opening(kept, moment).opens
    assume(opens is not None)
    assert opens is not None
    assert opens.astimezone(UTC) > moment
    assert opening(kept, opens).state is OpeningState.OPEN
    assert opening(kept, opens.astimezone(UTC) - MINUTE / 60).state is OpeningState.CLOSED


@given(any_hours(), moments)
def test_the_end_is_to_come_and_turns_open_into_closed(kept: OpeningHours, moment: datetime.datetime) -> None:
    until = opening(kept, moment).until
    assume(until is not None)
    assert until is not None
    assert until.astimezone(UTC) > moment
    assert opening(kept, until).state is OpeningState.CLOSED
    assert opening(kept, until.astimezone(UTC) - MINUTE / 60).until == until


@given(any_hours(), moments, st.floats(min_value=0, max_value=1))
def test_nothing_changes_before_the_time_that_is_told(
    kept: OpeningHours, moment: datetime.datetime, part: float
) -> None:
    now = opening(kept, moment)
    change = now.until or now.opens
    assume(change is not None)
    assert change is not None
    last = change.astimezone(UTC) - datetime.timedelta.resolution
    between = moment + part * (last - moment)
    then = opening(kept, between)
    assert (then.state, then.until, then.opens) == (now.state, now.until, now.opens)
