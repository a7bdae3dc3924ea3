"""Which of the places that a message mentions are meant: "ikke Thisted, men Hjørring" means Hjørring."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.interpretation import PlaceMention
from bot.understanding.persons import of_somebody_else
from bot.understanding.statements import CORRECTS
from bot.understanding.text import words_between

# What may stand between "ikke" and the name.
_NEGATED_BEFORE = re.compile(
    r"\b(?:ikke|ik|uden|frem for|i stedet for|istedet for)(?: (?:i|fra|om|for|til|laengere|mere|i stedet))*$"
)
_LIVES_NOT = re.compile(r"\b(?:bor|er)\b(?: \w+){0,2} (?:ikke|ik)\b|^(?:nej )?(?:ikke|ik)\b")
# Where somebody has left, or what was written by mistake; the other place of the message is the one that counts.
_LEFT_BEFORE = re.compile(
    r"\b(?:flytte\w*|flyt|kommer|kom) (?:\w+ )?(?:vaek )?fra$|\b(?:boede|har boet|boet)(?: \w+){0,3} i$"
    r"|\b(?:tidligere|foerhen|oprindelig\w*) (?:boede |bosat )?(?:i|fra)$|\bkom (?:vist |nok )?til at skrive$"
)
_CORRECTED_AFTER = re.compile(
    rf"^(?:kommune )?(?:oeh |naa )?(?:{CORRECTS}(?! ikke\b)|forkert|jeg (?:mente|mener)|mente jeg)\b"
)
# "Jeg skrev Thisted før, men det er Hjørring", "glem det med Køge": what was said or believed before.
_SAID_BEFORE = re.compile(
    r"\b(?:skrev|sagde|troede|tastede|glem|du (?:svarer|svarede|skriver|siger|skrev))\b(?: (?!men\b)\w+){0,6}$"
)
# Whose matter it is, wherever somebody lives or stays: "hun bor på Mors, men hører til i Thisted".
_BELONGS_BEFORE = re.compile(
    r"\b(?:hoer(?:er|te|t)(?: \w+){0,2} til i|sag(?:en)?(?: \w+){0,2} (?:ligger|er) i|bevilling(?:en)? er fra"
    r"|(?:anbragt|visiteret|henvist|bevilget) af|folkeregist\w+(?: \w+){0,3} i|hvad siger)$"
)
# Where somebody stays, works or comes from, who lives elsewhere.
_STAYS_BEFORE = re.compile(
    r"\b(?:indlagt|vokset op|opvokset|arbejder|studerer|gaar i skole|gaar paa \w+|paa ferie|paa besoeg"
    r"|(?:sygehuset|hospitalet|psykiatrien|faengslet))(?: \w+)? (?:i|paa|ved)$"
)
# Where somebody lives: "min bror bor i Hjørring, jeg bor selv i Køge" is about the brother's municipality.
_LIVES = re.compile(r"\b(?:bor|boende|bosat|er|kommer) (?:\w+ ){0,3}(?:i|fra|ved|udenfor)$")


def meant(text: str, mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The places of `text` that are neither denied nor corrected, one mention for each municipality.

    Where several are named, the one where somebody lives whom the question is not about is no place of the question,
    nor, where it is told where somebody lives, one where somebody only stays; and where one of them is said to have the
    case, that one is meant alone.
    """
    denied = {mention.slug for index, mention in enumerate(mentions) if _denied(text, mentions, index)}
    lives, stays = (
        {mention.slug for mention in mentions if pattern.search(words_between(text, 0, mention.start))}
        for pattern in (_LIVES, _STAYS_BEFORE)
    )
    # "Er indlagt i" looks like "er i".
    if lives - stays - denied:
        denied |= stays
    chosen: dict[str, PlaceMention] = {}
    for mention in mentions:
        if mention.slug not in denied:
            chosen.setdefault(mention.slug, mention)
    belongs = [one for one in chosen.values() if _BELONGS_BEFORE.search(words_between(text, 0, one.start))]
    return tuple(belongs) if len(belongs) == 1 else tuple(chosen.values())


def _denied(text: str, mentions: Sequence[PlaceMention], index: int) -> bool:
    mention = mentions[index]
    before = words_between(text, 0, mention.start)
    after = words_between(text, mention.end, len(text))
    others = any(other.slug != mention.slug for other in mentions)
    if _NEGATED_BEFORE.search(before):
        # "Gælder det ikke i Thisted?" asks about Thisted: a lone "ikke" counts where it denies living there.
        return others or bool(_LIVES_NOT.search(before))
    if others and _LEFT_BEFORE.search(before):
        return True
    if others and _LIVES.search(before) and of_somebody_else(text, before):
        return True
    followed = any(other.start >= mention.end and other.slug != mention.slug for other in mentions)
    return followed and bool(_SAID_BEFORE.search(before) or _CORRECTED_AFTER.search(after))


def masked(text: str, mentions: Sequence[PlaceMention], mask: str) -> str:
    """`text` in small letters, with `mask` for each mention: the name of a place must not tell the topic."""
    pieces, position = [], 0
    for mention in mentions:
        pieces += [text[position : mention.start], mask]
        position = mention.end
    return "".join([*pieces, text[position:]]).lower()
