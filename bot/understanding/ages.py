"""The age that a message states, as an inclusive interval in years: "24", "0-29", "30-", "18-24"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.numbers import number_words
from bot.understanding.statements import CORRECTS

OLDEST = 110
# Below this a number without "år" is rather a count of something than the age of somebody who asks.
_LEAST_BARE_AGE = 15
_RELATIVES = (
    r"(?:sted|sviger|pleje|bonus|lille|store|tvillinge|halv|eks)?(?:soen|soens|soenn?e|datter|datters|bror"
    r"|broder|soester|mor|moder"
    r"|far|fader|kone|mand|kaereste|barn|barnebarn|ven|veninde|nevoe|niece|kusine|faetter|dreng|pige|kvinde"
    r"|borger|person|knaegt|toes"
    r"|fyr|gut|teenager|patient|beboer|klient|bruger|kammerat|nabo|samlever)(?:n?en|et|ten|n|s|ens)?|foraeldre"
    r"|onkel|tante|moster|faster|farbror|morbror|mormor|morfar|farmor|farfar|bedstemor|bedstefar|svigerinde"
    r"|tvilling|unge|ung|svoger"
    r"|aeldste|yngste|mindste|ham|hende|datteren|kaeresten|nevoeen|niecen"
)
_PERSON = rf"(?:jeg|jge|jej|a|ae|han|hun|hen|vedkommende|man|min|mit|{_RELATIVES})"
_NOT_YEARS = (
    r"(?! (?:uge|uger|dage?|doegn|maaneder|maaned|mdr|timer?|min|minutter|kr|kroner|%|procent|gange?|"
    r"stk|km|kg|kilo|af|ud|"
    r"pladser|personer|steder|sider|paragraf|§|kvm|m|\w+(?:ere|inger|dage|ioner))\b)(?! [.,:/] \d)(?! (?:%|kr))"
    r"(?! (?:-|til|og|eller) \d+ (?:maaned\w*|uger?|dage?|mdr|timer?)\b)"
)


# "to og tyve": a number word that is written in pieces.
_UNITS = "en|et|to|tre|fire|fem|seks|syv|otte|ni"
_TENS = "tyve|tredive|tredve|fyrre|halvtreds|halvtres|tres|halvfjerds|firs|halvfems"
# How old somebody was once ("siden jeg var 18", "fik den som 16-årig") is not how old they are.
_ONCE = re.compile(
    r"\b(?:siden|da|dengang|fra|foer|foerend|indtil) (?:jeg|han|hun|vi|de|min \w+|vores \w+) (?:var|blev"
    r"|fyldte|rundede) (?:\w+ )?"
    r"(?:\d+|[a-z]+)(?: aar)?(?: gammel)?\b"
    r"|\bvar (?:jeg|han|hun) (?:\w+ )?\d+(?: aar)?\b"
    r"|\b(?:fik|var|blev|havde|startede|begyndte|kom|flyttede|mistede|diagnosticeret"
    r"|indlagt)\b[^.!?,]* som \d+ ?(?:- )?aarige?\b"
    r"|\bsom \d+ ?(?:- )?aarige? (?:fik|var|blev|havde|startede|begyndte|kom|flyttede|mistede)\b"
    r"|\b(?:jeg|han|hun) (?:var|fik|blev) [^.!?,]*\b(?:som|da) \d+ ?(?:- )?aarige?\b"
)
# "folk under 18", "boet her tyve år", "ligner en på 60": nobody's age in the case that is asked about.
_NOBODYS_BEFORE = re.compile(
    r"\b(?:folk|alle|dem|personer|mennesker|damer|andre|nogen)(?: (?:paa|der|som|er))* $"
    r"|\b(?:boet|vaeret|arbejdet|ventet|levet)(?: (?!paa\b)\w+){1,2} $|\bligner (?:en |et )?$"
    r"|\b(?:skal man|man skal|om man)(?: (?:vaere|have))* $"
)
# "24 år, nej 25": a bare number behind a correction is an age where one stands before it.
_RESTATED = re.compile(
    rf"\b(?:{CORRECTS}|vent|mener|mente)\b"
    rf"(?: (?:[,.:]|{CORRECTS}|vent|jeg|han|hun|er|det|mener|mente|altsaa))* (?P<n>\d{{2,3}})\b{_NOT_YEARS}"
)
# A whole message such as "24", "ja, 42", "29 år, nej tak": an age, and a reply to another question beside it.
_REPLY = r"(?:ja|jo|nej|jeps|okay|ok|tak)"
_ALONE = re.compile(rf"(?:{_REPLY} (?:, )?)*(?P<n>\d{{2,3}}|[a-z]+)(?: aar)?(?:(?: ,)? {_REPLY})*(?: [.!])?")
# "født den 12. maj 1991", "årgang 95": how old somebody is in a year, but for whether the birthday has been.
_DAY_OF_BIRTH = (
    r"(?:er|:|,|i|d|den|\.|/|-|\d{1,2}"
    r"|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
)
_BORN = re.compile(
    rf"\b(?:foedt|foedselsaar|foedselsdag|aargang)\b(?: {_DAY_OF_BIRTH})*? (?P<n>\d{{4}}|(?<=aargang )\d{{2}})\b"
)
# "24 år, nej 25 år": what stands behind the correction counts.
_CORRECTED = re.compile(rf"\b(?:{CORRECTS}|mener|mente|rettere)\b")


@dataclass(frozen=True)
class AgeStated:
    """An interval of years and where it stands in the folded line."""

    interval: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _ends_of_numbers() -> tuple[str, ...]:
    """How every number word ends, those that are written in pieces too."""
    words = number_words()
    shortest = [word for word in words if not any(word != other and word.endswith(other) for other in words)]
    return (*shortest, *(f"{word}{ending}" for word in shortest for ending in ("aarig", "aarige")))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns with the shape of the interval they state; the first that matches a stretch of text wins."""
    words = sorted(number_words(), key=len, reverse=True)
    n = rf"(?P<n>\d{{1,3}}|{'|'.join(words)}|(?:{_UNITS})(?: -)? og(?: -)? (?:{_TENS}))\b"
    m = n.replace("?P<n>", "?P<m>")
    years = r" aar\b(?!i)"
    aarig = r" (?:- )?aarige?\b"
    # "i 24 år", "efter 24 år", "24 år siden" are spans of time, no ages.
    no_span = "".join(
        rf"(?<!\b{word} )"
        for word in (
            "i om for efter inden hvert hver sidste seneste naeste ca omkring cirka over under end ventet"
            " boet gaaet brugt taget tager varer varet haft".split()
        )
    )
    no_past = r"(?! (?:siden|ad gangen|endnu|til|frem|tilbage)\b)"
    rows = [
        (rf"\bmellem {n} og {m}{years}", "range"),
        (rf"{no_span}\b{n} (?:-|til) {m}{years}", "range"),
        (rf"\b{n} (?:-|til) {m}{aarig}", "range"),
        (rf"\b{n}{years} (?:eller|og) (?:derover|over|mere|aeldre|opefter|opad)", "from"),
        (rf"\b{n}{years} (?:eller|og) (?:derunder|yngre|mindre)", "to"),
        (rf"\b{n} \+(?! \d)", "from"),
        (rf"\b(?:ikke|endnu ikke|ikke endnu|ik) (?:er )?(?:fyldt|blevet|rundet)(?: de)? {n}{_NOT_YEARS}", "below"),
        (rf"\b(?:ikke|ik) {n}(?: aar)? endnu\b", "below"),
        (
            (
                rf"(?<!\bman )\b(?:fylder|runder)(?: (?:jeg|han|hun))?(?: (?:snart|foerst|lige|de|ogsaa"
                rf"|jo))* {n}{_NOT_YEARS}"
            ),
            "below",
        ),
        (
            (
                rf"\bbliver(?: (?:jeg|han|hun))?(?: (?:snart|foerst|lige|jo))* {n}(?: aar)?(?= (?:til|i|om"
                rf"|naeste|snart|den|denne|paa|her|foerst)\b)"
            ),
            "below",
        ),
        (rf"\b(?:rundet|rundede)(?: de)? {n}{_NOT_YEARS}", "from"),
        (rf"\b(?:ikke) (?:over|aeldre end) {n}{_NOT_YEARS}", "to"),
        (rf"\b(?:ikke) (?:under|yngre end) {n}{_NOT_YEARS}", "from"),
        (rf"(?<!\bi )(?<!\beller )\b(?:under|yngre end|mindre end|naesten|snart|knap) {n}{_NOT_YEARS}", "below"),
        (rf"(?<!\bi )(?<!\beller )\b(?:over|aeldre end|mere end) {n}{_NOT_YEARS}(?! ?[?.]?$)", "above"),
        (rf"(?<!\bi )(?<!\beller )\b(?:over|aeldre end) {n}(?= ?[?.]?$)", "above"),
        (
            rf"\b(?:fyldte|blev|rundede) {n}(?= (?:i (?:gaar|forgaars|sidste|denne|dag)"
            r"|i (?:man|tirs|ons|tors|fre|loer|soen)dags|i (?:sommer|vinter|foraaret|efteraaret|januar|februar"
            r"|marts|april|maj"
            r"|juni|juli|august|september|oktober|november|december)|sidste|forrige|for|den)\b)",
            "exact",
        ),
        (rf"\b(?:hoejst|maks|max) {n}{years}", "to"),
        (rf"\b(?:er )?(?:fyldt|mindst|fra) {n}{_NOT_YEARS}", "from"),
        (rf"(?<!\d ){no_span}\b{n}{aarig}", "exact"),
        (rf"\b(?P<n>{'|'.join(words)})aarige?\b", "exact"),
        (rf"{no_span}\b{n}{years}{no_past}", "exact"),
        (rf"\balder(?:en)?(?: er| paa| af)?(?: :)? {n}{_NOT_YEARS}", "exact"),
        (rf"\b{_PERSON}(?: \w+)?(?: paa) {n}{_NOT_YEARS}", "exact"),
        (
            rf"\b{_PERSON}(?: (?:som|der|jo))? (?:er|e)(?: (?:kun|nu|lige|netop|blevet|ogsaa|jo|allerede|"
            rf"altsaa|stadig|praecis|vist|nok|faktisk|snart|endnu))* {n}{_NOT_YEARS}",
            "exact",
        ),
        (
            (
                rf"\b(?:{_RELATIVES}) (?:[,(] )?{n}(?= (?:[,)]|med|uden|fra|der|som|i|har|skal|vil|og|oensker"
                rf"|soeger|\.)|$)(?! [.,] \d)"
            ),
            "exact",
        ),
        (rf"\b{_PERSON} (?:i|fra) \w+ er {n}{_NOT_YEARS}", "exact"),
        (rf"^(?:m|k) ?[,/]? ?{n}(?= ?[,.]|$| )(?! [.,] \d){_NOT_YEARS}", "exact"),
        (rf"\bjeg {n}(?= (?:og|med|uden|fra)\b)", "exact"),
        (rf"\ber {_PERSON}(?: (?:kun|nu|lige|blevet))* {n}{_NOT_YEARS}", "exact"),
        (rf"(?:^|[,.!?] |\bog )(?:er|blevet) {n}(?= (?:og|aa|a|,|snart|naesten)|$)", "exact"),
        (rf"\b(?:lige|netop) (?:blevet|fyldt) {n}{_NOT_YEARS}", "exact"),
        (
            rf"^(?:nej |ja |jeg )?(?:, )?{n}(?= (?:uden|og|med|, (?:uden|og|med|ikke|faar|har|paa))\b)",
            "exact",
        ),
        (rf"(?<!\bbo )\bpaa {n}(?=$| (?:og|som|der|uden|med|,|\.|!|\?))(?! [.,] \d)", "exact"),
    ]
    return tuple((re.compile(pattern), shape) for pattern, shape in rows)


