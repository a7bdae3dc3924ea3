"""One YAML file of content/: its values, and the line on which each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.standards.findings import Finding
from bot.wording.i18n import text

FieldPath = Sequence[str | int]


# The parser in C is ten times as fast and comes with most builds of PyYAML.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """YAML without surprises: dates stay text for the model to check, only true and false are booleans."""

    yaml_implicit_resolvers: dict = {}


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("tag:yaml.org,2002:null", r"~|null|", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_first))


class YamlFile:
    """A file that has been read; `name` is its path as messages show it."""

    def __init__(self, name: str, data: Any, root: yaml.Node | None) -> None:
        self.name = name
        self.data = data
        self._root = root

    def line(self, path: FieldPath) -> int:
        """The line of the field, or of the nearest field above it that exists."""
        node, line = self._root, 1
        for part in path:
            found = _step(node, part)
            if found is None:
                break
            node, line = found
        return line

    def at(self, path: FieldPath) -> Any:
        """The value that stands at `path`, or None."""
        value = self.data
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def finding(self, path: FieldPath, key: str, **values: object) -> Finding:
        """A remark about the field at `path`; `key` names its Danish text under check."""
        return Finding(self.name, self.line(path), dotted(path), text(f"check.{key}", **values))


def dotted(path: FieldPath) -> str:
    """A field path as editors read it: topics.contact.routes[0].phone."""
    shown = ""
    for part in path:
        shown += f"[{part}]" if isinstance(part, int) else f".{part}"
    return shown.lstrip(".")


def read_yaml(path: Path, name: str) -> tuple[YamlFile, list[Finding]]:
    """Read a file. What cannot be read is among the findings, and the file's data is then None."""

    def unreadable(line: int, key: str, **values: object) -> tuple[YamlFile, list[Finding]]:
        return YamlFile(name, None, None), [Finding(name, line, "", text(f"check.{key}", **values))]

    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            return unreadable(1, "not_mapping")
        keys = list(_keys(root, ()))
        if odd := next((key for key, _ in keys if not _is_text(key)), None):
            return unreadable(odd.start_mark.line + 1, "key_not_text")
        twice = [
            Finding(name, key.start_mark.line + 1, str(key.value), text("check.duplicate_key", field=key.value))
            for key, siblings in keys
            if key.value in siblings
        ]
        return YamlFile(name, loader.construct_document(root), root), twice
    except UnicodeDecodeError:
        return unreadable(1, "not_utf8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return unreadable(mark.line + 1 if mark else 1, "not_yaml", problem=error.problem)
    except yaml.YAMLError as error:
        return unreadable(1, "not_yaml", problem=" ".join(str(error).split()))


def _is_text(key: yaml.Node) -> bool:
    return isinstance(key, yaml.ScalarNode) and key.tag == "tag:yaml.org,2002:str"


def _keys(node: yaml.Node, above: tuple[int, ...]) -> Iterator[tuple[yaml.Node, set[str]]]:
    """Every key of the tree with the keys that stand before it in the same mapping."""
    if id(node) in above:  # an anchor inside itself
        return
    below = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        before: set[str] = set()
        for key, value in node.value:
            yield key, set(before)
            before.add(str(key.value))
            yield from _keys(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _keys(item, below)


def _step(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and str(part).isdigit() and int(part) < len(node.value):
        item = node.value[int(part)]
        return item, item.start_mark.line + 1
    return None
