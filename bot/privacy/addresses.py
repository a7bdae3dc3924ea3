"""E-mail addresses, as people write them."""

from __future__ import annotations

import re

from bot.privacy.kinds import EMAIL, PUBLIC, PublicContacts, Span
from bot.privacy.plain_text import blanked

_LABEL = r"[\w-]{1,63}"
_SPELT_DOT = r"(?: ?[(\[{] ?(?:dot|punktum|prik) ?[)\]}] ?| (?:dot|punktum|prik) )"
_AT = r"(?: ?@{1,2} ?| ?[(\[{<\"'] ?(?:at|snabel[- ]?a) ?[)\]}>\"'] ?|[(\[]a[)\]]| snabel[- ]?a )"
_DOMAIN = (
    rf"(?:(?:{_LABEL}(?:\.|{_SPELT_DOT})){{1,8}}[^\W\d_]{{2,24}}"
    rf"|(?:{_LABEL}\.){{0,8}}{_LABEL} ?\. ?(?:dk|com|org|eu)\b)"
)
_TOP = r"(?:dk|com|net|org|eu|nu|info|se|no|de|uk|fi|is|fo|gl)\b"
# People leave out what follows after these.
_PROVIDER = rf"(?:gmail|hotmail|outlook|live|yahoo|icloud|msn|protonmail|jubii|ofir)\b(?:[.,] ?{_TOP})?"
_CERTAIN = re.compile(
    rf"{_AT}(?:{_DOMAIN}|{_PROVIDER})| at (?:{_LABEL}(?:\.|{_SPELT_DOT})){{0,8}}{_LABEL}{_SPELT_DOT}{_TOP}",
    re.IGNORECASE,
)
# "at" is also the Danish "that": here a name must be no word, or the words before it must say that an address follows.
_LIKELY = re.compile(rf" at {_DOMAIN}", re.IGNORECASE)
_NO_WORD = re.compile(rf"(?!.*\.{_TOP}$)(?=.*[^\W\d_])(?=.*[\d_+.])", re.IGNORECASE)
_ADDRESS_FOLLOWS = re.compile(r"\b(?:mail(?:en|adresse)?|adresse)(?: er)?:? $", re.IGNORECASE)
_IN_NAME = frozenset("._+%&'-")


def find_addresses(plain: str, public: PublicContacts) -> list[Span]:
    """Find e-mail addresses."""
    certain = _mailboxes(plain, _CERTAIN)
    rest = blanked(plain, certain)
    likely = [span for span in _mailboxes(rest, _LIKELY) if _is_likely(rest, span)]
    return [
        span._replace(kind=PUBLIC) if _canonical(plain[span.start : span.end]) in public.emails else span
        for span in certain + likely
    ]


def _mailboxes(plain: str, pattern: re.Pattern[str]) -> list[Span]:
    """Find what the pattern finds together with the name that stands right before it."""
    spans, done = [], 0
    for match in pattern.finditer(plain):
        start = match.start()
        while start > done and (plain[start - 1].isalnum() or plain[start - 1] in _IN_NAME):
            start -= 1
        while start < match.start() and not plain[start].isalnum():
            start += 1
        if start < match.start():
            spans.append(Span(start, match.end(), EMAIL))
        done = match.end()
    return spans


def _is_likely(plain: str, span: Span) -> bool:
    name = plain[span.start : span.end].partition(" ")[0]
    return bool(_NO_WORD.match(name) or _ADDRESS_FOLLOWS.search(plain[max(0, span.start - 20) : span.start]))


def _canonical(address: str) -> str:
    """Return an address that may be spelt out in the way it is written on an envelope."""
    return re.sub(rf"{_SPELT_DOT}| ?\. ?", ".", re.sub(rf"{_AT}| at ", "@", address.lower()))
