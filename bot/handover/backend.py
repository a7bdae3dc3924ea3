"""Where a citizen who wants a person is handed over to, whichever system people work in."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.answers.offer import Offer
from bot.conversations.callbacks import Callback, CallbackWish
from bot.conversations.handover import Wish


class Outcome(str, enum.Enum):
    """What became of a request: in the queue (now or before), passed on to another system, or nothing."""

    QUEUED = "queued"
    PASSED_ON = "passed_on"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True)
class Request:
    """A wish for a person, with what spares the citizen from saying everything again.

    sender, channel   the conversation as Rasa knows it
    circumstances     what was told of the person, by the names of the slots
    message           distinguishes the requests of one conversation: the same one again is no new request
    """

    sender: str
    channel: str
    wish: Wish
    circumstances: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""


class Backend(Protocol):
    """A system in which people take over conversations. May be called from any process and thread."""

    def offer(self, municipality: str, unit: str | None, sender: str | None = None) -> Offer:
        """Return what can be offered now, in a conversation as Rasa names it; by default in one of the service's log.

        Raises SQLAlchemyError where the database fails.
        """

    def ask(self, request: Request) -> Outcome:
        """Ask for a person; asking again changes nothing. Raises SQLAlchemyError where the database fails."""

    def call_back(self, conversation_id: str, client_id: str, wish: CallbackWish) -> tuple[Callback, bool]:
        """Ask for a call, once for each `client_id`; return it and whether it is new.

        Raises NoConversationError, and SQLAlchemyError where the database fails.
        """
