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
