"""The JSON Schemas of a municipality's files, for completion and red lines in an editor."""

from typing import Any

from bot.standards.model import Municipality, Standard
from bot.standards.opening_hours import TIME_RANGE, TimeRange
from bot.standards.values import Duration


def standard_schema() -> dict[str, Any]:
    """The schema of content/municipalities/<slug>/<service>.yml.

    It describes what is written, not what it is read into: a duration is text, one heading needs no list, and
    a silent topic may stand without remarks.
    """
    schema = Standard.schema(by_alias=True)
    definitions = schema["definitions"]
    definitions[Duration.__name__] = {
        "title": "Duration",
        "type": "string",
        "pattern": r"^\d+ (hours?|days?|weekdays?|overnights?|weeks?|months?|years?)$",
    }
    for definition in definitions.values():
        heading = definition.get("properties", {}).get("heading")
        if heading is not None and heading.get("type") == "array":
            definition["properties"]["heading"] = {"anyOf": [{"type": "string"}, heading]}
    silent = schema["properties"]["not_stated"]
    silent["items"] = {"anyOf": [{"type": "string"}, silent["items"]]}
    return _draft(schema)


def municipality_schema() -> dict[str, Any]:
    """The schema of content/municipalities/<slug>/municipality.yml, as it is written."""
    schema = Municipality.schema(by_alias=True)
    written = {"title": "Time range", "type": "string", "pattern": f"^{TIME_RANGE}$"}
    schema["definitions"][TimeRange.__name__] = written
    return _draft(schema)


def _draft(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
