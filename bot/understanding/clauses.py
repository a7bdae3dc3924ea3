"""Splits a message into its questions: "hvem kan få det, og hvor længe?" holds two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_VERBS = (
    "er|bliver|ka|kan|skal|ska|må|maa|får|faar|har|findes|koster|gælder|gaelder|vil|gør|goer|tager|varer|siger|står|staar|"
    "betaler|træffer|traeffer|bestemmer|ringer|søger|soeger|klager|følger|foelger|starter|stopper|foregår|foregaar|sker"
)
_WHICH = "hvilken|hvilket|hvilke"
_WHAT = f"hvad|hvem|hvor|hvornår|hvornaar|hvordan|hvorledes|hvorvidt|{_WHICH}"
# "... og om de skal være godkendt": asks too, but "om ugen" does not.
_WHETHER = r"om\s+(?:der|det|de|man|jeg|du|han|hun|vi|i|en|min|mit|mine|vores|personalet|\w{4,}(?:en|et|ne))\b"
_PERSON = "man|jeg|du|han|hun|vi|i|de|det|den|der|min|mit|mine"
# "Under hvilke omstændigheder ...", "til hvem ...".
_UNDER_WHICH = r"(?:under|med|i|på|paa|af|til|fra|hos|efter|for|ved)\s+(?:hvilk\w*|hvem|hvad|hvor)\b"
# What is asked for without a question: "jeg vil klage", "jeg vil have udleveret min journal".
_DEMAND = (
    r"(?:jeg|vi)\s+(?:vil|ønsker|oensker)\s+(?:(?:gerne|også|ogsaa|bare|så|saa|at)\s+)*"
    r"(?:klage|se|have\s+udleveret|have\s+(?:min|en|vores)\s+\w+\s+med)\b"
)
_STARTS_QUESTION = re.compile(
    rf"^(?:(?:og|å|men|samt|så|saa|også|ogsaa)\s+)*(?:{_WHAT}|hvorfor|hvorhen|hva|ka|kan|skal|ska|må|maa|er|bliver|får|faar|har"
    r"|findes|koster|gælder|gaelder|vil)\b"
    rf"|^(?:(?:og|å|men|samt|så|saa)\s+)*{_WHETHER}|^(?!(?:der|her|eller|efter|over|under|hver|for)\b)\w+r\s+(?:de|du|man|jeg)\b"
    r"|^(?:laver|hjælper|hjaelper|følger|foelger|tilbyder|bruger|betaler|giver)\s+i\b(?!\s+kommunen)"
    rf"|^(?:(?:og|å|men|samt)\s+)?{_UNDER_WHICH}|^(?:(?:og|å|men|samt|så|saa)\s+)*{_DEMAND}",
    re.IGNORECASE,
)
# A finite verb: the modal ones, or a word that ends as the present tense does.
_FINITE = (
    r"(?:kan|ka|ku|skal|ska|sku|må|maa|vil|\w{4,}es(?=\s+(?:der|det|de|man|\w{3,}(?:en|et|erne|ene))\b)"
    r"|(?!(?:der|her|eller|efter|over|under|hver|for|år|timer|penge|dage|uger)\b)\w+r)"
)
_SUBJECT = r"(?:der|det|de|den|jeg|du|man|vi|han|hun|i|min|mit|mine|vores|jeres|\w{4,}(?:en|et|erne|ene))"
# "Hvordan ... og hvor længe": the second question begins behind the joining word; so does "... og er personalet ...".
_JOINING_WORD = (
    rf"\s*,?\s+(?:og|å|samt|men)\s+(?=(?:(?:så|saa|også|ogsaa)\s+)?(?:(?:{_WHAT}|hvorfor|hvorhen|hva|hvilk|ka|kan|skal|ska"
    rf"|må|maa|får|faar|koster)\b|{_WHETHER}|{_UNDER_WHICH}|{_DEMAND}|{_FINITE}\s+{_SUBJECT}\b))"
    # Behind a comma the verb alone begins it: ", og er autisme nok ...".
    rf"|\s*,\s+(?:og|å|samt|men)\s+(?=(?:{_VERBS})\s+\w)"
)
# After a bare comma only a question's word order begins a new one: "hvad koster det", not "hvad jeg har brug for".
# Those who write without marks do the same without the comma; there only the commonest verbs are believed.
_HEAD = "hvad|hvem|hvor|hvornår|hvornaar|hvordan|hvorledes"
# "... af hvem er standarden vedtaget": the question began before its preposition.
_NO_PREPOSITION = "".join(
    rf"(?<!\b{word})"
    for word in ("af", "med", "til", "for", "om", "i", "hos", "på", "paa", "fra", "under", "ved", "efter")
)


def _question_order(verb: str) -> str:
    return (
        rf"(?:(?:{_HEAD})\s+|(?:{_WHICH})\s+\w+\s+|hvor\s+(?:længe|laenge|lang|langt|meget|tit|ofte|hurtigt|dyrt|stor|stort)\s+"
        rf"|hvor\s+(?:lang|meget|mange|megen|stor|stort)\s+(?!(?:{_PERSON})\b)\w+\s+)(?:{verb})\b"
    )


_BARE_COMMA = (
    rf"\s*,\s+(?={_question_order(_FINITE)})|{_NO_PREPOSITION}\s+(?={_question_order(_VERBS)})"
    rf"|\s*,\s+(?=hvad\s+(?:hvis|med)\b)|\s*,\s+(?={_DEMAND})"
)
_JOINT = re.compile(f"{_JOINING_WORD}|{_BARE_COMMA}", re.IGNORECASE)
# In a list of three the comma does what "og" does at its end: "hvem der ..., hvor meget ..., og hvad ...".
_IN_A_LIST = re.compile(rf"{_JOINING_WORD}|{_BARE_COMMA}|\s*,\s+(?=(?:{_WHAT})\b)", re.IGNORECASE)
_VERB_FIRST = re.compile(rf"^(?:(?:og|men|samt|så|saa|også|ogsaa)\s+)*(?:{_VERBS})\b", re.IGNORECASE)
_HOLDS_QUESTION_WORD = re.compile(rf"\b(?:(?:{_WHAT})\b|{_WHETHER})", re.IGNORECASE)
# Asks for nothing that the message does not name elsewhere.
_ASKS_NOTHING_NEW = re.compile(
    r"^(?:og\s+)?hvordan\s+gør\s+(?:jeg|man|vi|han|hun)(?:\s+(?:det|så))*\W*$", re.IGNORECASE
)
_STATEMENT = re.compile(r"^(?:jeg|vi|min|mit|mine|vores|han|hun|de|det|der|min|nu|vi)\b", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:fortæl|fortael|sig|skriv|noget|info|information)?\s*(?:mig|os)?\s*(?:noget)?\s*(?:om|både|baade)\s+",
    re.IGNORECASE,
)
_ABBREVIATIONS = ("f.eks.", "feks.", "bl.a.", "evt.", "ca.", "kl.", "nr.", "dvs.", "mht.")
_ABBREVIATED = "".join(f"(?<!{re.escape(short)})" for short in _ABBREVIATIONS)
_SENTENCE = re.compile(rf"(?<=[?!])(?![?!])\s*|(?<=[^\d\W]\.){_ABBREVIATED}\s+|[\r\n]+")
_LISTED = re.compile(r"\s*(?:\s(?:og|samt|eller|plus)\s|[,/&+])\s*", re.IGNORECASE)
# Where what is asked may be cut further; whether it is, the statistics decide (interpreter.py).
_CUT = re.compile(
    rf"\s*[,;]?\s+(?:og|å|samt|men|plus)\s+(?:(?:så|også)\s+)*|\s*[,;]\s+(?=(?:{_WHAT})\b)|\s+[-–]\s+", re.IGNORECASE
)
_SUBORDINATE = re.compile(
    r"^(?:når|naar|hvis|da|fordi|fra|imens|mens|for|at|der|som|til|inden|før|foer|efter|dermed|derfor)\b", re.IGNORECASE
)
_LEAST_WORDS_OF_HALF = 2
_LEAST_WORDS_TOLD = 4
_BULLETS = " \t-–•*"
_LONGEST_LIST_WORDS = 8
_MOST_QUESTIONS = 6
_LEAST_WORDS = 3


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text that has several; empty for a single one."""
    found = tuple(part.strip() for part in re.split(r"[.!?\r\n]+", text) if part.strip())
    return found if len(found) > 1 else ()


