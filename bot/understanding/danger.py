"""Words of danger: what must not be missed even where the statistics hesitate.

The patterns are wide on purpose. A hit alone decides nothing: it lowers the probability from which a message
counts as danger (see decision.py), so that idioms and questions with the same words are not taken for it.
"""

from __future__ import annotations

import re
from enum import Enum

from bot.understanding.text import FoldedLine

# Sayings with words of danger in them; they are taken out before the patterns look.
_SAYINGS = re.compile(
    r"\b(?:slaaet|slaa|slog|doed|doede|skudt|draebt) (?:\w+ ){0,4}i (?:et |mit |sit |det )?\w*spil\w*"
    r"|\b(?:slaa|slaar|slog|draeb\w*|doe\w*) (?:\w+ ){0,6}(?:boss\w*|level\w*|bane\w*|runde\w*|kamp\w*|modstander\w*)\b"
    r"|\b\w*(?:plante|blomst|orkide|graesplaene|hoene|kaktus)\w* (?:\w+ ){0,5}(?:doer|doed|doe|haenger)\w*"
    r"|\b(?:aeg|kartof\w*|popcorn|dej\w*) (?:\w+ ){0,6}eksploder\w*|\bskoed genvej\b"
    r"|\bdraeb\w* mig (?:hver|altid|igen)\b|\b(?:doede|doed) for (?:\w+ ){1,2}(?:aar|maaneder) siden\b"
    r"|\b(?:doede|doed) (?:sidste|i fjor|i foraaret|i sommer|i efteraaret|i vinter)\b"
    r"|\bbrager? (?:ind|loes)\b"
    r"|\bhelt doed i\b|\buret (?:har )?slaa\w*|\bspring\w* (?:\w+ )?ud i (?:det|noget|projekt\w*)\b"
    r"|\b(?:doe|doer|doede|doed) af (?:grin|kedsomhed|varme|sult|toerst|skam|nysgerrighed|latter|lyst|kulde)\b"
    r"|\bdoedtraet\w*|\bdoed ?(?:traet|tris|irriter|sej|laekker|kedelig|sikker)\w*"
    r"|\bslaa\w* (?:graes\w*|plaene\w*|op|til|fra|hul|hjul|fast|sammen|igennem|tiden|taget)\b"
    r"|\bslaa\w* (?:rekord\w*|et slag|sig ned|sig loes)\b"
    r"|\bskyd\w* (?:genvej|skylden|papegoejen|maal|billeder)\b"
    r"|\bbrand(?:oevelse|alarm|mand|maend|mur|sikker|sikr|slukker|doer|dragt|tilsyn|instruks)\w*"
    r"|\bbraend\w* for\b|\bbraend(?:e|es)?ovn\w*|\bbraendte? (?:mandler|kaffe\w*|mad\w*)"
    r"|\bi (?:et |mit |sit )?(?:\w*spil\w*|playstation|fortnite|film\w*|serie\w*)\b"
)
_BODY = "mig|sig|hende|ham|os|jer|dem|min|mine|mit|sin|hinanden|boernene|vores|nogen|andre"
_PATTERNS = (
    # taking one's life
    r"\btage\w* (?:livet af|mit (?:eget )?liv|sit (?:eget )?liv|hans liv|hendes liv)\b|\blivet af (?:sig|mig)\b",
    r"\bselvmord(?:et|stanker\w*|sforsoeg\w*|struet|struende|splaner)?\b",
    r"\b(?:ikke|ik) (?:\w+ )?(?:at )?leve\b|\bleve (?:mere|laengere|videre)\b|\blivet (?:er )?(?:ikke|ik) vaerd\b",
    r"\b(?:vil|oensker?|haaber|gerne|lyst til|helst|bare|snart) (?:\w+ ){0,2}(?:doe|vaere doed|forsvinde for altid)\b",
    r"\bende paa (?:det|alt|livet|mit liv|sit liv|lidels\w*)\b|\bende (?:mit|sit) liv\b",
    r"\b(?:ihjel|myrde\w*|draebe\w*)\b",
    r"\b(?:haenge|haenger|haengt|kvaele|kvaelt|drukne|skyde|skudt|skaere|skaerer|skaaret|braende) "
    r"(?:\w+ )?(?:mig|sig|i mig|i sig)\b",
    r"\b(?:hoppe|hopper|springe|springer|kaste|kaster) (?:\w+ )?(?:ud|fra|foran|ned)\b",
    r"\b(?:afskedsbrev|farvelbrev|sagt farvel|skrevet farvel)\w*",
    r"\b(?:bedre|bedst|lettere) (?:\w+ ){0,3}"
    r"(?:uden mig|hvis jeg (?:ikke|ik|var|er|forsvandt|doede)|naar jeg er (?:vaek|doed))",
    r"\b(?:ikke|ik) (?:vaere|er|var) (?:her|til) (?:mere|laengere|i morgen)\b|\ber her (?:ikke|ik) mere\b",
    r"\bskade\w* mig selv\b|\bgoere? (?:skade|noget) (?:paa|ved) mig selv\b|"
    r"\bgoere? (?:mig|sig) (?:selv )?(?:ondt|noget)\b",
    r"\boverdosis\b|\b(?:piller|tabletter|panodil\w*|pinex|sovepiller|medicin|stoffer)\b",
    # what is settled before a suicide, said by the way
    r"\b(?:sat|har) (?:\w+ )?en dato\b|\bbesluttet mig\b|\b(?:ikke|ik) er her\b|\b(?:skrevet|skriver) (?:\w+ )?breve\w*"
    r"|\bhvem (?:der )?(?:tager|passer|faar|henter) (?:\w+ )?(?:katten|hunden|boernene|kat|hund|boern)\b"
    r"|\bnaar jeg er (?:vaek|borte|ude af)\b|\bvaek for altid\b|\bkan ik(?:ke)? holde det ud\b"
    r"|\b(?:ryddet|rydde) op efter mig\b",
    # violence and threats
    r"\b(?:slaar|slog|slaaet|sparke\w*|kvael\w*|taesk\w*|taev\w*|banker|bankede)\b"
    r"|\b(?:overfald\w*|voldt\w*|misbrug(?:er|te|t) (?:mig|hende|ham))\b",
    rf"\btru(?:er|ede|et|sler) (?:\w+ )?(?:{_BODY}|med)\b|\bvold\b|\bvoldelig\w*|\bkniv\w*|\bpistol\w*|\bvaaben\b",
    r"\b(?:laast|lukket) (?:\w+ )?inde\b|\btoer (?:ikke|ik) (?:\w+ )?(?:hjem|sove|vaere)\b|\bgaar? amok\b",
    # illness and accidents
    r"\b(?:traekker|traekke|faar|faa|kan) (?:\w+ ){0,2}(?:vejret|luft|vejr)\b|"
    r"\bvejrtraekning\w*|\bkvaelt\w*|\bblaa i (?:hovedet|ansigtet)\b",
    r"\bbevidstloes\w*|\bbesvim\w*|\bhjertestop\w*|\bhjerteanfald\w*|\bblodprop\w*|\bambulance\w*|\blivloes\w*",
    r"\bblod\w*|\bbloede\w*|\bkramp\w*|\b(?:vaekke|vaekkes|vaagne?r?)\b|\bi brystet\b|\bbrystsmerter\w*",
    r"\b(?:haenger|skaev\w*) (?:\w+ ){0,4}(?:ansigt\w*|mund\w*)|\bkan (?:ikke|ik) (?:tale|snakke|bevaege)\b|"
    r"\bansigt\w* (?:\w+ ){0,2}haenger\b|\b(?:taler|snakker) (?:\w+ )?sort\b|\bsig (?:\w+ )?(?:paa|til) brystet\b"
    r"|\bkoldsved\w*|\b(?:graa|blaa|bleg) (?:i|om) \w+|"
    r"\bfald(?:er|et|t) (?:om|ned|sammen)\b",
    # fire
    r"\bbraend(?:er|t)\b|\bild(?:en)? (?:i|paa)\b|\bbrand\b|\bflammer\b|\broeg\w*",
    r"\b(?:taend|taend|saet|sat)\w* ild\b|\bgas(?:sen|lugt)?\b|\beksploder\w*|\bflammer\b",
    # words that are seldom harmless, whatever stands around them
    r"\b(?:doe|doer|doed|doede|doende)\b|\bi live\b|\blivet mere\b|\blivsfare\w*|\bi fare\b|\bpaa livet\b|"
    r"\bdenne verden\b",
    r"\b(?:reb|rebet|broen|skinnerne|barberblad\w*|oekse\w*|rottegift|giftig\w*|gift|afloebsrens|overdose\w*)\b|"
    r"\bpaa taget\b|\btoget\b",
    r"\b(?:reagerer|svarer) (?:ikke|ik)\b|\bingen puls\b|\blammet?\b|\blam i\b|\bskum om munden\b|"
    r"\banfald\b|\bulykke\w*|\bpaakoert\b",
    r"\b(?:banke\w*|faar bank|stukket ned|stikker|smadre\w*|skyder|skrig\w*|forfulgt|fanget|tvunget|baby)\b|"
    r"\bpolitiet nu\b|\bbange for (?:at|hvad)\b",
    r"\b(?:kan|ka|orker|magter) (?:ikke|ik) (?:mere|holde)\b|\bgir op\b|\bgiver op\b|\bbyrde\b|"
    r"\bsidste gang i hoerer\b|\bi nat(?:ten)?\b",
    # somebody gone
    r"\bforsvundet\b|\ber (?:vaek|stukket af)\b|\bsavnet\b|\b112\b|\bnoedhjaelp\b",
)
_DANGER = re.compile("|".join(_PATTERNS))


class Words(Enum):
    """What the words of a message say of danger.

    NONE     nothing
    SAYING   only in a saying, or in a word that is always harmless
    DANGER   they may mean it
    """

    NONE = "none"
    SAYING = "saying"
    DANGER = "danger"


def words_of_danger(text: str) -> Words:
    """What the words of `text` say of danger; the sayings in it are left aside before the rest is looked at."""
    line = FoldedLine(text).line
    without, sayings = _SAYINGS.subn(" ", line)
    if _DANGER.search(without):
        return Words.DANGER
    return Words.SAYING if sayings else Words.NONE
