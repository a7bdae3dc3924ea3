"""Whether a message states that a home of one's own is kept during the stay, or that there is none."""

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

_KIND = r"(?:andels|ejer|ungdoms|leje|aeldre|familie|almen)"
_HOME = (
    rf"(?:(?:ejer|leje|andels)?lejl(?!ighedsvis)\w*|leilighed\w*|lejighed\w*|leijlighed\w*|{_KIND}?bolig(?:en)?"
    rf"|(?:raekke|parcel)?hus(?:et)?|hjem(?:met)?"
    r"|(?:kollegie|klub)?vaerelse(?:t)?|villa(?:en)?|gaard(?:en)?|andel(?:en)?|lejemaal(?:et)?"
    r"|lejekontrakt(?:en)?|ejendom(?:men)?"
    r"|(?:\d - |et|to|tre|fire)(?:vaerelses|rums)(?: lejlighed| bolig)?|hybel|eget sted|bopael(?:en)?)"
)
# "lejligheden" is one's own by itself, "værelse" is not.
_THE = (
    rf"(?:lejligheden|lejl|boligen|bopaelen|{_KIND}boligen|huset|raekkehuset|villaen|gaarden|lejemaalet"
    rf"|lejekontrakten|andelen"
    r"|ejerlejligheden|andelslejligheden|kollegievaerelset|parcelhuset)"
)
_POSSESSIVE = r"(?:min|mit|sin|sit|hans|hendes|vores|deres|borgerens|egen|eget)"
_OWN = rf"(?:{_POSSESSIVE} (?:(?!botilbud)\w+ ){{0,2}}?{_HOME}|{_THE})"
# After "beholder" and "har ingen" a home needs no owner.
_ANY = rf"(?:(?:(?:{_POSSESSIVE}|en|et|den|det|vores|fast|gamle|lille|almindelig) ){{0,3}}{_HOME})"
_STILL = r"(?:stadig(?:vaek|t)?|stadi|stadivaek|fortsat|endnu|ogsaa|stadigt)"
_KEEP = (
    r"(?:beholder|behodler|beholdr|beholler|bevarer|bibeholder|beholdte|beholdt|opretholder|fastholder"
    r"|holder (?:paa|fast i))"
)
_END = r"(?:opsiger|saelger|slipper|opgiver|afgiver|afleverer|mister|giver slip paa)"
_ENDED = (
    r"(?:opsagt|solgt|sluppet|opgivet|afgivet|afleveret|mistet|sagt|givet slip paa|forladt|afhaendet|maattet opgive)"
)
_UP = rf"(?:siger|sagde|sagt) (?:{NOT} )?{ADVERBS}{_OWN} op"
_S = rf"{INVERTED}?"

