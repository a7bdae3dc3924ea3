"""Training, only when something changed that a model is made of.

A model is named after a fingerprint of everything that it depends on, so that the same sources find their
model again and no clock or file date decides.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.linear_algebra import linear_algebra
from bot.processes import die_with_parent
from bot.settings import ROOT, Settings

SOURCES = ("data", "domain.yml", "config.yml", "bot/understanding", "bot/rasa", "requirements.lock")
# How messages come in and actions run leaves the model as it is; a change there must not cost a training.
RUNTIME_ONLY = frozenset(
    ROOT / "bot" / "rasa" / name
    for name in (
        "channel.py",
        "in_process.py",
        "locks.py",
        "patches.py",
        "safe_logging.py",
        "tracker_store.py",
        "trackers.py",
        "understood.py",
        "left_out.py",
    )
)
KEPT_MODELS = 3
LOCK = ".training.lock"
SHOWN_LOG_LINES = 15
PROGRESS_SECONDS = 10


class TrainingError(RuntimeError):
    """Rasa could not train; the text holds the last lines of its log."""


def fingerprint(settings: Settings) -> str:
    """Return 16 hexadecimal digits that change when anything changes that a model depends on."""
    return _digest([*(ROOT / source for source in SOURCES), settings.content_dir])


def content_version(settings: Settings) -> str:
    """Return 8 hexadecimal digits that name the state of the content."""
    return _digest([settings.content_dir])[:8]


def model_path(settings: Settings) -> Path:
    """Return where the model for the present sources is, or would be if it were trained."""
    return settings.models_dir / f"{fingerprint(settings)}.tar.gz"


def train(settings: Settings, force: bool = False) -> Path:
    """Return the model for the present sources; train it first if there is none or if `force` says so.

    One process trains at a time; whoever waits for it finds its model. Prints progress lines. Raises TrainingError with
    the end of Rasa's log if training fails; a model that was there before is then still there.
    """
    target = model_path(settings)
    if target.exists() and not force:
        return target
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    settings.make_folders()
    with _alone(settings.models_dir / LOCK):
        return target if target.exists() and not force else _trained(settings, target, force)


@contextmanager
def _alone(lock_file: Path) -> Iterator[None]:
    """Wait until no other process trains for the same folder; the lock goes with the process, however it ends."""
    with lock_file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another process is training; waiting for its model ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _trained(settings: Settings, target: Path, force: bool) -> Path:
    # A half-written model must never have the name of a whole one.
    half = settings.models_dir / f"training-{os.getpid()}.tar.gz"
    log_file = settings.log_dir / "train.log"
    started = time.monotonic()
    print("Training a model, as something changed that it is made of ...", flush=True)
    try:
        with log_file.open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                _command(settings.models_dir, half.name.removesuffix(".tar.gz"), force),
                cwd=ROOT,
                env=rasa_environment(settings),
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent(),
            )
            _wait(process, started)
        if process.returncode != 0 or not half.exists():
            lines = log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-SHOWN_LOG_LINES:]
            raise TrainingError("training failed; the end of its log:\n" + "\n".join(lines))
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    forget_old(settings.models_dir, keep=target)
    print(f"Trained in {time.monotonic() - started:.0f} s: {target.name}", flush=True)
    return target


def rasa_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of every Rasa process: nothing is sent, nothing listens beyond loopback."""
    return {
        **os.environ,
        **settings.as_env(),
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        **linear_algebra(),
        "PYTHONWARNINGS": "ignore",
        "PYTHONPATH": str(ROOT),
        "MPLCONFIGDIR": str(settings.var_dir / "matplotlib"),
    }


def _command(models_dir: Path, name: str, force: bool) -> list[str]:
    command = [sys.executable, "-m", "rasa", "train", "--out", str(models_dir), "--fixed-model-name", name]
    # The tests validate the data (`rasa data validate`); to read it all once more for that costs a start 12 s.
    command += ["--skip-validation"]
    return [*command, "--force"] if force else command


def _wait(process: subprocess.Popen[bytes], started: float) -> None:
    """Wait for the training and say from time to time that it goes on."""
    try:
        while True:
            try:
                process.wait(timeout=PROGRESS_SECONDS)
                return
            except subprocess.TimeoutExpired:
                print(f"  training, {time.monotonic() - started:.0f} s so far", flush=True)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def forget_old(folder: Path, keep: Path) -> None:
    """Remove all but the newest models."""
    others = [path for path in folder.glob("*.tar.gz") if path != keep and not path.name.startswith("training-")]
    newest_first = sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest_first[KEPT_MODELS - 1 :]:
        path.unlink(missing_ok=True)


def _digest(places: Iterable[Path]) -> str:
    """Hash the names and bytes of all files below some places, in an order that no file system decides."""
    total = hashlib.sha256()
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if not file.is_file() or "__pycache__" in file.parts or file in RUNTIME_ONLY:
                continue
            name = file.relative_to(place.parent).as_posix()
            content = file.read_bytes()
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()[:16]
