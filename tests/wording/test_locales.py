"""The locale files: every topic has its words, and no key is one that YAML or python-i18n reads as something else."""

from pathlib import Path

import pytest
import yaml

import bot.wording
from bot.standards.model import Content
from bot.wording.i18n import has, text

LOCALES = sorted((Path(bot.wording.__path__[0]) / "locales" / "da").glob("*.yml"))
PLURALS = {"zero", "one", "few", "many", "other"}


def keys(node: object) -> list[object]:
    if not isinstance(node, dict):
        return []
    return [*node, *(key for value in node.values() for key in keys(value))]


@pytest.mark.parametrize("path", LOCALES, ids=lambda path: path.name)
def test_every_key_is_text(path: Path) -> None:
    assert all(isinstance(key, str) for key in keys(yaml.safe_load(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", LOCALES, ids=lambda path: path.name)
def test_plural_words_are_used_for_plurals_alone(path: Path) -> None:
    def mixed(node: object) -> bool:
        if not isinstance(node, dict):
            return False
        plural = PLURALS & set(node)
        return bool(plural and set(node) - PLURALS) or any(map(mixed, node.values()))

    assert not mixed(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_every_topic_can_be_said_to_be_missing(content: Content) -> None:
    assert [topic for topic in content.topics if not has(f"answers.{topic}.about")] == []


def test_a_missing_text_is_an_error_not_a_key_on_the_screen() -> None:
    with pytest.raises(KeyError):
        text("answers.no_such_topic.about")


def test_a_missing_placeholder_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("answers.title", label="x")