_KEEPS = (
    rf"\b{_KEEP}{_S} {ADVERBS}(?!{NOT} ){_ANY}\b(?! {NOT}\b)",
    rf"\bhar{_S} {ADVERBS}(?:beholdt|bevaret|bibeholdt|fremlejet|udlejet|faaet lov (?:til )?at beholde|valgt at beholde"
    rf"|taenkt mig at beholde|besluttet at beholde|planer om at beholde) {ADVERBS}{_ANY}\b",
    rf"\b(?:skal|vil|kommer til at|regner med at) {ADVERBS}(?:beholde|bevare|bibeholde) {_OWN}\b",
    rf"\b(?:fremlejer|udlejer|fremlejede) {ADVERBS}{_OWN}\b",
    rf"\b(?:har|ejer|lejer){_S} (?:jo |nemlig |altsaa |\w+ ){{0,2}}?{_STILL} {ADVERBS}{_ANY}\b",
    rf"\b(?:har|ejer|lejer){_S} {ADVERBS}(?:{_OWN}|{_ANY}) (?:\w+ ){{0,2}}?(?:{_STILL}|ved siden af|i baghaanden)\b",
    rf"\b{_OWN}(?: ,)?(?: (?:den|det))? (?:har|ejer) (?:jeg|han|hun|vi|a) {ADVERBS}?(?:{_STILL})\b",
    rf"\b{_OWN}(?: ,)?(?: (?:den|det))? {_KEEP} (?:jeg|han|hun|vi|a)\b(?! {ADVERBS}{NOT}\b)",
    rf"\b{_OWN}\b[^.!?]{{0,40}}\b(?:den|det) (?:har|ejer) (?:jeg|han|hun|vi|a) {ADVERBS}?{_STILL}\b",
    rf"\b{_OWN}\b[^.!?,]{{0,40}} er {_STILL} (?:min|hans|hendes|vores)\b",
    rf"\bhar {ADVERBS}baade [^.!?,]{{0,40}}\bog {_POSSESSIVE} (?:\w+ )?{_HOME}\b",
    rf"\b{_OWN}\b[^.!?]{{0,40}}\b(?:den|det) {_KEEP} (?:jeg|han|hun|vi|a)\b(?! {NOT}\b)",
    rf"\b{_OWN}\b[^.!?]{{0,40}}\b(?:den|det) (?:slipper|opsiger|opgiver|saelger) (?:jeg|han|hun|vi|a) {NOT}\b",
    rf"\b(?:til leje|{_HOME})\b[^.!?]{{0,40}} {_KEEP} (?:den|det|dem|boligen)\b(?! {NOT}\b)",
    rf"\b(?:er|bliver|har|har {_ENDED}) {ADVERBS}{NOT} {ADVERBS}(?:blevet )?{_ENDED} {ADVERBS}{_OWN}\b",
    rf"\bhar {ADVERBS}(?:{NOT}|hverken) (?:{ADVERBS}|\w+ eller ){_ENDED} {ADVERBS}{_OWN}\b",
    rf"\bhar {ADVERBS}{NOT} {ADVERBS}{_UP}\b",
    rf"\b{_END}{_S} {NOT} {ADVERBS}{_OWN}\b|\b{_END}{_S} {_OWN} {NOT}\b",
    rf"\bsiger{_S} {NOT} {ADVERBS}{_OWN} op\b",
    (
        rf"\b(?:har {NOT} taenkt (?:mig|sig|os) at|skal {NOT}|vil {NOT}) (?:opsige|saelge|opgive|slippe"
        rf"|af med|give slip paa|skille (?:mig|sig) (?:af )?med) {_OWN}\b"
    ),
    rf"\b(?:vil|skal) {ADVERBS}{NOT} (?:sige {_OWN} op|af med {_OWN})\b",
    rf"\b{_OWN} (?:er|bliver) {ADVERBS}{NOT} {ADVERBS}(?:blevet )?(?:opsagt|solgt|sagt op|afleveret|opgivet)\b",
    rf"\b(?:{_OWN}|{_THE}) (?:beholdes|bevares|bibeholdes|opretholdes|fremlejes|staar (?:\w+ )?(?:tom|klar"
    rf"|og venter|stadig)|loeber (?:stadig|videre|fortsat)"
    r"|bliver staaende|bestaar|fortsaetter|venter paa (?:mig|ham|hende))\b",
    rf"\b(?:bliver) {ADVERBS}(?:staaende|boende) i {_OWN}\b",
    (
        rf"\bbetaler{_S} (?:jo |ogsaa |nemlig )*(?:{_STILL} )?(?:fuld )?(?:husleje|leje"
        rf"|terminer) {ADVERBS}(?:paa |for |til |af |i )?(?:{_OWN}|derhjemme)\b"
    ),
    rf"\bbetaler{_S} {ADVERBS}(?:to|dobbelt|2) (?:huslejer|husleje)\b",
    rf"\bbeholde {_OWN} (?:goer|skal|vil) (?:jeg|han|hun|vi)\b(?! {NOT})",
    rf"\bbliver{_S} {ADVERBS}ved med at (?:have|eje|leje) {_ANY}\b",
    rf"\b{_HOME}\b[^.!?]{{0,40}}\b(?:den|det) (?:skal|vil) (?:jeg|han|hun|vi) {ADVERBS}{NOT} af med\b",
    rf"\bladet {_OWN} staa\b",
)
# "jeg har min egen lejlighed" tells of a home that is kept only beside what it costs to have two.
_HAS_OWN = rf"\bhar{_S} {ADVERBS}(?:min|mit|sin|sit|vores|en|et|hans|hendes)?(?: egen| eget)? ?{_HOME}\b"
_TWO_PLACES = re.compile(
    r"\b(?:begge (?:steder|dele|to)|to (?:steder|boliger|huslejer)|dobbelt|ved siden af|husleje i forvejen"
    r"|mens (?:jeg|han|hun) (?:er|bor)"
    r"|(?:ogsaa|stadig) (?:\w+ )?betale|betale (?:\w+ )?ogsaa|koster|husleje)\b"
)

