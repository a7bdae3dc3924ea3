"""How long the training of what ships takes, with nothing kept from an earlier one."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmark.processes import BenchmarkError, Say, finished
from bot.settings import ROOT, Settings
from bot.training import fingerprint, rasa_environment

# What Rasa reads from the folder that it is started in.
_READ = ("config.yml", "domain.yml", "data", "content")
_NAME = "timed"


def seconds(settings: Settings, folder: Path, say: Say) -> float:
    """Return the seconds of a training from scratch, measured once for the same sources and kept in `folder`.

    Raises BenchmarkError where the training fails.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{fingerprint(settings)}.json"
    if not kept.exists():
        say("  training what ships, from scratch ...")
        kept.write_text(
            json.dumps({"seconds": round(_train(settings, folder / "train.log", say), 1)}), encoding="utf-8"
        )
    measured: float = json.loads(kept.read_text(encoding="utf-8"))["seconds"]
    return measured


def environment(settings: Settings, scratch: Path) -> dict[str, str]:
    """Return the variables of a training that finds no cache: Rasa's is where it starts, the others in `scratch`."""
    given = rasa_environment(replace(settings, var_dir=scratch / "var")).items()
    return {name: value for name, value in given if name not in os.environ or name.startswith("VEJVISER_")}


def _train(settings: Settings, log: Path, say: Say) -> float:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
        scratch = Path(temporary)
        for name in _READ:
            (scratch / name).symlink_to(ROOT / name)
        log.unlink(missing_ok=True)
        command = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", _NAME, "--skip-validation"]
        variables = environment(settings, scratch)
        spent = finished(command, variables, scratch, log, say, "training what ships")
        if not (scratch / "models" / f"{_NAME}.tar.gz").exists():
            raise BenchmarkError("the training of what ships made no model")
        return spent
