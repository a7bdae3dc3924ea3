"""Replace what identifies a person by a placeholder, before a text is stored, passed on or logged.

Masked: CPR numbers, payment cards, e-mail addresses and phone numbers. Ages, dates, years, postal codes, sections of
acts, amounts and case numbers stay, as the answer may depend on them; so do contacts that are public.

A text is first made plain: one kind of digit, dash and space. In the plain text, groups of digits that only short gaps
part make a run, and a run is read from left to right. Ten digits that may be a CPR number are masked; eight digits that
may as well be an amount, a date or a case number as a phone number are left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import phonenumbers
from stdnum import luhn

from bot.wording.i18n import text as danish

CPR, CARD, EMAIL, PHONE = KINDS = ("cpr", "card", "email", "phone")
# What is found as well, so that nothing else is seen in it, and left alone.
PUBLIC, DATE = "public", "date"


@dataclass(frozen=True)
class Masked:
    """A text with placeholders, and the kinds that they stand for, each once and in the order of KINDS."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class PublicContacts:
    """What anybody may write: phone numbers as digits without gaps, and e-mail addresses in small letters."""

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()


NOBODY = PublicContacts()

# A number may show only when the one beside it is masked.
_PASSES = 3


class Span(NamedTuple):
    """A stretch of text, and what it is."""

    start: int
    end: int
    kind: str


def mask(text: str, public: PublicContacts = NOBODY) -> Masked:
    """Return the text with personal data replaced by placeholders; public contacts are left alone."""
    kinds: set[str] = set()
    for _ in range(_PASSES):
        text, found = _masked_once(text, public)
        if not found:
            break
        kinds |= found
    return Masked(text, tuple(kind for kind in KINDS if kind in kinds))


def _masked_once(text: str, public: PublicContacts) -> tuple[str, set[str]]:
    plain, places = _made_plain(text)
    spans = _addresses(plain, public)
    plain = _blanked(plain, spans)
    dictated = _dictated(plain)
    plain = _blanked(plain, dictated)
    numbers = [_whole(plain, span) for run in _runs(plain) for span in _numbers(run, public)]
    found = sorted(span for span in spans + dictated + numbers if span.kind in KINDS)
    parts, done = [], 0
    for start, end, kind in found:
        parts += [text[done : places[start]], danish(f"service.mask.{kind}")]
        # What is invisible behind it goes with it.
        done = places[end] if end < len(places) else len(text)
    return "".join([*parts, text[done:]]), {span.kind for span in found}


# --- plain text ---

_INVISIBLE = {"Cc", "Cf", "Mn", "Me"}
# What has been found is blanked with the character that ends a placeholder, so that what stands around it reads alike
# when a masked text is masked again.
_BLANK = "]"


def _made_plain(text: str) -> tuple[str, Sequence[int]]:
    """Return the text in plain characters, and for each of them its place in the text."""
    chars = [_plain_char(char) for char in text]
    if all(chars):
        return "".join(chars), range(len(text))
    return "".join(chars), [place for place, char in enumerate(chars) if char]


@lru_cache(maxsize=4096)
def _plain_char(char: str) -> str:
    """Return the ASCII look-alike of a digit, dash or space, nothing for what is invisible, any other as it is."""
    if char.isspace():
        return "\n" if char in "\n\r\v\f\x85\u2028\u2029" else " "
    category = unicodedata.category(char)
    if category in _INVISIBLE:
        return ""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", char)
    if category == "Pd" or compatible == "−":
        return "-"
    return compatible if len(compatible) == 1 else char


def _blanked(plain: str, spans: list[Span]) -> str:
    parts, done = [], 0
    for start, end, _ in sorted(spans):
        parts += [plain[done:start], _BLANK * (end - start)]
        done = end
    return "".join([*parts, plain[done:]])


def _whole(plain: str, span: Span) -> Span:
    """Take in the plus before a number, and the other bracket of a pair that stands half in it."""
    start, end, kind = span
    start -= _plus_before(plain, start)
    inside = plain[start:end]
    if inside.count(")") > inside.count("(") and plain[:start].endswith("("):
        start -= 1
    for left, right in ("()", "[]"):
        if inside.count(left) > inside.count(right) and plain.startswith(right, end):
            end += 1
    return Span(start, end, kind)


