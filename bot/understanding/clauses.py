"""Splits a message into its questions: "hvem kan få det, og hvor længe?" holds two."""

from __future__ import annotations

import re

_VERBS = (
    "er|bliver|ka|kan|skal|må|maa|får|faar|har|findes|koster|gælder|gaelder|vil|gør|goer|tager|varer|siger|står|staar|"
    "betaler|træffer|traeffer|bestemmer|ringer|søger|soeger|klager|følger|foelger|starter|stopper|foregår|foregaar|sker"
)
_WHICH = "hvilken|hvilket|hvilke"
_WHAT = f"hvad|hvem|hvor|hvornår|hvornaar|hvordan|{_WHICH}"
_HOW_MUCH = r"hvor\s+(?:længe|laenge|lang|langt|meget|mange|megen|tit|ofte|hurtigt|stor|stort)"
_PERSON = "man|jeg|du|han|hun|vi|i|de|det|den|der|min|mit|mine"
_STARTS_QUESTION = re.compile(
    rf"^(?:(?:og|men|samt|så|saa|også|ogsaa)\s+)*(?:{_WHAT}|hvorfor|hvorhen|hva|ka|kan|skal|må|maa|er|bliver|får|faar|har"
    r"|findes|koster|gælder|gaelder|vil)\b",
    re.IGNORECASE,
)
# "Hvordan ... og hvor længe": the second question begins behind the joining word.
_JOINING_WORD = (
    rf"\s*,?\s+(?:og|samt|men)\s+(?=(?:(?:så|saa|også|ogsaa)\s+)?(?:{_WHAT}|hvorfor|hvorhen|hva|ka|kan|skal|må|maa"
    r"|er\s+der|får|faar|koster)\b)"
)
# After a bare comma only a question's word order begins a new one: "hvad koster det", not "hvad jeg har brug for".
_BARE_COMMA = (
    rf"\s*,\s+(?=(?:(?:hvad|hvem|hvor|hvornår|hvornaar|hvordan)\s+|(?:{_WHICH})\s+\w+\s+"
    rf"|{_HOW_MUCH}\s+(?:(?!(?:{_PERSON})\b)\w+\s+)?)(?:{_VERBS})\b)"
)
_JOINT = re.compile(f"{_JOINING_WORD}|{_BARE_COMMA}", re.IGNORECASE)
_VERB_FIRST = re.compile(rf"^(?:(?:og|men|samt|så|saa|også|ogsaa)\s+)*(?:{_VERBS})\b", re.IGNORECASE)
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
        told = sentence.strip().endswith(".")
        for part in parts:
            if told and _VERB_FIRST.match(part):
                continue  # "... og kan ikke bo alene." tells, it does not ask
            if _STARTS_QUESTION.match(part) or (asked and part is parts[-1]):
                found.append(part)
    return tuple(found[:_MOST_QUESTIONS])


def listed(text: str) -> tuple[str, ...]:
    """The items of a short list such as "sagsbehandlingstid og klage"; empty where `text` is none."""
    if len(text.split()) > _LONGEST_LIST_WORDS or "?" in text.rstrip("? "):
        return ()
    items = tuple(item.strip(" ?.!") for item in _LISTED.split(text) if item.strip(" ?.!"))
    return items if 1 < len(items) <= _MOST_QUESTIONS else ()
