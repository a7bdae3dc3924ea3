"""Opening hours, units and retention in the municipality's file: what is read, and what is refused and where."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import ROOT
from bot.standards.check import check_content
from bot.standards.errors import TimeRangeError, TimeRangeOrderError
from bot.standards.loading import load_content
from bot.standards.model import Municipality
from bot.standards.opening_hours import MINUTES_OF_A_DAY, Closing, OnHolidays, OpeningHours, OtherHours, TimeRange
from bot.standards.schema import municipality_schema
from tests.standards.spoil import CONTENT, MUNICIPALITIES

SLUG = MUNICIPALITIES[0]
FILE = f"municipalities/{SLUG}/municipality.yml"
OPEN = "opening_hours:\n  monday: ['09:00-12:00']\n"

minutes = st.integers(min_value=0, max_value=MINUTES_OF_A_DAY)


def clock(value: int) -> str:
    return f"{value // 60:02}:{value % 60:02}"


def unit_of(content: Path) -> str:
    """A unit that the contact routes of the municipality name."""
    (standard,) = (item[-1] for (slug, _), item in load_content(content).standards.items() if slug == SLUG)
    assert standard.topics.contact is not None
    return standard.topics.contact.routes[0].unit


def write(content: Path, text: str) -> int:
    """Give the municipality these fields beside its name, and return the number of their first line."""
    known = load_content(content).municipalities[SLUG]
    (content / FILE).write_text(f"slug: {SLUG}\nname: {known.name}\nregion: {known.region}\n{text}", encoding="utf-8")
    return 4


def municipality(content: Path) -> Municipality:
    return load_content(content).municipalities[SLUG]


@given(minutes, minutes)
def test_a_time_range_is_read_as_it_is_shown_or_refused(start: int, end: int) -> None:
    written = f"{clock(start)}-{clock(end)}"
    if start < end:
        assert TimeRange.parse(written) == TimeRange(start=start, end=end)
        assert str(TimeRange.parse(written)) == written
    else:
        with pytest.raises(TimeRangeOrderError):
            TimeRange.parse(written)


@pytest.mark.parametrize("written", ["9:00-12:00", "09:00 - 12:00", "09:00–12:00"])
def test_a_time_range_may_be_written_a_little_otherwise(written: str) -> None:
    assert str(TimeRange.parse(written)) == "09:00-12:00"


@pytest.mark.parametrize(
    "value",
    ["", "9-12", "09.00-12.00", "09:00", "09:60-12:00", "09:00-24:01", "25:00-26:00", "closed", 540, None, True, ["x"]],
)
def test_anything_else_is_no_time_range(value: object) -> None:
    with pytest.raises(TimeRangeError):
        TimeRange.parse(value)


def test_the_ranges_of_a_day_are_kept_in_their_order() -> None:
    hours = OpeningHours.parse_obj({"monday": ["13:00-15:00", "09:00-12:00"]})
    assert [str(item) for item in hours.monday] == ["09:00-12:00", "13:00-15:00"]


def test_ranges_may_touch() -> None:
    hours = OpeningHours.parse_obj({"monday": ["09:00-12:00", "12:00-15:00"]})
    assert len(hours.monday) == 2


def test_public_holidays_close_unless_the_operator_says_otherwise() -> None:
    assert OpeningHours.parse_obj({"monday": ["09:00-12:00"]}).on_holidays is OnHolidays.CLOSED


@given(st.dates(), st.integers(min_value=0, max_value=40), st.integers(min_value=-50, max_value=50))
def test_a_stretch_of_closing_days_holds_from_its_first_day_to_its_last(
    middle: datetime.date, length: int, away: int
) -> None:
    first = min(max(middle, datetime.date(1, 3, 1)), datetime.date(9999, 9, 1))
    last, day = first + datetime.timedelta(length), first + datetime.timedelta(away)
    assert Closing(first=first, last=last).holds(day) == (0 <= away <= length)


def test_nothing_is_known_of_a_municipality_that_says_nothing() -> None:
    bare = Municipality(slug="x", name="X", region="x")
    assert (bare.opening_hours, bare.units, bare.retention_days) == (None, (), None)


@pytest.mark.parametrize("written", ["'09:00-12:00'", '"09:00-12:00"', "09:00-12:00"])
def test_quotes_around_hours_are_free(copy: Path, written: str) -> None:
    write(copy, f"opening_hours:\n  friday:\n    - {written}\n  monday: [{written}]\n")
    hours = municipality(copy).opening_hours
    assert hours is not None
    assert hours.friday == hours.monday == (TimeRange.parse("09:00-12:00"),)


def test_all_that_can_be_written_is_read(copy: Path) -> None:
    unit = unit_of(copy)
    write(
        copy,
        f"""{OPEN}  on_holidays: open
  closed:
    - {{date: 2026-12-23}}
    - {{from: 2027-07-12, to: 2027-07-16, why: "Sommerferie"}}
  open:
    - {{date: 2026-12-31, hours: ["09:00-11:00"]}}