_NONE = r"(?:ingen|ik nogen|ikke nogen|ikke noget|ik noget|ikke en|ikke et|ikke|ik|intet|ikk)"
_KEEPS_NOT = (
    (
        rf"\b(?:har|er){_S} {ADVERBS}(?:blevet noedt til at |maattet |lige |allerede "
        rf"|vaeret noedt til at )*(?:{_ENDED}) {ADVERBS}(?:noeglerne? til )?{_OWN}(?: op)?\b"
    ),
    (
        rf"\b(?:har|er){_S} {ADVERBS}(?:blevet noedt til at |maattet |maatte )(?:opsige|saelge|opgive|afgive"
        rf"|aflevere|forlade|slippe|sige) {_OWN}(?: op)?\b"
    ),
    (
        rf"\b(?:maatte|var noedt til at|blev noedt til at) (?:opsige|saelge|opgive|afgive|aflevere|forlade"
        rf"|slippe|sige) {_OWN}(?: op)?\b"
    ),
    rf"\b(?:solgte|mistede|opsagde|opgav|afleverede) {ADVERBS}(?:noeglerne? til )?{_OWN}\b",
    rf"\b(?:sagde|siger){_S} {ADVERBS}(?!{NOT} ){_OWN} op\b",
    rf"\b(?:opsiger|saelger|opgiver|giver slip paa|slipper){_S} {ADVERBS}(?!{NOT} ){_OWN}\b(?! {NOT}\b)",
    rf"\b(?:jeg|han|hun|vi|borgeren) skal {ADVERBS}(?:af med|opsige|saelge) {_OWN}\b",
    (
        rf"\bhar{_S} {ADVERBS}(?:{_NONE}) (?:laengere |mere |nogen |noget |en "
        rf"|et )*(?:{_POSSESSIVE} )?(?:(?!{_ENDED}|faaet|fundet)\w+ )?(?:{_OWN}|{_HOME})\b(?! (?:i udsigt"
        rf"|paa haanden|anvist|til salg))"
    ),
    rf"\bhar{_S} {ADVERBS}(?:{_OWN}) (?:ikke|ik) (?:laengere|mere)\b",
    rf"\b{_OWN}(?: ,)? (?:den |det )?har (?:jeg|han|hun|vi|a) (?:ikke|ik) (?:laengere|mere)\b",
    rf"\b{_OWN}(?: ,)? (?:den |det )?(?:{_KEEP}) (?:jeg|han|hun|vi|a) {NOT}\b",
    rf"\b{_OWN}(?: ,)? (?:den |det )?(?:opsiger|saelger|opgiver|slipper) (?:jeg|han|hun|vi|a)\b(?! {NOT})",
    rf"\b{_OWN}(?: ,)? (?:den |det )?har (?:jeg|han|hun|vi|a) {ADVERBS}(?:opsagt|solgt|sagt op|mistet|afleveret)\b",
    rf"\b{_KEEP}{_S} {ADVERBS}{NOT} {_ANY}\b|\b{_KEEP} {_ANY} {NOT}\b",
    rf"\b(?:har) {ADVERBS}{NOT} beholdt {_ANY}\b",
    rf"\b{_OWN} (?:er|blev|bliver) {ADVERBS}(?:nu |lige |blevet )*(?:opsagt|solgt|sagt op|afleveret|opgivet"
    rf"|vaek|ophoert|gaaet paa tvangsauktion|revet ned"
    r"|braendt|mistet|faerdig|overtaget af (?:en )?ny(?:e)?)\b",
    (
        rf"\b{_OWN}\b[^.!?]{{0,40}}, ?(?:og |men |saa )?(?:men |og )?(?:den|det) (?:er"
        rf"|blev) {ADVERBS}(?:nu )?(?:opsagt|solgt|sagt op|afleveret|vaek)\b"
    ),
    rf"\b{_HOME} , men den (?:er|blev) {ADVERBS}(?:opsagt|solgt|sagt op|afleveret|vaek)\b",
    r"\bhar (?:\w+ )?(?:ikke|ik|ingen|ikke noget|intet) (?:noget |nogen |nogle )?sted(?:er)?(?: (?:laengere"
    r"|mere|nu)\b(?! at (?!bo|vaere|sove))"
    r"| at (?:bo|vaere|sove|opholde (?:sig|mig)|tage hen|gaa hen|komme hen)| selv\b|$|(?= [,.!]))",
    (
        rf"\b(?:er|blev|blevet) {ADVERBS}(?:blevet |lige )?(?:smidt|sat|kastet) (?:ud af {_OWN}|ud hjemmefra"
        rf"|ud af hjemmet|paa gaden)\b"
    ),
    (
        rf"\b(?:bor|lever|sover|er|boet|levet|sovet|boede) {ADVERBS}(?:paa gaden|paa (?:et )?(?:herberg\w*"
        rf"|forsorgshjem\w*)|i (?:et )?(?:telt|bilen)|i (?:min|sin) bil)\b"
    ),
    r"\b(?:uden|mangler) (?:fast )?(?:bopael|tag over hovedet)\b",
    (
        rf"\b(?:er|staar|bor|stod|gaar){_S} {ADVERBS}uden (?:egen |fast )?(?:{_HOME}|noget sted at bo"
        rf"|et sted at bo)\b|\buden (?:egen|fast) bolig\b"
    ),
    rf"\b(?:er|blev|blevet|bliver|staar){_S} {ADVERBS}(?:blevet |som )?(?:hjemloes|husvild|boligloes|sofasurfer)\b",
    r"\bsofasurfer\b",
    (
        rf"\b(?:min|hans|hendes|vores) {_HOME} (?:har jeg )?(?:maatte|maattet) (?:jeg|han|hun|vi) (?:opsige"
        rf"|saelge|opgive|sige op)\b"
    ),
    rf"\bflyttet (?:helt )?(?:ud af|fra) {_OWN} (?:for altid|permanent|for good|helt)\b",
)
# Looser than the patterns above: what a clause that tells something says with a home and a verb in any order.
_TELLS_KEEP = re.compile(
    r"\b(?:beholder?|beholdt|bevarer?|bevaret|bibeholder?|bibeholdt|opretholder?|lader|fremlejer?|fremlejet"
    r"|lejer af|ejer af|bliver? ved med at betale|betaler (?:stadig|videre)|fortsaetter|bestaar)\b"
)
_TELLS_END = re.compile(
    r"\b(?:opsiger?|opsagt|opsagde|saelger?|solgt|solgte|slipper?|sluppet|opgiver?|opgivet|opgav|afgiver?"
    r"|afgivet|aflever\w*|mistet|mistede|af med"
    r"|fraflyttet|sat ud af|smidt ud af|givet slip|giver slip|ophaevet|ophoert)\b|\bs(?:iger?|ir|ige|agt"
    r"|agde)\b(?: \w+){0,5} op\b"
)
_WORDS_BETWEEN = 4
_WORDS_DENYING = 3
_INFINITIVE = re.compile(
    r"^(?:beholde|bevare|bibeholde|opretholde|fremleje|opsige|saelge|slippe|opgive|afgive|aflevere|af med|sige)\b"
)
_CARRIED_OUT = re.compile(
    r"\b(?:skal|vil|valgt|vaelger|agter|taenkt|besluttet|lov|regner med|noedt|sinde|oensker ikke|naegter"
    r"|planen|planer|maatte|maattet|vil|aftalt|aftalen)\b"
)
_IT = re.compile(r"\b(?:den|det)\b")
_TELLS_NOT = re.compile(rf"\b(?:{NOT}|ingen|hverken|naegter|uden at)\b")
_ANY_HOME = re.compile(rf"\b(?:{_OWN}|{_ANY})\b")
# Who is left keeps the home, and the person asked about has none.
_PARTED = (
    r"\b(?:min|hans|hendes) (?:eks\w*|tidligere \w+) (?:har )?(?:beholdt|beholder|overtog|overtaget|fik"
    r"|faaet) (?:huset|lejligheden|boligen)\b"
)
_PLAIN = (
    (False, _PARTED),
    (False, r"\bhar (?:ikke|ik) (?:laengere )?(?:sit|mit|noget) eget$"),
    (True, rf"\b{_STILL} {ADVERBS}(?:noegle\w*|lejekontrakt\w*|kontrakt\w*)\b"),
    (True, r"\bhar stadig et sted at bo\b"),
    (False, r"\b(?:ingenting|intet|ikke noget|ik noget) at (?:bo i|komme hjem til|vende hjem til)\b"),
    (False, rf"\bder er (?:ingen|ikke nogen) (?:\w+ )?{_HOME} (?:ved siden af|mere|laengere|at vende tilbage til)\b"),
    (False, rf"\bhar {ADVERBS}hverken {_HOME} eller {_HOME}\b"),
    (False, rf"\bhar {ADVERBS}(?:aldrig|ikke|ik) haft (?:{_POSSESSIVE} |nogen |en )*{_HOME}\b"),
    (
        False,
        (
            r"\b(?:sat|smidt|smed|kastet) (?:mig|ham|hende|os) (?:ud$|ud (?:af|fra|hjemmefra)\b|paa gaden\b)"
            r"|\b(?:sat|smidt) ud hjemmefra\b"
        ),
    ),
    (True, r"\bhar (?:ikke|ik) sagt noget op\b"),
    (True, rf"\ber {ADVERBS}(?:lejer|ejer) af {_ANY}\b"),
    (True, r"\bhuslejen? (?:derhjemme|hjemme)\b"),
    (True, rf"\bbor {ADVERBS}i (?:vores|min|mit) {_HOME} (?:imens|saa laenge|mens)\b"),
)
_PLAIN_PATTERNS = Patterns([(pattern, value) for value, pattern in _PLAIN])
# Whether a home is kept.
_PATTERNS = Patterns([*((pattern, False) for pattern in _KEEPS_NOT), *((pattern, True) for pattern in _KEEPS)])
_HAS_OWN_PATTERN = re.compile(_HAS_OWN)
# The room at the residence is no home of one's own.
_AT_THE_RESIDENCE = re.compile(r" (?:\w+ )?(?:paa|i|hos) (?:botilbud\w*|bostedet|institutionen|jer|stedet)\b")
_RESIDENCE = re.compile(r"\b(?:paa|i|hos) (?:botilbud\w*|bostedet|institutionen|jer|stedet)\b|\bplads\w*\b")