def _plus_before(plain: str, start: int) -> int:
    """Return how many characters the plus takes that stands before a number, or 0 where there is none."""
    return next((len(plus) for plus in ("+", "+ ") if plain.endswith(plus, 0, start)), 0)


# --- e-mail addresses ---

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


def _addresses(plain: str, public: PublicContacts) -> list[Span]:
    """Find e-mail addresses."""
    certain = _mailboxes(plain, _CERTAIN)
    rest = _blanked(plain, certain)
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


# --- dates ---

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEAR = re.compile(r"19[0-9]{2}|20[0-4][0-9]")


def _is_date(day: str, month: str, year: str) -> bool:
    """Tell whether there is such a day, in any century where the year has two digits."""
    if len(year) == 4 and not _YEAR.fullmatch(year):
        return False
    leap_day = int(day) == 29 and int(month) == 2
    return 1 <= int(month) <= 12 and 1 <= int(day) <= _DAYS[int(month) - 1] and not (leap_day and int(year) % 4)


def _is_birthday(digits: str) -> bool:
    """Tell whether six digits may begin a CPR number.

    Those who cannot have a CPR number get one whose day is raised by 60 (cpr.dk, "Erstatningspersonnummer").
    """
    day = int(digits[:2])
    return _is_date(str(day - 60 if day > 60 else day), digits[2:4], digits[4:])


def _is_full_date(digits: str) -> bool:
    """Tell whether eight digits are day, month and year, or year, month and day."""
    return _is_date(digits[:2], digits[2:4], digits[4:]) or _is_date(digits[6:], digits[4:6], digits[:4])


