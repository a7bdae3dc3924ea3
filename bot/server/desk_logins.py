"""Who is at the desk: logins, and whether they take conversations."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine

from bot.conversations.lockout import LockedError
from bot.conversations.passwords import Passwords
from bot.conversations.sessions import NewSession, Session, Sessions, WrongLoginError
from bot.conversations.staff import Accounts, Staff
from bot.server.background import Background
from bot.server.bodies import RefusedError
from bot.server.desk_intake import MOST_REPLY_CHARS, Login
from bot.server.hub import Hub
from bot.server.limits import Limit, TooOftenError
from bot.settings import Settings
from bot.standards.model import Content

UNAUTHORIZED = 401
ALERT_SECONDS = 15
_LOGINS_PER_MINUTE = 30


class DeskLogins:
    """Lets people in and out. Every function raises SQLAlchemyError where the database fails."""

    def __init__(self, settings: Settings, engine: Engine, content: Content, background: Background, hub: Hub) -> None:
        self._content = content
        self._background = background
        self._hub = hub
        passwords = Passwords()
        self._accounts = Accounts(engine, passwords=passwords)
        self._sessions = Sessions(engine, passwords=passwords)
        self._late_seconds = settings.late_seconds
        self._of_address = Limit(_LOGINS_PER_MINUTE, _LOGINS_PER_MINUTE)

    async def login(self, login: Login, address: str) -> NewSession:
        """Begin a session. Raises RefusedError, TooOftenError."""
        self._of_address.require(address)
        try:
            return await self._background.run_long(self._sessions.login, login.name, login.password)
        except WrongLoginError:
            raise RefusedError(UNAUTHORIZED, "wrong_login") from None
        except LockedError as error:
            raise TooOftenError(error.seconds) from None

    async def session(self, token: str) -> Session:
        """Return the session that a token opens. Raises NoSessionError."""
        return await self._background.run(self._sessions.find, token)

    async def logout(self, token: str, person: Staff) -> None:
        """End a session; who has left is not there."""
        await self._background.run(self._sessions.logout, token)
        await self._background.run(self._accounts.gone, person.id)
        self._hub.desk_changed()

    def told(self, csrf: str, person: Staff) -> dict[str, Any]:
        """Return a session as its page gets it."""
        return {
            "csrf": csrf,
            "me": {
                "id": person.id,
                "name": person.name,
                "shown_name": person.shown_name,
                "role": person.role,
                "municipalities": [{"slug": slug, "name": self._name(slug)} for slug in person.municipalities],
                "units": list(person.units),
                "away": person.away_reason,
            },
            "settings": {
                "late_seconds": self._late_seconds,
                "alert_seconds": ALERT_SECONDS,
                "limit": MOST_REPLY_CHARS,
            },
        }

    async def away(self, person: Staff, reason: str | None) -> Staff:
        """Note why somebody takes no new conversations. Raises StaffError."""
        changed = await self._background.run(self._accounts.away, person.id, reason)
        self._hub.desk_changed()
        return changed

    async def seen(self, person: Staff) -> None:
        """Note that somebody's desk is open."""
        await self._background.run(self._accounts.seen, person.id)

    def _name(self, slug: str) -> str:
        known = self._content.municipalities.get(slug)
        return known.name if known is not None else slug