def homes_stated(line: str) -> Iterator[tuple[bool, int, int]]:
    """What a folded line states of a home of one's own: kept or not, and where."""
    kept_not: set[tuple[int, int]] = set()
    kept: set[tuple[int, int]] = set()
    for match, value in _PATTERNS.matches(line):
        if is_stated(line, *match.span()) and not (value and _AT_THE_RESIDENCE.match(line, match.end())):
            (kept if value is not turned_round(line, match.start()) else kept_not).add(match.span())
    if _TWO_PLACES.search(line):
        for match in _HAS_OWN_PATTERN.finditer(line):
            if is_stated(line, *match.span()) and not clause_before(line, match.start()).startswith("hvis"):
                kept.add(match.span())
    # "har ikke opsagt min lejlighed" holds "opsagt min lejlighed" as well: the longer stretch says it whole.
    found = [(False, *span) for span in kept_not] + [(True, *span) for span in kept]
    if not re.search(_PARTED, line):
        yield from sorted(found, key=lambda one: (one[1] - one[2], one[1]))
    yield from _told(line)


def _told(line: str) -> Iterator[tuple[bool, int, int]]:
    """What clauses tell in other words than the patterns expect."""
    for start, clause in telling_clauses(line):
        yield from values_told(start, clause, _PLAIN_PATTERNS)
        # "den" and "det" mean a home that was named before.
        home = _ANY_HOME.search(clause) or (_IT.search(clause) if _ANY_HOME.search(line[:start]) else None)
        keep = _TELLS_KEEP.search(clause)
        verb = keep or _TELLS_END.search(clause)
        if home and verb and _near(clause, verb, home) and not _bare(clause, verb) and not _RESIDENCE.search(clause):
            # What is denied further on is something else: "har opgivet sin bolig og har ikke noget sted".
            behind = " ".join(clause[max(verb.end(), home.end()) :].split()[:_WORDS_DENYING])
            denied = _TELLS_NOT.search(clause[: max(verb.end(), home.end())]) or _TELLS_NOT.search(behind)
            kept = bool(keep) is not bool(denied)
            yield kept, start + min(verb.start(), home.start()), start + max(verb.end(), home.end())


def _near(clause: str, verb: re.Match[str], home: re.Match[str]) -> bool:
    """Whether few words stand between a verb and the home."""
    between = clause[min(verb.end(), home.end()) : max(verb.start(), home.start())]
    return len(between.split()) <= _WORDS_BETWEEN


def _bare(clause: str, verb: re.Match[str]) -> bool:
    """Whether a verb is an infinitive that nobody is said to carry out: "beholde lejlighed"."""
    return bool(_INFINITIVE.search(verb.group())) and not _CARRIED_OUT.search(clause[: verb.start()])
