"""The telephone numbers and e-mail addresses of the content: anybody may write them, for they are nobody's secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from bot.standards.model import Content
from bot.standards.values import Email, Phone


class Contacts(NamedTuple):
    """Numbers as digits without gaps, and addresses in small letters."""

    phones: frozenset[str]
    emails: frozenset[str]


def contacts(content: Content) -> Contacts:
    """Collect every telephone number and e-mail address that the content holds, wherever it stands."""
    values = list(_values(content))
    return Contacts(
        frozenset(value.replace(" ", "") for value in values if isinstance(value, Phone)),
        frozenset(str(value) for value in values if isinstance(value, Email)),
    )


def _values(node: object) -> Iterator[object]:
    """Yield the single values that a model, a mapping or a sequence is made of."""
    if isinstance(node, BaseModel):
        node = {name: getattr(node, name) for name in node.__fields__}
    if isinstance(node, Mapping):
        node = tuple(node.values())
    if isinstance(node, tuple | list | set | frozenset):
        for part in node:
            yield from _values(part)
    else:
        yield node
