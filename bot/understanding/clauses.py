"""Splits a message into its questions: "hvem kan få det, og hvor længe?" holds two."""

from __future__ import annotations

import re

_QUESTION_WORDS = (
    "hvad|hvem|hvor|hvornår|hvornaar|hvilken|hvilket|hvilke|hvordan|hvorfor|hvorhen|hva|ka|kan|skal|må|maa|er|bliver|får|faar|"
    "har|findes|koster|gælder|gaelder|vil"
)
_STARTS_QUESTION = re.compile(rf"^(?:(?:og|men|samt|så|saa|også|ogsaa)\s+)*(?:{_QUESTION_WORDS})\b", re.IGNORECASE)
# "Hvordan ... og hvor længe": the second question begins behind the joining word.
_JOINT = re.compile(
    r"\s*,?\s+(?:og|samt|men)\s+(?=(?:(?:så|saa|også|ogsaa)\s+)?(?:hvad|hvem|hvor|hvornår|hvornaar|hvilken|hvilket|hvilke|hvordan|"
    r"hvorfor|hvorhen|hva|ka|kan|skal|må|maa|er\s+der|får|faar|koster)\b)"
    r"|\s*,\s+(?=(?:hvad|hvem|hvornår|hvornaar|hvilken|hvilket|hvilke|hvordan|hvor\s+(?:længe|laenge|lang|meget|mange|tit|ofte))\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[?!])\s*|(?<=[^\d\W]\.)\s+|[\r\n]+")
_LISTED = re.compile(r"\s*(?:\s(?:og|samt|eller|plus)\s|[,/&+])\s*", re.IGNORECASE)
_LONGEST_LIST_WORDS = 8
_MOST_QUESTIONS = 6


def questions(text: str) -> tuple[str, ...]:
    """The parts of `text` that ask something, in order, at most six.

    Empty where nothing looks like a question; sentences that only tell a story are left out.
    """
    found = []
    for sentence in _SENTENCE.split(text):
        parts = [part.strip() for part in _JOINT.split(sentence) if part and part.strip()]
        asked = sentence.strip().endswith("?")
        for part in parts:
            if _STARTS_QUESTION.match(part) or (asked and part is parts[-1]):
                found.append(part)
    return tuple(found[:_MOST_QUESTIONS])


def listed(text: str) -> tuple[str, ...]:
    """The items of a short list such as "sagsbehandlingstid og klage"; empty where `text` is none."""
    if len(text.split()) > _LONGEST_LIST_WORDS or "?" in text.rstrip("? "):
        return ()
    items = tuple(item.strip(" ?.!") for item in _LISTED.split(text) if item.strip(" ?.!"))
    return items if 1 < len(items) <= _MOST_QUESTIONS else ()
