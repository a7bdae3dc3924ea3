"""The command line, as a person or a script calls it."""

import json
from pathlib import Path

import pytest

from bot.standards.model import LIFE, Content
from bot.wording.i18n import text
from tests.terminal import Terminal


def test_an_answer_is_printed_with_its_source(shell: Terminal, content: Content) -> None:
    code, out, _ = shell.run("answer", "processing_time", "thisted")
    title = content.standards["thisted", "midlertidigt-botilbud"][-1].title
    assert code == 0
    assert title in out


def test_topics_and_municipalities_go_by_their_public_names_too(shell: Terminal) -> None:
    assert shell.run("answer", "sagsbehandlingstid", "Hjørring") == shell.run("answer", "processing_time", "hjoerring")


def test_json_holds_the_parts_of_the_answer(shell: Terminal) -> None:
    _, out, _ = shell.run("answer", "contact", "broenderslev", "--age", "24", "--pension", "nej", "--json")
    (answer,) = json.loads(out)
    assert (answer["topic"], answer["municipality"], answer["status"]) == ("contact", "broenderslev", "stated")


def test_a_comparison_covers_all_municipalities_where_none_is_named(shell: Terminal, content: Content) -> None:
    _, out, _ = shell.run("compare", "payment", "--json")
    assert {row["municipality"] for row in json.loads(out)[0]["rows"]} == set(content.municipalities)


@pytest.mark.parametrize(
    "arguments", [("answer", "parking", "thisted"), ("answer", "contact", "atlantis"), ("compare", "contact", "x")]
)
def test_a_wrong_name_is_told_in_one_line_in_danish(shell: Terminal, arguments: tuple[str, ...]) -> None:
    code, out, err = shell.run(*arguments)
    assert (code, out) == (2, "")
    assert "findes ikke" in err
    assert len(err.strip().splitlines()) == 1


def test_a_municipality_that_is_not_covered_gets_an_honest_answer(shell: Terminal) -> None:
    code, out, _ = shell.run("answer", "complaint", "aalborg", "--json")
    assert code == 0
    assert json.loads(out)[0]["status"] == "not_covered"


def test_asking_without_a_model_says_how_to_train_one(
    shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEJVISER_MODELS", str(tmp_path))
    code, _, err = shell.run("ask", "hvad koster det i Thisted?")
    assert code == 2
    assert "make train" in err


@pytest.mark.slow
@pytest.mark.usefixtures("running_assistant")
def test_a_question_in_one_s_own_words_is_answered(shell: Terminal) -> None:
    code, out, _ = shell.run("ask", "Hvor lang er sagsbehandlingstiden i Thisted?", "--json")
    assert code == 0
    assert [(item["topic"], item["municipality"]) for item in json.loads(out)] == [("processing_time", "thisted")]


@pytest.mark.slow
@pytest.mark.usefixtures("running_assistant")
def test_danger_is_told_whom_to_call_before_anything_else(shell: Terminal, content: Content) -> None:
    code, out, _ = shell.run("ask", "Jeg vil ikke leve mere. Hvad koster det at bo der?", "--municipality", "thisted")
    (life,) = [number for number in content.safety.values() if number.use == LIFE]
    assert code == 0
    assert out.splitlines()[0] == text("conversation.danger.life", phone=life.phone, label=life.label)


@pytest.mark.slow
@pytest.mark.usefixtures("running_assistant")
def test_a_question_without_a_municipality_asks_for_one(shell: Terminal) -> None:
    code, _, err = shell.run("ask", "Hvor lang er sagsbehandlingstiden?")
    assert code == 2
    assert "--municipality" in err


def test_broken_content_is_told_line_by_line(shell: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "topics.yml").write_text("topics: [", encoding="utf-8")
    monkeypatch.setenv("VEJVISER_CONTENT", str(tmp_path))
    code, out, err = shell.run("answer", "contact", "thisted")
    assert (code, out) == (1, "")
    assert "topics.yml" in err


def test_the_check_is_green_on_the_project_s_own_content(shell: Terminal) -> None:
    code, out, _ = shell.run("check")
    assert code == 0
    assert "processing_time" in out
