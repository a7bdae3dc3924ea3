"""The particular day that a message names, and what happened on it.

dateparser 1.2.0 resolves beside the pins, but reads 5 of 11 basic forms and takes "24 år", "1/2 time", "24/7" for days.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import OSA

from bot.understanding.patterns import Patterns
from bot.understanding.text import FoldedLine

# What happened on the day, where the message says so.
DECISION_RECEIVED, APPLICATION = "decision_received", "application"

_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
_MONTHS_SHORT = {
    **{name[:3]: number for number, name in enumerate(_MONTHS, 1) if name != "juli"},
    "febr": 2,
    "sept": 9,
}
_WEEKDAYS = "man tirs ons tors fre loer soen".split()
_WEEKDAY = r"(?P<weekday>man|tirs|ons|tors|fre|loer|lor|soen|son)dag"
_ORDINALS = (
    "foerste anden tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte trettende fjortende "
    "femtende sekstende syttende attende nittende tyvende enogtyvende toogtyvende treogtyvende fireogtyvende "
    "femogtyvende seksogtyvende syvogtyvende otteogtyvende niogtyvende tredivte enogtredivte"
).split()
_COUNTS = {
    **dict.fromkeys(("en", "et", "een"), 1),
    **{word: number for number, word in enumerate("to tre fire fem seks syv otte ni ti elleve tolv".split(), 2)},
    "fjorten": 14,
}
# A day further back than this, or further ahead, is not what somebody asks about today.
_YEARS_BACK, _YEARS_AHEAD = 10, 5
# A message with more days than these tells nobody which one it is about; work per message stays bounded.
_MOST_OF_A_FORM = 10

_DAY = r"\b(?P<day>\d{1,2})\b"
_THE = r"(?:den|d \.|d|pr \.|pr|dateret|siden)"
_YEAR = r"(?P<year>\d{4}|\d{2})\b(?! [.,:/-] \d)"
_YEAR_AFTER = (
    r"(?:(?: \.)?(?: ,)? (?P<year>\d{4})\b|(?: ' | \. | )(?P<short>2\d)\b(?! (?:aar|timer|dage|uger|[.,:/-] \d))"
    r"|(?: \.)? (?P<spoken>i aar|sidste aar|i fjor|naeste aar))?"
)
# What makes "1 / 2" a half, a share, a section or an hour, and no day.
_NOT_BEFORE = r"(?<!\d )(?<!\d [.,:/-] )(?<!§ )(?<!nr \. )(?<!nr )(?<!kl )(?<!kl \. )(?<!stk )(?<!stk \. )(?<!' )"
_NOT_AFTER = (
    r"(?! (?:times?|timer|aar|dage?|doegn|uger?|maaned\w*|mdr|del|dele|liter|stilling|gange?|kr|kroner|pct"
    r"|procent|%|pris|af|personer|min|km|aars)\b)(?! %)(?! [./:-] \d)(?! 20\d\d\b)"
)
_FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (24, 7)})
_BORN = re.compile(r"\b(?:foedt|fodt|foedselsdag|fodselsdag|foedselsdato)\b(?: \w+){0,3} ?$")
_OF_AN_ACT = re.compile(
    r"\b(?:lov|lbk|bek|bkg|lovbekendtgoerelse|bekendtgoerelse|vejledning|cirkulaere)\b(?: \S+){0,4} af $"
)

_PAST = re.compile(
    r"\b(?:fik|faaet|modtog|modtaget|kom|kommet|var|blev|blevet|s(?:oe|o)gte|s(?:oe|o)gt|ans(?:oe|o)gte"
    r"|ans(?:oe|o)gt|sendte|sendt"
    r"|indsendte|indsendt|afleverede|afleveret|skrev|skrevet|ringede|ringet|talte|talt|snakkede|flyttede"
    r"|flyttet|startede"
    r"|klagede|klaget|havde|haft|gik|gaaet|skete|sket|begyndte|stoppede|sagde|sagt|traf|truffet|dateret|laa|landede"
    r"|ankom|meldte|bad|bedt|skulle have|siden|sidst|hoerte|indgav|indgivet|gav|givet|moedte|holdt|stod|afslog|afslaaet"
    r"|bevilgede|bevilget|underskrev|underskrevet|udskrev|udskrevet|indlagt|vedtaget|godkendt)\b"
)
_PAST_NOUN = re.compile(
    r"\b(?:afg(?:oe|o)relse\w*|afslag\w*|brev\w*|ans(?:oe|o)gning\w*|svar)(?: (?:af|fra|er fra|den|d|\.))* $"
)
_AHEAD = re.compile(
    r"\b(?:til|senest|inden|indtil|pr \.|pr|foer|per)(?: (?:den|d|\.))* $"
    r"|\b(?:moede\w*|mode|tid|aftale|samtale\w*|indkaldt|indkaldelse|starter|flytter)\b"
)
# A point ends a sentence, unless it stands behind the number of a day or behind a short form.
_SHORT_FORMS = "d nr kl ca tlf jan feb mar apr jun aug sep sept okt nov dec".split()
_SENTENCE_END = re.compile(
    r"[!?;]|(?<!\b\d)(?<!\b\d\d)" + "".join(rf"(?<!\b{word})" for word in _SHORT_FORMS) + r" \.(?= |$)"
)
_CLAUSE_END = re.compile(r" ,(?= )|\b(?:og|men|saa)\b")

_RECEIPT = re.compile(r"\b(?:fik|faaet|faet|modtog|modtaget|kom|kommet|laa|landede|ankom|hentede|givet|gav|haft)\b")
_NOT = re.compile(r"\b(?:ikke|ik|ingen|aldrig|endnu)\b")
_DECISION = re.compile(
    r"\b(?:afg(?:oe|o)r?else\w*|afsla\w*|afvisning\w*|svar\w*|brev\w*|besked\w*|nej|bevilling\w*|bevilget|medhold"
    r"|tilsagn\w*)\b"
)
_NO_DECISION = re.compile(
    r"\b(?:svar\w*|afgoerelse\w*|brev\w*|besked\w*) (?:\w+ )?(?:paa|om|i) (?:\w+ )?klage\w*|\btid\b|\bmoede\w*"
)
# The day that a letter bears is not the day on which it came.
_BEARS = re.compile(r"\b(?:dateret|skrevet|afg(?:oe|o)relse\w* (?:af|fra))(?: (?:den|d|\.))* $")
_SENT = r"(?:(?:ind)?sendte?|afleverede|afleveret|indgav|indgivet|indleverede|indleveret|skrev|udfyldte|fra)"
_APPLIED = re.compile(
    rf"\b(?:an)?s(?:oe|o)gte\b|\b(?:har|havde|fik) (?:\w+ ){{0,2}}(?:an)?s(?:oe|o)gt\b"
    rf"|\b{_SENT}\b.*\bans(?:oe|o)gning\w*|\bans(?:oe|o)gning\w*\b.*\b{_SENT}\b"
)
_APPLIED_ELSEWHERE = re.compile(r"\bs(?:oe|o)gt?e? (?:\w+ )?(?:job|arbejde|laege|hjaelp hos|aktindsigt)\b")


@dataclass(frozen=True)
class DateSaid:
    """A day that a message names; `event` tells what happened on it, where the message does."""

    day: datetime.date
    event: str | None
    start: int
    end: int


def date_said(text: str, today: datetime.date) -> DateSaid | None:
    """The day that `text` names, read on the day `today`.

    Of several days the one on which a decision was received counts first, then that of an application, then the
    first.
    """
    folded = FoldedLine(text)
    found: list[DateSaid] = []
    for start, end, day in sorted(_days(folded.line, today), key=lambda one: (one[0], -one[1])):
        if all(start >= other.end or end <= other.start for other in found):
            found.append(DateSaid(day, _event(folded.line, start, end), start, end))
    order = (DECISION_RECEIVED, APPLICATION, None)
    best = min(found, key=lambda one: (order.index(one.event), one.start), default=None)
    if best is None:
        return None
    return DateSaid(best.day, best.event, *folded.original_span(best.start, best.end))


def _days(line: str, today: datetime.date) -> Iterator[tuple[int, int, datetime.date]]:
    for pattern, resolve in _READERS.possible(line):
        for match in islice(pattern.finditer(line), _MOST_OF_A_FORM):
            day = resolve(match, today)
            if day is not None and _plausible(day, today) and not _of_something_else(line, match.start()):
                yield match.start(), match.end(), day


def _plausible(day: datetime.date, today: datetime.date) -> bool:
    return today.year - _YEARS_BACK <= day.year <= today.year + _YEARS_AHEAD


def _of_something_else(line: str, start: int) -> bool:
    return bool(_BORN.search(line[:start]) or _OF_AN_ACT.search(line[:start]))


def _named(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    """ "3. november", "den tredje november 2026", "3 nov. sidste år"."""
    month = _month(match["month"])
    if month is None:
        return None
    written = match["day"]
    day = int(written) if written.isdigit() else _ORDINALS.index(written.replace("forste", "foerste")) + 1
    spoken = {"i aar": 0, "sidste aar": -1, "i fjor": -1, "naeste aar": 1}.get(match["spoken"] or "")
    if spoken is not None:
        return _date(today.year + spoken, month, day)
    year = match["year"] or (f"20{match['short']}" if match["short"] else None)
    return _date(int(year), month, day) if year else _nearest(match, day, month, today)


def _numeric(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    """ "3.11.2026", "3/11-26"."""
    year = int(match["year"]) if len(match["year"]) == 4 else 2000 + int(match["year"])
    return _date(year, int(match["month"]), int(match["day"]))


def _without_year(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    """ "3/11", "den 3.11"."""
    day, month = int(match["day"]), int(match["month"])
    if (day, month) in _FRACTIONS and not match["the"]:
        return None
    return _nearest(match, day, month, today)


def _past_weekday(match: re.Match[str], today: datetime.date) -> datetime.date:
    """ "i mandags", "sidste torsdag": the last one before today."""
    return today - datetime.timedelta((today.weekday() - _weekday(match) - 1) % 7 + 1)


def _coming_weekday(match: re.Match[str], today: datetime.date) -> datetime.date:
    """ "på fredag": the first one after today."""
    return today + datetime.timedelta((_weekday(match) - today.weekday() - 1) % 7 + 1)


def _weekday_of_week(match: re.Match[str], today: datetime.date) -> datetime.date:
    """ "fredag i sidste uge"."""
    weeks = {"sidste": -1, "denne": 0, "naeste": 1}[match["week"]]
    return today + datetime.timedelta(_weekday(match) - today.weekday() + 7 * weeks)


def _ago(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    """ "for to uger siden"."""
    count = int(match["count"]) if match["count"].isdigit() else _COUNTS[match["count"]]
    if match["unit"].startswith("m"):
        months = today.year * 12 + today.month - 1 - count
        year, month = divmod(months, 12)
        return next((day for back in range(4) if (day := _date(year, month + 1, today.day - back))), None)
    return today - datetime.timedelta(count * (7 if match["unit"].startswith("u") else 1))


def _of_month(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    """ "den 1. i næste måned"."""
    months = today.year * 12 + today.month - 1 + {"sidste": -1, "forrige": -1, "denne": 0, "naeste": 1}[match["which"]]
    written = match["day"]
    day = int(written) if written.isdigit() else _ORDINALS.index(written.replace("forste", "foerste")) + 1
    return _date(months // 12, months % 12 + 1, day)


def _relative(days: int) -> Callable[[re.Match[str], datetime.date], datetime.date]:
    return lambda match, today: today + datetime.timedelta(days)


_WEEKDAY_BEFORE = re.compile(rf"\b{_WEEKDAY}(?: ,)?(?: (?:den|d|\.))* $")
_MONTH = r"(?P<month>[a-z]{3,10})\b"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})"
# "ca. to uger siden" and "4-5 uger siden" are no particular day.
_EXACTLY = "".join(
    rf"(?<!\b{word} )" for word in (*"ca cirka omkring over snart naesten til eller et".split(), r"ca \.")
)
_READERS: Patterns[Callable[[re.Match[str], datetime.date], datetime.date | None]] = Patterns(
    [
        (rf"{_NOT_BEFORE}\b(?P<year>20\d\d) - (?P<month>\d{{1,2}}) - (?P<day>\d{{1,2}})\b(?! [-./] \d)", _numeric),
        (rf"{_NOT_BEFORE}{_DAY} [./-] (?P<month>\d{{1,2}}) (?:[./-]|[.] -) {_YEAR}", _numeric),
        (rf"{_NOT_BEFORE}{_DAY} [./-] (?P<month>\d{{1,2}}) (?P<year>20\d\d)\b", _numeric),
        (rf"{_NOT_BEFORE}{_DAY}(?: \.| ,)?(?: (?:og|eller|til|-) \d{{1,2}} \.)? {_MONTH}{_YEAR_AFTER}", _named),
        (rf"\b(?P<day>{'|'.join(_ORDINALS)}|forste) {_MONTH}{_YEAR_AFTER}", _named),
        (rf"(?P<the>\b{_THE} )?{_NOT_BEFORE}{_DAY} / (?P<month>\d{{1,2}})\b{_NOT_AFTER}", _without_year),
        (rf"(?P<the>\b(?:den|d \.|d) ){_DAY} (?:\.|- |\. i) ?(?P<month>\d{{1,2}})\b{_NOT_AFTER}", _without_year),
        (rf"\b(?:i {_WEEKDAY}s|sidste {_WEEKDAY.replace('weekday', 'last')})\b(?! uge)", _past_weekday),
        (
            rf"(?<!dag )(?<!dags )\b(?:(?:nu )?paa|naeste|til|inden|senest|nu) {_WEEKDAY}\b(?! (?:i|den|d"
            rf"|mellem|til|-))",
            _coming_weekday,
        ),
        (
            rf"\b(?:den|d \.|d|pr \.|pr) (?P<day>\d{{1,2}}|{'|'.join(_ORDINALS)}"
            rf"|forste)(?: \.)? i (?P<which>sidste|forrige|denne"
            r"|naeste) maaned\b",
            _of_month,
        ),
        (rf"\b{_WEEKDAY} i (?P<week>sidste|denne|naeste) uge\b", _weekday_of_week),
        (
            rf"{_EXACTLY}(?<![-/] )\b(?:for )?(?:lige |netop |praecist? )?{_COUNT} (?P<unit>dage?|uger?"
            rf"|maaned(?:er)?|mdr|mdr \.) siden\b",
            _ago,
        ),
        (r"(?<!\bdag )\bi ?f(?:or)?orgaars?\b|\bi ?forg(?:aa|a)rs?\b|\bforgaars\b", _relative(-2)),
        (r"(?<!mellem )\bi ?g(?:aa|a)rs?\b|\bi (?:aftes|gaaraftes)\b", _relative(-1)),
        (
            r"(?<!\bdag )(?<!bor )(?<!boede )(?<!som det er )(?:\bi ?dag\b(?! til dag)|\bdags dato\b|\bi morges\b"
            r"|\bi formiddags\b)",
            _relative(0),
        ),
        (r"\bi ?morgen\b", _relative(1)),
        (r"\bi ?overmorgen\b", _relative(2)),
    ]
)


def _weekday(match: re.Match[str]) -> int:
    groups = match.groupdict()
    name = groups.get("weekday") or groups["last"]
    return _WEEKDAYS.index({"lor": "loer", "son": "soen"}.get(name, name))


def _month(word: str) -> int | None:
    """The month of a word, with its short forms and typing errors."""
    if word in _MONTHS:
        return _MONTHS.index(word) + 1
    if word in _MONTHS_SHORT:
        return _MONTHS_SHORT[word]
    mistakes = 0 if len(word) < 5 else 1 if len(word) < 7 else 2
    near = [name for name in _MONTHS if name[0] == word[0] and 0 < OSA.distance(word, name) <= mistakes]
    return _MONTHS.index(near[0]) + 1 if len(near) == 1 else None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _nearest(match: re.Match[str], day: int, month: int, today: datetime.date) -> datetime.date | None:
    """A day without a year: the last one where the message tells of what has happened, else the next one.

    A weekday in front of it picks the year. Where its words point both ways ("jeg har fået en tid den 3. december"),
    it is the nearer of the two.
    """
    days = [found for year in range(today.year - 8, today.year + 9) if (found := _date(year, month, day))]
    if not days:
        return None
    past = max(found for found in days if found <= today)
    coming = min(found for found in days if found >= today)
    line, (start, end) = match.string, match.span()
    named = _WEEKDAY_BEFORE.search(line[:start])
    if named is not None:
        fitting = [found for found in days if found.weekday() == _weekday(named)]
        return min(fitting or days, key=lambda one: abs(one - today))
    first, last = _sentence(line, start, end)
    has_been = bool(_PAST.search(line[first:last]) or _PAST_NOUN.search(line[:start]))
    if _AHEAD.search(line[first:start]) or (not has_been and _PAST.search(line)):
        return min(past, coming, key=lambda one: abs(one - today))
    return past if has_been else coming


def _sentence(line: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence around a stretch of the line."""
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    return max([0, *(stop for stop in ends if stop <= start)]), min(
        [len(line), *(stop for stop in ends if stop >= end)]
    )


def _event(line: str, start: int, end: int) -> str | None:
    """What happened on the day: told by its clause, or by the whole sentence where the clause says nothing."""
    first, last = _sentence(line, start, end)
    ends = [match.start() for match in _CLAUSE_END.finditer(line)]
    clause = line[max([first, *(stop for stop in ends if stop <= start)]) : min([last, *(s for s in ends if s >= end)])]
    for stretch in (clause, line[first:last]):
        received = _RECEIPT.search(stretch) and _DECISION.search(stretch)
        if (
            received
            and not _BEARS.search(line[:start])
            and not _NOT.search(stretch)
            and not _NO_DECISION.search(stretch)
        ):
            return DECISION_RECEIVED
        if _APPLIED.search(stretch) and not _APPLIED_ELSEWHERE.search(stretch):
            return APPLICATION
    return None
