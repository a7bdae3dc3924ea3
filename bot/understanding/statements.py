"""Whether words of a message state something, or only ask, wish, suppose or speak of people in general."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.patterns import Patterns

ADVERBS = (
    r"(?:(?:jo|ogsaa|lige|nu|selv|altsaa|faktisk|desvaerre|kun|bare|netop|allerede|stadig|stadigvaek|stadi"
    r"|fortsat|endnu"
    r"|endelig|naturligvis|selvfoelgelig|her|i dag|lige nu|for tiden|i forvejen|ellers|dog|saa|da|nok"
    r"|heldigvis|for nylig"
    r"|helt|simpelthen|egentlig|i oejeblikket|pt|sikkert|vist|vel) )*"
)
# "a" and "æ" are "jeg" in the dialects of Jutland.
_PRONOUN = r"(?:jeg|jge|jej|jg|ja?eg|a|ae|han|hun|hen|vi|de|vedkommende)"
_NOUN = (
    r"(?:(?:min|mit|mine|vores|hans|hendes) (?:\w+ ){1,3}|(?:\d+ - aarige? )?borger(?:en)? |klienten "
    r"|patienten |beboeren |moderen"
    r" |faderen |soennen |datteren |manden |konen |drengen |pigen |den unge |kvinden )"
)
SUBJECT = rf"(?:{_PRONOUN} |{_NOUN})"
_KIN = (
    r"(?:\w*(?:soen|datter|bror|broder|soester|mor|far|mand|kone|kaereste|barn|barnebarn|dreng|pige)|ven"
    r"|veninde|niece|nevoe|samlever|nabo"
    r"|kammerat|klient|borger|beboer)"
)
NOT = r"(?:ikke|ik|ikk|ikek|aldrig)"
# Who writes one of these puts right what stands before it.
CORRECTS = r"(?:nej|undskyld|rettelse|sorry|ups|hov)"
# "fordi jeg ikke opsiger den": the word that turns a statement round stands right before its verb.
_NOT_BEFORE = re.compile(rf"\b{NOT} $")
# A verb before its subject: "har jeg", "er hun", "får borgeren".
INVERTED = rf"(?: (?:{_PRONOUN}|man|du|borgeren|(?:min|mit|vores) {_KIN})\b)"

_SENTENCE_END = re.compile(r" ?[.!?;:](?= |$)")
_CLAUSE_END = re.compile(r" , |(?:^| )(?:men|fordi|selvom|selv om|mens|imens) ")
_FRAME = r"(?:(?:hej|goddag|hejsa|dav|undskyld|og|men|eller|saa|naa|ok|okay|tak|please|altsaa|sig mig|hallo|,) )*"
_QUESTION_WORD = r"(?:hvad|hva|hvem|hvor|hvordan|hvornaar|hvilken|hvilket|hvilke|hvorfor|gad vide|mon)"
_ASKING_VERB = (
    r"(?:maa|kan|ka|skal|vil|boer|faar|har|er|bliver|mister|beholder|bevarer|modtager|gaelder|betaler|slipper"
    r"|tager|kraever|"
    r"staar|regner|goer|findes|kommer|ville|kunne|skulle|saelger|opsiger|siger|fremlejer|opgiver|lever|tjener)"
)
_ASKS = re.compile(
    rf"{_FRAME}(?:{_QUESTION_WORD}\b|{_ASKING_VERB} (?:{_PRONOUN}|man|du|i|det|der|jer|nogen|borgeren|kommunen"
    rf"|(?:min|mit|vores) \w+)\b"
    r"|er (?:(?!foertids|fortids)\w+(?:sen|ten|len|gen|ien|rne)|beloebet|botilbuddet|opholdet|det)\b)"
)
_ASKS_INVERTED = re.compile(rf"{_FRAME}(?:{_QUESTION_WORD}\b.*)?$")
# "om han ...", "håber jeg ...": what follows is not known to be so.
_OPEN = re.compile(
    rf"\b(?:om|hvis|hvorvidt|mon|gid|haaber|oensker|foer|foerend|medmindre|i tvivl|ved ikke|bange for)(?: (?:at"
    rf"|paa|om|,))* "
    rf"(?:{SUBJECT})?{ADVERBS}$"
)
_GENERAL = re.compile(
    rf"\b(?:man|du|nogen|folk|enhver|alle|de fleste|andre|mange|unge|hvem|(?:dem|de|dem,|nogle|andre|folk|nogen"
    rf"|alle|borgere) "
    rf"(?:der|som)) {ADVERBS}(?:ikke |ik )?$"
)
_OF_MANY = re.compile(rf"\b(?:dem|de|folk|nogen|andre|alle|borgere|nogle) (?:, )?(?:der|som) {ADVERBS}(?:ikke |ik )?$")
_DEMAND = re.compile(r"\b(?:krav|betingelse|kraeves|kraever|forudsaetning|forudsaetter)\b[^.!?]*$")
_OWN_STATEMENT = re.compile(rf"(?:^|(?<= )){SUBJECT}{ADVERBS}$")
_HOPED = re.compile(
    r"\b(?:haaber|overvejer|oensker|droemmer|taenker paa|mener|synes|foreslaar|anbefaler|raader|bange for"
    r"|frygter|risikerer)\b[^.!?,]*$"
)


_BORDER = re.compile(r" [.!?;:,](?= |$)|(?: og)?(?= (?:men|fordi|selvom|mens|imens|naar) )")
_NOT_TOLD = re.compile(
    r"\bom(?= (?:jeg|han|hun|vi|man|de|det|der|min|mit|vores|borger\w*|a)\b)"
    r"|\b(?:hvorvidt|mon|gid|man|hvem|hvis|(?:dem|de|folk|nogen|andre|alle) (?:der|som)|hjaelp til|krav"
    r"|vil gerne|oensker(?! ikke)|overvejer|haaber|droemmer|taenker paa|talt om|taler om|snakket? om"
    r"|raadgivning|maaske|kommunen (?:vil|kan|skal)|i tvivl|ved ikke|muligt|helst|noedig|toer|mener|synes|foreslaar"
    r"|anbefaler|bange for|frygter|risikerer|afhaenger|tanken om)\b|^ ?at\b|\b(?:foer|foerend|inden)(?= (?:jeg"
    r"|han|hun|vi|de|man|borgeren)\b)|(?<!\baf )\b(?:hvad|hva|hvor|hvornaar|hvordan)\b"
)


_CONDITION = re.compile(r" ,? ?hvis\b")


def clause_before(line: str, start: int) -> str:
    """The words of the clause that stand before an offset of a folded line."""
    sentence = _SENTENCE_END.split(line[:start])[-1]
    return _CLAUSE_END.split(sentence)[-1].lstrip()


def is_stated(line: str, start: int, end: int) -> bool:
    """Whether the words from `start`, which begin with a verb or its noun, are told as so."""
    before = clause_before(line, start)
    matched = line[start:end]
    if (
        _OF_MANY.search(line[:start])
        or _OPEN.search(before)
        or _GENERAL.search(before)
        or _DEMAND.search(before)
        or _HOPED.search(before)
    ):
        return False
    inverted = re.match(rf"\w+{INVERTED}", matched)
    if inverted:
        return not re.search(r" (?:man|du)$", inverted.group()) and not _ASKS_INVERTED.match(before)
    if _OWN_STATEMENT.search(before):
        # "er han ...": the subject belongs to the verb before it, so the whole clause still asks.
        verb = re.search(rf"(?:^| )(\w+) {SUBJECT}{ADVERBS}$", before)
        return not (verb and re.fullmatch(_ASKING_VERB, verb.group(1)) and _ASKS.match(before) and _alone(before))
    return not _ASKS.match(before)


def telling_clauses(line: str) -> Iterator[tuple[int, str]]:
    """The clauses of a folded line that tell something of somebody, with their offsets: no questions, no wishes."""
    start = 0
    for match in [*_BORDER.finditer(line), None]:
        end = match.start() if match else len(line)
        clause = line[start:end]
        if clause.strip() and not (
            _ASKS.match(clause.strip()) or _NOT_TOLD.search(clause) or _CONDITION.match(line, end)
        ):
            yield start, clause
        start = match.end() if match else end


def turned_round(line: str, start: int) -> bool:
    """Whether a "not" right before the words from `start` turns round what they state."""
    return bool(_NOT_BEFORE.search(line[:start]))


def values_told(start: int, clause: str, patterns: Patterns[bool]) -> Iterator[tuple[bool, int, int]]:
    """The value of each of `patterns` that a clause which begins at `start` matches, and where in the line."""
    for pattern, value in patterns.possible(clause):
        match = pattern.search(clause)
        if match:
            yield value, start + match.start(), start + match.end()


def _alone(before: str) -> bool:
    return bool(re.fullmatch(rf"{_FRAME}(?:{_QUESTION_WORD} )?\w+ {SUBJECT}{ADVERBS}", before))
