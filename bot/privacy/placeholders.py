"""A masked text as the assistant is to understand it: without the placeholders, and without what led up to them."""

from __future__ import annotations

import functools
import re

from bot.wording.i18n import text as danish

KINDS = ("cpr", "card", "email", "phone")
_WHOSE = r"(?:mit|min|mine|hans|hendes|vores|deres|sønnens|datterens|mors|fars)"
_WHAT = (
    r"(?:cpr|cpr[\s.-]*(?:nr|nummer|no)|person(?:nr|nummer)|(?:telefon|mobil|tlf|kort|konto|bank)(?:en)?(?:nr|nummer)?|"
    r"kreditkort|dankort|betalingskort|nummer|nr|e?-?mail(?:adresse)?|adresse)"
)
_LINK = r"(?:er|lyder|hedder|nr|på|med|via|til)"
_BEFORE = (
    rf"(?:(?:\b(?:og|samt)\s+)?\b(?:jeg|han|hun|vi)\s+(?:har|hedder)\s+(?:{_WHAT}\b[\s.:]*)?(?:{_LINK}\b[\s.:]*)?"
    rf"|(?:\b(?:og|samt|på|med|via)\s+)?\b{_WHOSE}\s+{_WHAT}\b[\s.:]*(?:{_LINK}\b[\s.:]*)?"
    rf"|\b{_WHAT}\b[\s.:]*(?:{_LINK}\b[\s.:]*)?"
    r"|\b(?:skriv|send\s+(?:svar|svaret|det))\b(?:\s+(?:venligst|gerne|tilbage|til|mig|os|på))*\s+|\b(?:på|via|med)\s+)?"
)
_ALNUM = re.compile(r"\w")


def without_placeholders(text: str) -> str:
    """Return a masked text without its placeholders; the text itself where nothing else is left of it."""
    left = _pattern().sub(" ", text)
    left = re.sub(r"[ \t]{2,}", " ", left).strip(" ,;")
    return left if _ALNUM.search(left) else text


@functools.lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    placeholders = "|".join(re.escape(danish(f"service.mask.{kind}")) for kind in KINDS)
    return re.compile(rf"{_BEFORE}(?:{placeholders})[.,;:)]?", re.IGNORECASE)
