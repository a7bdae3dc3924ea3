"""Whose question a message is: the writer's own, a relative's, or that of a client whom staff speak for."""

from __future__ import annotations

import re

from bot.understanding.text import FoldedLine

SELF, RELATIVE, CLIENT = "self", "relative", "client"

# The patterns stand in squashed letters: "søn", "soen" and "son" are all "son", and "naboen" is "nabon".
# Squashed, "får" and "møder" would be "far" and "moder".
_SQUASHED = (("faar", "modtager"), ("moede", "aftale"), ("ae", "a"), ("oe", "o"), ("aa", "a"))


def _words(*lines: str) -> str:
    return "|".join(word for line in lines for word in line.split())


_KIN_STEMS = _words(
    "son sonn sonne sonner datter dater dattre dotre bror broder brodre soster sostre mor moder far fader mand kone",
    "kareste karest barn born dreng pige svoger svigerinde",
)
_KIN_PREFIXES = _words("sted pap bonus pleje lille store tvillinge adoptiv klasse halv sviger svigr eks barne")
_KIN_OTHERS = _words(
    "mutter fatter foraldre barnebarn borneborn soskende mormor morfar farmor farfar bedstemor bedstefar",
    "bedsteforaldre onkel tante moster faster morbror farbror fatter kusine nevo niece samlever agtefalle hustru",
    "partner ven venner veninde bekendt bekendte nabo naboer naboen genbo knagt tos tosen teenager unge",
    (
        "familiemedlem kammerat parorende roommate roomie klassekammerat arbejdskammerat bofalle oldebarn"
        " tvilling aldste yngste mellemste kollega"
    ),
)
_KIN = rf"(?:(?:{_KIN_PREFIXES})?(?:{_KIN_STEMS})|{_KIN_OTHERS})(?:en|n|ne|ene|s|es|ens|er|ns|r|rne)?"
_MINE = r"(?:min|mn|mim|mit|mine|mi '|mi|vores|vor|vort)"
# "min kommune far": a verb without its accent, no father.
_OWN_AFFAIRS = _words("sag sager kommune kommunes sagsbehandler bolig lejlighed ansogning plads pension hus hjem")
_ADJECTIVES = rf"(?:(?!(?:og|eller|hos|til|af|for|som|med|at|fra|om|i|er|{_OWN_AFFAIRS})\b)[a-z0-9]+ (?:- )?){{0,3}}"
_MY_KIN = rf"\b{_MINE} {_ADJECTIVES}{_KIN}\b"

