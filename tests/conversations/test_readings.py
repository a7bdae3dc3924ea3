import pytest
from sqlalchemy.engine import Engine

from bot.conversations.readings import CALLBACK, CONVERSATION, ERASE, EXPORT, KINDS, SEARCH, Reading, Readings
from bot.conversations.schema import KIND_CHARS
from bot.conversations.staff import AGENT, Staff
from tests.clock import Clock

LISE = Staff(1, "lise", "Lise", AGENT, ("thisted",), (), True, None, None)
BO = Staff(2, "bo", "Bo", AGENT, ("koege",), (), True, None, None)


@pytest.fixture
def readings(engine: Engine, clock: Clock) -> Readings:
    return Readings(engine, clock)


def references(readings: Readings, municipalities: list[str], number: int, size: int = 50) -> list[str]:
    return [one.reference for one in readings.page(municipalities, number, size).readings]


def test_a_reading_says_who_read_what_and_when(readings: Readings, clock: Clock) -> None:
    readings.note(LISE, "thisted", CONVERSATION, "7KQ2-MM4D")
    page = readings.page(["thisted"], 1)
    assert page.readings == (Reading(clock.at, LISE.id, "lise", "thisted", CONVERSATION, "7KQ2-MM4D"),)
    assert not page.more


@pytest.mark.parametrize("what", [CONVERSATION, CALLBACK, SEARCH, EXPORT, ERASE])
def test_each_kind_of_reading_can_be_noted(readings: Readings, what: str) -> None:
    readings.note(LISE, "thisted", what)
    assert readings.page(["thisted"], 1).readings[0].what == what


def test_every_kind_fits_its_column() -> None:
    assert max(map(len, KINDS)) <= KIND_CHARS


def test_another_kind_is_an_error_and_is_not_noted(readings: Readings) -> None:
    with pytest.raises(ValueError, match="peek"):
        readings.note(LISE, "thisted", "peek")
    assert readings.page(["thisted"], 1).readings == ()


def test_each_reading_counts_also_of_the_same_conversation(readings: Readings) -> None:
    for _ in range(2):
        readings.note(LISE, "thisted", CONVERSATION, "7KQ2-MM4D")
    assert len(readings.page(["thisted"], 1).readings) == 2


def test_readings_are_shown_newest_first_page_by_page(readings: Readings, clock: Clock) -> None:
    for index in range(5):
        readings.note(LISE, "thisted", CONVERSATION, f"reading-{index}")
        # Two at the same moment have an order too.
        clock.move(seconds=index % 2)
    assert references(readings, ["thisted"], 1) == [f"reading-{index}" for index in (4, 3, 2, 1, 0)]
    pages = [readings.page(["thisted"], number, 2) for number in (1, 2, 3, 4)]
    assert [len(page.readings) for page in pages] == [2, 2, 1, 0]
    assert [page.more for page in pages] == [True, True, False, False]
    assert [one.reference for page in pages for one in page.readings] == references(readings, ["thisted"], 1)


def test_a_page_holds_what_belongs_to_its_municipalities_alone(readings: Readings) -> None:
    readings.note(LISE, "thisted", CONVERSATION, "THIS-TED2")
    readings.note(BO, "koege", CONVERSATION, "KOEG-E222")
    assert references(readings, ["thisted"], 1) == ["THIS-TED2"]
    assert references(readings, ["thisted", "koege"], 1) == ["KOEG-E222", "THIS-TED2"]
    assert references(readings, [], 1) == []


def test_what_is_older_than_a_moment_can_be_erased(readings: Readings, clock: Clock) -> None:
    readings.note(LISE, "thisted", CONVERSATION, "old")
    clock.move(days=1)
    readings.note(LISE, "thisted", CONVERSATION, "new")
    assert readings.erase_before(clock.at) == 1
    assert references(readings, ["thisted"], 1) == ["new"]
