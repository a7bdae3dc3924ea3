"""The passwords of staff: which ones may be chosen, and how they are kept and checked.

No password is part of an error, a text or a log.
"""

from __future__ import annotations

import base64
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

FEWEST_CHARS, MOST_CHARS = 12, 200
TOO_SHORT, TOO_LONG, LIKE_NAME = "password_short", "password_long", "password_like_name"

# The first of the settings that OWASP recommends for Argon2id. One pass over 46 MiB takes about 70 ms of a small core:
# nothing to who logs in once, and a price for each guess. One lane, because the other core answers citizens meanwhile.
_PASSES, _KIBIBYTES, _LANES = 1, 47_104, 1
# How many are reckoned at the same time: others wait, so that a rush of logins takes 92 MiB and no more.
_AT_ONCE = 2


class PasswordError(ValueError):
    """A password that may not be chosen; `reason` is TOO_SHORT, TOO_LONG or LIKE_NAME."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_choice(password: str, name: str) -> None:
    """Raise PasswordError where a password is too short (blanks around it not counted), too long, or the login name."""
    if len(password.strip()) < FEWEST_CHARS:
        raise PasswordError(TOO_SHORT)
    if len(password) > MOST_CHARS:
        raise PasswordError(TOO_LONG)
    if password.strip().casefold() == name.strip().casefold():
        raise PasswordError(LIKE_NAME)


def small_machine_hasher() -> PasswordHasher:
    """Return the way in which passwords are hashed now; what was hashed in another one is still understood."""
    return PasswordHasher(time_cost=_PASSES, memory_cost=_KIBIBYTES, parallelism=_LANES)


class Passwords:
    """Hashes passwords and checks them, with Argon2id. May be called from several threads at once."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or small_machine_hasher()
        self._turn = threading.BoundedSemaphore(_AT_ONCE)
        self._nobody_s = _unmatched(self._hasher)

    def hash(self, password: str) -> str:
        """Return what is stored of a password: its hash with salt and parameters."""
        with self._turn:
            return self._hasher.hash(_letters(password))

    def matches(self, stored: str | None, password: str) -> bool:
        """Say whether a password is the stored one; with nothing stored it is not, and that takes the same time."""
        # Nobody has chosen one that long, and its length is no reason to work harder.
        letters = _letters(password[:MOST_CHARS])
        with self._turn:
            try:
                self._hasher.verify(self._nobody_s if stored is None else stored, letters)
            except (VerificationError, InvalidHashError):
                return False
        return len(password) <= MOST_CHARS

    def outdated(self, stored: str) -> bool:
        """Say whether a password was hashed with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)


def _letters(password: str) -> bytes:
    # Keyboards differ in how they compose letters like å.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _unmatched(hasher: PasswordHasher) -> str:
    """Return a hash in the shape of the hasher's own that is made of chance, so that no password has it."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()
        for length in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}${salt}${digest}"
