from pathlib import Path

import pytest
import yaml

from bot.understanding.examples import ExamplesError, read_examples, read_topic_phrases

CONTENT = Path(__file__).parents[2] / "content"


def test_examples_of_all_files_are_read_with_their_labels(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "contact.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: ask/contact\n  examples: |\n    - hvem ringer jeg til?\n    - tlf - tak\n',
        encoding="utf-8",
    )
    (tmp_path / "small_talk.yml").write_text(
        "nlu:\n- intent: greet\n  examples: |\n    - hej\n- synonym: x\n  examples: |\n    - y\n",
        encoding="utf-8",
    )
    assert read_examples(tmp_path) == [
        ("hej", "greet"),
        ("hvem ringer jeg til?", "ask/contact"),
        ("tlf - tak", "ask/contact"),
    ]


@pytest.mark.parametrize("content", ["- just a list", "nlu: text", "nlu:\n- intent: greet\n  examples: [hej]"])
def test_a_file_of_another_shape_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"odd\.yml"):
        read_examples(tmp_path)


def test_a_folder_without_examples_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="no training examples"):
        read_examples(tmp_path)


def test_every_topic_has_its_label_and_its_question_as_phrases() -> None:
    topics = yaml.safe_load((CONTENT / "topics.yml").read_text(encoding="utf-8"))["topics"]
    assert {label for _, label in read_topic_phrases(CONTENT)} == {f"ask/{topic}" for topic in topics}
