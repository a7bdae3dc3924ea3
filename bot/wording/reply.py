"""One message to a citizen: its text, the answers to choose from, and its parts for channels that show more."""

import dataclasses
from typing import Any

# In a message's payload, for whoever takes the conversation over: what the robot took it for. Kept from citizens.
UNDERSTOOD = "understood"

# What a button may do at once, where the channel can do it: join the queue, open the form for a call-back.
QUEUE, CALLBACK = DOES = ("queue", "callback")


@dataclasses.dataclass(frozen=True)
class Button:
    """An answer to choose; `does` is one of DOES, in place of sending it."""

    title: str
    does: str


@dataclasses.dataclass(frozen=True)
class Reply:
    """`buttons` are sent back as if typed, so each is plain Danish that understanding knows."""

    text: str
    buttons: tuple[str | Button, ...] = ()
    payload: dict[str, Any] | None = None

    def choices(self) -> list[dict[str, str]]:
        """Return the buttons as a message carries them: title, what is sent, and what is done where something is."""
        return [
            {"title": one.title, "payload": one.title, "does": one.does}
            if isinstance(one, Button)
            else {"title": one, "payload": one}
            for one in self.buttons
        ]
