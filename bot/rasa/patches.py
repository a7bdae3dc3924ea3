"""Changes to Rasa itself, each with its reason; 3.6.21 is its last open release, so their ground is firm."""

from __future__ import annotations

from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def compile_result_schema() -> None:
    """Check the results of actions against a schema that is compiled once.

    Rasa checks the schema itself, which is a constant, anew for every action; that took two thirds of the
    time of a whole message. A result is accepted or refused exactly as before.
    """
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(action: RemoteAction, result: Any) -> bool:
        error = best_match(validator.iter_errors(result))
        if error is not None:
            raise error
        return True

    RemoteAction._validate_action_result = validate