class Asked(NamedTuple):
    """A part of a message that asks something, and the sentence right before it that tells something ("" for none)."""

    text: str
    told: str


def asked(text: str) -> tuple[Asked, ...]:
    """The parts of `text` that ask something, in order, at most six.

    Empty where nothing looks like a question; sentences that only tell a story are left out.
    """
    found: list[Asked] = []
    told = ""
    for sentence in _SENTENCE.split(text):
        parts = _parts(sentence)
        mark = sentence.strip()[-1:]
        telling = bool(_STATEMENT.match(parts[0]) and not _HOLDS_QUESTION_WORD.search(parts[0])) if parts else False
        asking = [
            part
            for part in parts
            if _asks(part, mark if part is parts[-1] or not telling else "", len(parts) > 1, part is parts[-1])
        ]
        for part in asking:
            found.append(Asked(part, told if part is parts[0] else ""))
        told = "" if asking or len(sentence.split()) < _LEAST_WORDS_TOLD else sentence.strip()
    return tuple(found[:_MOST_QUESTIONS])


def questions(text: str) -> tuple[str, ...]:
    """The parts of `text` that ask something, without what is told around them."""
    return tuple(part.text for part in asked(text))


def halves(text: str) -> Iterator[tuple[str, str]]:
    """Every way to cut `text` in two where a second question could begin: "... og ...", ", hvor ..."."""
    for cut in _CUT.finditer(text):
        left, right = text[: cut.start()].strip(), text[cut.end() :].strip()
        if min(len(left.split()), len(right.split())) >= _LEAST_WORDS_OF_HALF and not _SUBORDINATE.match(right):
            yield left, right


