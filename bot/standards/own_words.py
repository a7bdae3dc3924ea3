"""The texts that a content file holds, with the places where they stand, and what may stand in them."""

import re
from collections.abc import Iterator
from typing import Any

_ONE = r"\d+(?:\s*[a-z]\b)?"
_MORE = rf"(?:(?:,|\s+og|\s+eller|\s*-)\s*{_ONE})*"
SECTION = re.compile(rf"(?:§§\s*{_ONE}{_MORE}|§\s*{_ONE})(?:,?\s+(?:stk|nr)\.?\s*\d+)*")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<!\d)(?:\+45\s?)?\d{2}(?: ?\d{2}){3}(?!\d)")


def texts(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of a file's data with its field path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from texts(value, (*path, index))
    elif isinstance(data, str):
        yield path, data


def lists(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], list[Any]]]:
    """Every list of a file's data with its field path."""
    if isinstance(data, list):
        yield path, data
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield from lists(value, (*path, key))


def has_loose_number(text: str) -> bool:
    """Whether digits stand in the text other than in a reference to a section of an act."""
    return bool(re.search(r"\d", SECTION.sub("", text)))


def digits(phone: str) -> str:
    """The last eight digits of a telephone number: what is left without blanks and country code."""
    return re.sub(r"\D", "", phone)[-8:]
