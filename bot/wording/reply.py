"""One message to a citizen: its text, the answers to choose from, and its parts for channels that show more."""

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class Button:
    """An answer to choose; `does` names what a channel may do at once in place of sending it."""

    title: str
    does: str


@dataclasses.dataclass(frozen=True)
class Reply:
    """`buttons` are sent back as if typed, so each is plain Danish that understanding knows."""

    text: str
    buttons: tuple[str | Button, ...] = ()
    payload: dict[str, Any] | None = None
