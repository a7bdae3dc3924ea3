"""pydantic's errors as findings that an editor can act on."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import MAPPING_LIKE_SHAPES

from bot.standards.findings import Finding
from bot.standards.yaml_file import YamlFile
from bot.wording.i18n import has


def field_findings(error: ValidationError, model: type[BaseModel], file: YamlFile) -> list[Finding]:
    """One finding for each field that `model` refused in `file`."""
    findings = []
    for item in error.errors():
        path = [part for part in item["loc"] if part != "__root__"]
        key = item["type"].replace(".", "_")
        values: dict[str, Any] = dict(item.get("ctx", {}), problem=item["msg"], value=_shown(file.at(path)))
        if key == "value_error_extra":
            values["allowed"] = ", ".join(_fields_beside(model, path))
        elif key == "type_error_enum":
            values["allowed"] = ", ".join(str(member.value) for member in values["enum_values"])
        findings.append(file.finding(path, key if has(f"check.{key}") else "other_error", **values))
    return findings


def _shown(value: Any) -> str:
    written = str(value)
    return written if len(written) <= 60 else written[:57] + "..."


def _fields_beside(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The fields that exist where an unknown one was written; mapping keys and positions are passed over."""
    current: Any = model
    skip = False
    for part in path[:-1]:
        if isinstance(part, int) or skip:
            skip = False
            continue
        field = next((item for item in current.__fields__.values() if item.alias == part), None)
        if field is None or not (isinstance(field.type_, type) and issubclass(field.type_, BaseModel)):
            return []
        current, skip = field.type_, field.shape in MAPPING_LIKE_SHAPES
    return [field.alias for field in current.__fields__.values()]
