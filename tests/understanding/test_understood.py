import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.interpretation import Interpretation, PlaceMention
from bot.understanding.understood import Understood

WORDS = st.text(max_size=8)
SHARES = st.floats(0, 1)
PLACES = st.builds(PlaceMention, WORDS, st.integers(0, 99), st.integers(0, 99), WORDS, st.booleans())
INTERPRETATIONS = st.builds(
    Interpretation,
    text=st.text(max_size=20),
    intent=WORDS,
    confidence=SHARES,
    ranking=st.lists(st.tuples(WORDS, SHARES), max_size=4).map(tuple),
    topics=st.lists(WORDS, max_size=3).map(tuple),
    candidates=st.lists(WORDS, max_size=3).map(tuple),
    places=st.lists(PLACES, max_size=2).map(tuple),
    circumstances=st.dictionaries(WORDS, WORDS | st.booleans(), max_size=3),
    comparison=st.none() | WORDS,
    person=st.none() | WORDS,
    date=st.none() | st.dates(),
    event=st.none() | WORDS,
)


@given(st.builds(Understood, INTERPRETATIONS, WORDS, st.dates()))
def test_what_was_understood_comes_through_json_as_it_was(understood: Understood) -> None:
    sent = json.dumps(understood.to_mapping())
    assert Understood.from_mapping(understood.interpretation.text, json.loads(sent)) == understood


def test_the_text_is_not_sent_a_second_time() -> None:
    understood = Understood(Interpretation("hvad koster det", "greet", 1.0, ()), "model", datetime.date(2026, 11, 29))
    assert "hvad koster det" not in json.dumps(understood.to_mapping())


def test_of_a_long_ranking_the_likeliest_ten_labels_are_told_as_by_rasas_own_classifiers() -> None:
    ranking = tuple((f"ask/{number}", 1 / (number + 2)) for number in range(51))
    sent = Understood(Interpretation("hej", "ask", 0.5, ranking), "model", datetime.date(2026, 11, 29))
    read = Understood.from_mapping("hej", json.loads(json.dumps(sent.to_mapping())))
    assert read.interpretation.ranking == ranking[:10]


@pytest.mark.parametrize("mapping", [None, "ask", 7, [], {}, {"day": "2026-11-29", "model": "x"}, {"day": 3}])
def test_anything_else_is_no_message_understood(mapping: object) -> None:
    with pytest.raises(ValueError, match="nothing that was understood"):
        Understood.from_mapping("hej", mapping)
