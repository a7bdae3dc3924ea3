import shutil
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.understanding.examples import ExamplesError
from bot.understanding.marked import Marked, Piece, questions_of, read_marked


def test_a_marked_message_is_read_in_pieces() -> None:
    read = Marked.parse("Hej. [Hvad koster det](payment), og [hvor længe](duration)?")
    assert read.pieces == (
        Piece("Hej. ", None),
        Piece("Hvad koster det", "payment"),
        Piece(", og ", None),
        Piece("hvor længe", "duration"),
        Piece("?", None),
    )
    assert read.text == "Hej. Hvad koster det, og hvor længe?"


@pytest.mark.parametrize("line", ["Hvad koster det?", "[hvad koster det", "[a](payment) og [b](", "x](payment)"])
def test_a_message_with_a_broken_mark_or_none_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="expected parts"):
        Marked.parse(line)


def test_a_change_reaches_each_piece_and_leaves_the_blanks_around_it() -> None:
    changed = Marked.parse("Hej. [Hvad koster det](payment)").changed(str.upper)
    assert changed.text == "HEJ. HVAD KOSTER DET"


def test_spans_say_where_each_question_stands() -> None:
    read = Marked.parse("[pris](payment) og [frist](complaint)")
    assert [read.text[start:end] for start, end, _ in read.spans()] == ["pris", "frist"]


def test_questions_that_say_too_little_by_themselves_are_left_out() -> None:
    read = [Marked.parse("[hvad koster det](payment), og [hvornår](collection)?")]
    assert questions_of(read, 3) == [("hvad koster det", "payment")]


@pytest.mark.parametrize("content", ["nlu: []", "several: text", "several: [1]", "several: ['no mark']"])
def test_a_file_of_another_form_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "one.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"one\.yml"):
        read_marked(tmp_path)


def test_a_folder_that_is_missing_holds_no_messages(tmp_path: Path) -> None:
    assert read_marked(tmp_path / "missing") == []


SEVERAL = ROOT / "data" / "several"
# Messages that look like several questions and are one: they teach where no boundary is.
SINGLE = "single.yml"


def test_every_real_message_asks_at_least_two_things_about_topics_that_exist(
    phrases: list[tuple[str, str]], tmp_path: Path
) -> None:
    for path in SEVERAL.glob("*.yml"):
        if path.name != SINGLE:
            shutil.copy(path, tmp_path)
    known = {label.removeprefix("ask/") for _, label in phrases}
    messages = read_marked(tmp_path)
    assert messages
    assert [one.text for one in messages if not set(one.topics) <= known] == []
    assert [one.text for one in messages if len(one.spans()) < 2] == []


def test_every_real_message_that_only_looks_like_several_asks_one_thing(
    phrases: list[tuple[str, str]], tmp_path: Path
) -> None:
    shutil.copy(SEVERAL / SINGLE, tmp_path)
    known = {label.removeprefix("ask/") for _, label in phrases}
    messages = read_marked(tmp_path)
    assert messages
    assert [one.text for one in messages if len(one.spans()) != 1 or not set(one.topics) <= known] == []


def test_names_of_places_do_not_move_the_marks() -> None:
    changed = Marked.parse("I Thisted: [hvad koster det i Thisted](payment)?").changed(
        lambda text: text.replace("Thisted", "kommunen")
    )
    ((start, end, topic),) = changed.spans()
    assert (changed.text[start:end], topic) == ("hvad koster det i kommunen", "payment")
