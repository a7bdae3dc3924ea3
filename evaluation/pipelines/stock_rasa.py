"""Rasa as it comes: trained and asked through Rasa's own functions, in a project folder of its own."""

from __future__ import annotations

import asyncio
import importlib.resources
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from evaluation.pipelines.catalogue import RASA_DEFAULT
from evaluation.pipelines.data import Pair

Ranking = Sequence[tuple[str, float]]
_SEED = 42
# Rasa takes "ask/contact" for a retrieval intent, whose topics only a ResponseSelector tells apart. As plain intents
# all labels stand in one ranking, as in the other pipelines.
_SLASH = "__"
_FALLBACK = "nlu_fallback"
_LOGISTIC: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "LogisticRegressionClassifier", "random_state": _SEED},
]


def train(name: str, pairs: Sequence[Pair], folder: Path, epochs: int) -> Path:
    """Train with `rasa train nlu`'s own function in the empty `folder`; return the model's archive."""
    from rasa.model_training import train_nlu

    config = {"recipe": "default.v1", "assistant_id": name, "language": "da", "pipeline": pipeline(name, epochs)}
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "nlu.yml").write_text(_nlu_file(pairs), encoding="utf-8")
    os.chdir(folder)  # Rasa's cache stands below the working folder, and an empty one restores nothing
    model = train_nlu("config.yml", "data", "models", fixed_model_name=name)
    if model is None:
        raise RuntimeError("Rasa trained no model")
    return Path(model).resolve()


def load(archive: Path) -> Callable[[str], Ranking]:
    """The trained model behind Rasa's Agent; a text goes in as it is, and labels come out, best first."""
    from rasa.core.agent import load_agent

    loop = asyncio.new_event_loop()
    agent = loop.run_until_complete(load_agent(model_path=str(archive)))
    if not agent.is_ready():
        raise RuntimeError("Rasa's agent did not load its model")

    def rank(text: str) -> Ranking:
        # A text that begins with a slash would be a command; the service takes it off, too.
        heard = loop.run_until_complete(agent.parse_message(text.lstrip("/")))
        found = [(str(one["name"]), float(one["confidence"])) for one in heard["intent_ranking"]]
        # The fallback is a threshold over the ranking, and thresholds are not compared here.
        labels = [(label.replace(_SLASH, "/"), number) for label, number in found if label != _FALLBACK]
        return sorted(labels, key=lambda pair: -pair[1])

    return rank


def pipeline(name: str, epochs: int) -> list[dict[str, Any]]:
    """The components: what the installed Rasa puts into an empty config.yml, or the logistic regression."""
    if name != RASA_DEFAULT:
        return _LOGISTIC
    file = importlib.resources.files("rasa.engine.recipes.config_files") / "default_config.yml"
    components: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["pipeline"]
    return [{**one, "epochs": epochs, "random_seed": _SEED} if "epochs" in one else one for one in components]


def _nlu_file(pairs: Sequence[Pair]) -> str:
    texts: dict[str, list[str]] = defaultdict(list)
    for text, label in pairs:
        texts[label.replace("/", _SLASH)].append(" ".join(text.split()))
    lines = ['version: "3.1"', "nlu:"]
    for label, examples in sorted(texts.items()):
        lines += [f"- intent: {label}", "  examples: |", *(f"    - {text}" for text in examples)]
    return "\n".join(lines) + "\n"
