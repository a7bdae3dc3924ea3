import pytest

from bot.understanding.corrections import masked, meant
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.places import Places


@pytest.fixture(scope="module")
def gazetteer(places: Places) -> Gazetteer:
    return Gazetteer(places)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("ikke Thisted men Hjørring", ["hjoerring"]),
        ("nej, jeg mente Hjørring", ["hjoerring"]),
        ("Hjørring, ikke Thisted", ["hjoerring"]),
        ("Thisted, nej Hjørring", ["hjoerring"]),
        ("i stedet for Køge vil jeg vide det om Thisted", ["thisted"]),
        ("jeg skrev Thisted før, men det er Brønderslev", ["broenderslev"]),
        ("Jeg sagde Køge. Det er forkert. Vi bor i Hjørring.", ["hjoerring"]),
        ("glem det med Hjørring, han er flyttet til Køge", ["koege"]),
        ("først troede jeg det var Køge, men min sag ligger i Frederikssund", ["frederikssund"]),
        ("jeg skrev til Thisted", ["thisted"]),
        ("Min bror ligger på sygehuset i Aalborg, han bor i Hjørring", ["hjoerring"]),
        ("hun er indlagt i Aalborg, men bor i Thisted", ["thisted"]),
        ("jeg bor i Thisted, men arbejder i Skive", ["thisted"]),
        ("Jeg er vokset op i Randers, bor nu i Brønderslev", ["broenderslev"]),
        ("vi bor i Køge, og hun går i skole i Roskilde", ["koege"]),
        ("han er opvokset i Køge og bor i Aarhus", ["aarhus"]),
        ("min søn er indlagt i Thisted", ["thisted"]),
        ("jeg arbejder i Køge og i Thisted", ["koege", "thisted"]),
        ("Vi bor på Mors, men vores datter hører til i Thisted", ["thisted"]),
        ("Frederikssund er min fødeby, men min sag ligger i Hjørring", ["hjoerring"]),
        ("hun bor på et sted i Aalborg og er visiteret af Brønderslev", ["broenderslev"]),
        ("jeg bor i Brønderslev, men har altid hørt til i Aalborg", ["aalborg"]),
        ("Odense har sagt et tal, hvad siger Hjørring?", ["hjoerring"]),
        ("hører jeg til i Køge, eller hører jeg til i Thisted?", ["koege", "thisted"]),
        ("hun bor i Hjørring... sorry, i Thisted mente jeg", ["thisted"]),
        ("du svarede om Frederikssund, men min bror bor i Køge", ["koege"]),
        ("min søster bor i Skibby, nej ikke i Skive", ["frederikssund"]),
        ("Køge, ups Thisted", ["thisted"]),
        ("min bror bor i Hjørring, men jeg bor selv i Køge. Hvem skal han ringe til?", ["hjoerring"]),
        ("Jeg bor i Thisted og min mor i Brønderslev. Hvor lang tid skal hun vente?", ["broenderslev"]),
        ("min datter er flyttet til Køge, jeg er fra Frederikssund, hvad koster det hende", ["koege"]),
        ("min søn bor i Thisted, og jeg vil have ham til Køge", ["thisted", "koege"]),
        ("min søn bor i Thisted", ["thisted"]),
        ("jeg bor i Thisted, min søn skal på botilbud", ["thisted"]),
        ("jeg bor ikke i Thisted", []),
        ("gælder det ikke i Thisted?", ["thisted"]),
        ("forskellen på Thisted og Køge", ["thisted", "koege"]),
        ("7700 Thisted", ["thisted"]),
    ],
)
def test_denied_and_corrected_places_are_left_out(gazetteer: Gazetteer, text: str, slugs: list[str]) -> None:
    assert [mention.slug for mention in meant(text, gazetteer.find(text))] == slugs


def test_a_masked_text_no_longer_tells_the_place(gazetteer: Gazetteer) -> None:
    text = "Ventetid i Hjørring?"
    assert masked(text, gazetteer.find(text), "kommunen") == "ventetid i kommunen?"
