"""What Rasa's own endpoints say of a tracker store."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import make_url


def as_tracker_store(url: str) -> dict[str, Any]:
    """Return what Rasa's endpoints say for a tracker store in a PostgreSQL database."""
    parts = make_url(url)
    found = {"url": parts.host, "port": parts.port, "db": parts.database, "username": parts.username}
    found["password"] = parts.password
    return {"type": "SQL", "dialect": "postgresql", **{name: value for name, value in found.items() if value}}
