"""Writes the project that `rasa init` and our training data make: the default configuration, nothing tuned.

Every label is an intent of its own, as in most Rasa projects. Questions lead to one custom action in the stock action
server, everything else to a response of the domain.
"""

from __future__ import annotations

import importlib.resources
import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.wording.i18n import text as danish

Pair = tuple[str, str]

ACTION = "action_answer"
MODEL = "stock"
TOPIC_INTENT = "ask__"
# "ask/contact" would be a retrieval intent, of which Rasa's default answers with fixed texts alone.
_ASK = "ask/"
_RESPONSE = "utter_"
# What FallbackClassifier says instead of an intent that it is not sure of. Rasa's default answers nothing then; its
# documentation adds this rule, and nobody would ship an assistant that is silent.
_FALLBACK = "nlu_fallback"
_NOT_UNDERSTOOD = "utter_default"
_HERE = Path(__file__).parent


def write_project(folder: Path, pairs: Sequence[Pair], action_port: int, epochs: int | None = None) -> None:
    """Write a whole Rasa project; `epochs` replaces Rasa's own number of them, for a quick look."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "actions").mkdir(exist_ok=True)
    intents = sorted({intent_of(label) for _, label in pairs})
    _dump(folder / "config.yml", configuration(epochs))
    _dump(folder / "domain.yml", _domain(intents))
    rules = [_rule(intent) for intent in (*intents, _FALLBACK)]
    _dump(folder / "data" / "rules.yml", {"version": "3.1", "rules": rules})
    _dump(folder / "data" / "stories.yml", {"version": "3.1", "stories": _stories(intents)})
    (folder / "data" / "nlu.yml").write_text(_examples(pairs), encoding="utf-8")
    shutil.copy(_HERE / "answering.py", folder / "actions" / "actions.py")
    (folder / "actions" / "__init__.py").touch()
    _dump(folder / "endpoints.yml", {"action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"}})
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")


def configuration(epochs: int | None = None) -> dict[str, Any]:
    """Return what the installed Rasa puts into an empty config.yml, for Danish."""
    file = importlib.resources.files("rasa.engine.recipes.config_files") / "default_config.yml"
    read: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    parts = {part: [_with_epochs(one, epochs) for one in read[part]] for part in ("pipeline", "policies")}
    return {"recipe": "default.v1", "assistant_id": MODEL, "language": "da", **parts}


def intent_of(label: str) -> str:
    """Return the plain intent of one of our labels: a topic's, or the label itself."""
    return TOPIC_INTENT + label.removeprefix(_ASK) if label.startswith(_ASK) else label


def label_of(intent: str) -> str:
    """Return our label of a plain intent."""
    return _ASK + intent.removeprefix(TOPIC_INTENT) if intent.startswith(TOPIC_INTENT) else intent


def _with_epochs(component: dict[str, Any], epochs: int | None) -> dict[str, Any]:
    return {**component, "epochs": epochs} if epochs is not None and "epochs" in component else component


def _domain(intents: Sequence[str]) -> dict[str, Any]:
    others = [intent for intent in intents if not intent.startswith(TOPIC_INTENT)]
    responses = {_RESPONSE + intent: [{"text": danish("conversation.dont_know")}] for intent in others}
    return {
        "version": "3.1",
        "intents": [*intents, _FALLBACK],
        "responses": {**responses, _NOT_UNDERSTOOD: [{"text": danish("conversation.not_understood")}]},
        "actions": [ACTION],
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def _action_of(intent: str) -> str:
    if intent == _FALLBACK:
        return _NOT_UNDERSTOOD
    return ACTION if intent.startswith(TOPIC_INTENT) else _RESPONSE + intent


def _steps(intents: Sequence[str]) -> list[dict[str, str]]:
    return [step for intent in intents for step in ({"intent": intent}, {"action": _action_of(intent)})]


def _rule(intent: str) -> dict[str, Any]:
    return {"rule": intent, "steps": _steps([intent])}


def _stories(intents: Sequence[str]) -> list[dict[str, Any]]:
    """Three short conversations, as the example of `rasa init` has: the policies that learn need some."""
    asked = [intent for intent in intents if intent.startswith(TOPIC_INTENT)]
    shapes = (("greet", asked[0]), ("greet", asked[1], "thank"), (asked[2], asked[3], "goodbye"))
    return [{"story": f"story {index}", "steps": _steps(shape)} for index, shape in enumerate(shapes, 1)]


def _examples(pairs: Sequence[Pair]) -> str:
    texts: dict[str, list[str]] = defaultdict(list)
    for text, label in pairs:
        texts[intent_of(label)].append(" ".join(text.split()))
    lines = ['version: "3.1"', "nlu:"]
    for intent, examples in sorted(texts.items()):
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in examples)]
    return "\n".join(lines) + "\n"


def _dump(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
