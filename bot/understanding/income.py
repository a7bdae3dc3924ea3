"""Whether a message states that somebody has an income, or has none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.patterns import Patterns
from bot.understanding.statements import (
    ADVERBS,
    INVERTED,
    NOT,
    clause_before,
    is_stated,
    telling_clauses,
    turned_round,
    values_told,
)

# Early retirement pension is a circumstance of its own and is not counted here.
_BENEFIT = (
    r"(?:kontanth\w*lp\w*|kontant hj\w*lp|k - hjaelp|kontanten|uddannelsesh\w*lp\w*|uddannelses hj\w*lp"
    r"|(?:syge|barsels|arbejdsloesheds)?dagpenge\w*"
    r"|su|s \. u|ressourceforloeb\w*|ledighedsydelse\w*|fleksydelse|flekstilskud|fleksloenstilskud\w*"
    r"|efterloen\w*|folkepension\w*"
    r"|seniorpension\w*|revaliderings?\w*|jobafklaring\w*|integrationsydelse\w*|overgangsydelse\w*"
    r"|kontantydelse\w*|bistand\w*"
    r"|understoettelse\w*|hjemrejseydelse|invalidepension|enkepension|(?:elev|laerlinge|fleks|maaneds|time|uge"
    r"|grund)?loen|fleks|offentlig forsoergelse"
    r"|offentlige ydelser|arbejdsmarkedspension|underholdsbidrag|(?:unge?|ungdoms|aktivitets|uddannelses|saer"
    r"|forsoergelses|handicap)ydelsen?)"
)
_WORK = r"(?:(?:fritids|fleks|flex|deltids|fuldtids|skaane|weekend|studie)?job|arbejde|laere|beskaeftigelse)"
_INCOME = r"(?:ind?t(?:ae|e|aa)?g?t\w*|indt\w*gt\w*|ind?komst\w*|forsoergelse|forsoergelsesgrundlag|loenindtaegt)"
_NO = r"(?:ingen|ikke nogen|ik nogen|ikke en|ik en|ikke noget|intet|ik noget|slet ingen|hverken)"
_DETERMINER = (
    r"(?:(?:min|mit|sin|sit|hans|hendes|en|et|lidt|mine|sine|vores|noget|begge|to|en smule i|udbetalt|fuld"
    r"|lille|fast|egen"
    r"|almindelig|god|lav|vores|regelmaessig|den|det|laveste|hoej) )*"
)
_S = rf"{INVERTED}?"
# "ingen indtægt ud over min SU" is an income.
_EXCEPT = r"(?! (?:\w+ )?(?:ud ?over|bortset|undtagen|end|andet|udover)\b)"

_HAS = (
    (
        rf"\b(?:er|kom|gaar|gik|lever|kommet|har vaeret|blev sat|vaeret){_S} {ADVERBS}(?:kommet |sat "
        rf"|flyttet )?(?:paa|i|for|af) {_DETERMINER}{_BENEFIT}\b"
    ),
    (
        rf"\b(?:faar|modtager|lever af|lever for|lever paa|har|hever|oppebaerer"
        rf"|henter){_S} {ADVERBS}{_DETERMINER}{_BENEFIT}\b"
    ),
    rf"\bhar{_S} {ADVERBS}{_DETERMINER}{_WORK}\b(?! (?:jeg|paa at|med at|at|foran))",
    rf"\ber{_S} {ADVERBS}(?:kommet )?i {_DETERMINER}{_WORK}\b",
    rf"\bhar{_S} {ADVERBS}{_DETERMINER}(?:indt\w*gt\w*|indkomst\w*|loen)\b",
    (
        rf"\b(?:min|hans|hendes|borgerens) (?:\w+ )?(?:indt\w*gt|indkomst|loen|{_BENEFIT})"
        rf" (?:er|raekker|daekker|kommer fra|bestaar af|ligger)\b(?! (?:\w+ )?{ADVERBS}(?:0|nul|vaek|stoppet"
        rf"|lukket|faldet|forsvundet|taget|ophoert|roeget|nok|med|trukket))"
    ),
    (
        rf"\btjener{_S} {ADVERBS}(?:lidt|penge|ikke (?:ret |saerlig |saa )?meget|godt|fint|under|over|omkring"
        rf"|ca|knap|cirka|\d+|(?:sine|mine) (?:egne )?penge)\b"
    ),
    (
        rf"\ber{_S} {ADVERBS}(?:en )?(?:kontanthjaelpsmodtager|dagpengemodtager|su - modtager|folkepensionist"
        rf"|efterloenner|loenmodtager|fleksjobber)\b"
    ),
)
# "24 og på kontanthjælp", "på dagpenge": no verb needed where nothing else is said.
_ON_BENEFIT = rf"(?:^|, |\bog |\bmen |\d )paa {_DETERMINER}{_BENEFIT}\b"
_NO_INCOME = (
    (
        rf"\b(?:{_NO}|uden|mangler|0|nul|nul kroner|0 kr|0 kroner) (?:i )?(?:egen |fast |nogen |form for "
        rf"|som helst |anden form for )*{_INCOME}\b{_EXCEPT}"
    ),
    rf"\bhar {ADVERBS}{NOT} (?:haft |laengere |endnu )*(?:nogen |en |fast |egen |noget )*{_INCOME}\b{_EXCEPT}",
    r"\b(?:0|nul) (?:kr|kroner|kr [.])? ?(?:i|om maaneden i) (?:indtaegt|indkomst|loen)\b",
    rf"\b{_INCOME}(?:en)? (?:er|:|paa|=) {ADVERBS}(?:lig )?(?:0|nul|ingen|vaek|stoppet|forsvundet)\b",
    (
        rf"\b(?:har|er|fik){_S} {ADVERBS}(?:mistet|tabt|faaet stoppet|faaet frataget|faaet lukket"
        rf"|faaet taget) {_DETERMINER}(?:hele )?(?:{_INCOME}|{_BENEFIT})\b"
    ),
    (
        rf"\b(?:de|kommunen|jobcentret|jobcenteret) (?:har )?(?:stoppede|stoppet|lukkede|lukket|tog|taget"
        rf"|frataget|fratog)(?: (?:mig|ham|hende))?(?: for)? {_DETERMINER}{_BENEFIT}\b"
    ),
    rf"\b{_BENEFIT} (?:er|blev) {ADVERBS}(?:stoppet|lukket|ophoert|taget fra|vaek|faldet bort|bortfaldet|frataget)\b",
    rf"\b(?:faar|modtager|er|har){_S} {ADVERBS}(?:ikke|ik) (?:laengere|mere|nu) {_DETERMINER}(?:paa )?{_BENEFIT}\b",
    rf"\bhar {ADVERBS}{NOT} (?:faaet|modtaget|haft) {_DETERMINER}{_BENEFIT} (?:siden|laenge|i)\b",
    (
        rf"\b(?:faar|modtager|har){_S} {ADVERBS}(?:ingen|ikke nogen|ik nogen|hverken|intet"
        rf"|ikke) (?:\w+ (?:eller|,) )?(?:offentlige? )?(?:ydelser?|forsoergelse|{_BENEFIT} eller \w+"
        rf"|overfoerselsindkomst)\b"
    ),
    (
        rf"\bhar{_S} {ADVERBS}hverken (?:{_WORK}|{_BENEFIT}|indt\w*gt|ydelse) (?:eller|og) (?:\w+ )?(?:{_WORK}"
        rf"|{_BENEFIT}|indt\w*gt|ydelser?|penge)\b"
    ),
    (
        rf"\bfaar{_S} {ADVERBS}(?:ingen|ikke nogen|ik nogen) penge(?: \w+)? (?:fra|nogen|nogle|ind|af|udbetalt"
        rf"|om maaneden)\b"
    ),
    (
        rf"\b(?:faar|modtager){_S} {ADVERBS}(?:ingenting|intet|ikke noget|ik noget|ikke en krone|ik en krone"
        r"|ikke en oere|ikke en klink|nul kroner|0 kr)"
        r"(?= (?:udbetalt|nogen|nogle|fra|om|i|ind|nu|lige nu|hver|[,.!])|$)(?! (?:fra (?:jer|mig|ham|hende|dem)|at"
        r"|svar|om (?!maaned)))"
    ),
    (
        rf"\b(?:kommer|er){_S} (?:der )?{ADVERBS}(?:ikke nogen|ingen) penge ind\b|\bhar {ADVERBS}(?:ikke nogen"
        rf"|ik nogen|ingen) penge (?:der |som )?kommer ind\b"
    ),
    rf"\bhar {ADVERBS}{_NO} (?:penge )?at leve (?:af|for)\b",
    rf"\btjener{_S} {ADVERBS}(?:ingenting|intet|ikke noget|ik noget|ikke en krone|nul|0|ingen penge)\b",
    rf"\bhar {ADVERBS}{NOT} tjent (?:noget|en krone|penge)\b",
    (
        rf"\b(?:lever|leve|levet|spiser|taerer|klarer (?:mig|sig)|overlever) {ADVERBS}(?:kun )?(?:af|paa"
        rf"|for) {_DETERMINER}(?:opsparing\w*|opsparede \w+|sparepenge|arv|boerneopsparing|laan|laante penge"
        rf"|formue)\b"
    ),
    (
        rf"\b(?:lever|spiser) {ADVERBS}(?:af|paa) (?:vores|min|mine foraeldres|mors|fars|andres|(?:min|hans"
        rf"|hendes) (?:mand|kone|kaereste|mor|far)s) (?:penge|pension|loen|lomme|regning|pung)\b"
    ),
    (
        rf"\bforsoerger {ADVERBS}(?:mig|ham|hende|vores \w+)\b|\b(?:bliver"
        rf"|er) {ADVERBS}forsoerget (?:helt )?af\b|\bselvforsoerget uden\b"
    ),
    rf"\b(?:er|staar) {ADVERBS}(?:helt )?uden (?:nogen )?(?:dagpenge|kontanthjaelp|loen|ydelser?|forsoergelse)\b",
    r"\bingen (?:su|loen|dagpenge|kontanthjaelp|ydelse) ,? ?(?:og )?(?:ingen|ikke noget) \w+",
)
# Looser than the patterns above: a benefit and a verb in any order within a clause that tells something.
_TELLS_HAS = re.compile(r"\b(?:er|faar|modtager|har|lever|hever|med|paa|giver|betaler|udbetalt)\b")
_TELLS_STOP = re.compile(
    r"\b(?:stoppet|stoppede|udloebet|sluppet op|loebet ud|frataget|mistet|mistede|lukket|faldet ud|roeget"
    r"|ophoert|taget fra)\b"
)
_BENEFIT_WORD = re.compile(rf"\b(?:{_BENEFIT}|dagpengesystemet|loentilskud)\b")
_UNTOLD = re.compile(
    r"\b(?:soegt|soeger|soege|ansoegt|venter|afventer|afslag|ret til|kan|skal|vil|boer|trukket|trukket i|var"
    r"|havde|foer|tidligere|snart"
    r"|ikke|ik|ikk|aldrig|ingen|hverken|uden|sats\w*|regler\w*|personale\w*|ansatte|medarbejdere?|haft|gaelder"
    r"|mister|kontor\w*)\b"
)
_ABOUT = re.compile(r"\bom (?:\w+ ){0,2}$")
_NOTHING = r"(?:ikke en (?:krone|oere|roed reje|klink|skid|daler)|ik en krone|nul (?:kroner|kr)|0 (?:kroner|kr))"
_PLAIN = (
    (
        False,
        rf"\b(?:faar|har|modtager) {ADVERBS}{_NOTHING} (?:om maaneden|at leve (?:for|af)|ind|i (?:loen|indtaegt))\b",
    ),
    (False, rf"\b(?:faar|modtager|tjener) {ADVERBS}{_NOTHING}$"),
    (
        False,
        (
            rf"\bhar {ADVERBS}{NOT} (?:faaet|modtaget|haft) (?:nogen |en |noget |nogle |form for )*(?:ydelser?"
            rf"|forsoergelse)\b"
        ),
    ),
    (False, rf"\bhar {ADVERBS}{NOT} (?:faaet|modtaget|haft) (?:nogen )?(?:penge|loen) siden\b"),
    (False, rf"\b(?:faar|modtager) {ADVERBS}(?:ikke|ik|ingen) (?:nogen )?(?:form for )?(?:\w+ eller )?ydelser?\b"),
    (
        False,
        (
            r"\b(?:stoppet|stoppede|lukket|lukkede|frataget|mistet) (?:for )?(?:min|hans|hendes|sin) ydelse\b"
            r"|\bydelse(?:n)? er (?:blevet )?(?:stoppet|lukket)\b"
        ),
    ),
    (
        False,
        r"\bingen penge (?:\w+ )?ind\b|\bkommer (?:der )?(?:ikke|ik) (?:en krone|noget|nogen penge|nogle penge) ind\b",
    ),
    (False, r"\blever af at laane\b"),
    (True, r"\ber (?:min|hans|hendes|sin) eneste (?:indt\w*gt|indkomst)\b"),
    (True, rf"\bjeg gaar {ADVERBS}paa arbejde\b"),
    (
        False,
        (
            rf"\b(?:faar|modtager){_S} {ADVERBS}(?:ingen|ikke nogen|ik nogen|ikke|ik) penge\b(?! (?:til|tilbage"
            rf"|ud|af jer|fra jer))"
        ),
    ),
    (
        False,
        (
            rf"\b(?:faar|modtager){_S} {ADVERBS}(?:slet |overhovedet )?(?:ikke|ik) (?:noget|en krone"
            rf"|en skid)(?: som helst)?$"
        ),
    ),
    (
        False,
        (
            rf"\b(?:ikke|ik) {ADVERBS}(?:berettiget|ret) til (?:nogen |noget |en )?(?:offentlig )?(?:ydelser?"
            rf"|{_BENEFIT}|forsoergelse)$"
        ),
    ),
    (False, rf"\bmangler {ADVERBS}(?:en |nogen )?{_INCOME}\b"),
    (False, r"\blever (?:kun )?af (?:hvad|det) (?:som )?(?:vi|jeg|min \w+|hans \w+) "),
    (False, r"\bder forsoerger (?:ham|hende|mig)\b"),
    (True, rf"\barbejder {ADVERBS}(?:paa )?(?:deltid|fuldtid|lidt|halv tid|\d+ timer|et par timer|nogle timer)\b"),
    (True, rf"\bansat {ADVERBS}i (?:et )?(?:fleks|skaane)job\b"),
)
_PLAIN_PATTERNS = Patterns([(pattern, value) for value, pattern in _PLAIN])
# Whether there is an income.
_PATTERNS = Patterns([*((pattern, False) for pattern in _NO_INCOME), *((pattern, True) for pattern in _HAS)])
_ON_BENEFIT_PATTERN = re.compile(_ON_BENEFIT)
_NOT_YET = re.compile(
    r"\b(?:soegt|soeger|soege|ansoegt|venter|afventer|afslag|ret|haaber|ikke|ik|aldrig|ingen|var|uden)\b"
)
_EXCEPTED = re.compile(
    rf"\b(?:ingen|ikke nogen) (?:anden |andre )?{_INCOME} (?:ud ?over|udover|end|andet end"
    rf"|bortset fra) {_DETERMINER}{_BENEFIT}\b"
)
# Who speaks of wages as a member of staff.
_STAFF = re.compile(r"\b(?:personale\w*|medarbejder\w*|ansatte|sagsbehandler\w*|kontaktperson\w*|paedagog\w*)\b")


def income_stated(line: str) -> Iterator[tuple[bool, int, int]]:
    """What a folded line states of an income: there is one or none, and where."""
    for match in _EXCEPTED.finditer(line):
        yield True, *match.span()
    for match, has in _PATTERNS.matches(line):
        if not is_stated(line, *match.span()) or (has and _STAFF.search(clause_before(line, match.start()))):
            continue
        if not (has and turned_round(line, match.start())):
            yield has, *match.span()
        elif re.search(_INCOME, match.group()):
            yield False, *match.span()
    for match in _ON_BENEFIT_PATTERN.finditer(line):
        if is_stated(line, *match.span()) and not _NOT_YET.search(clause_before(line, match.end())):
            yield True, *match.span()
    yield from _told(line)


def _told(line: str) -> Iterator[tuple[bool, int, int]]:
    """What clauses tell in other words than the patterns expect."""
    for start, clause in telling_clauses(line):
        for value, begin, end in values_told(start, clause, _PLAIN_PATTERNS):
            if not _STAFF.search(line[start:begin]):
                yield value, begin, end
        benefit = _BENEFIT_WORD.search(clause)
        if benefit is None:
            continue
        stopped = _TELLS_STOP.search(clause)
        span = (
            start + min(benefit.start(), (stopped or benefit).start()),
            start + max(benefit.end(), (stopped or benefit).end()),
        )
        if stopped:
            yield False, *span
        elif _ABOUT.search(clause[: benefit.start()]):
            continue
        elif _TELLS_HAS.search(clause[: benefit.start()]) and not _UNTOLD.search(clause):
            yield True, *span
