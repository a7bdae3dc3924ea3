"""Replace what identifies a person by a placeholder, before a text is stored, passed on or logged.

Masked: CPR numbers, payment cards, e-mail addresses and phone numbers. Ages, dates, years, postal codes, sections of
acts, amounts and case numbers stay, as the answer may depend on them; so do contacts that are public.

A text is first made plain: one kind of digit, dash and space. In the plain text, groups of digits that only short gaps
part make a run, and a run is read from left to right. Ten digits that may be a CPR number are masked; eight digits that
may as well be an amount, a date or a case number as a phone number are left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.privacy.addresses import find_addresses
from bot.privacy.cards import card_at
from bot.privacy.cpr import cpr_at, dictated_cpr, loose_cpr_at
from bot.privacy.kinds import DATE, KINDS, NOBODY, PublicContacts, Span
from bot.privacy.phones import announced_phone_at, foreign_phone_at, phone_at
from bot.privacy.plain_text import blanked, made_plain, whole_span
from bot.privacy.run_dates import full_date_at, short_date_at
from bot.privacy.runs import LEAST_DIGITS, At, Found, Run, find_runs
from bot.wording.i18n import text as danish


@dataclass(frozen=True)
class Masked:
    """A text with placeholders, and the kinds that they stand for, each once and in the order of KINDS."""

    text: str
    kinds: tuple[str, ...]


# A number may show only when the one beside it is masked.
_PASSES = 3


def mask(text: str, public: PublicContacts = NOBODY, wanted: Collection[str] = KINDS) -> Masked:
    """Return the text with personal data of the wanted kinds replaced by placeholders; public contacts stay."""
    kinds: set[str] = set()
    for _ in range(_PASSES):
        text, found = _masked_once(text, public, wanted)
        if not found:
            break
        kinds |= found
    return Masked(text, tuple(kind for kind in KINDS if kind in kinds))


def _masked_once(text: str, public: PublicContacts, wanted: Collection[str]) -> tuple[str, set[str]]:
    plain, places = made_plain(text)
    spans = find_addresses(plain, public)
    plain = blanked(plain, spans)
    dictated = dictated_cpr(plain)
    plain = blanked(plain, dictated)
    numbers = [whole_span(plain, span) for run in find_runs(plain) for span in _numbers(run, public)]
    found = sorted(span for span in spans + dictated + numbers if span.kind in wanted)
    parts, done = [], 0
    for start, end, kind in found:
        parts += [text[done : places[start]], danish(f"service.mask.{kind}")]
        # What is invisible behind it goes with it.
        done = places[end] if end < len(places) else len(text)
    return "".join([*parts, text[done:]]), {span.kind for span in found}


def _numbers(run: Run, public: PublicContacts) -> Iterator[Span]:
    """Read a run from left to right, and yield what is personal or public."""
    first = since = 0
    while first < len(run.groups):
        if run.counts[-1] - run.counts[first] < LEAST_DIGITS:
            return
        found = _found(At(run, first, since), public)
        if found and found[1] != DATE:
            since, kind = found
            yield Span(run.places[first][0], run.places[since - 1][1], kind)
        first = found[0] if found else first + 1


def _found(at: At, public: PublicContacts) -> Found | None:
    return (
        foreign_phone_at(at, public)
        or card_at(at)
        or cpr_at(at)
        or loose_cpr_at(at)
        or announced_phone_at(at, public)
        or full_date_at(at)
        or phone_at(at, public)
        or short_date_at(at)
    )
