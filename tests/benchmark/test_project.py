"""The stock project, as Rasa itself reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rasa.shared.importers.importer import TrainingDataImporter

from benchmark.stock.project import ACTION, configuration, intent_of, label_of, write_project
from benchmark.stock.training import fingerprint, kept
from bot.settings import ROOT
from evaluation.pipelines.data import Pair, read_training_set

TOPICS = ("ask/contact", "ask/payment", "ask/acute", "ask/moving")
OTHERS = ("greet", "thank", "goodbye")
PAIRS: list[Pair] = [(f"eksempel {number} for {label}", label) for label in (*TOPICS, *OTHERS) for number in range(3)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_project(tmp_path / "project", PAIRS, 1234)
    return tmp_path / "project"


def importer_of(project: Path) -> TrainingDataImporter:
    files = {"config_path": "config.yml", "domain_path": "domain.yml"}
    paths = {name: str(project / file) for name, file in files.items()}
    return TrainingDataImporter.load_from_config(training_data_paths=[str(project / "data")], **paths)


def test_rasa_reads_every_example_with_its_intent(project: Path) -> None:
    read = importer_of(project).get_nlu_data().intent_examples
    assert sorted((one.get("text"), one.get("intent")) for one in read) == sorted(
        (text, intent_of(label)) for text, label in PAIRS
    )


def test_rasa_reads_all_of_our_training_data_and_finds_no_entity_in_it(tmp_path: Path) -> None:
    pairs = read_training_set(ROOT / "data", ROOT / "content").pairs
    write_project(tmp_path, pairs, 1)
    read = importer_of(tmp_path).get_nlu_data()
    assert len(read.intent_examples) == len({(" ".join(text.split()), label) for text, label in pairs})
    assert not read.entity_examples


def test_rasa_finds_the_domain_whole(project: Path) -> None:
    domain = importer_of(project).get_domain()
    assert ACTION in domain.user_actions
    assert {intent_of(label) for _, label in PAIRS} <= set(domain.intents)


def test_there_is_a_rule_for_every_intent_and_for_what_is_not_understood(project: Path) -> None:
    rules = yaml.safe_load((project / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    ruled = {rule["steps"][0]["intent"] for rule in rules}
    assert ruled == {intent_of(label) for _, label in PAIRS} | {"nlu_fallback"}


def test_every_action_of_a_rule_is_one_that_the_domain_has(project: Path) -> None:
    domain = importer_of(project).get_domain()
    rules = yaml.safe_load((project / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    assert {rule["steps"][1]["action"] for rule in rules} <= set(domain.action_names_or_texts)


@pytest.mark.parametrize("label", [*TOPICS, *OTHERS])
def test_a_label_comes_back_from_its_intent(label: str) -> None:
    assert label_of(intent_of(label)) == label


def test_no_intent_is_a_retrieval_intent() -> None:
    assert not any("/" in intent_of(label) for _, label in PAIRS)


def test_the_configuration_is_rasas_own_but_for_language_and_name() -> None:
    own = configuration()
    assert own["language"] == "da"
    assert [one["epochs"] for part in ("pipeline", "policies") for one in own[part] if "epochs" in one] == [100] * 4


def test_the_number_of_epochs_replaces_every_one() -> None:
    fewer = configuration(2)
    assert {one["epochs"] for part in ("pipeline", "policies") for one in fewer[part] if "epochs" in one} == {2}


@pytest.mark.parametrize(
    ("pairs", "epochs", "same"),
    [(PAIRS, 15, True), (PAIRS, 16, False), (PAIRS[:-1], 15, False)],
    ids=["the same", "more epochs", "fewer examples"],
)
def test_a_model_is_known_again_by_what_it_is_made_of(
    tmp_path: Path, pairs: list[Pair], epochs: int, same: bool
) -> None:
    write_project(tmp_path / "a", PAIRS, 1, 15)
    write_project(tmp_path / "b", pairs, 2, epochs)
    assert (fingerprint(tmp_path / "a") == fingerprint(tmp_path / "b")) is same


def test_a_model_counts_as_kept_only_when_its_archive_is_there(tmp_path: Path) -> None:
    write_project(tmp_path / "new", PAIRS, 1, 15)
    target = tmp_path / fingerprint(tmp_path / "new")
    (tmp_path / "new").replace(target)
    assert not kept(tmp_path, PAIRS, 15)
    (target / "models").mkdir()
    (target / "models" / "stock.tar.gz").touch()
    assert kept(tmp_path, PAIRS, 15)
