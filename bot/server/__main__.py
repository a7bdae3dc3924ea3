"""Run the service alone: python -m bot.server (the supervisor starts it together with Rasa)."""

from __future__ import annotations

import logging
import sys

from bot.server.app import create_app
from bot.server.origins import OriginsError
from bot.settings import Settings, SettingsError


def run(settings: Settings) -> None:
    """Serve until stopped. Raises OriginsError."""
    app = create_app(settings)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # One process, no debug, no access log: what citizens ask is nobody's business.
    app.run(host=settings.host, port=settings.port, debug=False, access_log=False, motd=False, workers=1)


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
