import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standards.loading import load_content
from bot.understanding.finding import Finder, Found
from bot.understanding.interpreter import Interpreter
from bot.understanding.places import load_places
from tests.understanding.conftest import CONTENT

TOPICS = {key: (entry.label, entry.example) for key, entry in load_content(CONTENT).topics.items()}
LABELS = {key: label for key, (label, _) in TOPICS.items()}
PLACES = load_places(CONTENT)
LETTERS = Finder(TOPICS, PLACES)


@pytest.fixture(scope="module")
def finder(interpreter: Interpreter) -> Finder:
    return Finder(TOPICS, PLACES, interpreter)


@pytest.mark.parametrize("topic", LABELS)
def test_the_whole_name_of_a_topic_finds_it_first(finder: Finder, topic: str) -> None:
    assert finder.find(LABELS[topic]).topics[0] == topic


@given(st.sampled_from(sorted(LABELS)), st.data())
def test_every_beginning_of_a_name_finds_its_topic_by_the_letters_alone(topic: str, data: st.DataObject) -> None:
    name = LABELS[topic]
    typed = name[: data.draw(st.integers(1, len(name)))]
    assert topic in LETTERS.find(typed).topics


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("SAGSB", "processing_time"),
        ("raadigh", "allowance"),
        ("rådigh", "allowance"),
        ("behandlingstid", "processing_time"),
        ("klag", "complaint"),
        ("tilbuddet hvem", "eligibility"),
    ],
)
def test_letters_find_a_topic_in_other_cases_spellings_orders_and_within_a_compound(typed: str, topic: str) -> None:
    assert LETTERS.find(typed).topics[0] == topic


@pytest.mark.parametrize("typed", ["vurde", "Vurde"])
def test_the_beginning_of_a_topic_is_no_misspelled_place(typed: str) -> None:
    found = LETTERS.find(typed)
    assert ("assessment" in found.topics, found.places) == (True, ())


@pytest.mark.parametrize("typed", ["varde", "vardee", "thisted", "tisted", "9700", "7700 Thisted"])
def test_a_place_is_still_heard_in_its_own_and_in_other_spellings(typed: str) -> None:
    assert len(LETTERS.find(typed).places) == 1


def test_a_short_word_is_not_looked_for_inside_others() -> None:
    assert "processing_time" not in LETTERS.find("tid").topics


def test_what_is_understood_finds_a_topic_whose_name_has_none_of_the_words(finder: Finder) -> None:
    typed = "hvor længe skal jeg vente på en afgørelse"
    assert finder.find(typed).topics[0] == "processing_time"
    assert LETTERS.find(typed).topics == ()


def test_a_municipality_is_told_apart_from_the_topic(finder: Finder) -> None:
    found = finder.find("klage Thisted")
    assert (found.topics[0], found.places) == ("complaint", ("thisted",))


def test_a_municipality_that_was_ruled_out_is_not_meant(finder: Finder) -> None:
    assert finder.find("ikke Thisted men Hjørring").places == ("hjoerring",)


def test_a_municipality_without_a_standard_is_named_too() -> None:
    assert LETTERS.find("klage i Aarhus").places == ("aarhus",)


def test_circumstances_are_heard_and_are_no_words_to_look_for() -> None:
    found = LETTERS.find("24 år kontakt")
    assert (found.circumstances, found.topics[0]) == ({"age": "24"}, "contact")


def test_danger_is_told(finder: Finder) -> None:
    assert finder.find("hjælp han har taget en overdosis").danger
    assert not finder.find("klage").danger


@pytest.mark.parametrize("typed", ["", "  ", "?!", "xyzzyqw"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert LETTERS.find(typed) == Found()


@given(st.text(max_size=3000))
def test_no_text_breaks_it_and_no_topic_comes_twice(typed: str) -> None:
    found = LETTERS.find(typed).topics
    assert len(found) == len(set(found))
    assert set(found) <= set(LABELS)