# --- what the words around a number say ---


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
_WINDOW = 60
# Words that may stand between the telling word and the number.
_FILLER = frozenset(
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
_UNIT = re.compile(
    r" ?(?:kr|kroner|dkk|euro?|mio|mill|år|årige?|måneder|mdr|uger|dage|døgn|timer|minutter|sekunder|procent|pct|gange"
    r"|stk|km|kg|kvm|m2|personer|borgere|beboere|pladser|sider)\b| ?[%€]|,-"
    r"|\.? ?(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r" ?(?:kr|kroner|dkk|euro?)\b|,-", re.IGNORECASE)
_IS_REFERENCE = re.compile(r" er (?:et |mit |min |vores |hans |hendes )?(?:sag|journal|referenc|kunde)", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(?<!\w)[A-ZÆØÅ]{1,3}$")
_LINK = re.compile(r"://|www\.")
_LONGEST_LINK = 120


def _said(before: str) -> Said:
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
        elif word in _FILLER:
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


# --- runs of digits ---

# Anything but letters, what ends a placeholder and what announces something may be a gap.
_RUN = re.compile(r"[0-9]+(?:(?:[^\w\]§€$%]|_){1,4}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_LEAST_DIGITS = 8
# What may stand between the groups of one number, besides spaces. In a list there are commas.
_IN_NUMBER = frozenset(".-/_()·•'")
_TIGHT = frozenset(".-/_")


@dataclass(frozen=True)
class Run:
    """Groups of digits with the gap before each (none before the first), and the text that they stand in."""

    plain: str
    begin: int
    places: tuple[tuple[int, int], ...]
    groups: tuple[str, ...]
    gaps: tuple[str, ...]

    def reach(self, first: int, count: int) -> int | None:
        """Return the group behind the `count` digits from a group on, or None where they end within a group."""
        return self.group_at.get(self.counts[first] + count)

    def digits(self, first: int, last: int) -> str:
        """Return the digits of some groups."""
        return "".join(self.groups[first:last])

    def layout(self, first: int, last: int) -> tuple[int, ...]:
        """Return how many digits each of some groups has."""
        return tuple(map(len, self.groups[first:last]))

    def mark(self, place: int) -> str:
        """Return what stands before a group, without spaces and repetition."""
        return self.all_marks[place]

    def marks(self, first: int, last: int) -> tuple[str, ...]:
        """Return what stands between some groups, without spaces and repetition."""
        return self.all_marks[first + 1 : last]

    def joined(self, first: int, last: int) -> bool:
        """Tell whether the gaps between some groups may be those of one number."""
        return all(map(_IN_NUMBER.issuperset, self.marks(first, last)))

    def tied(self, place: int) -> bool:
        """Tell whether a group is tied to the one before it, without a space."""
        return 0 < place < len(self.groups) and _TIGHT.issuperset(self.gaps[place])

    def goes_on(self, pattern: re.Pattern[str], last: int) -> bool:
        """Tell whether the run ends with the groups up to `last`, and the pattern follows."""
        return last == len(self.groups) and bool(pattern.match(self.plain, self.places[-1][1]))

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many digits stand before each group, and in the whole run."""
        return tuple(accumulate(map(len, self.groups), initial=0))

    @cached_property
    def group_at(self) -> dict[int, int]:
        """The group that begins behind so many digits."""
        return {count: place for place, count in enumerate(self.counts)}

    @cached_property
    def all_marks(self) -> tuple[str, ...]:
        """What stands before each group, without spaces and repetition."""
        return tuple("".join(dict.fromkeys(gap.replace(" ", ""))) for gap in self.gaps)

    @cached_property
    def said(self) -> Said:
        """What the words before the run announce."""
        start = self.places[0][0]
        return _said(self.plain[max(self.begin, start - _WINDOW) : start])

    @cached_property
    def sentence_end(self) -> int:
        """The first group that a comma or a new line parts from the words before the run."""
        return next((place for place, gap in enumerate(self.gaps) if re.search("[,;?!\n]", gap)), len(self.gaps))


def _runs(plain: str) -> Iterator[Run]:
    """Find the runs that have enough digits for anything."""
    begin = 0
    for match in _RUN.finditer(plain):
        places = tuple(group.span() for group in _GROUP.finditer(plain, match.start(), match.end()))
        if sum(end - start for start, end in places) >= _LEAST_DIGITS:
            starts = [places[0][0], *(end for _, end in places)]
            gaps = tuple(plain[end:start] for end, (start, _) in zip(starts, places, strict=False))
            yield Run(plain, begin, places, tuple(plain[start:end] for start, end in places), gaps)
        begin = match.end()


class At(NamedTuple):
    """The group of a run where a number may begin, and the group behind the last number that was found."""

    run: Run
    first: int
    since: int

    @property
    def said(self) -> Said:
        """What the words right before the group announce."""
        return self.run.said if self.first == 0 else Said.NOTHING

    @property
    def is_reference(self) -> bool:
        """Whether the words before say that a case number or the like follows."""
        return self.run.said is Said.REFERENCE and self.since == 0 and self.first < self.run.sentence_end

    @property
    def is_tied(self) -> bool:
        """Whether the group is tied to a short one, as to the year of a case number; 45 is rather a country code."""
        before = self.run.groups[self.first - 1]
        return self.first > self.since and self.run.tied(self.first) and len(before) <= 4 and before != "45"

    @property
    def is_identifier(self) -> bool:
        """Whether the group is part of a name made of letters and digits, or of a link."""
        plain, start = self.run.plain, self.run.places[self.first][0]
        before = re.split("[ \n]", plain[max(0, start - _LONGEST_LINK) : start])[-1]
        letters = _IDENTIFIER.search(before[-4:])
        return bool(_LINK.search(before) or (letters and letters[0].lower() not in _FILLER))


# The group behind what was found, and what it is.
Found = tuple[int, str]


def _numbers(run: Run, public: PublicContacts) -> Iterator[Span]:
    """Read a run from left to right, and yield what is personal or public."""
    first = since = 0
    while first < len(run.groups):
        if run.counts[-1] - run.counts[first] < _LEAST_DIGITS:
            return
        found = _found(At(run, first, since), public)
        if found and found[1] != DATE:
            since, kind = found
            yield Span(run.places[first][0], run.places[since - 1][1], kind)
        first = found[0] if found else first + 1


def _found(at: At, public: PublicContacts) -> Found | None:
    return (
        _abroad(at, public)
        or _card(at)
        or _cpr(at)
        or _loose_cpr(at)
        or _announced_phone(at, public)
        or _full_date(at)
        or _phone(at, public)
        or _short_date(at)
    )


# --- dates in a run ---


def _full_date(at: At) -> Found | None:
    """Find a date with its century: "24/11 2026", "2026-11-24"."""
    groups, last = at.run.groups[at.first : at.first + 3], at.first + 3
    if len(groups) < 3 or not {"", ".", "-", "/"}.issuperset(at.run.marks(at.first, last)):
        return None
    day, month, year = reversed(groups) if len(groups[0]) == 4 else groups
    if len(year) == 4 and max(len(day), len(month)) <= 2 and _is_date(day, month, year):
        return last, DATE
    return None


def _short_date(at: At) -> Found | None:
    """Find a date without its century: "24.11.26"."""
    groups, last = at.run.groups[at.first : at.first + 3], at.first + 3
    if len(groups) < 3 or not (at.run.tied(at.first + 1) and at.run.tied(at.first + 2)):
        return None
    return (last, DATE) if max(map(len, groups)) <= 2 and _is_date(*groups) else None


def _are_times(run: Run, first: int) -> bool:
    """Tell whether two times of a day begin here: "20.30-22.30", "0830-1500"."""
    if run.layout(first, first + 2) == (4, 4):
        times = run.groups[first : first + 2]
        # A phone number may look the same, but does not begin with 0 or 1.
        return run.mark(first + 1) == "-" and times[0][0] in "01" and all(map(_is_time, times))
    times = (run.digits(first, first + 2), run.digits(first + 2, first + 4))
    pairs = run.layout(first, first + 4) == (2, 2, 2, 2)
    return pairs and run.marks(first, first + 4) in _BETWEEN_TIMES and all(map(_is_time, times))


_BETWEEN_TIMES = ((".", "-", "."), (".", "", "."))


def _is_time(digits: str) -> bool:
    return int(digits[:2]) <= 24 and int(digits[2:]) < 60


# --- payment cards ---


def _card(at: At) -> Found | None:
    """Find 13 to 19 digits that begin as cards do and whose check digit is right."""
    run, first = at.run, at.first
    if run.groups[first][0] not in "23456" or at.is_reference or at.is_tied:
        return None
    for last in reversed(range(first + 1, min(first + 5, len(run.groups)) + 1)):
        digits = run.digits(first, last)
        written = _is_card_layout(run.layout(first, last)) and run.joined(first, last)
        if written and not _is_ean(digits) and luhn.is_valid(digits):
            return last, CARD
    return None


def _is_card_layout(layout: tuple[int, ...]) -> bool:
    fours = {length % 4 for length in layout} == {0} or (set(layout[:-1]) == {4} and layout[-1] < 4)
    return (len(layout) == 1 or fours or layout in ((4, 6, 5), (4, 6, 4))) and 13 <= sum(layout) <= 19


def _is_ean(digits: str) -> bool:
    """Tell whether it is the number by which Danish authorities get their bills."""
    return len(digits) == 13 and digits.startswith("57")


# --- CPR numbers ---

_DICTATED = re.compile(
    r"(?<!\d)(\d{6})[ ,.:;-]{1,3}"
    r"((?:(?:og|så|med|de|sidste|fire|4|cifre|tal|er|efterfulgt|af|kontrolcifre|løbenummer)\b[ ,.:;-]{1,3}){1,8})"
    r"\d{4}(?!\d)",
    re.IGNORECASE,
)
_TELLS_REST = re.compile(r"sidste|cifre|løbenummer|efterfulgt|med", re.IGNORECASE)


def _dictated(plain: str) -> list[Span]:
    """Find a CPR number that words part: "010190 og de sidste fire er 1234"."""
    return [
        Span(match.start(), match.end(), CPR)
        for match in _DICTATED.finditer(plain)
        if _is_birthday(match[1]) and _TELLS_REST.search(match[2]) and not _UNIT.match(plain, match.end())
    ]


def _cpr(at: At) -> Found | None:
    """Find a CPR number that is written in a usual way, or announced."""
    last = _usual_cpr(at) or _unusual_cpr(at) or _announced_cpr(at)
    return (last, CPR) if last else None


def _usual_cpr(at: At) -> int | None:
    """Find ten digits without a gap, or with one behind the date, whatever other gaps there are."""
    run, first = at.run, at.first
    last, middle = run.reach(first, 10), run.reach(first, 6)
    if last is None or not _is_birthday(run.digits(first, last)[:6]):
        return None
    if run.layout(first, last) in ((10,), (6, 4)):
        return last
    if middle is None or not (run.joined(first, middle) and run.joined(middle, last)):
        return None
    return None if _reads_otherwise(at, middle, last) else last


def _reads_otherwise(at: At, middle: int, last: int) -> bool:
    """Tell whether digits with several gaps are rather dates, times, an amount or a phone number with something."""
    run, first, layout = at.run, at.first, at.run.layout(at.first, last)
    if at.said is Said.CPR:
        return False
    if at.is_tied or (run.tied(last) and len(run.groups[last]) <= 4) or run.goes_on(_MONEY, last):
        return True
    if _YEAR.fullmatch(run.groups[first]) or _are_times(run, first):
        return True
    if layout == (2, 2, 2, 4) and at.said is Said.DATE and not run.mark(middle) and "" not in run.marks(first, middle):
        return True
    if layout == (1,) * 10 and _is_part_of_list(at, last):
        return True
    if layout == (2,) * 5 and _counts_up(run.groups[first:last]):
        return True
    return layout == (2,) * 5 and (run.goes_on(_UNIT, last) or _are_phones(run, first))


def _are_phones(run: Run, first: int) -> bool:
    """Tell whether pairs of digits make up several phone numbers without a rest."""
    return run.groups[first][0] not in "01" and _row(run, first, 2) in (8, 12)


def _row(run: Run, first: int, length: int) -> int:
    """Count the groups of a length that follow each other with the same gap, up to the most that matters."""
    last = first + 1
    while last < min(first + 12, len(run.groups)) and len(run.groups[last]) == length:
        if run.mark(last) != run.mark(first + 1):
            break
        last += 1
    return last - first


def _unusual_cpr(at: At) -> int | None:
    """Find a CPR number whose year has four digits, or whose day or month has one: "01-01-1990-1234", "1.2.90-1234"."""
    run, first = at.run, at.first
    last = run.reach(first, 12)
    if last and run.layout(first, last) in ((12,), (8, 4)):
        return last if _is_date(*_parts(run.digits(first, last))) else None
    groups, last = run.groups[first : first + 4], first + 4
    if (
        len(groups) < 4
        or max(len(groups[0]), len(groups[1])) > 2
        or (len(groups[2]), len(groups[3])) not in _YEAR_AND_REST
    ):
        return None
    tied = run.tied(last - 1) or at.said in (Said.CPR, Said.BIRTH)
    return last if tied and not at.is_tied and _is_date(*groups[:3]) else None


_YEAR_AND_REST = ((2, 4), (4, 4))


def _parts(digits: str) -> tuple[str, str, str]:
    return digits[:2], digits[2:4], digits[4:8]


def _announced_cpr(at: At) -> int | None:
    """Find what is called a CPR number, even with a mistake in it, a digit too many, or without the zero in front."""
    if at.said is not Said.CPR:
        return None
    last = at.run.reach(0, 9)
    if last and _is_birthday("0" + at.run.digits(0, last)[:5]):
        return last
    return at.run.reach(0, 10) or at.run.reach(0, 11)


def _loose_cpr(at: At) -> Found | None:
    """Find a CPR number with odd gaps that are all alike: "2412 7112 34"."""
    run, first = at.run, at.first
    last = run.reach(first, 10)
    if last is None or not _is_birthday(run.digits(first, last)[:6]) or run.reach(first, 6):
        return None
    layout, marks = run.layout(first, last), set(run.marks(first, last))
    thousands = layout[0] <= 3 and set(layout[1:]) == {3}
    beside = {run.mark(place) for place in (first, last) if at.since < place < len(run.groups)}
    if len(marks) != 1 or not run.joined(first, last) or thousands or beside & marks:
        return None
    if layout == (2, 8) or (layout == (8, 2) and _is_full_date(run.groups[first])) or _full_date(at):
        return None
    if _YEAR.fullmatch(run.groups[first]) or at.is_reference or at.said is Said.QUANTITY or run.goes_on(_UNIT, last):
        return None
    return last, CPR


# --- phone numbers ---


def _abroad(at: At, public: PublicContacts) -> Found | None:
    """Find a number with a country code."""
    run, first = at.run, at.first
    skip = _prefix(at)
    if skip is None:
        return None
    ends = list(_ends(run, first, skip))
    possible = [last for last in ends if _is_possible(run.digits(first, last)[skip:])]
    if possible:
        last = possible[-1]
        number = run.digits(first, last)[skip:]
        return last, PUBLIC if number.startswith("45") and number[2:] in public.phones else PHONE
    if skip or not ends or run.goes_on(_UNIT, ends[-1]):
        return None
    return ends[-1], PHONE


def _prefix(at: At) -> int | None:
    """Return how many digits stand for the plus that says that a country code follows: none, or the two of 00."""
    run, start = at.run, at.run.places[at.first][0]
    if _plus_before(run.plain, start):
        return 0
    digits = run.digits(at.first, at.first + 2)
    if not digits.startswith("00") or digits[2:3] in ("", "0") or run.tied(at.first):
        return None
    return None if at.said in (Said.REFERENCE, Said.QUANTITY) or at.is_reference or at.is_identifier else 2


def _ends(run: Run, first: int, skip: int) -> Iterator[int]:
    """Yield the groups behind which an international number may end: it has 8 to 15 digits."""
    count = -skip
    for last in range(first, len(run.groups)):
        count += len(run.groups[last])
        if count > 15 or (last > first and not _IN_NUMBER.issuperset(run.mark(last))):
            return
        if count >= 8:
            yield last + 1


def _is_possible(digits: str) -> bool:
    """Tell whether there is such a country code, and numbers of that length behind it."""
    for length in (1, 2, 3) if digits[0] != "0" else ():
        code = int(digits[:length])
        if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            number = phonenumbers.PhoneNumber(country_code=code, national_number=int(digits[length:]))
            reason = phonenumbers.is_possible_number_with_reason(number)
            return reason == phonenumbers.ValidationResult.IS_POSSIBLE
    return False


def _announced_phone(at: At, public: PublicContacts) -> Found | None:
    """Find a number that is called a phone number, however it is written."""
    run, first = at.run, at.first
    if at.said is not Said.PHONE:
        return None
    if len(run.groups[first]) == 10 and run.groups[first].startswith("45"):
        return first + 1, PHONE
    last = run.reach(first, 8)
    if last is None or not run.joined(first, last) or _are_times(run, first) or _are_short(run, first, last):
        return None
    if _full_date(at):
        return None
    return _known_or_phone(at, last, public)


def _are_short(run: Run, first: int, last: int) -> bool:
    """Tell whether it is two numbers such as those for emergencies, which begin with 1."""
    return run.layout(first, last) == (4, 4) and all(group[0] == "1" for group in run.groups[first:last])


def _phone(at: At, public: PublicContacts) -> Found | None:
    """Find a number that is written as phone numbers are, where nothing says that it is something else."""
    run, first = at.run, at.first
    last = run.reach(first, 8)
    if last is None or not run.joined(first, last):
        return None
    if run.digits(first, last) in public.phones:
        return last, PUBLIC
    if not _looks_like_phone(at, last) or _is_something_else(at, last):
        return None
    return _known_or_phone(at, last, public)


def _known_or_phone(at: At, last: int, public: PublicContacts) -> Found | None:
    run, first = at.run, at.first
    if run.digits(first, last) in public.phones:
        return last, PUBLIC
    for place in range(first + 1, last):
        end = run.reach(place, 8)
        if end and run.digits(place, end) in public.phones:
            return None
    return _with_rest(at, last, public), PHONE


def _with_rest(at: At, last: int, public: PublicContacts) -> int:
    """Take in the pairs behind a number in pairs, where it is not clear which of them are the number."""
    run, first = at.run, at.first
    if run.layout(first, last) != (2, 2, 2, 2):
        return last
    rest = _row(run, first, 2) - 4
    end = last + rest
    if not 1 <= rest <= 3 or run.tied(end) or run.goes_on(_UNIT, end):
        return last
    others = (At(run, place, last) for place in range(last, end))
    return last if any(_cpr(other) or _phone(other, public) for other in others) else end


def _is_something_else(at: At, last: int) -> bool:
    """Tell whether the surroundings make a case number, an amount or a quantity of it."""
    run = at.run
    if at.said in (Said.REFERENCE, Said.QUANTITY) or at.is_reference or at.is_tied:
        return True
    if run.goes_on(_UNIT, last) or run.goes_on(_IS_REFERENCE, last):
        return True
    if last == len(run.groups) - 1 and len(run.groups[last]) <= 4 and (run.tied(last) or run.gaps[last] == ","):
        return True
    return at.is_identifier


def _looks_like_phone(at: At, last: int) -> bool:
    """Tell whether eight digits are written as a phone number, and no date, year or amount is."""
    run, first = at.run, at.first
    digits, layout, marks = run.digits(first, last), run.layout(first, last), run.marks(first, last)
    if digits[0] in "01":
        return False
    if layout == (2, 2, 2, 2):
        return _are_phone_pairs(at, digits, marks)
    if len(set(marks)) > 1 or not _FORMS.get(layout, frozenset()).issuperset(marks or [""]):
        return False
    groups = run.groups[first:last]
    return not (
        _is_full_date(digits)
        or _is_round(groups)
        or any(_YEAR.fullmatch(group) for group in groups)
        or _is_part_of_list(at, last)
    ) and _is_assigned(digits)


def _is_round(groups: tuple[str, ...]) -> bool:
    """Tell whether it is rather an amount, or two: "45000000", "4000 5000", "45 500 000"."""
    if len(groups) == 1:
        return groups[0].endswith("0000")
    long = [group for group in groups if len(group) > 2]
    return len(long) > 1 and all(group.endswith("00") for group in long)


# How a phone number is grouped where it is not in pairs, and with what between the groups: "" is a space.
_FORMS = {
    (8,): frozenset([""]),
    (4, 4): frozenset(["", "."]),
    (2, 3, 3): frozenset([""]),
    (3, 3, 2): frozenset([""]),
    (2, 2, 4): frozenset(["", ".", "-"]),
    (4, 2, 2): frozenset(["", ".", "-"]),
    (1,) * 8: frozenset(["", ".", "-"]),
}


def _is_part_of_list(at: At, last: int) -> bool:
    """Tell whether the row goes on before or behind with a group of the same length and gap, or counts upwards."""
    run, first, groups = at.run, at.first, at.run.groups
    if last - first == 1:
        return False
    if first > at.since and len(groups[first - 1]) == len(groups[first]) and run.mark(first) == run.mark(first + 1):
        return True
    # A postal code may stand behind a number that ends with four digits.
    allowed = 2 if len(groups[last - 1]) == 4 else 1
    same_gap = last < len(groups) and run.mark(last) == run.mark(last - 1)
    if same_gap and _row(run, last - 1, len(groups[last - 1])) > allowed:
        return True
    return _counts_up(groups[first:last])


def _counts_up(groups: tuple[str, ...]) -> bool:
    """Tell whether it is rather a list: "20 21 22 23"."""
    return all(int(after) - int(before) == 1 for before, after in pairwise(groups))


def _are_phone_pairs(at: At, digits: str, marks: tuple[str, ...]) -> bool:
    """Tell whether four pairs are rather a phone number than dates, times, or a list."""
    if len(set(marks)) == 1:
        is_date = at.said in (Said.DATE, Said.BIRTH) and _is_date(*_parts(digits))
        counts = digits[1::2] == "0000" or _counts_up(at.run.groups[at.first : at.first + 4])
        return not (is_date or counts)
    if marks[0] == marks[2]:
        return marks[0] == ""
    pairs = at.run.groups[at.first : at.first + 4]
    begins_otherwise = marks[0] != marks[1] and (_is_date(pairs[0], pairs[1], "00") or _is_time(digits[:4]))
    return not (begins_otherwise or _is_date(*pairs[:3]))


def _is_assigned(digits: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.PhoneNumber(country_code=45, national_number=int(digits)))