def stated_ages(line: str, year: int) -> tuple[AgeStated, ...]:
    """Every age in a folded line that was written in a `year`, in order of the text."""
    alone = _ALONE.fullmatch(line)
    if alone:
        value = _value(alone.group("n"))
        if value is not None and _LEAST_BARE_AGE <= value <= OLDEST:
            return (AgeStated(str(value), *alone.span("n")),)
    # Most messages hold no number at all, and need none of what follows.
    if not any(word.isdigit() or word.endswith(_ends_of_numbers()) for word in line.split()):
        return ()
    line = _ONCE.sub(lambda match: re.sub(r"\d|\b[a-z]+\b", lambda m: "#" * len(m.group()), match.group()), line)
    taken = list(_by_birth(line, year))
    for pattern, shape in _patterns():
        for stated in _matches(pattern, shape, line):
            apart = all(stated.end <= other.start or stated.start >= other.end for other in taken)
            if apart and not _NOBODYS_BEFORE.search(line[: stated.start]):
                taken.append(stated)
    for match in _RESTATED.finditer(line) if taken else ():
        stated = AgeStated(match.group("n"), *match.span("n"))
        if all(other.end <= stated.start for other in taken) and _LEAST_BARE_AGE <= int(stated.interval) <= OLDEST:
            taken.append(stated)
            break
    return tuple(sorted(taken, key=lambda stated: stated.start))


