"""The evaluation sets, typed. None of their texts may ever be used for training.

Each file of sets/ says in one place whether it is still held out: `held_out: false` stands at its top once its single
mistakes have been read and worked on. Such a file is a development set from then on, whose figures stand apart.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, Extra, StrictBool

SETS = Path(__file__).parent / "sets"
HELD_OUT = "held_out"
# The day that the dates of the sets are counted from.
REFERENCE_DAY = datetime.date(2026, 11, 23)

Style = Literal[
    "formal",
    "everyday",
    "one_word",
    "story",
    "relative",
    "typos",
    "ascii",
    "chat",
    "split",
    "dialect",
    "no_mark",
    "hotline",
]


class _Case(BaseModel):
    class Config:
        extra = Extra.forbid
        frozen = True


class Message(_Case):
    """Anything that is written in one go."""

    text: str


class Question(Message):
    """A question in scope: its topics in the order asked, and what else its text says."""

    topics: tuple[str, ...]
    municipality: str | None
    circumstances: dict[str, StrictBool | str] = {}
    style: Style


class Said(Message):
    """A message and what it says besides the question: place, circumstances, on whose behalf, and a day."""

    municipality: str | None
    circumstances: dict[str, StrictBool | str] = {}
    person: Literal["self", "relative", "client"] | None
    date: datetime.date | None
    what: str


class Outside(Message):
    """A message that no standard answers."""

    kind: Literal["other_service", "small_talk", "nonsense", "insult", "english", "manipulation"]


class Danger(Message):
    """A message from somebody in danger, or about somebody who is."""

    kind: str


class Harmless(Message):
    """A message with words of danger and no danger; `expect` is what a careful reader takes it for."""

    expect: str


class Turn(_Case):
    """One turn of a conversation: what is said, and the one thing that must follow."""

    say: str
    expect: dict[str, Any]


class Conversation(_Case):
    """Several turns of one citizen."""

    name: str
    turns: tuple[Turn, ...]


Case = TypeVar("Case", bound=_Case)


# Which files hold what, and under which key. A file may hold two kinds.
_FILES: tuple[tuple[str, str, type[_Case]], ...] = (
    ("questions_*.yml", "questions", Question),
    ("several_*.yml", "questions", Question),
    ("entities_*.yml", "messages", Said),
    ("out_of_scope*.yml", "messages", Outside),
    ("safety_*.yml", "danger", Danger),
    ("safety_*.yml", "harmless", Harmless),
    ("conversations*.yml", "conversations", Conversation),
)


def questions(held_out: bool = True) -> list[Question]:
    """The questions in scope, with one topic and with several; with False those of the development sets."""
    return _cases(Question, held_out)


def entities(held_out: bool = True) -> list[Said]:
    """The messages with what they say besides the question."""
    return _cases(Said, held_out)


def outside(held_out: bool = True) -> list[Outside]:
    """The messages out of scope."""
    return _cases(Outside, held_out)


def dangers(held_out: bool = True) -> list[Danger]:
    """The messages of danger."""
    return _cases(Danger, held_out)


def harmless(held_out: bool = True) -> list[Harmless]:
    """The look-alikes of danger."""
    return _cases(Harmless, held_out)


def conversations(held_out: bool = True) -> list[Conversation]:
    """The conversations."""
    return _cases(Conversation, held_out)


def all_texts() -> list[str]:
    """Every text of every set, held out or not, for the check that none is known from the training data."""
    return [text for state in (True, False) for text in _texts(state)]


def short_sayings() -> set[str]:
    """What may be as short as "Thisted" or "24 år", and so may stand in training data too."""
    turns = {turn.say for state in (True, False) for one in conversations(state) for turn in one.turns}
    return turns | {one.text for state in (True, False) for one in entities(state)}


def sizes() -> dict[str, dict[str, Any]]:
    """Of each file of sets/: how many items it has, and whether it is held out."""
    found = {}
    for path in sorted(SETS.glob("*.yml")):
        data = _read(path)
        held_out = data.pop(HELD_OUT, True)
        found[path.stem] = {"count": sum(map(len, data.values())), HELD_OUT: held_out}
    return found


def by_file() -> dict[str, list[Message]]:
    """The single messages of each file, by the file's name without its ending; conversations are left out."""
    found: dict[str, list[Message]] = {}
    for path, key, kind in _parts():
        if issubclass(kind, Message):
            found.setdefault(path.stem, []).extend(kind.parse_obj(item) for item in _read(path)[key])
    return found


def _texts(held_out: bool) -> Iterator[str]:
    yield from (item.text for item in questions(held_out))
    yield from (item.text for item in entities(held_out))
    yield from (item.text for item in outside(held_out))
    yield from (item.text for item in dangers(held_out))
    yield from (item.text for item in harmless(held_out))
    yield from (turn.say for item in conversations(held_out) for turn in item.turns)


def _parts() -> Iterator[tuple[Path, str, type[_Case]]]:
    """Each part of each file: the file, the key under which its items stand, and what they are."""
    for pattern, key, kind in _FILES:
        for path in sorted(SETS.glob(pattern)):
            yield path, key, kind


def _cases(kind: type[Case], held_out: bool) -> list[Case]:
    found: list[Case] = []
    for path, key, part in _parts():
        data = _read(path)
        if part is kind and data.get(HELD_OUT, True) is held_out:
            found += [kind.parse_obj(item) for item in data[key]]
    return found


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data
