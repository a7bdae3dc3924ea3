"""The JSON Schema for editors agrees with the files as they are written."""

from __future__ import annotations

import re
from typing import Any

from bot.standards.schema import standard_schema
from bot.standards.values import Unit


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    schema = standard_schema()
    named = set(re.findall(r"#/definitions/(\w+)", str(schema)))
    assert named <= set(schema["definitions"])


def test_a_duration_is_written_as_text_in_any_unit() -> None:
    duration: dict[str, Any] = standard_schema()["definitions"]["Duration"]
    assert [unit for unit in Unit if not re.search(duration["pattern"], f"2 {unit.value}s")] == []


def test_a_topic_may_stand_bare_under_not_stated() -> None:
    assert {"type": "string"} in standard_schema()["properties"]["not_stated"]["items"]["anyOf"]


def test_every_topic_takes_one_heading_or_several() -> None:
    schema = standard_schema()
    topics = [part["$ref"].rsplit("/", 1)[1] for part in schema["definitions"]["Topics"]["properties"].values()]
    kinds = [
        [form["type"] for form in schema["definitions"][name]["properties"]["heading"]["anyOf"]] for name in topics
    ]
    assert kinds == [["string", "array"]] * len(topics)
