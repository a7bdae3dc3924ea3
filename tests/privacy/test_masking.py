"""What is masked and what is left alone: two tables of what citizens write, and rules that hold for any text."""

from __future__ import annotations

import datetime
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import phonenumbers
import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.privacy import kinds
from bot.privacy.kinds import KINDS, NOBODY, PublicContacts
from bot.privacy.masking import Masked, mask
from bot.standards.contacts import contacts
from bot.standards.model import Content
from bot.wording.i18n import text as danish

HERE = Path(__file__).parent
PLACEHOLDERS = {kind: danish(f"service.mask.{kind}") for kind in KINDS}
CPR, CARD, EMAIL, PHONE = PLACEHOLDERS.values()


def table(name: str) -> dict:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


MASKED = [(group, case["text"], case["masked"]) for group, cases in table("masked.yml").items() for case in cases]
LEFT_ALONE = [(group, text) for group, texts in table("left_alone.yml").items() for text in texts]


def filled(text: str) -> str:
    for kind, placeholder in PLACEHOLDERS.items():
        text = text.replace(f"{{{kind}}}", placeholder)
    return text


# --- the tables ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, expected, id=f"{group}: {text[:50]}") for group, text, expected in MASKED],
)
def test_what_is_personal_is_masked_and_the_rest_stays(text: str, expected: str) -> None:
    kinds = tuple(kind for kind in KINDS if f"{{{kind}}}" in expected)
    assert mask(text) == Masked(filled(expected), kinds)


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{group}: {text[:50]}") for group, text in LEFT_ALONE])
def test_what_is_not_personal_is_left_alone(text: str) -> None:
    assert mask(text) == Masked(text, ())


@pytest.mark.parametrize("text", [text for _, text, _ in MASKED])
def test_masking_a_masked_sentence_changes_nothing_more(text: str) -> None:
    once = mask(text).text
    assert mask(once) == Masked(once, ())


def test_the_tables_hold_no_telephone_number_of_the_content(content: Content) -> None:
    digits = [re.sub(r"\D", "", text) for text in [*(text for _, text, _ in MASKED), *(text for _, text in LEFT_ALONE)]]
    public = [number for number in contacts(content).phones if len(number) == 8]
    assert [number for number in public if any(number in written for written in digits)] == []


# --- public contacts ---


@pytest.fixture(scope="session")
def public(content: Content) -> PublicContacts:
    return PublicContacts(*contacts(content))


@pytest.fixture(scope="session")
def numbers(public: PublicContacts) -> list[str]:
    return sorted(number for number in public.phones if len(number) == 8)


@pytest.fixture(scope="session")
def short_numbers(public: PublicContacts) -> list[str]:
    return sorted(number for number in public.phones if len(number) < 8)


def grouped(digits: str, lengths: tuple[int, ...], gap: str) -> str:
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    return gap.join(digits[start : start + length] for start, length in zip(starts, lengths, strict=True))


WAYS_TO_WRITE_A_NUMBER = [
    *[((8,), ""), ((4, 4), " "), ((4, 4), "."), ((2, 3, 3), " "), ((2, 2, 4), " "), ((4, 2, 2), " ")],
    *[((2, 2, 2, 2), gap) for gap in (" ", "  ", ".", "-", "–", "/", " - ", ". ", "\u00a0")],
]


@pytest.mark.parametrize("prefix", ["", "+45 ", "+45", "0045 ", "(+45) "])
@pytest.mark.parametrize(("lengths", "gap"), WAYS_TO_WRITE_A_NUMBER, ids=str)
@pytest.mark.parametrize(
    "sentence",
    ["Er {} det rigtige nummer?", "Jeg ringede på tlf. {}, men ingen tog den", "{}", "Kommunen, {} 9700 Brønderslev"],
)
def test_a_public_number_is_left_alone_however_it_is_written(
    sentence: str, lengths: tuple[int, ...], gap: str, prefix: str, public: PublicContacts, numbers: list[str]
) -> None:
    texts = [sentence.format(prefix + grouped(number, lengths, gap)) for number in numbers]
    assert [mask(text, public).text for text in texts] == texts


