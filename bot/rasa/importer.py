"""Reads Rasa's files, with the topics of `ask/<topic>` kept apart from the intent `ask`."""

from __future__ import annotations

import copy
import functools
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

LABEL = "label"


class TopicImporter(RasaFileImporter):
    """Rasa's own importer, except that the topic of an example moves from `intent_response_key` to `label`.

    Rasa takes `ask/contact` for a retrieval intent: it would warn about every example that no
    ResponseSelector answers it, and add an action `utter_ask` to the domain. Here the topic is for
    Understanding alone.
    """

    def get_nlu_data(self, language: str | None = "da") -> TrainingData:
        """The training data with plain intents, and the full label of each `ask` example under `label`.

        Rasa asks for it twice; the files are read once.
        """
        return self._nlu_data

    @functools.cached_property
    def _nlu_data(self) -> TrainingData:
        read = super().get_nlu_data("da")
        return TrainingData(
            [_with_label(example) for example in read.training_examples],
            read.entity_synonyms,
            read.regex_features,
            read.lookup_tables,
            read.responses,
        )


class _Example(Message):
    """A message that Rasa merges fast: it copies and compares all of them a dozen times before a training.

    Setting what is set already would make it forget what it is known by, and compute that again each time.
    """

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Set a property."""
        if add_to_output or prop not in self.data or self.data[prop] != info:
            super().set(prop, info, add_to_output)

    def __deepcopy__(self, memo: dict[int, Any]) -> _Example:
        copied = _Example(copy.deepcopy(self.data, memo), set(self.output_properties), self.time, list(self.features))
        copied._cached_fingerprint = self._cached_fingerprint
        return copied


def _with_label(example: Message) -> Message:
    data = dict(example.data)
    label = data.pop(INTENT_RESPONSE_KEY, None)
    if label is not None:
        data[LABEL] = label
    return _Example(data, example.output_properties, example.time, example.features)