_FROM_A_WARD = (
    r"\b(?:psykiatrisk|afdeling\w*|hospital\w*|jobcent\w+|visitation\w*|herberg\w*|bosted\w*|sygehus\w*"
    r"|ungeenhed\w*|krisecent\w+)"
)
_RELATIVES = re.compile(
    _MY_KIN
    + rf"|\b(?:har|kender) (?:ogsa |selv )?(?:en|et|to) {_ADJECTIVES}{_KIN}\b"
    + rf"|\b(?:en|et) (?:{_KIN_OTHERS})\b"
    + rf"|\b(?:en|et) (?:[a-z]+ ){{0,2}}{_KIN} (?:af (?:mig|min|os)|pa \d+)\b"
    + r"|\b(?:mor|far|foraldre|soster|bror|kone|mand|kareste|ven|nabo|mormor|farmor|parorende) til (?:en|et|min)\b"
    + r"|\b(?:en|nogen|een) (?:som |der )?(?:jeg|vi) kender\b|\bkender (?:en|nogen|een) (?:som|der)\b"
    + r"|\bi (?:min|vores) familie\b"
    + r"|\b(?:er|som) (?:\w+ )?(?:parorende|foraldre|foralder)\b|\bsom (?:mor|far|nabo|ven|soster|bror)\b|\bnabon\b"
    + rf"|\b(?:vores|min) ene {_KIN}\b|\b(?:ham|hende) (?:som |der )?(?:jeg|vi) (?:kommer|bor|er|kender|ser"
    rf"|passer|hjalper)\b"
    + r"|\b(?:manden|konen|sonnen|datteren|drengen|pigen|karesten) min\b|^(?:(?:hej|og|,) )*(?:(?:lille"
    r"|store)?(?:bror|soster)|far|mor) (?:er|har|bor|skal|vil|kan|blev|ryger|drikker)\b|\bmutters?\b"
    r"|\bfatters?\b"
)
# "konen", "sønnen": somebody near, where the writer does not speak of themself.
_BARE_KIN = re.compile(r"\b(?:konen|sonnen|datteren|karesten|svigersonnen|svigerdatteren|knagten|tosen)\b")
# Somebody speaks for another: guardian, power of attorney, representative.
_FOR_ANOTHER = re.compile(
    r"\bpa (?!egne |mine )(?:\w+ )?vegne(?: af)?\b(?! (?:af )?(?:mig|min|egne))|\b(?:parts?|bi)? ?reprasentant for\b"
    r"|\bvarge(?:mal)? (?:for|til)\b|\b(?:er|som|hans|hendes) varge\b|\bpartsreprasentant(?:en)? for\b"
    r"|\b(?:som|hans|hendes|jeg er|er jeg) (?:\w+ )?(?:parts|part)reprasentant\b|\bfuldmagt (?:fra|for|til at)\b"
    r"|\b(?:er|som) (?:\w+ )?bisidder for\b|\bjeg er (?:hans|hendes) bisidder\b"
    r"|\b(?:skriver|sporger|soger|ringer|hjalper|klager) (?:lige )?(?:for|pa) (?:en|et|ham|hende|dem)\b"
    r"|\bhjalp(?:e|er) (?:en|ham|hende)\b|\bfor en anden(?: person)?\b"
)
_JOBS = _words(
    "sagsbehandler sagsbeh radgiver socialradgiver padagog socialpadagog visitator stottekontaktperson skp mentor",
    "medarbejder sygeplejerske lage hjemmevejleder bostotte bostottemedarbejder kontaktperson koordinator personale",
)
_ROLES = "(?:klient|borger|patient|bebor|bruger)"
_ON_THE_PHONE = "(?:roret|telefonen|tlf|traden|linjen|linien)"
_CLIENTS = re.compile(
    rf"\b(?:jeg|vi) (?:er|arbejder som|sidder som) (?:\w+ )?(?:{_JOBS})\b"
    rf"|\b(?:som|er) (?:{_JOBS}) (?:vil|kan|skal|har|sporger|pa|i)\b|\bjeg er (?:ansat|leder|vagt"
    rf"|afdelingsleder) (?:pa|i|for|ved)\b"
    rf"|\b(?:jeg|vi) (?:sidder|arbejder|er|ringer|skriver) (?:her )?(?:i|pa|fra|hos) (?:et "
    rf"|en )?(?:\w+ )?{_FROM_A_WARD}"
    rf" (?:\w+ )*?(?:med|om|for) (?:en|et)\b"
    rf"|\bhar (?:\w+ )?(?:en|et|een|1|ham|hende) (?:\w+ ){{0,3}}i {_ON_THE_PHONE}\b|\bi (?:roret|traden)\b"
    rf"|\b(?:vi|jeg) har (?:en|et) (?:\w+ ){{1,3}}(?:pa|i) (?:vores )?(?:afdeling\w*|bosted\w*|stuen|herberg\w*"
    rf"|botilbud\w*|vores)\b"
    rf"|^(?:\w+ )?(?:en )?(?:ung |aldre |fortvivlet )?(?:{_KIN}|mand|kvinde)(?: , \d+)?(?: ,)?(?: (?:til|pa"
    rf"|fra) (?:\w+ ){{1,3}})? ?"
    r"(?:ringer|ringede|henvender sig|i roret)\b(?! (?:jeg|til mig|mig))"
    r"|\b(?:en af )?vores unge\b(?! (?:son|datter|mand|menneske))|\bbebor(?:en|e|ens)? (?:hos os|her hos"
    r"|pa vores)\b|\bbruger(?:en|ens)\b"
    r"|\b(?:en|vores|mine) patient\w*\b|\bpatient(?:en|ens|s)\b|\bbeboeren\w*\b|\bbeboren\w*\b"
    r"|\bden unge , (?:som )?jeg er\b"
    rf"|\bjeg er (?:{_JOBS}) for\b"
    r"|\bjeg sidder (?:her )?med (?:en|et) (?:\w+ ){0,2}(?:kvinde|mand|pige|fyr|ung|menneske)\b"
    r"|\bvi har en (?:\w+ )?(?:indlagt|udskrivningsklar|fardigbehandlet)\b"
    rf"|\b(?:{_KIN}|mand|kvinde|varge) (?:[a-z0-9]+ ){{0,4}}"
    rf"(?:i {_ON_THE_PHONE}|pa (?:linje|linjen|linien|tlf)(?: \d)?)\b"
    r"|\b(?:er|som) borger hos os\b|\bsidder med (?:en|et) (?:\w+ ){1,5}i (?:roret|telefonen)\b"
    rf"|\b{_MINE} (?:(?:nye|gamle|unge|egne|andre|faste) )*{_ROLES}(?:en|ens|s|e|er|ere|erne|ne)?\b"
    rf"|\b(?:en|et par|to|nogle) af (?:mine|vores) (?:\w+ )?{_ROLES}(?:e|er|ere|ne)\b"
    r"|\bklient(?:en|ens|s|er|erne)?\b|\bborger(?:en|ens|s)?\b"
    r"|\b(?:parorende|moderen|faderen) (?:sporger|ringer|vil vide)\b"
    r"|\b(?:sporgsmal|henvendelse|opkald|mail) fra (?:en )?(?:\w+ )?parorende\b"
)
# "As a citizen", "citizens in general", borger.dk: the word, but nobody's client.
_NO_CLIENT = re.compile(
    r"\b(?:som|er|bliver|jeg|vi|var) (?:(?:en|almindelig|ny|jeg|han|hun|selv|helt) )*borger\b(?! hos os)"
    r"|\b(?:som|er|var|bliver) (?:en |selv )?patient\b"
    r"|\bborger ?(?:[.] )?dk\b|\bborger (?:service|radgiver)\b"
    r"|\bborger (?:i|her|har|skal|kan|modtager|ma) (?:jeg|kommunen|\w+ kommune)\b"
)
# A relative who helps, speaks or lives with the writer is not the one whom the question is about.
_NEAR_KIN = rf"(?:{_MINE}|en) (?:[a-z]+ ){{0,2}}{_KIN}"
_HELPERS = re.compile(
    rf"\b{_MINE} {_KIN}(?: og (?:{_MINE} )?{_KIN})? betaler (?:alt|det hele|det meste|det"
    rf"|huslejen)\b(?! for (?:ham|hende|dem))|"
    rf"\b{_MINE} {_KIN} (?:betaler|forsorger|hjalper|passer)(?: \w+)? (?:alt |det hele )?for mig\b"
    rf"|\bi {_NEAR_KIN} (?:lejlighed|hus|bolig|stue|kalder|sommerhus)\b"
    rf"|\b(?:hos|sammen med|flyttet fra|vak fra|uden|tat pa|i narheden af|besog (?:af|fra)|sammen med) {_NEAR_KIN}\b"
    rf"|\b{_NEAR_KIN} (?:siger|sagde|mener|mente|tror|synes|foreslog|foreslar|har sagt|har fortalt|fortalte|anbefaler"
    r"|sporger|hjalper mig|hjalp mig|har hjulpet mig|skriver for mig|har skrevet for mig|vil have mig)\b"
    rf"|\b(?:kan|ma|skal|kunne|vil) {_NEAR_KIN} (?:\w+ ){{0,3}}(?:med|besoge|besog|mig|overnatte|bisidder|sove)\b"
    rf"|\b(?:ma|kan) jeg (?:tage|have|fa|medbringe) (?:\w+ )?{_NEAR_KIN}\b|\b(?:har|tager|tage"
    rf"|have) {_NEAR_KIN} med(?: (?:til|mig|ind|i|pa|der|hjem)\b| [?.,!]|$)"
    rf"|\b{_NEAR_KIN} (?:har |vil |havde )?(?:\w+ )?(?:smidt|smider|smed|sat|kastet|forladt|forlod|gik fra|lant"
    rf"|givet|laner|giver) mig\b"
    rf"|\b(?:skilt|separeret|gaet) fra {_NEAR_KIN}\b|\bmig og {_NEAR_KIN}\b|\b{_NEAR_KIN} (?:er |lige )*(?:dod"
    rf"|dode|gaet bort)\b"
    rf"|\b{_MINE} {_KIN} (?:pa \d+ )?skal (?:flytte )?med\b|\b{_MINE} {_KIN} (?:kommer|kom) (?:tit |ofte )?pa besog\b"
    r"|\bhar (?:en|et|to|tre|\d) (?:\w+ )?(?:born|barn|son|datter)\b(?=.*\b(?:besoge mig|overnatte|pa besog"
    r"|hos mig|med mig)\b)"
    rf"|\b(?:ma|kan) man (?:have|fa|tage|medbringe) (?:\w+ )?{_NEAR_KIN}\b"
)
_NEAR_THE_WRITER = re.compile(rf"\b(?:{_MINE}|jeg|mig)\b")
_THIRD_PERSON = re.compile(r"\b(?:han|hun|ham|hende|hans|hendes)\b")
_OFFICIALS = re.compile(rf"\b(?:{_JOBS}|leder|psykiater|psykolog|advokat|politiker)(?:en|e|n|ne|s|ens)?\b")
# Frames around a question that do not tell whose question it is.
_FRAMES = re.compile(
    r"\bjeg (?:vil|ville|kunne|skal) (?:(?:bare|lige|gerne|godt|sa|ogsa) )*"
    r"(?:hore|vide|sporge|tale|snakke|have at vide|forsta|sammenligne)\b"
    r"|\b(?:kan|ma|kunne) jeg (?:lige |bare )?(?:sporge|hore|fa at vide|fa oplyst|tale|snakke)\b"
    r"|\bjeg (?:har (?:lige )?(?:et|nogle|to|par) (?:\w+ )?sporgsmal|sporger|undrer mig|forstar|er i tvivl"
    r"|ved ikke|ved ik|mente|mener|tanker|tror|kan ikke finde|leder efter|takker)\b"
    r"|\b(?:hvem|hvor|hvad|hvordan|hvornar|hvilket nummer) (?:nummer |tlf )?(?:kan|skal|ma) jeg"
    r" (?:ringe|kontakte|finde|lase|henvende|se|skrive|tale|snakke)\b(?: mig)?"
    r"|\b(?:hvem|hvor|hvordan) (?:ringer|finder|laser|skriver|henvender|ser|kontakter) jeg(?: mig)?\b"
    r"|\b(?:sig|fortal|fortalle|hjalp|hjalpe|giv|give|svar|svare|send|forklar|forklare|stil|stille"
    r"|vise|oplyse|sige) mig\b"
    rf"|\b{_MINE} sporgsmal\b|\bjeg kom (?:\w+ )?til at (?:skrive|trykke|sende|sige)\b"
)
_FIRST_PERSON = re.compile(
    r"\b(?:jeg|jge|jej|jg|mig|min|mit|mine|egne vegne)\b|(?:^|[.,!?] )(?:a|e) (?:er|har|ku|kan|vil|ville|skal"
    r"|bor|kunne)\b"
)
# Chat leaves out "jeg": "har fået afslag", "bor i Køge", "er 24".
_NO_PRONOUN = re.compile(
    r"^(?:(?:hej|goddag|hejsa|dav|halloj|undskyld|,|!|\.) )*"
    r"(?:har (?:fat|faet|lige|sogt|skrevet|ventet|ikke|ingen|stadig|brug for|varet|opsagt|boet|klaget|ringet"
    r"|aldrig|selv|haft|angst|autisme|adhd)"
    r"|er (?:\d+|pa (?:kontant|dag|syge|fortids|udd)\w*|hjemlos|syg|sygemeldt|blevet|ikke pa|selv|i tvivl)"
    r"|bor (?:i|pa|alene|hos|selv|lige nu)"
    r"|(?:fik|sogte|modtog|far|modtager|klagede|ringede) (?!(?:jeg|han|hun|i(?! (?:januar|februar|marts|april"
    r"|maj|juni|juli|august|september|oktober|november|december|sommer|foraret|efteraret|vinter|gar|sidste))"
    r"|de|du|man|vi|den|det|borger\w*|min|en|ens|der|unge|alle)\b)\w+"
    r"|(?:soger|onsker|mangler|lider af|beholder|vil gerne|kan ikke) (?!(?:i|de|du|man|vi|den|det|der"
    r"|borger\w*|kommunen)\b)\w+)\b"
)


