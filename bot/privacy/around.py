"""What the words around a number say that it is."""

from __future__ import annotations

import re
from enum import Enum, auto


class Said(Enum):
    """What the last telling word before a number announces."""

    CPR = auto()
    PHONE = auto()
    REFERENCE = auto()
    QUANTITY = auto()
    DATE = auto()
    BIRTH = auto()
    NOTHING = auto()


_TOKEN = re.compile(r"[^\W\d_]+|[^\w ]|_")
WINDOW = 60
# Words that may stand between the telling word and the number.
FILLER = frozenset(
    "nr nummer nummeret er på til mig ham hende os dem gerne lige det dette har med hedder lyder via direkte venligst"
    " helst altid så bare her følgende".split()
)
_NUMBER_WORDS = frozenset(["nr", "nummer", "nummeret"])
_OWNERS = frozenset("mit hans hendes vores deres mors fars".split())
# A full stop behind any other word ends a sentence.
_ABBREVIATION = re.compile(r"tlf|tel|mob|j|kr|ref|dok|reg|d|pr|kl|stk|pkt|\w*nr|cpr|lbk", re.IGNORECASE)
_SKIPPED = frozenset(":-()\"'=#/+[<_*\n")
_WORDS = (
    (Said.CPR, r"cpr\w*|person(?:nr|nummer\w*)|fødselsnummer"),
    (
        Said.PHONE,
        r"tlf\w*|tel|\w*telefon(?!tid)\w*|mob|mobil\w*|fastnet\w*|fax|ring(?:e|er|es)?|opkald|sms\w*|træffes?|fanges?"
        r"|kontakt(?:es?)?|kald\w*|whatsapp|phone|mobile|call|(?:privat|hjemme|arbejds|kontakt)(?:nr|nummer\w*)",
    ),
    (Said.NOTHING, r"kort(?:nr|nummer\w*)"),
    (
        Said.REFERENCE,
        r"sag(?:en|er|s|sid)?|j|journal\w*|ref|reference\w*|id|bilag\w*|faktura\w*|ordre\w*|kvittering\w*|dok"
        r"|dokument\w*|lov\w*|lbk|bek|bekendtgørelse\w*|kapitel|afsnit|cvr\w*|ean\w*|gln|isbn|matrikel\w*|konto\w*"
        r"|\w+(?:nr|nummer|nummeret)",
    ),
    (
        Said.QUANTITY,
        r"kr|kroner|dkk|eur|euro|beløb\w*|budget\w*|formue\w*|løn\w*|\w*leje|lejen|indtægt\w*|pris\w*|gæld\w*"
        r"|depositum\w*|koste\w*|kl|klokken|\w*tid(?:en|er)?|stk|side|uge|[§€$]",
    ),
    (Said.DATE, r"den|d|dato\w*|fra|siden|pr|inden|efter|før"),
    (Said.BIRTH, r"fød\w*"),
)
_TELLING = re.compile("|".join(f"(?P<{said.name}>{words})" for said, words in _WORDS), re.IGNORECASE)
UNIT = re.compile(
    r" ?(?:kr|kroner|dkk|euro?|mio|mill|år|årige?|måneder|mdr|uger|dage|døgn|timer|minutter|sekunder|procent|pct|gange"
    r"|stk|km|kg|kvm|m2|personer|borgere|beboere|pladser|sider)\b| ?[%€]|,-"
    r"|\.? ?(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b",
    re.IGNORECASE,
)
MONEY = re.compile(r" ?(?:kr|kroner|dkk|euro?)\b|,-", re.IGNORECASE)
IS_REFERENCE = re.compile(r" er (?:et |mit |min |vores |hans |hendes )?(?:sag|journal|referenc|kunde)", re.IGNORECASE)
IDENTIFIER = re.compile(r"(?<!\w)[A-ZÆØÅ]{1,3}$")
LINK = re.compile(r"://|www\.")
LONGEST_LINK = 120


def announcement_in(before: str) -> Said:
    """Read the words before a number backwards until one tells something."""
    numbered = stopped = False
    tokens = _TOKEN.findall(before)
    for place in range(len(tokens) - 1, -1, -1):
        word = tokens[place].lower()
        if word == ".":
            stopped = True
        elif word in _SKIPPED:
            continue
        elif stopped and not _ABBREVIATION.fullmatch(word):
            return Said.NOTHING
        elif word in FILLER:
            numbered, stopped = numbered or word in _NUMBER_WORDS, False
        elif numbered and word in _OWNERS:
            return Said.PHONE
        else:
            return _meaning(word, tokens[:place])
    return Said.NOTHING


def _meaning(word: str, before: list[str]) -> Said:
    match = _TELLING.fullmatch(word)
    said = Said[match.lastgroup or ""] if match else Said.NOTHING
    born = said is Said.DATE and before and before[-1].lower().startswith("fød")
    return Said.BIRTH if born else said
