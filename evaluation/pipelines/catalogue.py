"""The pipelines that are compared, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.settings import ROOT
from evaluation.pipelines.data import digest, digest_of_files

# An epoch over 11,800 examples takes DIET 35 s on two idle cores: some ten minutes in all, where 100 take an hour.
DEFAULT_EPOCHS = 15
_HERE = Path(__file__).parent
_UNDERSTANDING = ROOT / "bot" / "understanding"
_IMPORTED = re.compile(
    r"^\s*(?:from bot\.understanding\.(\w+) import|from bot\.understanding import ([\w, ]+))", re.MULTILINE
)
PARTS = ("corrections", "courtesies", "embedding", "features", "gazetteer", "places", "spelling", "text")


@dataclass(frozen=True)
class Pipeline:
    """One way from a text to a ranking of labels.

    `embeds`: it learns from the shared embeddings of the training texts, whose time is added to its own.
    `epochs`: it has epochs, so their number is a part of what it is.
    `roots`: modules of bot.understanding that it is made of; what they import counts, too.
    """

    name: str
    title: str
    kind: Literal["rasa", "ours"]
    embeds: bool = False
    epochs: bool = False
    roots: tuple[str, ...] = PARTS

    def recipe(self, epochs: int) -> str:
        """A fingerprint of everything but the data that the trained model depends on."""
        if self.kind == "rasa":
            files = [_HERE / "stock_rasa.py"]
        else:
            files = [_HERE / "ours.py", ROOT / "content" / "places.yml", *modules_behind(self.roots)]
            if self.name == INTERPRETER:
                files += (ROOT / "data" / "several").glob("*.yml")  # nothing else learns from marked messages
        settings = f"{self.name} {epochs if self.epochs else '-'}"
        return digest([settings.encode(), digest_of_files([*files, ROOT / "requirements.lock"]).encode()])

    def shown(self, epochs: int) -> str:
        """The title in the table."""
        return f"{self.title}, {epochs} epochs" if self.epochs else self.title


RASA_DEFAULT, SHIPPED, INTERPRETER = "rasa_default", "shipped", "interpreter"
NGRAMS, EMBEDDING, JOINT, NEIGHBOURS = "ngrams", "embedding", "joint", "neighbours"
PLACED, WORDS, CHARACTERS, RASA_LOGISTIC = "placed_neighbours", "words", "characters", "rasa_logistic"

PIPELINES: tuple[Pipeline, ...] = (
    Pipeline(RASA_DEFAULT, "Rasa's default (count vectors, DIET)", "rasa", epochs=True),
    Pipeline(RASA_LOGISTIC, "Rasa: count vectors, LogisticRegressionClassifier", "rasa"),
    Pipeline(WORDS, "words and word pairs alone", "ours"),
    Pipeline(CHARACTERS, "character n-grams alone", "ours"),
    Pipeline(NGRAMS, "both n-grams", "ours", roots=(*PARTS, "classifier")),
    Pipeline(EMBEDDING, "embedding alone, logistic regression", "ours", embeds=True),
    Pipeline(NEIGHBOURS, "embedding alone, nearest neighbours, plain", "ours", embeds=True),
    Pipeline(
        PLACED, "embedding alone, nearest neighbours, as in the product", "ours", True, roots=(*PARTS, "neighbours")
    ),
    Pipeline(JOINT, "n-grams and embedding, always both", "ours", embeds=True),
    Pipeline(SHIPPED, "**the classifier that ships**", "ours", roots=(*PARTS, "classifier")),
    Pipeline(INTERPRETER, "the classifier that ships, with the rules around it", "ours", roots=("interpreter",)),
)


def modules_behind(names: Iterable[str]) -> list[Path]:
    """The files of some modules of bot.understanding and of all that they import there, so that others may change."""
    found: dict[str, Path] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        path = _UNDERSTANDING / f"{name}.py"
        if name in found or not path.exists():
            continue
        found[name] = path
        for module, several in _IMPORTED.findall(path.read_text(encoding="utf-8")):
            waiting += [module] if module else several.replace(" ", "").split(",")
    return sorted(found.values())


def named(name: str) -> Pipeline:
    """The pipeline of a name. Raises ValueError with all names for one that does not exist."""
    for pipeline in PIPELINES:
        if pipeline.name == name:
            return pipeline
    raise ValueError(f"no pipeline {name!r}; there are: {', '.join(one.name for one in PIPELINES)}")
