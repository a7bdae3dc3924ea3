"""Rasa's door to bot/understanding: one graph component that learns, keeps and applies an Interpreter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import bot.understanding
from bot.rasa.importer import LABEL
from bot.settings import Settings
from bot.understanding.interpretation import ASK, Interpretation
from bot.understanding.interpreter import Interpreter, read_topic_phrases
from bot.understanding.marked import read_marked
from bot.understanding.places import load_places

_EXTRACTOR = "Understanding"
_LONGEST_RANKING = 10
_CONTENT_FILES = ("places.yml", "topics.yml")


@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER,
        DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR,
    ],
    is_trainable=True,
)
class Understanding(GraphComponent):
    """Sets intent, intent ranking and entities of every message from one Interpretation."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Folders of the marked messages to learn and, where the settings are not to say, of content and embeddings."""
        return {"several_dir": "data/several", "content_dir": None, "cache_dir": None}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        interpreter: Interpreter | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._interpreter = interpreter

    @property
    def interpreter(self) -> Interpreter | None:
        """What understands, None before anything was learnt."""
        return self._interpreter

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Understanding:
        """A component that has learnt nothing yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when content, marked messages or code of understanding changed, which Rasa cannot see."""
        folders = {**cls.get_default_config(), **config}
        content, several = _content(folders), Path(folders["several_dir"])
        code = sorted(Path(bot.understanding.__path__[0]).glob("*.py"))
        digest = hashlib.sha256()
        for path in [*(content / name for name in _CONTENT_FILES), *sorted(several.rglob("*.yml")), *code]:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from Rasa's examples and the content, and keep what was learnt with the model."""
        content, cache = _content(self._config), self._config["cache_dir"]
        self._interpreter = Interpreter.train(
            [
                (example.get(TEXT), example.get(LABEL) or example.get(INTENT))
                for example in training_data.intent_examples
                if example.get(TEXT)
            ],
            load_places(content),
            Path(cache) if cache else Settings.from_env().var_dir / "cache",
            read_topic_phrases(content),
            read_marked(Path(self._config["several_dir"])),
        )
        with self._model_storage.write_to(self._resource) as directory:
            self._interpreter.save(directory)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Understanding:
        """The component as it was trained."""
        with model_storage.read_from(resource) as directory:
            return cls(config, model_storage, resource, Interpreter.load(directory))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add intent, ranking and entities to each message, also to an empty one."""
        if self._interpreter is None:
            raise RuntimeError("Understanding was asked to process messages before it was trained or loaded")
        for message in messages:
            understood = self._interpreter.parse(message.get(TEXT) or "")
            intent = {"name": understood.intent, "confidence": understood.confidence}
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, _ranking(understood), add_to_output=True)
            entities = [*(message.get(ENTITIES) or []), *_entities(understood)]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _content(folders: dict[str, Any]) -> Path:
    return Path(folders["content_dir"] or Settings.from_env().content_dir)


def _ranking(understood: Interpretation) -> list[dict[str, Any]]:
    """The domain's intents by their best label, the chosen one first, as Rasa expects it."""
    best: dict[str, float] = {understood.intent: understood.confidence}
    for label, confidence in understood.ranking:
        best.setdefault(label.partition("/")[0] or ASK, confidence)
    return [{"name": name, "confidence": confidence} for name, confidence in list(best.items())[:_LONGEST_RANKING]]


def _entities(understood: Interpretation) -> Iterator[dict[str, Any]]:
    for topic in understood.topics:
        yield _whole(understood, "topic", topic, understood.confidence)
    for candidate in understood.candidates:
        yield _whole(understood, "candidate", candidate, dict(understood.ranking).get(f"{ASK}/{candidate}", 0.0))
    for place in understood.places:
        yield {
            "entity": "municipality",
            "value": place.slug,
            "start": place.start,
            "end": place.end,
            "confidence": 1.0,
            "extractor": _EXTRACTOR,
        }
    for name, value in understood.circumstances.items():
        yield _whole(understood, name, value, 1.0)
    if understood.comparison is not None:
        yield _whole(understood, "comparison", understood.comparison, 1.0)
    if understood.person is not None:
        yield _whole(understood, "person", understood.person, 1.0)
    if understood.date is not None:
        yield _whole(understood, "date", understood.date.isoformat(), 1.0)
    if understood.event is not None:
        yield _whole(understood, "event", understood.event, 1.0)


def _whole(understood: Interpretation, entity: str, value: str | bool, confidence: float) -> dict[str, Any]:
    return {
        "entity": entity,
        "value": value,
        "start": 0,
        "end": len(understood.text),
        "confidence": confidence,
        "extractor": _EXTRACTOR,
    }
