"""Replies that need no statistics: yes, no, I do not know, and bare information such as "og i Thisted?"."""

from __future__ import annotations

import re

from bot.understanding.text import normalise

AFFIRM, DENY, DONT_KNOW = "affirm", "deny", "dont_know"

_AFFIRM = frozenset(
    "ja|jo|jep|jeps|jada|jaja|ja ja|yes|ok|okay|oki|ja tak|ja gerne|ja meget gerne|meget gerne|"
    "gerne|jo tak|jo gerne|"
    "det er rigtigt|det er korrekt|korrekt|rigtigt|ja det er|ja det er rigtigt|ja det goer jeg|"
    "ja det har jeg|ja det faar jeg|"
    "ja det vil jeg gerne|det vil jeg gerne|ja da|selvfoelgelig|naturligvis|praecis|netop|enig|"
    "det passer|ja for pokker|"
    "ja det maa du gerne|goer det|det lyder godt|fint|ja fint|j".split("|")
)
_DENY = frozenset(
    "nej|naeh|nae|nope|nix|nej tak|nej da|nej ikke|overhovedet ikke|slet ikke|nej det er det ikke|"
    "nej det er ikke rigtigt|det er forkert|"
    "forkert|nej det goer jeg ikke|nej det har jeg ikke|nej det faar jeg ikke|nej det vil jeg ikke|"
    "nej det er jeg ikke|det er jeg ikke|"
    "det har jeg ikke|det faar jeg ikke|niks|ik|ikke|ellers tak|nej ellers tak|nej det er fint|"
    "nej forkert|aldrig|no|n".split("|")
)
_DONT_KNOW = frozenset(
    "ved ikke|ved ik|det ved jeg ikke|jeg ved ikke|jeg ved det ikke|ved det ikke|det ved jeg ik|"
    "jeg ved ik|aner det ikke|aner ikke|"
    "jeg aner det ikke|det aner jeg ikke|ingen anelse|har ingen ide|ingen ide|ikke sikker|"
    "er ikke sikker|jeg er ikke sikker|"
    "det er jeg ikke sikker paa|jeg er i tvivl|i tvivl|er i tvivl|usikker|jeg er usikker|maaske|"
    "kan ikke huske|kan ikke huske det|"
    "det husker jeg ikke|jeg kan ikke huske det|vil ikke svare|det vil jeg ikke svare paa|"
    "det vil jeg helst ikke sige|"
    "vil ikke sige det|vil helst ikke svare|det kan jeg ikke svare paa|hvad mener du|vides ikke|"
    "pas det ved jeg ikke|ved det ik|"
    "oeh ved ikke|hmm ved ikke|nej det ved jeg ikke|det ved jeg desvaerre ikke|"
    "jeg ved det desvaerre ikke|spring over".split("|")
)

# What may stand around a place, an age or a pension without making the message a question.
_FILLERS = frozenset(
    "og i fra om paa for hos jeg vi du mig mener mente altsaa bor boede er var det den der har faar "
    "modtager men ikke ik nej ja jo oeh "
    "naa saa da nu kun lige ogsaa kommune kommunen kommuner kommunes kommunens hedder vores min mit "
    "mine mit kommune by byen "
    "omraadet postnummer postnr postnummeret aar gammel gamle alder alderen soen soenne datter bror "
    "soester mor far "
    "mand kone kaereste barn barnebarn ven veninde han hun hans hendes som tilkendt bevilget uden "
    "med hverken eller "
    "eller stadig undskyld sorry forkert rettelse stedet tak hej ville skrive skrev kommer til "
    "flytter flyttet "
    "gaelder handler faktisk desvaerre dog laengere mere ret endnu fyldt blevet kvinde borger vaere "
    "taet ved udenfor "
    "naer omkring landsby ja en et at pa nej snart a dk svar svaret jamen okay ok godt hej".split()
)
_COMPARISON_FILLERS = frozenset("sammenlign sammenlignet alle de fem andre kommuner kommunerne hver oevrige".split())
_ELLIPSIS = re.compile(
    r"\b(?:hvad (?:med|saa|nu|hvis)|hva med|hvad saa (?:med|hvis|i)|"
    r"hvordan (?:er det )?(?:saa )?(?:i|med|hos)|hvad hvis|"
    r"hvad gaelder|hvad er det saa|hvordan med|hvad saa|naar|hvis)\b"
)
_SENTENCE = re.compile(r"[^.!?\r\n]+[.!?\r\n]*\s*")
_ELLIPSIS_START = re.compile(r"^(?:og |men |naa |saa |ok |okay |nej )*(?:hvad|hva|hvordan|hvis|naar)\b")


def short_reply(words: str) -> str | None:
    """The intent of a whole message in normalised form that says yes, no or "I do not know", else None."""
    if words in _AFFIRM:
        return AFFIRM
    if words in _DENY:
        return DENY
    return DONT_KNOW if words in _DONT_KNOW else None


def says_nothing_else(rest: str, comparison: bool = False) -> bool:
    """Whether `rest`, a normalised message without its places and circumstances, asks nothing of its own."""
    if _ELLIPSIS_START.match(rest):
        rest = _ELLIPSIS.sub(" ", rest, count=1)
    allowed = _FILLERS | _COMPARISON_FILLERS if comparison else _FILLERS
    return all(word in allowed for word in rest.split())


def without_bare_places(text: str, mask: str) -> str:
    """`text` without the sentences that tell nothing but a place ("Jeg bor i Thisted."), if anything else is left.

    `mask` stands for each place. A sentence with a question mark stays: "Og i Thisted?" asks something.
    """
    pieces = _SENTENCE.findall(text)
    kept = [piece for piece in pieces if not (mask in piece and _tells_no_more(piece, mask))]
    left = "".join(kept)
    return left if len(kept) < len(pieces) and normalise(left) else text


def _tells_no_more(sentence: str, mask: str) -> bool:
    return "?" not in sentence and says_nothing_else(normalise(sentence.replace(mask, " ")))
