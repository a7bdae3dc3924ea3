"""What the service remembers about conversations while it runs: which municipality each is about."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any


class Municipalities:
    """Remembers the municipality that each of the latest conversations was about, for the apology."""

    def __init__(self, max_conversations: int) -> None:
        self._max = max_conversations
        self._slugs: OrderedDict[str, str] = OrderedDict()

    def note(self, sender: str, slug: str) -> None:
        """Remember the municipality of a conversation; the one that was quiet longest is forgotten."""
        self._slugs[sender] = slug
        self._slugs.move_to_end(sender)
        while len(self._slugs) > self._max:
            self._slugs.popitem(last=False)

    def note_from(self, sender: str, answers: Sequence[Mapping[str, Any]]) -> None:
        """Remember the municipality that Rasa's messages name, if they name one."""
        for answer in answers:
            custom = answer.get("custom")
            slug = custom.get("municipality") if isinstance(custom, Mapping) else None
            if isinstance(slug, str):
                self.note(sender, slug)

    def of(self, sender: str) -> str | None:
        """Return the municipality of a conversation, None if it is not known."""
        return self._slugs.get(sender)
