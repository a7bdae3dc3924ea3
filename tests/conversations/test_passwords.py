import unicodedata
from typing import Literal

import pytest
from argon2 import Type, extract_parameters
from hypothesis import example, given
from hypothesis import strategies as st

from bot.conversations.passwords import (
    FEWEST_CHARS,
    LIKE_NAME,
    MOST_CHARS,
    TOO_LONG,
    TOO_SHORT,
    PasswordError,
    Passwords,
    check_choice,
)
from tests.staffing import OTHER_PASSWORD, PASSWORD, QuickPasswords, quick_hasher

# The least that OWASP asks for of Argon2id, in KiB of memory by number of passes.
OWASP = {1: 47_104, 2: 19_456, 3: 12_288, 4: 9_216, 5: 7_168}


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", TOO_SHORT),
        ("x" * (FEWEST_CHARS - 1), TOO_SHORT),
        (" " * FEWEST_CHARS, TOO_SHORT),
        ("kort" + " " * FEWEST_CHARS, TOO_SHORT),
        ("x" * (MOST_CHARS + 1), TOO_LONG),
        ("lise.hansen@thisted", LIKE_NAME),
        (" Lise.Hansen@Thisted ", LIKE_NAME),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_with_the_reason(password: str, reason: str) -> None:
    with pytest.raises(PasswordError) as raised:
        check_choice(password, "lise.hansen@thisted")
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    "password", ["x" * FEWEST_CHARS, "x" * MOST_CHARS, "blåbærgrød på bordet", "lise.hansen@thisted!"]
)
def test_any_other_password_may_be_chosen(password: str) -> None:
    check_choice(password, "lise.hansen@thisted")


@given(st.text(max_size=MOST_CHARS), st.text(max_size=MOST_CHARS))
@example("\ud800", "?")
@example("en\0to", "en")
def test_a_password_matches_its_own_hash_alone(password: str, other: str) -> None:
    passwords = QuickPasswords()
    stored = passwords.hash(password)
    assert passwords.matches(stored, password)
    same = unicodedata.normalize("NFKC", password) == unicodedata.normalize("NFKC", other)
    assert passwords.matches(stored, other) is same


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_it_does_not_matter_how_a_keyboard_composes_a_letter(form: Literal["NFC", "NFD"]) -> None:
    passwords = QuickPasswords()
    stored = passwords.hash("blåbærgrød på bordet")
    assert passwords.matches(stored, unicodedata.normalize(form, "blåbærgrød på bordet"))


def test_two_hashes_of_one_password_differ() -> None:
    passwords = QuickPasswords()
    assert passwords.hash(PASSWORD) != passwords.hash(PASSWORD)


def test_a_password_that_goes_on_behind_the_longest_one_matches_nothing() -> None:
    passwords = QuickPasswords()
    assert not passwords.matches(passwords.hash("x" * MOST_CHARS), "x" * (MOST_CHARS + 1))


@pytest.mark.parametrize("stored", [None, "", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$x$x"])
def test_where_no_hash_is_stored_nothing_matches(stored: str | None) -> None:
    assert not QuickPasswords().matches(stored, PASSWORD)


def test_what_is_checked_for_nobody_costs_what_is_checked_for_somebody() -> None:
    passwords = Passwords()
    nobody_s, somebody_s = passwords._nobody_s, passwords.hash(PASSWORD)
    assert extract_parameters(nobody_s) == extract_parameters(somebody_s)


def test_passwords_are_hashed_at_least_as_well_as_owasp_asks() -> None:
    used = extract_parameters(Passwords().hash(PASSWORD))
    assert used.type is Type.ID
    assert used.memory_cost >= OWASP[used.time_cost]


def test_a_hash_made_with_other_parameters_is_outdated_and_still_matches() -> None:
    stored = quick_hasher(passes=2).hash(PASSWORD)
    passwords = QuickPasswords()
    assert passwords.outdated(stored)
    assert passwords.matches(stored, PASSWORD)
    assert not passwords.outdated(passwords.hash(PASSWORD))


def test_a_refused_password_is_not_part_of_the_error() -> None:
    with pytest.raises(PasswordError) as raised:
        check_choice(OTHER_PASSWORD, OTHER_PASSWORD)
    assert OTHER_PASSWORD not in f"{raised.value} {raised.value!r} {vars(raised.value)}"