units:
  - name: {unit}
    opening_hours: {{tuesday: ["00:00-24:00"]}}
retention_days: 30
""",
    )
    assert check_content(copy) == []
    read = municipality(copy)
    assert read.opening_hours == OpeningHours(
        monday=(TimeRange(start=540, end=720),),
        on_holidays=OnHolidays.OPEN,
        closed=(
            Closing(date=datetime.date(2026, 12, 23)),
            Closing(first=datetime.date(2027, 7, 12), last=datetime.date(2027, 7, 16), why="Sommerferie"),
        ),
        open=(OtherHours(date=datetime.date(2026, 12, 31), hours=(TimeRange.parse("09:00-11:00"),)),),
    )
    assert [(item.name, bool(item.opening_hours)) for item in read.units] == [(unit, True)]
    assert read.retention_days == 30


@pytest.mark.parametrize(
    ("written", "line", "field", "expected"),
    [
        ("opening_hours:\n  monday: ['9-12']\n", 1, "opening_hours.monday[0]", '"9-12"'),
        (
            "opening_hours:\n  monday:\n    - 09:00-12:00\n    - 13.00-15.00\n",
            3,
            "opening_hours.monday[1]",
            "09:00-12:00",
        ),
        ("opening_hours:\n  monday: [08:00-25:00]\n", 1, "opening_hours.monday[0]", "09:00-12:00"),
        ("opening_hours:\n  monday: [12:00-09:00]\n", 1, "opening_hours.monday[0]", "24:00"),
        ("opening_hours:\n  monday: [22:00-02:00]\n", 1, "opening_hours.monday[0]", "24:00"),
        ("opening_hours:\n  monday: [24:00-24:00]\n", 1, "opening_hours.monday[0]", "24:00"),
        ("opening_hours:\n  monday: [09:00-12:00, 11:00-15:00]\n", 1, "opening_hours.monday", "11:00-15:00"),
        ("opening_hours:\n  monday: 09:00-12:00\n", 1, "opening_hours.monday", "liste"),
        ("opening_hours:\n  monday:\n", 1, "opening_hours.monday", "tomt"),
        ("opening_hours:\n  mandag: [09:00-12:00]\n", 1, "opening_hours.mandag", "monday, tuesday"),
        ("opening_hours: [09:00-12:00]\n", 0, "opening_hours", "felter"),
        ("opening_hours: {}\n", 0, "opening_hours", "ikke er kendt"),
        ("opening_hours:\n  monday: []\n", 0, "opening_hours", "ikke er kendt"),
        (f"{OPEN}  on_holidays: perhaps\n", 2, "opening_hours.on_holidays", "closed, open"),
        (f"{OPEN}  closed:\n    - 2026-12-23\n", 3, "opening_hours.closed[0]", "felter"),
        (f"{OPEN}  closed:\n    - date: 23/12/2026\n", 3, "opening_hours.closed[0].date", "år-måned-dag"),
        (f"{OPEN}  closed:\n    - date: 2026-02-30\n", 3, "opening_hours.closed[0].date", "år-måned-dag"),
        (f"{OPEN}  closed:\n    - date: 20261223\n", 3, "opening_hours.closed[0].date", "år-måned-dag"),
        (f"{OPEN}  closed:\n    - date: '20261223'\n", 3, "opening_hours.closed[0].date", "år-måned-dag"),
        (f"{OPEN}  closed:\n    - why: Ferie\n", 3, "opening_hours.closed[0]", "date, eller from og to"),
        (f"{OPEN}  closed:\n    - from: 2026-12-23\n", 3, "opening_hours.closed[0]", "date, eller from og to"),
        (f"{OPEN}  closed:\n    - to: 2026-12-23\n", 3, "opening_hours.closed[0]", "date, eller from og to"),
        (
            f"{OPEN}  closed:\n    - {{date: 2026-12-23, from: 2026-12-23, to: 2026-12-24}}\n",
            3,
            "opening_hours.closed[0]",
            "date, eller from og to",
        ),
        (
            f"{OPEN}  closed:\n    - {{from: 2026-12-24, to: 2026-12-23}}\n",
            3,
            "opening_hours.closed[0]",
            "2026-12-23",
        ),
        (f"{OPEN}  closed:\n    - {{date: 2026-12-23, why: ''}}\n", 3, "opening_hours.closed[0].why", "tomt"),
        (f"{OPEN}  closed:\n    - {{date: 2026-12-23, why: {'x' * 101}}}\n", 3, "opening_hours.closed[0].why", "100"),
        (f"{OPEN}  open:\n    - {{date: 2026-12-31}}\n", 3, "opening_hours.open[0].hours", "mangler"),
        (f"{OPEN}  open:\n    - {{date: 2026-12-31, hours: []}}\n", 3, "opening_hours.open[0].hours", "closed"),
        (f"{OPEN}  open:\n    - {{date: 31.12, hours: [09:00-11:00]}}\n", 3, "opening_hours.open[0].date", "31.12"),
        (
            f"{OPEN}  open:\n    - {{date: 2026-12-31, hours: [09:00-11:00, 10:00-12:00]}}\n",
            3,
            "opening_hours.open[0].hours",
            "10:00-12:00",
        ),
        (
            f"{OPEN}  open:\n    - {{date: 2026-12-31, hours: [09:00-11:00]}}\n"
            "    - {date: 2026-12-31, hours: [12:00-13:00]}\n",
            4,
            "opening_hours.open[1].date",
            "to gange",
        ),
        (
            f"{OPEN}  closed:\n    - date: 2026-12-31\n  open:\n    - {{date: 2026-12-31, hours: [09:00-11:00]}}\n",
            5,
            "opening_hours.open[0].date",
            "closed",
        ),
        ("units:\n  - opening_hours: {monday: [09:00-12:00]}\n", 1, "units[0].name", "mangler"),
        ("units:\n  - {name: A}\n  - {name: A}\n", 0, "units", '"A"'),
        ("units:\n  - name: A\n    opening_hours: {monday: [x]}\n", 2, "units[0].opening_hours.monday[0]", '"x"'),
        ("units:\n  - name: A\n    phone: x\n", 2, "units[0].phone", "name, opening_hours"),
        ("units:\n  - name: No such unit\n", 1, "units[0].name", "No such unit"),
        ("retention_days: 0\n", 0, "retention_days", "1"),
        ("retention_days: 366\n", 0, "retention_days", "365"),
        ("retention_days: 2.5\n", 0, "retention_days", "helt tal"),
        ("retention_days: true\n", 0, "retention_days", "helt tal"),
        ("retention_days: to uger\n", 0, "retention_days", "helt tal"),
    ],
)
def test_a_bad_value_is_refused_with_file_line_and_field(
    copy: Path, written: str, line: int, field: str, expected: str
) -> None:
    first = write(copy, written)
    (only,) = check_content(copy)
    place, _, said = only.partition(f" {field}: ")
    assert place == f"content/{FILE}:{first + line}:"
    assert expected in said


def test_the_units_that_could_be_meant_are_named(copy: Path) -> None:
    write(copy, "units:\n  - name: No such unit\n")
    (only,) = check_content(copy)
    assert unit_of(CONTENT) in only


def test_the_example_of_the_editors_guide_can_be_read() -> None:
    guide = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
    blocks = [yaml.load(block, yaml.BaseLoader) for block in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)]
    (example,) = (block for block in blocks if "opening_hours" in block)
    assert Municipality.parse_obj(example).units


def test_the_schema_for_editors_takes_hours_as_they_are_written() -> None:
    schema = municipality_schema()
    pattern = schema["definitions"]["TimeRange"]["pattern"]
    assert re.search(pattern, "09:00-12:00")
    assert set(re.findall(r"#/definitions/(\w+)", str(schema))) <= set(schema["definitions"])
