"""The importer's examples are Rasa's, only faster to copy and compare."""

import copy
from pathlib import Path

import pytest
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.rasa.importer import LABEL, TopicImporter

NLU = """
version: "3.1"
nlu:
  - intent: ask/contact
    examples: |
      - hvem ringer jeg til
  - intent: greet
    examples: |
      - hej
      - hej
      - godmorgen
"""


@pytest.fixture
def read(tmp_path: Path) -> TrainingData:
    (tmp_path / "nlu.yml").write_text(NLU, encoding="utf-8")
    return TopicImporter(training_data_paths=[str(tmp_path)]).get_nlu_data()


def plain(message: Message) -> Message:
    return Message(dict(message.data), message.output_properties, message.time, message.features)


def test_an_example_is_known_by_what_rasas_own_would_be_known_by(read: TrainingData) -> None:
    assert [one.fingerprint() for one in read.training_examples] == [
        plain(one).fingerprint() for one in read.training_examples
    ]


def test_merging_gives_what_merging_rasas_own_gives(read: TrainingData) -> None:
    merged = read.merge(TrainingData([Message({"text": "hej", INTENT: "greet"}), Message({"text": "nej"})]))
    own = TrainingData([plain(one) for one in read.training_examples]).merge(
        TrainingData([Message({"text": "hej", INTENT: "greet"}), Message({"text": "nej"})])
    )
    assert merged.fingerprint() == own.fingerprint()
    assert [one.get("text") for one in merged.training_examples] == [one.get("text") for one in own.training_examples]


def test_an_example_that_is_changed_is_known_by_something_else(read: TrainingData) -> None:
    example = read.training_examples[0]
    before = example.fingerprint()
    example.set(INTENT, example.get(INTENT))
    assert example.fingerprint() == before
    example.set("note", None)
    assert example.fingerprint() == plain(example).fingerprint() != before
    example.set(INTENT, "greet")
    assert example.fingerprint() == plain(example).fingerprint() != before


def test_a_copy_is_changed_without_its_original(read: TrainingData) -> None:
    original = read.training_examples[0]
    copied = copy.deepcopy(original)
    copied.set("text", "noget andet", add_to_output=True)
    assert original.get("text") == "hvem ringer jeg til"
    assert "text" in copied.output_properties
    assert copied.fingerprint() != original.fingerprint()


def test_the_topic_moves_from_rasas_field_to_the_label(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(NLU, encoding="utf-8")
    paths = [str(tmp_path)]
    (own,) = (
        RasaFileImporter(training_data_paths=paths)
        .get_nlu_data()
        .filter_training_examples(lambda one: one.get(INTENT_RESPONSE_KEY) is not None)
        .training_examples
    )
    (ours,) = (
        TopicImporter(training_data_paths=paths)
        .get_nlu_data()
        .filter_training_examples(lambda one: one.get(LABEL) is not None)
        .training_examples
    )
    assert (ours.get(LABEL), ours.get(INTENT_RESPONSE_KEY)) == (own.get(INTENT_RESPONSE_KEY), None)
