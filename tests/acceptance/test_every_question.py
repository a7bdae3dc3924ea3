"""The running assistant is asked every topic in every municipality, in natural Danish (questions.yml).

The right answer is worked out from content/ alone (evaluation/replies.py): the values that the standard states for the
topic must stand in the reply, and no value that only another municipality has.
"""

from pathlib import Path

import pytest
import yaml
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from bot.settings import ROOT
from bot.standards.model import Content
from bot.understanding.interpreter import read_examples
from bot.wording.i18n import text
from evaluation.replies import mistakes, standard_of
from tests.running import Assistant

QUESTIONS: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "questions.yml").read_text(encoding="utf-8")
)["topics"]


def ask(assistant: Assistant, question: str, sender: str) -> list[dict]:
    """The question's messages; where a circumstance is asked for, "don't know" brings every branch."""
    messages = assistant.say(question, sender)
    if (messages[-1].get("custom") or {}).get("type") == "question":
        messages = messages[:-1] + assistant.say(text("conversation.dont_know_button"), sender)
    return messages


def test_no_question_is_known_from_the_training_data() -> None:
    known = [example.lower() for example, _ in read_examples(ROOT / "data" / "nlu")]
    asked = [question.lower() for questions in QUESTIONS.values() for question in questions.values()]
    near = [(one, found) for one in asked if (found := process.extractOne(one, known, scorer=ratio, score_cutoff=90))]
    assert near == []


@pytest.mark.slow
def test_every_topic_in_every_municipality_gets_the_right_fact_or_an_honest_word(
    running_assistant: Assistant, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(QUESTIONS) == set(content.topics)
    wrong: dict[tuple[str, str], list[str]] = {}
    rows = []
    for topic, asked in QUESTIONS.items():
        assert set(asked) == set(content.municipalities)
        cells = []
        for slug in content.municipalities:
            messages = ask(running_assistant, asked[slug], f"{topic}-{slug}")
            if found := mistakes(content, (topic,), slug, messages):
                wrong[topic, slug] = [asked[slug], *map(str, found)]
            stated = topic in standard_of(content, slug).topics.stated()
            cells.append("WRONG" if found else "fact" if stated else "silent")
        rows.append(f"{topic:<22}" + "".join(f"{cell:<15}" for cell in cells))
    with capsys.disabled():
        head = " " * 22 + "".join(f"{slug:<15}" for slug in content.municipalities)
        print("\n" + "\n".join([head, *rows]))
        print(f"{len(wrong)} of {len(QUESTIONS) * len(content.municipalities)} wrong")
    assert wrong == {}, "\n".join(f"{key}: {value}" for key, value in wrong.items())
