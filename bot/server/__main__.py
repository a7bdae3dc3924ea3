"""Run the service alone: python -m bot.server (the supervisor starts it together with Rasa)."""

from __future__ import annotations

import sys

from bot.server.app import run
from bot.server.origins import OriginsError
from bot.settings import Settings, SettingsError


def main() -> int:
    """Serve until stopped; return the exit code."""
    try:
        run(Settings.from_env())
    except (SettingsError, OriginsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
