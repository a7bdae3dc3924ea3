import pytest

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.places import Places


@pytest.fixture(scope="module")
def gazetteer(places: Places) -> Gazetteer:
    return Gazetteer(places)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Hvor lang er ventetiden i Thisted?", ["thisted"]),
        ("hvad med hjoerring", ["hjoerring"]),
        ("HJORRING", ["hjoerring"]),
        ("Køges standard", ["koege"]),
        ("Frederikssund Kommune", ["frederikssund"]),
        ("Jeg bor i Hanstholm", ["thisted"]),
        ("han bor i Nørre Vorupør", ["thisted"]),
        ("vi bor i lille skensved", ["koege"]),
        ("mit postnummer er 9700", ["broenderslev"]),
        ("7700 Thisted", ["thisted", "thisted"]),
        ("er det bedre i Køge end i Hjørring", ["koege", "hjoerring"]),
        ("jeg bor i Århus", ["aarhus"]),
        ("Lyngby-Taarbæk", ["lyngby-taarbaek"]),
        ("jeg bor i Randers", ["randers"]),
    ],
)
def test_a_place_is_found_in_every_common_spelling(gazetteer: Gazetteer, text: str, slugs: list[str]) -> None:
    assert [mention.slug for mention in gazetteer.find(text)] == slugs


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("jeg bor i Thised", "thisted"),
        ("hvad med hjøring", "hjoerring"),
        ("frederiksund", "frederikssund"),
        ("Brøndeslev kommune", "broenderslev"),
        ("jægerpris", "frederikssund"),
    ],
)
def test_a_spelling_mistake_still_finds_the_place(gazetteer: Gazetteer, text: str, slug: str) -> None:
    assert [mention.slug for mention in gazetteer.find(text)] == [slug]


@pytest.mark.parametrize(
    "text",
    [
        "jeg er på vejen hjem",
        "der er noget i vejen",
        "en skive brød",
        "en greve og en baron",
        "odder er dyr",
        "jeg vil koge kartofler",
        "hvad er tidsfristen for at klage",
        "hjælp mig med at søge",
        "det koster 4600 kr. om måneden",
        "4.600 kroner",
        "efter § 4600",
        "ring 97 00 97 00",
        "nummer 97009700",
        "vi har brug for støtte til vores bror",
        "hvornår kan man flytte ind",
    ],
)
def test_ordinary_words_and_numbers_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == ()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("jeg bor i Vejen", "vejen"),
        ("Vejen Kommune", "vejen"),
        ("jeg bor i skive", "skive"),
        ("Greve", "greve"),
    ],
)
def test_a_name_that_is_also_a_word_counts_where_the_context_says_so(
    gazetteer: Gazetteer, text: str, slug: str
) -> None:
    assert [mention.slug for mention in gazetteer.find(text)] == [slug]


def test_only_municipalities_with_standards_are_covered(gazetteer: Gazetteer) -> None:
    assert [mention.covered for mention in gazetteer.find("i Thisted og i Aalborg")] == [True, False]


def test_a_mention_says_where_it_stands(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.find("bor i Øster Brønderslev nu")
    assert (mention.text, mention.start, mention.end) == ("Øster Brønderslev", 6, 23)


def test_a_known_word_is_never_corrected_into_a_place(places: Places) -> None:
    everything_is_danish = Gazetteer(places, is_ordinary=lambda word: True)
    assert everything_is_danish.find("Thised") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Mit navn er Mette Køge-Hansen",
        "min klient hedder Lars Thisted",
        "Sagsbehandler Henrik Brønderslev har lovet det",
        "Familien Hirtshals her",
        "Lægen Nors siger det",
        "han går op i HB Køge",
        "der er otte års venteliste",
        "skal jeg søge i min mors kommune",
        "det gælder et halvt års tid",
        "jeg vil gerne laese hvad der staar",
    ],
)
def test_the_name_of_a_person_or_a_common_word_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == ()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Min Mor bor i Køge", "koege"),
        ("Sagsbehandler i Thisted", "thisted"),
        ("Kommunen er Hjørring", "hjoerring"),
        ("Køge-Ølby", "koege"),
        ("9700 - hvad er nummeret", "broenderslev"),
        ("vi bor i Aars", "vesthimmerlands"),
        ("Station Køge-Aalborg", "koege"),
    ],
)
def test_a_place_is_no_name_where_nobody_is_called_so(gazetteer: Gazetteer, text: str, slug: str) -> None:
    assert gazetteer.find(text)[0].slug == slug


def test_a_range_of_numbers_is_no_postal_code(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("mellem 9700 - 9900 om måneden") == ()
