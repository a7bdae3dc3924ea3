"""What masking finds, and what it leaves alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

CPR, CARD, EMAIL, PHONE = KINDS = ("cpr", "card", "email", "phone")
# What is found as well, so that nothing else is seen in it, and left alone.
PUBLIC, DATE = "public", "date"


@dataclass(frozen=True)
class PublicContacts:
    """What anybody may write: phone numbers as digits without gaps, and e-mail addresses in small letters."""

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()


NOBODY = PublicContacts()


class Span(NamedTuple):
    """A stretch of text, and what it is."""

    start: int
    end: int
    kind: str
