"""The keys and names of conversations."""

from __future__ import annotations

import hashlib
import secrets
import uuid

_TOKEN_BYTES = 32
# Without letters and digits that are taken for each other when read aloud.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUP = 4


def new_token() -> str:
    """Return the key of a conversation: 256 bits of chance, in letters that a header may hold."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Return what is stored of a token (64 hexadecimal digits); with so much chance in it, no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_reference() -> str:
    """Return a name for people to say or write, like K7QM-2XRD; it opens nothing."""
    one, other = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(2))
    return f"{one}-{other}"


def new_id() -> str:
    """Return the name of a conversation inside the house."""
    return uuid.uuid4().hex
