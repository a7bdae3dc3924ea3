"""Training the stock assistant, once for the same data and configuration: it takes long."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmark.processes import BenchmarkError, Say, finished
from benchmark.stock.project import MODEL, write_project
from evaluation.pipelines.data import Pair, digest_of_files

# What a model is made of; how it is served and what its action does leave it as it is.
_LEARNT = ("config.yml", "domain.yml", "data/nlu.yml", "data/rules.yml", "data/stories.yml")
_NO_PORT = 0


@dataclass(frozen=True)
class StockModel:
    """A trained stock assistant: its project's folder, its archive, the seconds it took, and the Python it runs with.

    `seconds` is None for a model whose training was not timed.
    """

    project: Path
    archive: Path
    seconds: float | None
    python: str


def trained(python: str, folder: Path, pairs: list[Pair], epochs: int | None, say: Say) -> StockModel:
    """Return the model for these data and this number of epochs (None: Rasa's own), trained if it is not in `folder`.

    Raises BenchmarkError where training fails; nothing half-made is kept.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="making-", dir=folder) as temporary:
        project = Path(temporary) / "project"
        write_project(project, pairs, _NO_PORT, epochs)
        target = folder / fingerprint(project)
        if not _archive(target).exists():
            say(f"  training Rasa's default on {len(pairs)} examples, {epochs or 'its own'} epochs ...")
            seconds = _train(python, project, folder / "train.log", say)
            (project / "training.json").write_text(json.dumps({"seconds": round(seconds, 1)}), encoding="utf-8")
            shutil.rmtree(target, ignore_errors=True)
            project.replace(target)
        else:
            # What answers may have changed since the training.
            shutil.copytree(project / "actions", target / "actions", dirs_exist_ok=True)
    return StockModel(target, _archive(target), _seconds(target), python)


def kept(folder: Path, pairs: list[Pair], epochs: int) -> bool:
    """Tell whether the model for these data and this number of epochs is there already."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
        write_project(Path(temporary), pairs, _NO_PORT, epochs)
        return _archive(folder / fingerprint(Path(temporary))).exists()


def fingerprint(project: Path) -> str:
    """Return 16 hexadecimal digits that change with everything that the stock model learns from."""
    return digest_of_files(project / name for name in _LEARNT)


def _seconds(project: Path) -> float | None:
    try:
        told: float = json.loads((project / "training.json").read_text(encoding="utf-8"))["seconds"]
    except (OSError, ValueError, KeyError):
        return None
    return told


def _archive(project: Path) -> Path:
    return project / "models" / f"{MODEL}.tar.gz"


def _train(python: str, project: Path, log: Path, say: Say) -> float:
    log.unlink(missing_ok=True)
    command = [python, "-m", "rasa", "train", "--fixed-model-name", MODEL, "--skip-validation"]
    seconds = finished(command, {}, project, log, say, "training Rasa's default")
    shutil.rmtree(project / ".rasa", ignore_errors=True)
    if not _archive(project).exists():
        raise BenchmarkError("Rasa trained no model")
    return seconds
