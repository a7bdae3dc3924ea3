"""The JSON Schema of a standard's file, for completion and red lines in an editor."""

from typing import Any

from bot.standards.model import Standard
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
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
