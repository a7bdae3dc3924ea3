"""Keep what citizens write out of Rasa's logs.

Rasa logs messages, slots and, for every exception, all local variables. Here an entry keeps its name, its
level and where it happened; everything that may carry a citizen's words is left out.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import structlog

from bot.privacy.traces import where

KEPT_KEYS = frozenset({"event", "level", "timestamp", "exception", "filename", "action_name"})


class SafeFormatter(logging.Formatter):
    """A log line whose exceptions show types and places only."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """Describe an exception without its message, which may quote the text that caused it."""
        return where(ei[1]) if ei and ei[1] else ""


def strip_values(logger: Any, method: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Drop every field of a structlog entry that is not known to be harmless (a structlog processor)."""
    error = entry.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    kept = {key: value for key, value in entry.items() if key in KEPT_KEYS}
    if isinstance(error, BaseException):
        kept["exception"] = where(error)
    return kept


def render(logger: Any, method: str, entry: dict[str, Any]) -> str:
    """Write an entry as one line of JSON (the last structlog processor)."""
    return json.dumps(entry, ensure_ascii=False, default=lambda value: type(value).__name__)


def install(level: int = logging.WARNING) -> None:
    """Make structlog and the standard logging of this process safe, including loggers already in use."""
    processors = [
        structlog.stdlib.filter_by_level,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.dev.set_exc_info,
        _resolve_exception,
        strip_values,
        render,
    ]
    # Loggers that were used before hold on to this very list, so it is changed and not replaced.
    in_use = structlog.get_config()["processors"]
    in_use[:] = processors
    structlog.configure(
        processors=in_use,
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Rasa writes a dozen entries a message below any level that is kept; a logger is put together once for them.
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.setLevel(level)
    for handler in root.handlers:
        handler.setFormatter(SafeFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))


def _resolve_exception(logger: Any, method: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Replace `exc_info=True` by the exception that is being handled."""
    if entry.get("exc_info") is True:
        entry["exc_info"] = sys.exc_info()[1]
    return entry