def test_a_public_number_in_other_digits_is_left_alone(public: PublicContacts, numbers: list[str]) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for number in numbers:
        text = f"Er {number.translate(wide)} jeres?"
        assert mask(text, public) == Masked(text, ())


def test_a_public_number_is_masked_where_nobody_says_that_it_is_public(numbers: list[str]) -> None:
    assert {mask(f"Jeg ringer på {grouped(number, (2, 2, 2, 2), ' ')}").text for number in numbers} == {
        f"Jeg ringer på {PHONE}"
    }


@pytest.mark.parametrize("sentence", ["{} eller {}", "{} {}", "{}/{}", "ring {}, ikke {}", "{}\n{}"])
def test_a_private_number_beside_a_public_one_is_masked(
    sentence: str, public: PublicContacts, numbers: list[str]
) -> None:
    for number in numbers:
        pairs = grouped(number, (2, 2, 2, 2), " ")
        assert mask(sentence.format(pairs, "42 53 64 75"), public).text == sentence.format(pairs, PHONE)
        assert mask(sentence.format("42536475", pairs), public).text == sentence.format(PHONE, pairs)


@pytest.mark.parametrize(
    "sentence",
    [
        "Skal jeg ringe {}, hvis han falder?",
        "Hvad er forskellen på {} og jeres eget nummer?",
        "tlf. {}",
        "{}",
        "Jeg har ringet {} 3 gange på 24 timer",
    ],
)
def test_short_numbers_are_left_alone(sentence: str, short_numbers: list[str]) -> None:
    texts = [sentence.format(number) for number in short_numbers]
    assert [mask(text).text for text in texts] == texts


@pytest.mark.parametrize("gap", [" ", "/", ", ", " eller ", "-"])
@pytest.mark.parametrize("before", ["", "Ring ", "tlf. "])
def test_short_numbers_in_a_row_are_left_alone(before: str, gap: str, short_numbers: list[str]) -> None:
    for one in short_numbers:
        for other in short_numbers:
            assert mask(f"{before}{one}{gap}{other}").kinds == ()
    assert mask(before + gap.join(short_numbers)).kinds == ()


@pytest.mark.parametrize(
    ("at", "dot"), [("@", "."), (" @ ", "."), ("(at)", "."), (" [at] ", " [dot] "), (" at ", " punktum ")]
)
@pytest.mark.parametrize("change", [str, str.upper, str.capitalize])
@pytest.mark.parametrize("sentence", ["Skal jeg skrive til {}?", "{}", "mail: {}, ikke?"])
def test_a_public_address_is_left_alone_however_it_is_written(
    sentence: str, change: type[str], at: str, dot: str, public: PublicContacts
) -> None:
    for address in public.emails:
        name, _, domain = address.partition("@")
        text = sentence.format(change(name + at + domain.replace(".", dot)))
        assert mask(text, public) == Masked(text, ())


def test_an_address_that_only_ends_like_a_public_one_is_masked(public: PublicContacts) -> None:
    assert {mask(f"skriv til min{address}", public).text for address in public.emails} == {f"skriv til {EMAIL}"}


def test_a_public_address_is_masked_where_nobody_says_that_it_is_public(public: PublicContacts) -> None:
    assert {mask(address).text for address in public.emails} == {EMAIL}


# --- rules that hold for any text ---

# A busy machine is no mistake.
untimed = settings(deadline=None)

BIRTHDAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2049, 12, 31)).map("{:%d%m%y}".format)
# 60 is added to the day of those who cannot have a CPR number.
REPLACED = BIRTHDAYS.map(lambda date: f"{int(date[0]) + 6}{date[1:]}")
SERIALS = st.integers(0, 9999).map("{:04}".format)
NUMBERS = st.tuples(st.one_of(BIRTHDAYS, REPLACED), SERIALS).map("".join)
DIGITS = st.sampled_from(["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"])
GAPS = st.sampled_from(
    ["", " ", "-", "–", "—", "‑", "−", ".", "/", "_", " - ", " – ", "  ", "\n", ": ", ", ", "\u200b"]
)
DATE_GAPS = st.sampled_from(["", " ", "-", ".", "/", " - "])
WRITTEN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzæøåÆØÅ .,:;!?()-–/'\"\n§€%&+=#*_"), max_size=30)
WORDS = st.lists(
    st.sampled_from(
        "jeg er min søns cpr nummer hedder hvor længe kan man bo i et botilbud, hvad gør vi? sagen § Thisted "
        "kommune (mor) tlf mail: og har søgt. Ring sagsnr. til".split()
    ),
    max_size=8,
).map(" ".join)


def digits_of(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None)


@untimed
@given(NUMBERS, GAPS, DIGITS, WRITTEN, WRITTEN)
@example("0101901234", "-", "0123456789", "cpr", "er mit")
@example("1012901234", "-", "0123456789", "+", "")
def test_a_cpr_number_never_survives_whatever_stands_around_it(
    number: str, gap: str, digits: str, before: str, after: str
) -> None:
    written = f"{number[:6]}{gap}{number[6:]}".translate(str.maketrans("0123456789", digits))
    masked = mask(before + written + after)
    assert digits_of(masked.text) == ""
    assert len(masked.kinds) == 1


@untimed
@given(NUMBERS, DATE_GAPS, st.sampled_from(["", " ", "-", ".", "/", " - "]), st.sampled_from(["", " "]), WORDS, WORDS)
def test_a_cpr_number_with_gaps_within_never_survives_in_a_sentence(
    number: str, gap: str, middle: str, last_gap: str, before: str, after: str
) -> None:
    # "24-12-2024 10" is rather a date and a number.
    assume(middle or not (gap or last_gap))
    # "10 11 12 13 14" is rather a list.
    assume(not counts_up(number))
    parts = (number[:2], number[2:4], number[4:6])
    written = gap.join(parts) + middle + number[6:8] + last_gap + number[8:]
    assert digits_of(mask(f"{before} {written} {after}").text) == ""


@untimed
@given(NUMBERS, st.sampled_from([" ", "-", "\u2009"]))
def test_a_cpr_number_in_single_digits_never_survives(number: str, gap: str) -> None:
    assert mask(f"Jeg er {gap.join(number)}, tak").text == f"Jeg er {CPR}, tak"


@untimed
@given(st.text(st.sampled_from("0123456789 -./abÆ,\n+()"), max_size=80))
@example("0101901234")
@example("22 33 44 55 0101901234")
def test_no_run_of_ten_digits_is_a_cpr_number_afterwards(text: str) -> None:
    assert [run for run in re.findall(r"(?<!\d)\d{10}(?!\d)", mask(text).text) if is_cpr(run)] == []


def is_cpr(digits: str) -> bool:
    day = int(digits[:2])
    date = f"{day - 60 if day > 60 else day:02}{digits[2:6]}"
    for century in ("19", "20"):
        try:
            datetime.datetime.strptime(f"{date[:4]}{century}{date[4:]}", "%d%m%Y")
        except ValueError:
            continue
        return True
    return False


def counts_up(digits: str) -> bool:
    pairs = [int(digits[place : place + 2]) for place in range(0, len(digits), 2)]
    return all(after - before == 1 for before, after in pairwise(pairs))


def is_assigned(digits: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(digits, "DK"))


PHONES = st.integers(20_000_000, 99_999_999).map(str).filter(is_assigned)
SURROUNDINGS = st.sampled_from(["{}", "Mit nummer er {}.", "({})", "Ring på {}, tak", "nr:{}", "{}\nHilsen", "tlf{}"])