def _parts(sentence: str) -> list[str]:
    """A sentence cut where a new question begins."""
    sentence = sentence.strip(_BULLETS)
    parts = [part.strip() for part in _JOINT.split(sentence) if part and part.strip()]
    if len(parts) > 1 and len(parts[0].split()) < _LEAST_WORDS:
        # "hvordan søger og klager man", "hvordan og hvornår ...": one question with two heads.
        return [sentence.strip()]
    if len(parts) > 1:
        parts = [part.strip() for part in _IN_A_LIST.split(sentence) if part and part.strip()]
    return parts


def _asks(part: str, mark: str, several: bool, last: bool) -> bool:
    """Whether a part of a sentence that ends with `mark` asks something."""
    if not any(char.isalnum() for char in part):
        return False
    if several and _ASKS_NOTHING_NEW.match(part):
        return False
    if several and len(part.split()) < 2:
        return False  # "... og hvornår": belongs to what stands before it
    if mark == "." and _VERB_FIRST.match(part):
        return False  # "... og kan ikke bo alene." tells, it does not ask
    if _STARTS_QUESTION.match(part) or (mark == "?" and last):
        return True
    # "Jeg vil gerne vide, hvordan ... og hvor længe ..." asks twice, and so does "Gør I rent, og er der ...?"
    return several and (bool(_HOLDS_QUESTION_WORD.search(part)) or (mark == "?" and not _STATEMENT.match(part)))


def listed(text: str) -> tuple[str, ...]:
    """The items of a short list such as "sagsbehandlingstid og klage"; empty where `text` is none."""
    if len(text.split()) > _LONGEST_LIST_WORDS or "?" in text.rstrip("? ") or _HOLDS_QUESTION_WORD.search(text):
        return ()
    items = tuple(item.strip(" ?.!") for item in _LISTED.split(_LEAD_IN.sub("", text)) if item.strip(" ?.!"))
    return items if 1 < len(items) <= _MOST_QUESTIONS else ()
