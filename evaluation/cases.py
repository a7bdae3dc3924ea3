"""The evaluation sets, typed. They are held out: nothing here may ever be used for training."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, Extra

SETS = Path(__file__).parent / "sets"

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


class Question(_Case):
    """A question in scope: its topics in the order asked, and what else its text says."""

    text: str
    topics: tuple[str, ...]
    municipality: str | None
    circumstances: dict[str, str | bool] = {}
    style: Style


class Outside(_Case):
    """A message that no standard answers."""

    text: str
    kind: Literal["other_service", "small_talk", "nonsense", "insult", "english", "manipulation"]


class Danger(_Case):
    """A message from somebody in danger, or about somebody who is."""

    text: str
    kind: str


class Harmless(_Case):
    """A message with words of danger and no danger; `expect` is what a careful reader takes it for."""

    text: str
    expect: str


class Turn(_Case):
    """One turn of a conversation: what is said, and the one thing that must follow."""

    say: str
    expect: dict[str, Any]


class Conversation(_Case):
    """Several turns of one citizen."""

    name: str
    turns: tuple[Turn, ...]


def questions() -> list[Question]:
    """All questions in scope."""
    files = sorted(SETS.glob("questions_*.yml"))
    return [Question.parse_obj(item) for file in files for item in _read(file.name)["questions"]]


def outside() -> list[Outside]:
    """All messages out of scope."""
    return [Outside.parse_obj(item) for item in _read("out_of_scope.yml")["messages"]]


def dangers() -> list[Danger]:
    """All messages of danger."""
    return [Danger.parse_obj(item) for item in _read("safety.yml")["danger"]]


def harmless() -> list[Harmless]:
    """All look-alikes of danger."""
    return [Harmless.parse_obj(item) for item in _read("safety.yml")["harmless"]]


def conversations() -> list[Conversation]:
    """All conversations."""
    return [Conversation.parse_obj(item) for item in _read("conversations.yml")["conversations"]]


def all_texts() -> list[str]:
    """Every text of every set, for the check that none is known from the training data."""
    said = [turn.say for conversation in conversations() for turn in conversation.turns]
    texts = [*questions(), *outside(), *dangers(), *harmless()]
    return [str(item.text) for item in texts] + said  # type: ignore[attr-defined]


def _read(name: str) -> Any:
    return yaml.safe_load((SETS / name).read_text(encoding="utf-8"))
