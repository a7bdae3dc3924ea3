import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.masking import mask
from bot.wording.i18n import text as danish

CPR, EMAIL, PHONE = (danish(f"service.mask.{kind}") for kind in ("cpr", "email", "phone"))

# 1900-1999 is what a serial number below 4000 stands for.
BIRTHDAYS = st.dates(datetime.date(1920, 1, 1), datetime.date(1999, 12, 31))
SERIALS = st.integers(0, 3999).map("{:04}".format)
PHONE_DIGITS = st.integers(20_000_000, 99_999_999).map(str)
SURROUNDINGS = st.sampled_from(["{}", "Mit nummer er {}.", "({})", "Ring på {}, tak", "nr:{}", "{}\nHilsen"])


@given(BIRTHDAYS, SERIALS, st.sampled_from(["", "-", " ", " - ", "–", "‑"]), SURROUNDINGS)
def test_a_cpr_number_is_masked_however_it_is_written(born: datetime.date, serial: str, dash: str, around: str) -> None:
    assert mask(around.format(f"{born:%d%m%y}{dash}{serial}")) == around.format(CPR)


@given(BIRTHDAYS, SERIALS, st.sampled_from([" ", "."]))
def test_a_cpr_number_with_gaps_in_its_date_is_masked(born: datetime.date, serial: str, gap: str) -> None:
    assert mask(f"{born:%d{gap}%m{gap}%y}-{serial}") == CPR


@pytest.mark.parametrize("date", ["320190", "011390", "000000", "310290"])
def test_ten_digits_that_begin_with_no_date_are_not_a_cpr_number(date: str) -> None:
    assert CPR not in mask(f"sag {date}-0001")


@given(PHONE_DIGITS, SURROUNDINGS, st.sampled_from(["", "+45", "+45 ", "0045 "]))
def test_a_danish_phone_number_is_masked(digits: str, around: str, prefix: str) -> None:
    assert mask(around.format(prefix + digits)) == around.format(PHONE)


@given(PHONE_DIGITS, st.sampled_from([" ", ".", "-"]), st.sampled_from(["", "+45 "]))
def test_a_phone_number_in_pairs_is_masked(digits: str, gap: str, prefix: str) -> None:
    pairs = gap.join(digits[at : at + 2] for at in range(0, 8, 2))
    assert mask(prefix + pairs) == PHONE


@given(st.sampled_from(["anna", "a.b-c", "søren_90", "x+y"]), st.sampled_from(["mail.dk", "min-by.kommune.dk"]))
def test_an_email_address_is_masked(name: str, domain: str) -> None:
    assert mask(f"Skriv til {name}@{domain}, tak") == f"Skriv til {EMAIL}, tak"


@pytest.mark.parametrize(
    "text",
    [
        "Jeg er 24 år og min søn er 19",
        "Jeg bor i 7700 Thisted, før i 9800 Hjørring",
        "Hvad siger § 107 og § 108 stk. 2?",
        "den 14.11.2025",
        "den 14-11-2025",
        "den 14/11-2025 kl. 10.30",
        "den 2025-11-14",
        "den 20.11.25 18 år gammel",
        "budget 2025 2026",
        "mellem 18 og 30 år, 2 gange om ugen",
        "mandag 10.00-14.00, torsdag 10.00-17.00",
        "25000000 kr. i alt",
        "det koster 4.500 kr. om måneden",
        "8 uger eller 14 dage",
    ],
)
def test_what_an_answer_may_depend_on_stays(text: str) -> None:
    assert mask(text) == text


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå ,.?!"))
def test_a_text_without_digits_and_at_signs_stays(text: str) -> None:
    assert mask(text) == text
