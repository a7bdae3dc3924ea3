"""Reads training examples: Rasa's NLU files, and the fixed phrases of the topics."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.understanding.interpretation import TOPIC_PREFIX


class ExamplesError(ValueError):
    """A file of examples cannot be used; the message names the file and what was expected."""


def read_examples(nlu_dir: Path) -> list[tuple[str, str]]:
    """All (text, label) pairs below `nlu_dir`, files in the order of their paths.

    Raises ExamplesError where a file is not in Rasa's format or where there is no example at all.
    """
    pairs: list[tuple[str, str]] = []
    for path in sorted(nlu_dir.rglob("*.yml")):
        pairs += _read_file(path)
    if not pairs:
        raise ExamplesError(f"{nlu_dir}: no training examples found")
    return pairs


def _read_file(path: Path) -> list[tuple[str, str]]:
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    if not isinstance(content, dict) or not isinstance(content.get("nlu", []), list):
        raise ExamplesError(f"{path}: expected a mapping with a list under 'nlu'")
    pairs = []
    for item in content.get("nlu", []):
        if "intent" not in item:
            continue
        examples = item.get("examples")
        if not isinstance(examples, str):
            raise ExamplesError(f"{path}: intent {item['intent']!r}: expected 'examples' as a block of text")
        for line in examples.splitlines():
            text = line.strip().removeprefix("-").strip()
            if text:
                pairs.append((text, str(item["intent"])))
    return pairs


def read_topic_phrases(content_dir: Path) -> list[tuple[str, str]]:
    """The label and the example question of every topic in topics.yml: buttons send exactly these."""
    path = content_dir / "topics.yml"
    topics = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("topics")
    if not isinstance(topics, dict):
        raise ExamplesError(f"{path}: expected a mapping under 'topics'")
    return [
        (str(topic[field]), TOPIC_PREFIX + name) for name, topic in topics.items() for field in ("example", "label")
    ]
