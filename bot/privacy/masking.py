"""Replace what identifies a person by a placeholder, before a text is passed on or logged.

Masked: CPR numbers, e-mail addresses and phone numbers. Ages, postal codes, paragraph numbers and dates stay,
as the answer may depend on them. A CPR number is known by its date alone: since 2007 its check digit need not
fit.
"""

from __future__ import annotations

import re

from stdnum.dk import cpr

from bot.wording.i18n import text as danish

DASH = r"[-‐‑‒–—]"
EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\W\d_]{2,}")
CPR = re.compile(rf"(?<![0-9])([0-9]{{2}})[ .]?([0-9]{{2}})[ .]?([0-9]{{2}})\s?{DASH}?\s?([0-9]{{4}})(?![0-9])")
GAP = r"[\s.\-]"
# A Danish number has eight digits and does not begin with 0 or 1. An amount in kroner is no phone number, nor
# are two years, nor a date followed by an age: the gaps between pairs are alike.
PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)\s?45{GAP}?)?"
    rf"(?:[2-9][0-9]{{7}}|[2-9][0-9](?P<gap>{GAP})[0-9]{{2}}(?P=gap)[0-9]{{2}}(?P=gap)[0-9]{{2}}"
    rf"|(?!20[0-9]{{2}}\s20)[2-9][0-9]{{3}}\s[0-9]{{4}}|[2-9][0-9]\s[0-9]{{3}}\s[0-9]{{3}})"
    r"(?![0-9]|\s?(?:kr|kroner)\b)"
)
FOREIGN_PHONE = re.compile(r"\+[1-9](?:[\s-]?[0-9]){7,14}(?![0-9])")


def mask(text: str) -> str:
    """Return the text with CPR numbers, e-mail addresses and phone numbers replaced by placeholders."""
    text = EMAIL.sub(danish("service.mask.email"), text)
    text = CPR.sub(_mask_cpr, text)
    text = PHONE.sub(danish("service.mask.phone"), text)
    return FOREIGN_PHONE.sub(danish("service.mask.phone"), text)


def _mask_cpr(match: re.Match[str]) -> str:
    """Mask ten digits that begin with a date; other ten digits are left for what they are."""
    return danish("service.mask.cpr") if cpr.is_valid("".join(match.groups())) else match.group()
