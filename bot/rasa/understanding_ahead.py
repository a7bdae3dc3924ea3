"""Understands a message in a thread of its own before Rasa's processor asks for it.

Rasa understands on its event loop, where nothing else happens meanwhile. The embedding is computed outside Python's
lock: in a thread, it goes on beside the other conversations' work. What was understood is remembered by the
interpreter, so the processor finds it there, and a message that is remembered already needs no thread.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from rasa.core.agent import Agent

from bot.rasa.components import Understanding
from bot.understanding.interpreter import Interpreter

# As many as there are cores on the smallest machine: more would only take turns.
_THREADS = 2
_WARM_AFTER_SECONDS = 3.0


class Ahead:
    """The threads of one Rasa, and the interpreter of the model that it has loaded."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, "understanding")

    def warm_soon(self, agent: Agent) -> None:
        """Have the interpreter read what it would read at first need, once the start is over, which needs the time."""
        interpreter = interpreter_of(agent)
        if interpreter is not None:
            loop = asyncio.get_running_loop()
            loop.call_later(_WARM_AFTER_SECONDS, self._threads.submit, interpreter.warm)

    async def understand(self, agent: Agent, text: str) -> None:
        """Have a message understood, so that it is remembered; without a model of ours, do nothing."""
        interpreter = interpreter_of(agent)
        if interpreter is not None and not interpreter.remembers(text):
            await asyncio.get_running_loop().run_in_executor(self._threads, interpreter.parse, text)


def interpreter_of(agent: Agent) -> Interpreter | None:
    """Return the interpreter of an agent's model, None where there is none."""
    nodes = agent.processor.graph_runner._instantiated_nodes if agent.processor else {}
    components = (node._component for node in nodes.values())
    return next((one.interpreter for one in components if isinstance(one, Understanding)), None)
