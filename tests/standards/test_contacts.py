"""All telephone numbers and addresses of the content are found, wherever they stand."""

import re

from bot.standards.contacts import contacts
from bot.standards.model import Content
from bot.standards.values import Phone
from tests.standards.spoil import CONTENT

WRITTEN = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.yml")))


def digits(number: str) -> str:
    return number.replace(" ", "")


def test_every_number_that_is_written_in_the_content_is_found(content: Content) -> None:
    written = re.findall(r"phone: \"([0-9 ]+)\"", WRITTEN)
    assert contacts(content).phones == {digits(number) for number in written}


def test_every_address_that_is_written_in_the_content_is_found(content: Content) -> None:
    written = re.findall(r"[\w.-]+@[\w-]+\.[\w.-]+\w", WRITTEN)
    assert contacts(content).emails == {address.lower() for address in written}


def test_safety_numbers_are_among_them(content: Content) -> None:
    assert {digits(number.phone) for number in content.safety.values()} <= contacts(content).phones


def test_numbers_of_general_law_are_among_them(content: Content) -> None:
    of_law = {digits(number) for rule in content.law.values() for number in rule.phones.values()}
    assert of_law
    assert of_law <= contacts(content).phones


def test_a_number_that_is_added_is_found(content: Content) -> None:
    number = Phone.parse("42 53 64 75")
    name, rule = next(iter(content.law.items()))
    changed = content.copy(update={"law": {**content.law, name: rule.copy(update={"phones": {"extra": number}})}})
    assert digits(number) in contacts(changed).phones
    assert digits(number) not in contacts(content).phones


def test_numbers_are_digits_and_addresses_are_in_small_letters(content: Content) -> None:
    found = contacts(content)
    assert all(number.isdigit() for number in found.phones)
    assert all(address == address.lower() and "@" in address for address in found.emails)
