"""Judging replies by the content."""

import datetime

import pytest

from bot.answers.circumstances import Circumstances
from bot.answers.safety import safety_numbers
from bot.standards.model import Content
from bot.wording import conversation
from bot.wording.i18n import text
from evaluation.replies import (
    AGE,
    MUNICIPALITY,
    Kind,
    danger_first,
    foreign_to,
    mistakes,
    mistakes_uncovered,
    person_offered,
    read,
    stands_in,
)
from tests.evaluation.speaking import answered, asking_back, sent

YOUNG = Circumstances.from_mapping({"age": "24", "early_retirement_pension": False})


def test_every_answer_of_the_library_is_fully_right(content: Content, today: datetime.date) -> None:
    for circumstances in (Circumstances(), YOUNG):
        for slug in content.municipalities:
            for topic in content.topics:
                messages = sent(*answered(content, [topic], slug, today, circumstances))
                assert mistakes(content, [topic], slug, messages, circumstances) == [], (topic, slug)


def test_the_order_of_several_answers_does_not_count(content: Content, today: datetime.date) -> None:
    messages = sent(*answered(content, ["payment", "contact"], "thisted", today))
    assert mistakes(content, ["contact", "payment"], "thisted", messages) == []


@pytest.mark.parametrize(
    ("topics", "slug", "kind"),
    [(["payment"], "thisted", Kind.TOPICS), (["contact"], "koege", Kind.MUNICIPALITY)],
)
def test_other_topics_and_another_municipality_are_mistakes(
    content: Content, today: datetime.date, topics: list[str], slug: str, kind: Kind
) -> None:
    messages = sent(*answered(content, ["contact"], "thisted", today))
    assert kind in [mistake.kind for mistake in mistakes(content, topics, slug, messages)]


def test_no_answer_is_a_mistake(content: Content) -> None:
    messages = sent(conversation.not_understood(content, (), again=False))
    assert [mistake.kind for mistake in mistakes(content, ["contact"], "thisted", messages)] == [Kind.NO_ANSWER]


def test_a_number_of_another_municipality_is_foreign_and_one_that_is_left_out_is_missing(
    content: Content, today: datetime.date
) -> None:
    messages = sent(*answered(content, ["contact"], "thisted", today))
    own = next(value for value in foreign_to(content, ["koege"]) if stands_in(value, messages[0]["text"]))
    other = next(str(value) for value in foreign_to(content, ["thisted"]) if isinstance(value, str))
    messages[0]["text"] = messages[0]["text"].replace(str(own), other)
    found = {mistake.kind for mistake in mistakes(content, ["contact"], "thisted", messages)}
    assert found == {Kind.FOREIGN, Kind.VALUE}


def test_circumstances_rule_out_what_would_not_hold_for_the_person(content: Content, today: datetime.date) -> None:
    messages = sent(*answered(content, ["contact"], "frederikssund", today, YOUNG))
    assert mistakes(content, ["contact"], "frederikssund", messages, YOUNG) == []
    assert mistakes(content, ["contact"], "frederikssund", messages) != []


def test_a_municipality_without_standards_gets_the_word_that_it_has_none(
    content: Content, today: datetime.date
) -> None:
    messages = sent(*answered(content, ["contact"], "odense", today))
    assert mistakes_uncovered(content, ["contact"], "odense", messages) == []
    thisted = sent(*answered(content, ["contact"], "thisted", today))
    found = {mistake.kind for mistake in mistakes_uncovered(content, ["contact"], "odense", thisted)}
    assert found == {Kind.FOREIGN, Kind.MUNICIPALITY}


def test_questions_back_are_read_from_their_buttons(content: Content, today: datetime.date) -> None:
    assert read(content, sent(conversation.ask_municipality(content))).asks == MUNICIPALITY
    assert read(content, sent(asking_back(content, "contact", "frederikssund", today))).asks == AGE
    assert read(content, sent(conversation.not_understood(content, (), again=False))).asks is None


@pytest.mark.parametrize("intent", ["thank", "goodbye", "insult"])
def test_small_talk_is_read_from_its_text(content: Content, intent: str) -> None:
    reading = read(content, sent(conversation.small_talk(content, intent)))
    assert reading.intents == {intent}
    assert not reading.in_scope


def test_greeting_help_robot_and_limits_are_told_apart(content: Content) -> None:
    replies = {
        "greet": conversation.greeting(content),
        "help": conversation.help_text(content),
        "bot_challenge": conversation.robot(),
        "out_of_scope": conversation.out_of_scope(content, None, None),
        "not_understood": conversation.not_understood(content, ("contact",), again=False),
        "noted": conversation.noted(content, None),
    }
    assert {name: read(content, sent(reply)).intents for name, reply in replies.items()} == {
        name: {name} for name in replies
    }


def test_danger_is_first_and_offers_a_person(content: Content, today: datetime.date) -> None:
    messages = sent(conversation.danger(content, safety_numbers(content, None, today), None))
    assert danger_first(content, messages)
    assert person_offered(messages)
    assert not read(content, messages).in_scope
    later = [{**messages[0], "text": text("conversation.thank") + "\n" + messages[0]["text"]}]
    assert not danger_first(content, later)
    assert not danger_first(content, [])


def test_an_answer_and_a_question_back_are_in_scope(content: Content, today: datetime.date) -> None:
    assert read(content, sent(*answered(content, ["contact"], "thisted", today))).in_scope
    assert read(content, sent(conversation.ask_municipality(content))).in_scope
    assert not read(content, []).in_scope