@untimed
@given(PHONES, st.sampled_from([" ", ".", "-", "/", "  ", " - ", "–"]), SURROUNDINGS)
def test_a_phone_number_in_pairs_is_masked(digits: str, gap: str, around: str) -> None:
    # "20 30 40 50" and "20 21 22 23" are rather lists.
    assume(digits[1::2] != "0000" and not counts_up(digits))
    assert mask(around.format(grouped(digits, (2, 2, 2, 2), gap))).text == around.format(PHONE)


@untimed
@given(PHONES, SURROUNDINGS, st.sampled_from(["+45", "+45 ", "0045 ", "0045", "(+45) "]))
def test_a_phone_number_with_the_danish_country_code_is_masked(digits: str, around: str, prefix: str) -> None:
    assert filled(PHONE) in mask(around.format(prefix + digits)).text
    assert digits_of(mask(around.format(prefix + digits)).text) == ""


COUNTRIES = st.sampled_from(["SE", "NO", "DE", "GB", "PL", "TR", "US", "GL", "FO", "SY", "RO", "UA"])


@untimed
@given(COUNTRIES, st.sampled_from(["+", "00"]), st.booleans())
def test_the_numbers_of_other_countries_are_masked(country: str, prefix: str, international: bool) -> None:
    number = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    assert number is not None
    form = phonenumbers.PhoneNumberFormat
    written = phonenumbers.format_number(number, form.INTERNATIONAL if international else form.E164)
    assert mask(f"Ring til min far på {written.replace('+', prefix)}, tak").text == f"Ring til min far på {PHONE}, tak"


@untimed
@given(st.from_regex(r"[a-zæøå][a-zæøå0-9._+-]{0,20}[a-z0-9]@[a-z0-9-]{1,20}(\.[a-z]{2,8}){1,2}", fullmatch=True))
def test_an_email_address_is_masked(address: str) -> None:
    assert mask(f"Skriv til {address}, tak") == Masked(f"Skriv til {EMAIL}, tak", ("email",))


TOKENS = st.lists(
    st.sampled_from(
        [
            *"01 01 90 1234 010190 0101901234 22 33 44 55 22334455 45 2024 1990 9700 4571 0000 0001 12 1 8 31".split(),
            *"0045 + +45 @ . - / , ( ) : § kr tlf sag nr. d. den cpr mail lis mail.dk (at) at dot dk år er".split(),
            *" .   .\n".split("."),
            *PLACEHOLDERS.values(),
        ]
    ),
    max_size=25,
)


@untimed
@given(st.one_of(st.text(), TOKENS.map("".join), TOKENS.map(" ".join)))
@example("42536475-24 12 71-1234")
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text).text
    assert mask(once) == Masked(once, ())


@untimed
@given(st.text())
def test_a_text_without_digits_and_at_signs_stays(text: str) -> None:
    assume(not digits_of(text) and "@" not in unicodedata.normalize("NFKC", text))
    # An address may be spelt out: "lis (at) mail (dot) dk".
    assume(not re.search(r"at|snabel|\(a\)|\[a\]", text, re.IGNORECASE))
    assert mask(text) == Masked(text, ())


@untimed
@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzæøå ,.?!")))
def test_danish_prose_stays(text: str) -> None:
    assume(not re.search(r" at |snabel", text))
    assert mask(text, NOBODY) == Masked(text, ())


def test_kinds_are_told_once_and_in_order() -> None:
    text = "42536475, lis@mail.dk, 4571 0000 0000 0001, 010190-1234, 53647586"
    assert mask(text).kinds == ("cpr", "card", "email", "phone")


def test_only_the_kinds_that_are_wanted_are_masked() -> None:
    text = "Ring på 20 30 40 50, mit cpr-nummer er 010190-1234"
    masked = mask(text, wanted=(kinds.CPR, kinds.CARD))
    assert masked == Masked(f"Ring på 20 30 40 50, mit cpr-nummer er {CPR}", (kinds.CPR,))
