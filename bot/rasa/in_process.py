"""Run the custom actions inside Rasa's process, without HTTP between them."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

REJECTED = 400
NOT_FOUND = 404


class InProcessActions(EndpointConfig):
    """An action endpoint that is a function call: what an action server would do, in the same process."""

    def __init__(self, package: str) -> None:
        """Load all actions of a Python package, such as "actions"."""
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action that `json` names; return its events and responses as an action server would.

        Raises ClientResponseError with the same status codes as an action server, because that is what Rasa
        understands: 400 for an action that declines to run, 404 for one that does not exist.
        """
        try:
            return await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as error:
            body = {"error": error.message, "action_name": error.action_name}
            raise ClientResponseError(REJECTED, "rejected", json.dumps(body)) from error
        except ActionNotFoundException as error:
            body = {"error": error.message, "action_name": error.action_name}
            raise ClientResponseError(NOT_FOUND, "not found", json.dumps(body)) from error


def install(agent: Agent, package: str = "actions") -> None:
    """Make an agent run its custom actions in this process."""
    endpoint = InProcessActions(package)
    agent.action_endpoint = endpoint
    if agent.processor:
        agent.processor.action_endpoint = endpoint