def age_meant(line: str, year: int) -> AgeStated | None:
    """The one age that a question, written in a `year`, is about: a relative's where it stands beside the writer's own.

    None where several ages stand and nothing tells whose case it is.
    """
    ages = stated_ages(line, year)
    if len({age.interval for age in ages}) <= 1:
        return ages[0] if ages else None
    if len(ages) == 2 and _CORRECTED.search(line[ages[0].end : ages[1].start]):
        return ages[1]
    of_relatives = [age for age in ages if _belongs_to_relative(line, age)]
    if len({age.interval for age in of_relatives}) == 1:
        return of_relatives[0]
    exact = {age.interval for age in ages if age.interval.isdigit()}
    if len(exact) == 1 and all(_holds(age.interval, int(next(iter(exact)))) for age in ages):
        # "25, snart 26": both say the same.
        return next(age for age in ages if age.interval in exact)
    return None


def _by_birth(line: str, year: int) -> Iterator[AgeStated]:
    for match in _BORN.finditer(line):
        born = int(match.group("n"))
        if born < 100:
            born += 100 * (year // 100 - (born > year % 100))
        oldest = year - born
        if _LEAST_BARE_AGE <= oldest <= OLDEST and not _NOBODYS_BEFORE.search(line[: match.start()]):
            yield AgeStated(f"{oldest - 1}-{oldest}", match.start(), match.end())


def _holds(interval: str, years: int) -> bool:
    lowest, dash, highest = interval.partition("-")
    return int(lowest) <= years <= (int(highest or OLDEST) if dash else int(lowest))


def _belongs_to_relative(line: str, age: AgeStated) -> bool:
    clause = re.split(r"[.,;!?]|\bog\b|\bmen\b", line[: age.start])[-1] + line[age.start : age.end]
    return bool(re.search(rf"\b(?:{_RELATIVES}|han|hun)\b", clause))


def _matches(pattern: re.Pattern[str], shape: str, line: str) -> Iterator[AgeStated]:
    for match in pattern.finditer(line):
        value = _value(match.group("n"))
        if value is None or not 0 < value <= OLDEST:
            continue
        if "aar" not in match.group() and value < _LEAST_BARE_AGE:
            continue
        second = _value(match.group("m")) if shape == "range" else None
        interval = _interval(shape, value, second)
        if interval is not None:
            yield AgeStated(interval, match.start(), match.end())


def _interval(shape: str, value: int, second: int | None) -> str | None:
    if shape == "range":
        return f"{value}-{second}" if second is not None and value < second <= OLDEST else None
    return {
        "exact": f"{value}",
        "from": f"{value}-",
        "above": f"{value + 1}-",
        "to": f"0-{value}",
        "below": f"0-{value - 1}",
    }[shape]


def _value(written: str) -> int | None:
    return int(written) if written.isdigit() else number_words().get(re.sub(r"[ -]", "", written))
