"""Reads Rasa's files, with the topics of `ask/<topic>` kept apart from the intent `ask`."""

from __future__ import annotations

import functools

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


def _with_label(example: Message) -> Message:
    label = example.get(INTENT_RESPONSE_KEY)
    if label is None:
        return example
    data = {key: value for key, value in example.data.items() if key != INTENT_RESPONSE_KEY}
    return Message({**data, LABEL: label}, example.output_properties, example.time, example.features)
