"""Train and measure pipelines one after the other, each step in a process of its own; what is done is not done again.

A folder holds one JSON file for each pipeline. It is written after training and again after measuring, and counts as
long as data, held-out sets and the code that made it are the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.linear_algebra import linear_algebra
from bot.processes import die_with_parent
from bot.settings import ROOT
from evaluation.pipelines.catalogue import PIPELINES, Pipeline, named
from evaluation.pipelines.data import TrainingSet, digest, digest_of_files, held_out_fingerprint
from evaluation.pipelines.worker import Step, Task
from evaluation.stock import NoStockError, stock_python

EMBEDDINGS, BARE_RASA = "embeddings", "bare_rasa"
_PROGRESS_SECONDS = 10
_HERE = Path(__file__).parent

Say = Callable[[str], None]
Result = dict[str, Any]


class StepError(RuntimeError):
    """A step failed; the text names it and its log, and quotes nothing, as logs may hold texts."""


@dataclass(frozen=True)
class Run:
    """One comparison: its data, and how it is made.

    `folder` keeps results, models and logs. `limit` measures on so many questions only, for a quick look.
    """

    training: TrainingSet
    folder: Path
    epochs: int
    limit: int | None = None

    def measure(self, pipelines: Sequence[Pipeline] = PIPELINES, say: Say = print, force: bool = False) -> list[str]:
        """Measure what is not measured yet, or everything with `force`; return one line for each failure."""
        failures = []
        for number, pipeline in enumerate(pipelines, 1):
            title = f"[{number}/{len(pipelines)}] {pipeline.name}"
            try:
                self._one(pipeline, title, say, force)
            except StepError as error:
                say(f"{title}: {error}")
                failures.append(str(error))
        return failures

    def results(self) -> dict[str, Result]:
        """The figures that hold for these data, by name: pipelines, EMBEDDINGS and BARE_RASA."""
        found = {pipeline.name: self._stored(pipeline.name, self._keys(pipeline)) for pipeline in PIPELINES}
        found[EMBEDDINGS] = self._stored(EMBEDDINGS, {"trained": self._embedding_key()})
        found[BARE_RASA] = self._stored(BARE_RASA, {"trained": _lock_key()})
        return {name: result for name, result in found.items() if result is not None}

    def _one(self, pipeline: Pipeline, title: str, say: Say, force: bool) -> None:
        keys = self._keys(pipeline)
        if not force and self._stored(pipeline.name, keys) is not None:
            say(f"{title}: already measured")
            return
        if pipeline.embeds:
            self._once(EMBEDDINGS, "embed", self._embedding_key(), say)
        if pipeline.kind == "rasa":
            self._once(BARE_RASA, "bare_rasa", _lock_key(), say)
        trained = self._stored(pipeline.name, {"trained": keys["trained"]})
        if force or trained is None or not self._model(pipeline.name).exists():
            trained = self._step("train", pipeline.name, f"{title}: training", say)
            # What a training found; a measuring that fails later does not cost another one.
            self._store(pipeline.name, {"trained": keys["trained"]}, trained)
        measured = self._step("measure", pipeline.name, f"{title}: measuring", say)
        shown = {"title": pipeline.shown(self.epochs)}
        self._store(pipeline.name, keys, {**_trained_part(trained), **measured, **shown})
        say(f"{title}: first {measured['first']:.3f}, among 3 {measured['among_first_3']:.3f}")

    def _once(self, name: str, step: Step, key: str, say: Say) -> None:
        if self._stored(name, {"trained": key}) is None:
            self._store(name, {"trained": key}, self._step(step, name, f"{name}", say))

    def _keys(self, pipeline: Pipeline) -> dict[str, str]:
        trained = digest([self.training.fingerprint().encode(), pipeline.recipe(self.epochs).encode()])
        judged = digest_of_files([_HERE / "measuring.py"])
        parts = [trained, held_out_fingerprint(), judged, str(self.limit)]
        return {"trained": trained, "measured": digest(part.encode() for part in parts)}

    def _embedding_key(self) -> str:
        """Masks and embedding decide what is embedded; they are part of the recipe of all that use it."""
        recipe = Pipeline(EMBEDDINGS, "", "ours").recipe(0)
        return digest([self.training.fingerprint().encode(), recipe.encode()])

    def _model(self, name: str) -> Path:
        return self.folder / "models" / f"{name}.tar.gz"

    def _stored(self, name: str, keys: Mapping[str, str]) -> Result | None:
        """What is stored under exactly these keys or more of them, None if it was made of something else."""
        try:
            stored = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
            same = all(stored["keys"].get(key) == value for key, value in keys.items())
            result: Result = stored["result"]
        except (OSError, ValueError, KeyError):
            return None
        return result if same else None

    def _store(self, name: str, keys: Mapping[str, str], result: Result) -> None:
        path = self.folder / f"{name}.json"
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps({"keys": dict(keys), "result": result}, indent=1), encoding="utf-8")
        partial.replace(path)

    def _step(self, step: Step, name: str, title: str, say: Say) -> Result:
        """Run one step in a process of its own and return what it found."""
        scratch, log = self.folder / "scratch", self.folder / "log" / f"{name}-{step}.log"
        for folder in (scratch, log.parent, self._model(name).parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        training, result = scratch / "training.json", scratch / f"{name}-{step}.result.json"
        self.training.write(training)
        result.unlink(missing_ok=True)
        task = Task(
            step,
            name,
            str(training.resolve()),
            str(self._model(name).resolve()),
            str((self.folder / "cache").resolve()),
            str(result.resolve()),
            self.epochs,
            self.limit,
        )
        task.write(scratch / f"{name}-{step}.json")
        say(f"{title} ...")
        started = time.monotonic()
        with log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                [_python(name), "-m", "evaluation.pipelines.worker", str(scratch / f"{name}-{step}.json")],
                cwd=ROOT,
                env=_environment(self.folder),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent(),
            )
            _wait(process, lambda: say(f"  {title}, {time.monotonic() - started:.0f} s so far{_epochs(log)}"))
        if process.returncode != 0 or not result.exists():
            raise StepError(f"{name}: {step} failed, see {log}")
        found: Result = json.loads(result.read_text(encoding="utf-8"))
        return found


def _python(name: str) -> str:
    """The interpreter of a pipeline: Rasa's own are measured in Rasa's own environment."""
    if name != BARE_RASA and (name == EMBEDDINGS or named(name).kind != "rasa"):
        return sys.executable
    try:
        return str(stock_python())
    except NoStockError as error:
        raise StepError(f"{name}: {error}") from None


def _trained_part(result: Result) -> Result:
    return {key: result[key] for key in ("train_seconds", "model_mb")}


def _lock_key() -> str:
    return digest_of_files([ROOT / "requirements.lock", _HERE / "worker.py"])


def _environment(folder: Path) -> dict[str, str]:
    """Nothing is sent, hashes are always the same, and nothing is written into the checkout."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        **linear_algebra(),
        "PYTHONWARNINGS": "ignore",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
        "MPLCONFIGDIR": str((folder / "matplotlib").resolve()),
    }


def _wait(process: subprocess.Popen[bytes], progress: Callable[[], None]) -> None:
    try:
        while True:
            try:
                process.wait(timeout=_PROGRESS_SECONDS)
                return
            except subprocess.TimeoutExpired:
                progress()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _epochs(log: Path) -> str:
    """How far Rasa's own bar has come, if there is one in the log."""
    shown = log.read_bytes()[-400:].rpartition(b"Epochs:")[2].partition(b"%")[0].strip()
    return f", {shown.decode()} % of the epochs" if shown.isdigit() else ""
