"""`python hearing.py MODEL TEXTS RESULT`: what the stock model takes texts for, by Rasa's own Agent.

Runs in the stock environment. TEXTS is a JSON list; RESULT gets the likeliest intent of each, after the fallback.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path


async def _heard(model: str, texts: list[str]) -> list[str]:
    from rasa.core.agent import load_agent

    agent = await load_agent(model_path=model)
    if not agent.is_ready():
        raise RuntimeError("Rasa's agent did not load its model")
    # A text that begins with a slash would be taken for a command.
    return [str((await agent.parse_message(text.lstrip("/")))["intent"]["name"]) for text in texts]


def main(arguments: list[str]) -> None:
    """Read the texts, write the intents."""
    from rasa.utils.log_utils import configure_structlog

    logging.basicConfig(level=logging.ERROR)
    configure_structlog(logging.ERROR)
    model, texts, result = arguments
    heard = asyncio.run(_heard(model, json.loads(Path(texts).read_text(encoding="utf-8"))))
    Path(result).write_text(json.dumps(heard), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
