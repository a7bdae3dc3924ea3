"""The backend that the settings name."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.engine import Engine

from bot.handover.backend import Backend
from bot.handover.desk import Desk
from bot.handover.webhook import Webhook
from bot.settings import Settings
from bot.standards.model import Municipality


def backend_of(settings: Settings, engine: Engine, municipalities: Mapping[str, Municipality]) -> Backend:
    """Return where citizens are handed over to."""
    if settings.handover == "webhook":
        return Webhook(engine, municipalities)
    return Desk(engine, municipalities, settings.absent_seconds)