def person_meant(text: str) -> str | None:
    """SELF, RELATIVE or CLIENT where `text` shows whose question it is, else None."""
    line = _squashed(FoldedLine(text).line)
    if _CLIENTS.search(_NO_CLIENT.sub(" ", line)):
        return CLIENT
    without_helpers = _HELPERS.sub(lambda match: " jeg " if _NEAR_THE_WRITER.search(match.group()) else " ", line)
    if _FOR_ANOTHER.search(line) or _RELATIVES.search(without_helpers):
        return RELATIVE
    if _BARE_KIN.search(without_helpers) and not re.search(r"\b(?:jeg|mig)\b", _FRAMES.sub(" ", without_helpers)):
        return RELATIVE
    if _FIRST_PERSON.search(_FRAMES.sub(" ", without_helpers)):
        return SELF
    if _NO_PRONOUN.search(line) and not _THIRD_PERSON.search(line):
        return SELF
    return RELATIVE if _THIRD_PERSON.search(line) and not _OFFICIALS.search(line) else None


def of_somebody_else(text: str, before: str) -> bool:
    """Whether what follows the folded words `before` is told of another than the one whom `text` is about.

    In "jeg bor hos min mor, hun er på førtidspension" the pension is the mother's, and the question is not hers. In
    "min søn skal flytte, jeg er på førtidspension" it is the writer's, and the question is the son's.
    """
    subjects = re.findall(r"\b(?:jeg|jge|vi|han|hun|der|som)\b", before)
    if not subjects:
        return False
    person = person_meant(text)
    if person == RELATIVE:
        return subjects[-1] in {"jeg", "jge"} and bool(re.search(_MY_KIN, _squashed(FoldedLine(text).line)))
    helped = person == SELF and _HELPERS.search(_squashed(FoldedLine(text).line))
    return bool(helped) and subjects[-1] not in {"jeg", "jge", "vi"}


def _squashed(line: str) -> str:
    for letters, letter in _SQUASHED:
        line = line.replace(letters, letter)
    return line
