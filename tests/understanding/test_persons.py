"""Whose question a message is. Only what the words show counts; where they show nothing there is no answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.persons import CLIENT, RELATIVE, SELF, person_meant


@pytest.mark.parametrize(
    "text",
    [
        "Hvornår får min søn svar?",
        "min soen er 24",
        "min son er 24",
        "mn søn har brug for hjælp",
        "min sønn skal flytte",
        "kan min 19-årige datter få et botilbud",
        "vores datter på 19",
        "min gamle mor har brug for hjælp",
        "mi' bror er hjemløs",
        "hvad sker der med min fars sag",
        "Hvordan får jeg aktindsigt i min søns sag?",
        "mine forældre er blevet gamle",
        "min lillesøster kan ikke bo alene",
        "min stedsøn på 22",
        "mit barnebarn er lige fyldt 18",
        "min svigermor bor i Køge",
        "min eksmand har søgt",
        "min veninde vil søge",
        "en ven af mig er hjemløs",
        "jeg kender en som har brug for et botilbud",
        "min nabo har det svært",
        "naboen har det skidt",
        "jeg har et barn med autisme",
        "vi har en søn på 22",
        "jeg er mor til en pige på 18",
        "jeg er pårørende",
        "Hvad kan jeg gøre som pårørende?",
        "jeg skriver på vegne af en anden",
        "jeg søger på hendes vegne",
        "jeg er værge for en ung mand",
        "hvordan klager jeg som partsrepræsentant",
        "jeg er bisidder for en bekendt",
        "jeg har fuldmagt fra min mor",
        "kan hun få hjælp",
        "hvor længe skal han vente",
        "hvad koster det for min datter",
        "jeg er 55 og min søn er 24",
    ],
)
def test_who_asks_for_somebody_near_asks_for_a_relative(text: str) -> None:
    assert person_meant(text) == RELATIVE


@pytest.mark.parametrize(
    "text",
    [
        "borger spørger hvor lang tid det tager",
        "Borgeren vil gerne klage",
        "jeg har en borger, der vil søge",
        "kan en borger få det",
        "jeg har en pårørende i røret",
        "har en mor i telefonen",
        "en af mine klienter vil klage",
        "min klient har fået afslag",
        "et par af vores beboere vil flytte",
        "vores beboer vil flytte",
        "jeg er sagsbehandler",
        "jeg arbejder som pædagog",
        "borgerens søn ringer",
    ],
)
def test_staff_ask_for_a_client(text: str) -> None:
    assert person_meant(text) == CLIENT


@pytest.mark.parametrize(
    "text",
    [
        "Hvor lang tid tager min sag?",
        "min kommune har ikke svaret",
        "kan jeg beholde min lejlighed",
        "min sagsbehandler siger nej",
        "min kontaktperson siger, at hun ikke må",
        "Hvad skal jeg betale?",
        "jeg er 24 år",
        "jeg er borger i Thisted",
        "Hvad står der i min journal?",
        "jeg skriver på egne vegne",
        "hvornår får min sag en afgørelse",
        "min kommune får ikke svaret",
        "min kommune far ikke svaret",
        "kan jeg få mine møder flyttet",
    ],
)
def test_who_speaks_of_their_own_affairs_asks_for_themself(text: str) -> None:
    assert person_meant(text) == SELF


@pytest.mark.parametrize(
    "text",
    [
        "jeg bor hos min mor og vil flytte",
        "må min kæreste besøge mig",
        "kan min mor være med til mødet",
        "min mor siger, at jeg skal søge",
        "må jeg tage min kæreste med?",
        "min veninde hjælper mig med at skrive",
        "kan en ven hjælpe mig med at søge?",
    ],
)
def test_a_relative_who_helps_or_visits_is_not_the_one_it_is_about(text: str) -> None:
    assert person_meant(text) == SELF


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hvad koster det?",
        "Hvem skal jeg ringe til?",
        "hvor ringer jeg hen",
        "jeg vil gerne vide, hvor lang tid det tager",
        "kan du hjælpe mig",
        "jeg har et spørgsmål",
        "kan man klage?",
        "som borger, hvad betaler man",
        "står det på borger.dk",
        "er der en borgerrådgiver",
        "hvor mange borgere bor der",
        "hvad gør vores kommune",
        "hvad siger loven",
        "og i Thisted?",
        "siger lægen at hun kommer",
        "kan man klage på telefonen",
    ],
)
def test_where_the_words_do_not_show_it_nothing_is_said(text: str) -> None:
    assert person_meant(text) is None


@given(st.text(max_size=200))
def test_any_text_has_one_of_the_answers(text: str) -> None:
    assert person_meant(text) in {SELF, RELATIVE, CLIENT, None}


@given(st.sampled_from(["min søn er 24", "en borger spørger", "min sag trækker ud", "hvad koster det"]))
def test_capitals_and_spellings_without_danish_letters_change_nothing(text: str) -> None:
    plain = text.replace("ø", "oe").replace("æ", "ae").replace("å", "aa")
    assert person_meant(text.upper()) == person_meant(plain) == person_meant(text)


@pytest.mark.parametrize(
    "text",
    [
        "hvad gør vi med vores knægt",
        "sønnen er 22 og skal flytte",
        "vores ældste kan ikke bo alene",
        "min yngste søn har fået afslag",
        "det drejer sig om min niece",
        "manden min er syg, hvad kan vi gøre",
        "konen har brug for et botilbud",
        "kæresten er psykisk syg, hvem hjælper",
        "datteren bor stadig hjemme",
        "et familiemedlem har brug for hjælp",
        "min roommate har det dårligt",
        "jeg er plejemor for en dreng på 17",
        "jeg spørger for en kollega",
        "jeg spørger for min søster",
        "det er for min brors skyld",
        "min svigerinde er indlagt, hvordan får hun plads",
        "vi er forældre til en ung mand med autisme",
        "mit oldebarn skal have et botilbud",
        "hende jeg er værge for er flyttet",
        "min plejedatter fylder 18",
        "min x-mand skal på botilbud",
        "en kammerat til mig er hjemløs",
        "hos os er det vores ene tvilling der skal flytte",
        "kan vi som forældre klage",
        "min moster ka ikke mer",
        "vores store pige på 25 vil gerne væk hjemmefra",
        "ham jeg kommer sammen med har fået afslag",
        "jeg har en bror med skizofreni",
        "jeg er søster til en på 30",
        "bliver hun spurgt først",
        "jeg vil høre om han kan få hjælp",
        "min bedste ven har mistet alt",
        "svigersønnen er kørt ned",
        "mutters sag trækker ud",
        "jeg skriver for min kæreste, han tør ikke selv",
        "jeg ringer på min fars vegne",
        "mine tvillinger skal begge flytte",
        "min stedfar drikker og skal have et sted at bo",
    ],
)
def test_kin_by_any_name_and_wards_are_relatives(text: str) -> None:
    assert person_meant(text) == RELATIVE


@pytest.mark.parametrize(
    "text",
    [
        "vi har en ung mand på afdelingen der skal udskrives",
        "patienten skal udskrives i morgen",
        "en af vores unge vil klage",
        "den unge, jeg er mentor for, mangler bolig",
        "jeg er bostøtte for en kvinde på 40",
        "jeg ringer fra psykiatrisk afdeling om en patient",
        "beboer hos os spørger om pris",
        "ung mand i røret, vil søge",
        "jeg sidder i visitationen med en henvendelse",
        "en mor ringer om sin søn",
        "far til ung mand ringer, hvad siger jeg",
        "opkald fra borgers mor",
        "jeg har ham i røret lige nu",
        "kvinde, 43, ringer og spørger om prisen",
        "borgers søster vil vide hvornår",
        "vores borger har fået afslag",
        "en beboer på vores bosted spørger",
        "brugeren vil gerne flytte",
        "jeg er socialrådgiver på hospitalet",
        "som sagsbehandler vil jeg vide, hvornår ophold kan starte",
        "mand ringer, har fået afslag, hvornår er fristen",
        "jeg er støttekontaktperson for en ung fyr",
        "vi har en patient, som er færdigbehandlet",
        "jeg er læge, min patient har brug for botilbud",
        "jeg er ansat på et herberg og har en mand her",
        "citat fra borgeren: kan jeg klage",
    ],
)
def test_wards_calls_and_posts_show_that_staff_ask(text: str) -> None:
    assert person_meant(text) == CLIENT


@pytest.mark.parametrize(
    "text",
    [
        "jg vil søge selv",
        "har fået afslag, hvordan klager jeg",
        "Har fået et brev om min plads",
        "er 24 og vil gerne søge",
        "bor i Køge, hvor søger jeg",
        "det er til mig selv",
        "ka jeg få hjælp",
        "hva med mig",
        "jeg har ingen familie",
        "jeg går hos en psykolog, hun siger jeg skal søge",
        "min læge siger jeg skal søge",
        "jeg er mor og har brug for et botilbud",
        "jeg har to børn, kan de besøge mig",
        "må mine børn overnatte hos mig",
        "jeg er blevet skilt fra min mand og har ingen steder at bo",
        "min far er død og jeg kan ikke klare mig",
        "min kæreste har smidt mig ud",
        "fik afslag i går, hvad nu",
        "søgte i september og har intet hørt",
        "er på kontanthjælp, hvad skal jeg betale",
        "jeg bor sammen med min bror",
        "kan min søster være bisidder for mig",
        "min datter på 3 skal med, hvis jeg flytter ind",
        "må jeg have min hund med",
        "a ku godt tænke mig en plads",
        "jeg vil flytte hjemmefra, men mine forældre siger nej",
        "jeg arbejder på et lager, kan jeg blive ved med det",
        "mit barn kommer på besøg hver weekend, er der plads",
        "skal min mor skrive under for mig",
        "min værge vil ikke skrive under",
    ],
)
def test_kin_in_the_story_and_a_missing_pronoun_leave_the_question_the_writers(text: str) -> None:
    assert person_meant(text) == SELF


@pytest.mark.parametrize(
    "text",
    [
        "hvem godkender tilbuddet",
        "må pårørende komme på besøg",
        "kan pårørende søge for en",
        "er personalet uddannet",
        "hvad siger pædagogerne til det",
        "hvad er en borger",
        "hvor mange beboere er der",
        "er der læger på stedet",
        "hvordan søger man",
        "er der en sagsbehandler",
        "er der et sted i Køge",
        "hvad med børn",
        "kan man have sin kæreste med",
        "må man have en ven på besøg",
        "er der plads til par",
        "hvor er det henne",
        "bor der også unge",
        "hvad koster det for en ung",
        "har i ventetid",
        "betaler ens forældre",
        "hvad gør kommunen når man klager",
    ],
)
def test_people_in_general_are_nobody(text: str) -> None:
    assert person_meant(text) is None
