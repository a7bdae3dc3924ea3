"""The stock assistant as two processes: `rasa run` with the REST channel, and the stock action server."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import yaml

from benchmark.processes import running
from benchmark.server import Server
from benchmark.stock.training import StockModel
from bot.processes import free_port


@contextmanager
def stock(model: StockModel, folder: Path, tracker_store: Mapping[str, Any] | None = None) -> Iterator[Server]:
    """Start both at once, with logs and endpoints in `folder`; conversations are in memory unless told otherwise."""
    port, action_port = free_port(), free_port()
    endpoints = folder / "endpoints.yml"
    wanted: dict[str, Any] = {"action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"}}
    if tracker_store is not None:
        wanted["tracker_store"] = dict(tracker_store)
    endpoints.write_text(yaml.safe_dump(wanted), encoding="utf-8")
    rasa = [model.python, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port), "-m", str(model.archive)]
    rasa += ["--endpoints", str(endpoints), "--credentials", "credentials.yml"]
    actions = [model.python, "-m", "rasa_sdk", "--actions", "actions", "-p", str(action_port)]
    logs = folder / "rasa.log", folder / "actions.log"
    with ExitStack() as started:
        began = time.monotonic()
        processes = tuple(
            started.enter_context(running(command, {}, model.project, log))
            for command, log in zip((rasa, actions), logs, strict=True)
        )
        yield Server(port, processes, logs, began)
