"""What became of a question: right, asked back, turned away or wrong."""

from __future__ import annotations

from enum import Enum

from bot.understanding.interpretation import ASK, NOT_UNDERSTOOD, Interpretation
from evaluation.cases import Question


class Outcome(str, Enum):
    """The fate of a question in scope.

    RIGHT              exactly the topics asked for are answered
    INCOMPLETE         some of several topics are answered, and nothing else
    OFFERED            "did you mean", with a right topic among the buttons
    ASKED_BACK         "did you mean" or a plain "not understood", without it
    TURNED_AWAY        taken for something out of scope, danger, small talk or mere information
    CONFIDENTLY_WRONG  a topic is answered that nobody asked for
    """

    RIGHT = "right"
    INCOMPLETE = "incomplete"
    OFFERED = "offered"
    ASKED_BACK = "asked_back"
    TURNED_AWAY = "turned_away"
    CONFIDENTLY_WRONG = "confidently_wrong"


def judge(question: Question, heard: Interpretation) -> Outcome:
    """Judge what was heard against what was asked; the order of several topics does not count."""
    asked, answered = set(question.topics), set(heard.topics)
    if heard.intent == NOT_UNDERSTOOD:
        return Outcome.OFFERED if asked & set(heard.candidates) else Outcome.ASKED_BACK
    if heard.intent != ASK:
        return Outcome.TURNED_AWAY
    if answered - asked:
        return Outcome.CONFIDENTLY_WRONG
    return Outcome.RIGHT if answered == asked else Outcome.INCOMPLETE


def place_right(question: Question, heard: Interpretation) -> bool:
    """Whether the municipality that the text names, or that it names none, was heard."""
    slugs = [place.slug for place in heard.places]
    return slugs == ([question.municipality] if question.municipality else [])


def circumstances_right(question: Question, heard: Interpretation) -> bool:
    """Whether the circumstances that the text states, and no others, were heard."""
    return dict(heard.circumstances) == question.circumstances
