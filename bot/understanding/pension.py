"""Whether a message states that somebody has early retirement pension, or has not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from bot.understanding.statements import ADVERBS, SUBJECT, clause_before, is_stated

_WORDS = tuple(
    stem + ending
    for stem in ("foertidspension", "fortidspension", "foertispension", "fortispension")
    for ending in ("", "en", "ist", "ister", "isten", "eret", "ering")
)
_MISTAKES = 2
_SHORT = re.compile(r"\b(?:paa|faar|har|fik) (foertids?)\b(?! (?:- )?pension)")
_APART = re.compile(r"\bfoep\b|\b(?:foertids?|fortids|foer tids?) ?(?:- )?pension(?:en|ist|isten|eret)?\b")
_COMPOUND = re.compile(r"\bfoertidspensions?modtager\b")
_PLURAL = re.compile(r".*ister(?:ne)?$")
# What shows, in the words before, that somebody has the pension or that nothing is said about it.
_NOT_YET = re.compile(
    r"\b(?:soegt|soeger|soege|soegte|ansoegt|ansoeger|ansoege|ansoegning|afventer|venter|afslag|snart|"
    r"maaske|om jeg|om han|om hun|kan|skal|vil|boer|faa|bliver|vurderet til|indstillet til|sag|sagen|moede"
    r"|gaelder|hvad er|oensker"
    r"|haaber|overvejer|droemmer|gang med|afgoerelse\w*|mister|noget med|for ung|for gammel|talt om|taler om"
    r"|snak om|ret til)\b"
)
_NEGATION = re.compile(r"\b(?:uden|ikke|ik|ikk|ingen|aldrig|hverken|nej|i ?stedet for)\b")
_HAS = re.compile(
    r"(?:^|, |\b(?:har|faar|fik|faaet|modtager|modtaget|paa|med|tilkendt|bevilget|bevilliget|er|som|min|hans"
    r"|hendes|ja|og|hvis|lever af"
    r"|haft|vaeret|gav mig|givet mig|mig paa|blev|blevet|aar|\d+) (?:(?:jeg|han|hun|vi) )?)"
    r"(?:(?:min|sin|en|et|den|fuld|lav|hoejeste|mellemste|almindelig|ung|jo|ogsaa|nu|stadig|altsaa|allerede"
    r"|lige|endelig|desvaerre|kun"
    r"|gammel|tilkendt|bevilget|som|af|til|udbetalt|faaet) )*$"
)
_WORDS_BEFORE = 8
_VERB = re.compile(r"\b(?:er|har|faar|fik|modtager|lever|kom|blev|gik|gaar)\b")
# Where a new statement begins, what stands before it ("jeg kan ikke klare mig og ...") says nothing about the pension.
_RESTART = re.compile(
    rf"\b(?:og|men|for|fordi|da|naar|som|der|saa|,) (?={ADVERBS}(?:{SUBJECT})?{ADVERBS}(?:er|har|faar|fik"
    rf"|modtager|lever|kom|blev|gik)\b)"
    rf"|(?<= )(?={SUBJECT}{ADVERBS}(?:er|har|faar|fik|modtager|lever|kom|blev|gik) )"
)
_AFTER_NOT = re.compile(
    r" (?:(?:har|faar|er) (?:jeg|han|hun) (?:jo |desvaerre )?(?:ikke|aldrig|ik)\b"
    r"|(?:er|blev) (?:\w+ )?(?:ikke|aldrig|ik|frataget|stoppet|faldet bort)\b"
    r"|(?:[?:,] )?(?:det )(?:har|faar|er) (?:jeg|han|hun) (?:jo |desvaerre )?(?:ikke|aldrig|ik)\b"
    r"|(?:[-–,.;] )?nej (?:, )?det (?:goer|har|faar) (?:jeg|han|hun) (?:jo |desvaerre )?(?:ikke|ik)\b"
    r"|(?:[?:] )nej\b|(?:er )?(?:\w+ )?(?:taget )?fra (?:mig|ham|hende)\b)"
)
# "jeg sagde, at jeg ikke får førtidspension, men det gør jeg": the last word counts.
_AFTER_YES = re.compile(
    r" (?:[,.] )?(?:men|jo(?: forresten)?(?: ,)?|eller jo(?: ,)?) det (?:goer|har|faar|er) (?:jeg|han|hun)\b"
    r"(?! (?:\w+ )?(?:ikke|ik)\b)"
)
_AFTER_OPEN = re.compile(
    r" (?:,? ?afslag|noedvendig|behandles|bliver behandlet|er (?:ved at|noedvendig|soegt|paa vej|under|maaske)"
    r"|skal|kan|vil|maaske|sag\b|, hvad betaler de)"
)
_GRANTED_AFTER = re.compile(r" (?:og|, og) (?:(?:jeg|han|hun) )?(?:fik|har faaet) (?:den|det)\b")
_TAKEN = re.compile(r"\b(?:taget|frataget|frakendt|stoppet|mistet) (?:min|hans|hendes|sin )?$")
_SUPPOSED = re.compile(rf"\bhvis {SUBJECT}{ADVERBS}$")
# "er taksten lavere med førtidspension": the verb belongs to a thing, not to a person.
_ABOUT_SOMETHING = re.compile(
    r"er (?!foertids|fortids)(?:\w+(?:sen|ten|len|gen|ien|rne)|beloebet|botilbuddet|opholdet|det|der)\b"
)
_STRIVING = re.compile(r"\b(?:kaemper|haaber|arbejder) (?:for|paa)\b")
_OPEN_END = re.compile(r"\s*\?")


def pension_stated(line: str) -> Iterator[tuple[bool, int, int]]:
    """What a folded line states of early retirement pension: there is one or none, and where."""
    for start, end in _mentions(line):
        value = _value(line, start, end)
        if value is None:
            continue
        yield value, (_negated_from(line, start) if value is False else start), end


def _value(line: str, start: int, end: int) -> bool | None:
    rest = line[end:]
    clause = re.split(r"[.!?;]|\bmen\b", line[:start])[-1]
    before = " ".join(clause.split()[-_WORDS_BEFORE:])
    before = _RESTART.split(before)[-1].strip()
    near = before.split(",")[-1]
    if _STRIVING.search(clause):
        return None
    if _AFTER_NOT.match(rest) or _TAKEN.search(before + " "):
        return False
    if _GRANTED_AFTER.match(rest) or _AFTER_YES.match(rest):
        return True
    if _PLURAL.match(line[start:end]) or _NOT_YET.search(near) or _AFTER_OPEN.match(rest):
        return None
    verb = start - len(clause_before(line, start)) + _last_verb(clause_before(line, start)) if start else 0
    # "hvad koster det, hvis jeg er på førtidspension" asks about somebody who has it: that case is answered.
    if not is_stated(line.replace(" hvis ", " naar ") if _SUPPOSED.search(line[:verb]) else line, verb, end):
        return None
    if _ABOUT_SOMETHING.match(clause_before(line, start)):
        return None
    negated = _NEGATION.search(before)
    if negated and not re.search(r"\bfoertidspension\w* ?,", before[negated.start() :]):
        return False
    if _OPEN_END.match(rest) and before and not _HAS.search(before + " "):
        return None
    return True if _HAS.search(before + " " if before else "") else None


def _last_verb(clause: str) -> int:
    """Where the last verb of a clause stands that may govern the pension, else its end."""
    return max((match.start() for match in _VERB.finditer(clause)), default=len(clause))


def _negated_from(line: str, start: int) -> int:
    clause = clause_before(line, start)
    found = list(_NEGATION.finditer(clause))
    return start - len(clause) + found[0].start() if found and len(clause) <= start else start


def _mentions(line: str) -> Iterator[tuple[int, int]]:
    found = {match.span() for match in _APART.finditer(line)} | {match.span() for match in _COMPOUND.finditer(line)}
    found |= {match.span(1) for match in _SHORT.finditer(line)}
    for match in re.finditer(r"[a-z]{11,}", line):
        word = match.group()
        if word[0] == "f" and any(OSA.distance(word, right, score_cutoff=_MISTAKES) <= _MISTAKES for right in _WORDS):
            found.add(match.span())
    yield from sorted(found)
