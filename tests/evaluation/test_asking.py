"""Asking as a citizen would, against an assistant with prepared replies."""

import datetime

import httpx
import pytest

from bot.standards.model import Content
from bot.wording import conversation
from bot.wording.i18n import text
from evaluation.asking import Exchange, Line, ask, given_municipality, judge_exchange
from evaluation.cases import Question
from evaluation.replies import Kind, Mistake
from evaluation.rest_figures import end_to_end_figures
from evaluation.serving import Message, ServingError
from tests.evaluation.speaking import Scripted, answered, asking_back, sent


def question(topics: tuple[str, ...], municipality: str | None, **circumstances: str | bool) -> Question:
    return Question(
        text="Et spørgsmål", topics=topics, municipality=municipality, circumstances=circumstances, style="chat"
    )


def talk(content: Content, asked: Question, *replies: list[Message]) -> tuple[Exchange, Scripted]:
    scripted = Scripted(replies)
    return ask(Line(scripted, 60), content, asked, "somebody"), scripted


def test_a_question_that_names_its_municipality_takes_one_message(content: Content, today: datetime.date) -> None:
    asked = question(("contact",), "thisted")
    exchange, scripted = talk(content, asked, sent(*answered(content, ["contact"], "thisted", today)))
    assert scripted.heard == [asked.text]
    assert (exchange.messages_sent, exchange.asked_again, judge_exchange(content, exchange)) == (1, False, [])


def test_a_municipality_is_given_when_it_is_asked_for(content: Content, today: datetime.date) -> None:
    asked = question(("contact", "payment"), None)
    slug = given_municipality(content, asked.text)
    back = sent(conversation.ask_municipality(content))
    replies = sent(*answered(content, asked.topics, slug, today))
    exchange, scripted = talk(content, asked, back, replies)
    assert scripted.heard == [asked.text, content.municipalities[slug].name]
    assert (exchange.municipality, exchange.asked_again) == (slug, False)
    assert judge_exchange(content, exchange) == []


def test_every_municipality_is_given_in_its_turn(content: Content) -> None:
    assert {given_municipality(content, f"text {number}") for number in range(100)} == set(content.municipalities)


@pytest.mark.parametrize(
    ("circumstances", "words"), [({}, text("conversation.dont_know_button")), ({"age": "24"}, "24 år")]
)
def test_circumstances_are_given_as_far_as_the_text_tells(
    content: Content, today: datetime.date, circumstances: dict[str, str | bool], words: str
) -> None:
    asked = question(("contact", "payment"), "frederikssund", **circumstances)
    first = [
        *answered(content, ["payment"], "frederikssund", today),
        asking_back(content, "contact", "frederikssund", today),
    ]
    last = answered(content, ["contact"], "frederikssund", today)
    exchange, scripted = talk(content, asked, sent(*first), sent(*last))
    assert scripted.heard == [asked.text, words]
    assert exchange.asked_again is bool(circumstances)
    assert judge_exchange(content, exchange) == []


def test_a_municipality_without_standards_is_answered_for_before_another_one_is_given(
    content: Content, today: datetime.date
) -> None:
    asked = question(("contact",), "odense")
    slug = given_municipality(content, asked.text)
    honest = sent(*answered(content, ["contact"], "odense", today))
    right = sent(*answered(content, ["contact"], slug, today))
    exchange, scripted = talk(content, asked, honest, right)
    assert scripted.heard == [asked.text, content.municipalities[slug].name]
    assert judge_exchange(content, exchange) == []
    exchange, _ = talk(content, asked, right, right)
    assert Kind.FOREIGN in [mistake.kind for mistake in judge_exchange(content, exchange)]


def test_an_assistant_that_asks_without_end_is_given_up(content: Content) -> None:
    back = sent(conversation.ask_municipality(content))
    exchange, scripted = talk(content, question(("contact",), "thisted"), *[back] * 9)
    assert len(scripted.heard) == 4
    assert exchange.asked_again
    assert [mistake.kind for mistake in judge_exchange(content, exchange)] == [Kind.NO_ANSWER]


def test_an_assistant_that_fails_is_silent_and_one_that_takes_too_long_ends_the_run() -> None:
    class Failing:
        def say(self, text: str, sender: str = "test") -> list[Message]:
            raise httpx.ConnectError("nobody there")

    line = Line(Failing(), 60)
    assert line.say("hej", "somebody") == []
    assert len(line.milliseconds) == 1
    with pytest.raises(ServingError, match="not done"):
        Line(Failing(), -1).say("hej", "somebody")


def test_the_figures_count_exchanges_and_kinds_of_mistakes(content: Content) -> None:
    right = Exchange(question(("contact",), "thisted"), "thisted", (), None, 1, False)
    wrong = Exchange(question(("contact", "payment"), None), "koege", (), None, 2, True)
    found = [Mistake(Kind.FOREIGN, "one"), Mistake(Kind.FOREIGN, "two"), Mistake(Kind.VALUE, "three")]
    figures = end_to_end_figures([(right, []), (wrong, found)])
    assert (figures["count"], figures["right"], figures["foreign"]) == (2, 0.5, 1)
    assert (figures["single"]["right"], figures["several"]["right"]) == (1.0, 0.0)
    assert (figures["asked_again"], figures["messages_sent"]) == (0.5, 1.5)
    assert figures["failures"] == {Kind.FOREIGN.value: 1, Kind.VALUE.value: 1}
    assert end_to_end_figures([])["right"] is None
