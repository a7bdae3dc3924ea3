"""Vejviser as it ships, and its Rasa alone."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from benchmark.processes import running
from benchmark.server import Server
from bot.processes import free_port
from bot.server.passing import CHANNEL
from bot.settings import ROOT, Settings
from bot.training import model_path, rasa_environment

MEMORY, SQLITE, POSTGRESQL = STORES = ("memory", "sqlite", "postgresql")
_LOGS = ("out.log", "var/log/rasa.log", "var/log/service.log")


@contextmanager
def shipped(folder: Path, core: int | None = None, **variables: str) -> Iterator[Server]:
    """Start `bot serve` with its files in `folder`; `variables` are further settings.

    With a `core`, all its processes are kept on that one.
    """
    kept = () if core is None else ("taskset", "--cpu-list", str(core))
    port = free_port()
    settings = {"HOST": "127.0.0.1", "PORT": str(port), "VEJVISER_ENV": "development"}
    settings["VEJVISER_VAR"] = str(folder / "var")
    log = folder / "out.log"
    began = time.monotonic()
    with running([*kept, sys.executable, "-m", "bot", "serve"], {**settings, **variables}, ROOT, log) as process:
        yield Server(port, (process,), tuple(folder / name for name in _LOGS), began)


@contextmanager
def rasa_alone(folder: Path, store: str, database: str = "") -> Iterator[Server]:
    """Start the Rasa of the assistant without the service, with one of STORES for its conversations.

    Its own channel takes messages there, as from the service. `database` is the URL where the store is PostgreSQL.
    """
    port = free_port()
    settings = replace(_settings(), var_dir=folder / "var", database=database)
    settings.make_folders()
    endpoints = ROOT / "endpoints.yml"
    if store == MEMORY:
        endpoints = folder / "endpoints.yml"
        endpoints.write_text(yaml.safe_dump(_without_store()), encoding="utf-8")
    command = [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port), "--quiet"]
    command += ["--credentials", str(ROOT / "credentials.yml"), "--endpoints", str(endpoints)]
    command += ["-m", str(model_path(settings))]
    given = rasa_environment(settings).items()
    own = {name: value for name, value in given if name not in os.environ or name.startswith("VEJVISER_")}
    log = folder / "rasa.log"
    began = time.monotonic()
    with running(command, own, ROOT, log) as process:
        yield Server(port, (process,), (log,), began, f"{CHANNEL}/webhook", {"metadata": {}})


def _settings() -> Settings:
    known = {name: value for name, value in os.environ.items() if name in ("VEJVISER_MODELS", "VEJVISER_CONTENT")}
    return Settings.from_env(known)


def _without_store() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    return {name: value for name, value in read.items() if name != "tracker_store"}
