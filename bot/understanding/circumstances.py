"""What a message says about the person: age, early retirement pension, own home, income."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.understanding.ages import age_meant
from bot.understanding.interpretation import Circumstance
from bot.understanding.text import FoldedLine

AGE = "age"
EARLY_RETIREMENT_PENSION = "early_retirement_pension"
KEEPS_OWN_HOME = "keeps_own_home"
HAS_INCOME = "has_income"

_PENSION_WORDS = tuple(
    stem + ending
    for stem in ("foertidspension", "fortidspension", "foertispension", "fortispension")
    for ending in ("", "en", "ist", "ister", "isten", "eret", "ering")
)
_PENSION_MISTAKES = 2
_PENSION_SHORT = re.compile(r"\b(?:paa|faar|har|fik) (foertid)\b")
_PENSION_APART = re.compile(r"\b(?:foertids?|fortids|foer tids?) ?(?:- )?pension(?:en|ist|ister|eret)?\b")
# What shows, in the words before, that somebody has the pension or that nothing is said about it.
_NOT_YET = re.compile(
    r"\b(?:soegt|soeger|soege|ansoegt|ansoeger|ansoege|ansoegning|afventer|venter|afslag|snart|"
    r"maaske|om jeg|om han|om hun|"
    r"kan|skal|vil|bliver|vurderet til|indstillet til|sag om|gaelder|hvad er|oensker|haaber|overvejer)\b"
)
_NEGATION = re.compile(r"\b(?:uden|ikke|ik|ingen|aldrig|hverken|nej)\b")
_HAS = re.compile(
    r"\b(?:har|faar|fik|faaet|modtager|modtaget|paa|med|tilkendt|bevilget|bevilliget|er|som|min|hans|hendes|ja|og|hvis)\b"
)
_WORDS_BEFORE = 6

_HOME = r"(?:lejlighed\w*|bolig\w*|hus|huset|hjem|hjemmet|vaerelse|ejerlejlighed\w*|andelsbolig\w*|raekkehus\w*)"
_OWN = r"(?:min|mit|sin|sit|hans|hendes|egen|eget|en|den|det|vores|min egen|mit eget|sin egen)"
_KEEPS = (
    rf"\b(?:beholder|bevarer|har stadig|har fortsat|har stadigvaek|har endnu|har ogsaa)"
    rf"(?: \w+)? {_OWN}? ?(?:\w+ )?{_HOME}\b"
    rf"|\bhar {_OWN} {_HOME} (?:endnu|stadig|fortsat)\b"
    rf"|\b{_OWN} {_HOME}(?: ,)? (?:det|den|dem)? ?(?:beholder|bevarer|slipper|opsiger) (?:jeg|han|hun|vi) ?(?:ikke)?\b"
)
_KEEPS_NOT = (
    rf"\b(?:har|er) (?:opsagt|sagt|solgt|afleveret) ?{_OWN}? ?(?:gamle )?{_HOME}(?: op)?\b"
    rf"|\b(?:har|er) (?:ikke|ingen|ik)(?: nogen| laengere| mere)? ?{_OWN}? ?{_HOME}\b"
    rf"|\b(?:beholder|bevarer) (?:ikke|ik) {_OWN} {_HOME}\b"
    rf"|\b(?:beholder|bevarer) {_OWN} {_HOME} ikke\b|\buden (?:egen )?{_HOME}\b|\b(?:er|blevet) hjemloes\b"
)
_NO_INCOME = (
    r"\b(?:ingen|uden|ikke nogen|ikke en|har ikke|mangler|ik nogen) ?"
    r"(?:egen |fast |nogen )?(?:indtaegt\w*|indkomst\w*|forsoergelse)\b"
    r"|\b(?:0|nul) (?:kr|kroner|kr [.])? ?(?:i|om maaneden i) (?:indtaegt|indkomst|loen)\b"
)


@dataclass(frozen=True)
class Said:
    """One circumstance and where in the original text it stands."""

    name: str
    value: Circumstance
    start: int
    end: int


def circumstances_said(text: str) -> tuple[Said, ...]:
    """The circumstances that `text` states, at most one value for each."""
    folded = FoldedLine(text)
    finders: tuple[tuple[str, Callable[[FoldedLine], Iterator[tuple[Circumstance, int, int]]]], ...] = (
        (AGE, _age),
        (EARLY_RETIREMENT_PENSION, _pension),
        (KEEPS_OWN_HOME, _own_home),
        (HAS_INCOME, _income),
    )
    found = []
    for name, finder in finders:
        for value, start, end in finder(folded):
            found.append(Said(name, value, *folded.original_span(start, end)))
            break
    return tuple(found)


def _age(folded: FoldedLine) -> Iterator[tuple[Circumstance, int, int]]:
    stated = age_meant(folded.line)
    if stated is not None:
        yield stated.interval, stated.start, stated.end


def _pension(folded: FoldedLine) -> Iterator[tuple[Circumstance, int, int]]:
    line = folded.line
    for start, end in _pension_words(line):
        clause = re.split(r"[.!?;]|\bmen\b", line[:start])[-1]
        before = " ".join(clause.split()[-_WORDS_BEFORE:])
        # "24, ikke førtidspension": a comma ends what "kan" or "skal" can say about the word.
        if _NOT_YET.search(before.split(",")[-1]):
            continue
        negated = _NEGATION.search(before)
        if negated and not re.search(r"\bfoertidspension\w* ?,", before[negated.start() :]):
            first = start - len(before) + negated.start() - (0 if line[start - 1 : start] != " " else 1)
            yield False, max(first, 0), end
        elif _denied_after(line[end:]):
            yield False, start, end
        elif line[end:].lstrip().startswith("?") and not _HAS.search(before) and before:
            continue
        elif _HAS.search(before) or not before.strip(" ,"):
            yield True, start, end


def _denied_after(rest: str) -> bool:
    return bool(re.match(r" (?:har|faar|er) (?:jeg|han|hun) ikke\b", rest))


def _pension_words(line: str) -> Iterator[tuple[int, int]]:
    found = {match.span() for match in _PENSION_APART.finditer(line)}
    found |= {match.span(1) for match in _PENSION_SHORT.finditer(line)}
    for match in re.finditer(r"[a-z]{11,}", line):
        word = match.group()
        if word[0] == "f" and any(
            OSA.distance(word, right, score_cutoff=_PENSION_MISTAKES) <= _PENSION_MISTAKES for right in _PENSION_WORDS
        ):
            found.add(match.span())
    yield from sorted(found)


def _own_home(folded: FoldedLine) -> Iterator[tuple[Circumstance, int, int]]:
    for pattern, value in ((_KEEPS_NOT, False), (_KEEPS, True)):
        match = re.search(pattern, folded.line)
        if match:
            yield value, *match.span()


def _income(folded: FoldedLine) -> Iterator[tuple[Circumstance, int, int]]:
    match = re.search(_NO_INCOME, folded.line)
    if match:
        yield False, *match.span()
