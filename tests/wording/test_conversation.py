"""Questions back are put to the one who writes, about the one whom it is about."""

import datetime

import pytest

from bot.answers.answer import Answer, Place
from bot.answers.circumstances import AgeSpan, Circumstances
from bot.answers.engine import Question, answer
from bot.answers.selection import choices
from bot.standards.model import Content
from bot.understanding.circumstances import circumstances_said
from bot.wording.conversation import ask_circumstances
from bot.wording.i18n import text

SERVICE = "midlertidigt-botilbud"
YOUNG = Circumstances(AgeSpan(24, 24))


def waiting(content: Content, today: datetime.date, person: Circumstances) -> Answer:
    place = Place("broenderslev", "Brønderslev")
    (found,) = answer(content, Question(("contact",), (place,), SERVICE, today, person))
    assert found.needs
    return found


@pytest.mark.parametrize("person", [Circumstances(), YOUNG], ids=["age and pension", "pension"])
def test_about_somebody_else_nobody_is_called_you(
    content: Content, today: datetime.date, person: Circumstances
) -> None:
    found = waiting(content, today, person)
    assert found.selection is not None
    cases = choices(found.selection.values, person)
    own, other = (ask_circumstances(found, cases, of_another).text.lower().split() for of_another in (False, True))
    assert {"du", "din", "dig?"} & set(own)
    assert not {"du", "din", "dig", "dig?", "han", "hun"} & set(other)


@pytest.mark.parametrize("kind", ["age", "pension", "age_pension"])
def test_every_question_back_has_both_wordings(kind: str) -> None:
    assert text(f"conversation.ask_circumstances.{kind}") != text(f"conversation.ask_circumstances_of_another.{kind}")


def test_the_buttons_about_another_say_what_they_stand_for(content: Content, today: datetime.date) -> None:
    found = waiting(content, today, YOUNG)
    assert found.selection is not None
    cases = choices(found.selection.values, YOUNG)
    buttons = ask_circumstances(found, cases, of_another=True).buttons
    for case, button in zip(cases, map(str, buttons), strict=False):
        said = {one.name: one.value for one in circumstances_said(button, today.year)}
        assert said["early_retirement_pension"] is case.early_retirement_pension
        assert "jeg" not in button.lower()
