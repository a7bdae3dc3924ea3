"""How often the right topic is heard, by the same measure for both: held-out questions with one topic."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmark.processes import Say, finished
from benchmark.stock.project import label_of
from benchmark.stock.training import StockModel
from bot.settings import ROOT
from bot.understanding.interpretation import ASK, NOT_UNDERSTOOD, TOPIC_PREFIX, Interpretation, topic_of
from bot.understanding.interpreter import Interpreter
from evaluation import cases
from evaluation.judging import Outcome, judge
from evaluation.noise import typing_errors

Heard = Callable[[Sequence[str]], Sequence[Interpretation]]
_FALLBACK = "nlu_fallback"
_NOT_ANSWERED = (Outcome.ASKED_BACK, Outcome.OFFERED)


def figures(heard: Heard) -> dict[str, Any]:
    """Return the shares of the questions by what became of them, clear and with typing errors."""
    questions = [one for one in cases.questions() if len(one.topics) == 1]
    clear, mistyped = [one.text for one in questions], [typing_errors(one.text) for one in questions]
    both = heard([*clear, *mistyped])
    return {
        "questions": len(questions),
        "clear": _shares(questions, both[: len(questions)]),
        "typing_errors": _shares(questions, both[len(questions) :]),
    }


def _shares(questions: Sequence[cases.Question], heard: Sequence[Interpretation]) -> dict[str, float]:
    found = Counter(judge(question, one) for question, one in zip(questions, heard, strict=True))
    number = len(questions)
    return {
        "right": round(found[Outcome.RIGHT] / number, 4),
        "another_topic": round(found[Outcome.CONFIDENTLY_WRONG] / number, 4),
        "not_answered": round(sum(found[one] for one in _NOT_ANSWERED) / number, 4),
        "turned_away": round(found[Outcome.TURNED_AWAY] / number, 4),
    }


def shipped_heard(archive: Path) -> Heard:
    """Return what the shipped model makes of texts."""

    def heard(texts: Sequence[str]) -> list[Interpretation]:
        interpreter = Interpreter.load_from_archive(archive)
        return [interpreter.parse(text, cases.REFERENCE_DAY) for text in texts]

    return heard


def stock_heard(model: StockModel, say: Say) -> Heard:
    """Return what the stock model makes of texts, in its own environment."""

    def heard(texts: Sequence[str]) -> list[Interpretation]:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
            folder = Path(temporary)
            asked, result, log = folder / "texts.json", folder / "intents.json", folder / "log"
            asked.write_text(json.dumps(list(texts)), encoding="utf-8")
            script = ROOT / "benchmark" / "stock" / "hearing.py"
            command = [model.python, str(script), str(model.archive), str(asked), str(result)]
            finished(command, {}, folder, log, say, "asking Rasa's default")
            intents: list[str] = json.loads(result.read_text(encoding="utf-8"))
        return [interpretation(text, intent) for text, intent in zip(texts, intents, strict=True)]

    return heard


def interpretation(text: str, intent: str) -> Interpretation:
    """Return what an intent of the stock assistant amounts to; its fallback asks back, without buttons."""
    topic = topic_of(label_of(intent))
    if topic is not None:
        return Interpretation(text, ASK, 1.0, ((TOPIC_PREFIX + topic, 1.0),), topics=(topic,))
    return Interpretation(text, NOT_UNDERSTOOD if intent == _FALLBACK else intent, 1.0, ())
