"""Takes over what the service has understood of a message, before Rasa's processor asks for it.

The service understands for everybody (bot/server/understanding.py): that is work for the other core, and Rasa opens no
embedding. What Rasa is not told, or what another model has understood, its own component understands.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.agent import Agent

from bot.privacy.traces import where
from bot.rasa.components import Understanding
from bot.understanding.interpreter import Interpreter
from bot.understanding.understood import FIELD, Understood

logger = logging.getLogger(__name__)


def take_over(agent: Agent, text: str, body: dict[str, Any]) -> None:
    """Remember what a request's body tells of its text; do nothing where it tells nothing that can be used."""
    interpreter, told = interpreter_of(agent), body.get(FIELD)
    # A text that the channel has cut is another one.
    if interpreter is None or told is None or body.get("message") != text:
        return
    try:
        understood = Understood.from_mapping(text, told)
    except ValueError as error:
        logger.warning("what the service has understood cannot be read: %s", where(error))
        return
    if understood.model == agent.processor.model_filename:
        interpreter.remember(understood.interpretation, understood.day)


def interpreter_of(agent: Agent) -> Interpreter | None:
    """Return the interpreter of an agent's model, None where there is none."""
    nodes = agent.processor.graph_runner._instantiated_nodes if agent.processor else {}
    components = (node._component for node in nodes.values())
    return next((one.interpreter for one in components if isinstance(one, Understanding)), None)
