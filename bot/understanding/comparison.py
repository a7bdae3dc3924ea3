"""Whether a question compares municipalities, and in which direction."""

from __future__ import annotations

import re

from bot.understanding.text import FoldedLine

LOWEST, HIGHEST, ALL = "lowest", "highest", "all"

_LOWEST = re.compile(r"\b(?:kortest|hurtigst|billigst|lavest|mindst|faerrest|tidligst|nemmest)e?\b")
_HIGHEST = re.compile(r"\b(?:laengst|dyrest|hoejest|stoerst|flest|mest|langsomst)e?\b")
_IDIOMS = re.compile(r"\b(?:hurtigst|tidligst|mest|mindst) mulig\w*|\bmindst (?:\d+|en|et|to)\b|\bfor det meste\b")
# "Hvor kan jeg hurtigst få svar" asks for the asker's own way; "hvor får man hurtigst svar" compares.
_OWN_WAY = re.compile(
    r"\b(?:jeg|vi|han|hun|min|mit|mine|vores) (?:\w+ ){0,4}"
    r"(?:hurtigst|nemmest|tidligst|lettest|mest|mindst|billigst)\b"
)
_AMONG = re.compile(
    r"\bhvor (?:er|har|faar|kan|kommer|gaar|bliver|koster|skal|faas|venter|betaler|finder)\b|"
    r"\bhvilken? (?:af )?(?:\w+ )?kommune|"
    r"\bhvilke kommuner|\bhvem (?:har|er|af|giver|tager)\b|\b(?:af|blandt|mellem) (?:kommunerne|"
    r"de fem|jer)\b|\bi hvilken\b"
)
# "Hvilken kommune" in the singular, with no superlative, asks which one is in charge.
_ALL = re.compile(
    r"\bhvilken af (?:\w+ )?kommuner(?:ne)?\b|\bhvilke (?:af )?(?:\w+ )?kommuner(?:ne)?\b|"
    r"\balle (?:\w+ )?kommuner(?:ne)?\b|"
    r"\bde fem (?:\w+ )?kommuner\b|\b(?:hver|hver af) (?:kommune|kommunerne)\b|"
    r"\bkommunerne imellem\b|\bi de (?:andre|forskellige|oevrige) kommuner\b|"
    r"\bfra kommune til kommune\b|\bi alle fem\b"
)
_DIFFERENCE = re.compile(r"\bsammenlign\w*|\bforskel\w*")
# "Forskellen på et botilbud og et bofællesskab i Thisted Kommune" compares no municipalities.
_MUNICIPALITIES = re.compile(r"\bkommuner\w*|\b(?:anden|andre|hver|hvilken) kommune\w*|\bkommune til kommune\b")
_EVERYWHERE = re.compile(r"\balle(?: fem)?$")
_THAN = re.compile(
    r"\b(?:kortere|hurtigere|billigere|lavere|mindre|laengere|dyrere|hoejere|stoerre|flere|mere|"
    r"bedre)\b.*\bend i?\b"
)


def comparison_asked(text: str, municipalities_named: int = 0) -> str | None:
    """ "lowest", "highest" or "all" when `text` asks for a comparison of municipalities, else None.

    `municipalities_named` is how many the text names: "billigere i Thisted end i Køge" compares two.
    """
    line = FoldedLine(text).line
    without_idioms = _IDIOMS.sub(" ", line)
    if _AMONG.search(without_idioms) and not _OWN_WAY.search(without_idioms):
        if _LOWEST.search(without_idioms):
            return LOWEST
        if _HIGHEST.search(without_idioms):
            return HIGHEST
    if _ALL.search(line):
        return ALL
    if _DIFFERENCE.search(line) and (
        municipalities_named > 1 or _MUNICIPALITIES.search(line) or _EVERYWHERE.search(line)
    ):
        return ALL
    return ALL if municipalities_named > 1 and _THAN.search(line) else None
