import shutil
from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.rasa.components import Understanding
from bot.rasa.importer import LABEL, TopicImporter

ROOT = Path(__file__).parents[2]

NLU = """
version: "3.1"
nlu:
- intent: ask/duration
  examples: |
    - hvor længe må man bo der
    - hvor længe kan jeg blive
- intent: ask/payment
  examples: |
    - hvad koster det
    - hvad skal jeg betale
- intent: greet
  examples: |
    - hej
    - goddag
- intent: not_understood
  examples: |
    - hvad sker der nu
    - hvad så
    - hvad gør man så
    - hvad skal der ske
    - hvordan går det til
    - hvad nu
"""


@pytest.fixture(scope="module")
def importer(tmp_path_factory: pytest.TempPathFactory) -> TopicImporter:
    data = tmp_path_factory.mktemp("data")
    (data / "nlu.yml").write_text(NLU, encoding="utf-8")
    return TopicImporter(training_data_paths=[str(data)])


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The default configuration, with an eighth of the marked messages, so that training takes seconds."""
    several = tmp_path_factory.mktemp("several")
    for path in (ROOT / "data" / "several").glob("*.yml"):
        head, *lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        (several / path.name).write_text("\n".join([head, *lines[::8]]), encoding="utf-8")
    folders = {"several_dir": str(several), "cache_dir": str(tmp_path_factory.mktemp("cache"))}
    return {**Understanding.get_default_config(), **folders}


@pytest.fixture(scope="module")
def component(
    tmp_path_factory: pytest.TempPathFactory, importer: TopicImporter, config: dict[str, object]
) -> Understanding:
    """A component as Rasa uses it: trained, stored, and loaded again."""
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    context = ExecutionContext(GraphSchema({}))
    trained = Understanding.create(config, storage, Resource("understanding"), context)
    resource = trained.train(importer.get_nlu_data())
    return Understanding.load(config, storage, resource, context)


def processed(component: Understanding, text: str) -> Message:
    (message,) = component.process([Message.build(text)])
    return message


def entities(component: Understanding, text: str) -> list[tuple[str, object]]:
    return [(one["entity"], one["value"]) for one in processed(component, text).get(ENTITIES)]


def test_topics_stay_out_of_the_intents_that_rasa_sees(importer: TopicImporter) -> None:
    assert importer.get_nlu_data().intents == {"ask", "greet", "not_understood"}


def test_the_files_are_read_once_however_often_they_are_asked_for(importer: TopicImporter) -> None:
    assert importer.get_nlu_data() is importer.get_nlu_data("en")


def test_no_intent_looks_like_a_retrieval_intent(importer: TopicImporter) -> None:
    assert importer.get_nlu_data().retrieval_intents == set()


def test_the_full_label_is_kept_for_training(importer: TopicImporter) -> None:
    labels = {example.get(LABEL) for example in importer.get_nlu_data().intent_examples}
    assert labels == {"ask/duration", "ask/payment", None}


def test_a_question_has_the_intent_ask_and_its_topic_as_entity(component: Understanding) -> None:
    assert processed(component, "hvad koster det?").get(INTENT)["name"] == "ask"
    assert entities(component, "hvad koster det?") == [("topic", "payment")]


def test_each_of_several_questions_is_an_entity(component: Understanding) -> None:
    assert entities(component, "hvad koster det, og hvor længe kan man bo der?") == [
        ("topic", "payment"),
        ("topic", "duration"),
    ]


def test_place_and_circumstances_are_entities(component: Understanding) -> None:
    assert entities(component, "jeg er 24, uden førtidspension, og bor i Thisted") == [
        ("municipality", "thisted"),
        ("age", "24"),
        ("early_retirement_pension", False),
        ("person", "self"),
    ]


def test_a_place_says_where_it_stands(component: Understanding) -> None:
    (place,) = processed(component, "og i Thisted?").get(ENTITIES)
    assert (place["start"], place["end"]) == (5, 12)


def test_whose_question_it_is_and_a_day_are_entities(component: Understanding) -> None:
    found = dict(entities(component, "min søn fik afslag 3. november 2026, hvad koster det"))
    assert (found["person"], found["date"], found["event"]) == ("relative", "2026-11-03", "decision_received")


@pytest.mark.parametrize("text", ["", "?", "hej", "hvad koster det", "qwrt zxcv"])
def test_intent_and_ranking_are_always_set(component: Understanding, text: str) -> None:
    message = processed(component, text)
    assert message.get(INTENT_RANKING_KEY)[0] == message.get(INTENT)


def test_no_intent_of_a_ranking_names_a_topic(component: Understanding) -> None:
    ranking = processed(component, "hvad er det nu man skal").get(INTENT_RANKING_KEY)
    assert [one["name"] for one in ranking if "/" in one["name"]] == []


def test_a_message_that_was_not_understood_offers_topics(component: Understanding) -> None:
    assert {name for name, _ in entities(component, "hvad sker der")} == {"candidate"}


def test_other_content_means_other_training(tmp_path: Path) -> None:
    for name in ("places.yml", "topics.yml"):
        (tmp_path / name).write_text("a: 1", encoding="utf-8")
    before = Understanding.fingerprint_addon({"content_dir": str(tmp_path)})
    (tmp_path / "topics.yml").write_text("a: 2", encoding="utf-8")
    assert Understanding.fingerprint_addon({"content_dir": str(tmp_path)}) != before


def test_the_content_of_the_settings_is_learnt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Understanding.fingerprint_addon({})
    content = shutil.copytree(ROOT / "content", tmp_path / "content")
    with (content / "topics.yml").open("a", encoding="utf-8") as topics:
        topics.write("# another one\n")
    monkeypatch.setenv("VEJVISER_CONTENT", str(content))
    assert Understanding.fingerprint_addon({}) != before


def test_embeddings_are_kept_where_the_settings_say(
    importer: TopicImporter, config: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEJVISER_VAR", str(tmp_path / "var"))
    storage = LocalModelStorage(tmp_path / "model")
    (tmp_path / "model").mkdir()
    context = ExecutionContext(GraphSchema({}))
    several = {"several_dir": str(tmp_path / "none"), "cache_dir": None}
    component = Understanding.create({**config, **several}, storage, Resource("understanding"), context)
    component.train(importer.get_nlu_data())
    assert list((tmp_path / "var" / "cache").iterdir())


def test_other_marked_messages_mean_other_training(tmp_path: Path) -> None:
    folders = {"several_dir": str(tmp_path)}
    before = Understanding.fingerprint_addon(folders)
    (tmp_path / "new.yml").write_text("several: []", encoding="utf-8")
    assert Understanding.fingerprint_addon(folders) != before
