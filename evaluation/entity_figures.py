"""The figures of what a message says besides the question: place, circumstances, on whose behalf, and a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.understanding.interpretation import Interpretation
from evaluation.cases import Said

Heard = tuple[Said, Interpretation]

# Each field: whether it was heard rightly (said or not), and whether the message says it at all.
_RIGHT: dict[str, Callable[[Said, Interpretation], bool]] = {
    "municipality": lambda said, one: (
        [place.slug for place in one.places] == ([said.municipality] if said.municipality else [])
    ),
    "circumstances": lambda said, one: dict(one.circumstances) == said.circumstances,
    "person": lambda said, one: one.person == said.person,
    "date": lambda said, one: one.date == said.date,
}
_SAID: dict[str, Callable[[Said], bool]] = {
    "municipality": lambda said: said.municipality is not None,
    "circumstances": lambda said: bool(said.circumstances),
    "person": lambda said: said.person is not None,
    "date": lambda said: said.date is not None,
}
FIELDS = tuple(_RIGHT)


def entity_figures(heard: Sequence[Heard]) -> dict[str, Any]:
    """The share of messages in which each field was heard rightly: of all, of those that say it, and by kind.

    A message that says nothing of a field is right when nothing was heard.
    """
    groups: dict[str, list[Heard]] = defaultdict(list)
    for pair in heard:
        groups[pair[0].what].append(pair)
    return {
        **_fields(heard),
        "where_said": {
            field: {
                "count": len(saying := [pair for pair in heard if _SAID[field](pair[0])]),
                "right": _share(_RIGHT[field](*pair) for pair in saying),
            }
            for field in FIELDS
        },
        "per_what": {what: _fields(group) for what, group in sorted(groups.items())},
    }


def _fields(heard: Sequence[Heard]) -> dict[str, Any]:
    return {
        "count": len(heard),
        **{field: _share(_RIGHT[field](*pair) for pair in heard) for field in FIELDS},
        "everything": _share(all(_RIGHT[field](*pair) for field in FIELDS) for pair in heard),
    }


def _share(flags: Iterable[bool]) -> float | None:
    found = list(flags)
    return round(sum(found) / len(found), 4) if found else None
