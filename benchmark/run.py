"""One run of the benchmark: its phases one after the other, and the figures that they give."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmark import accuracy, growth, machine, scaling, shipped, throughput, training
from benchmark.floor import floor
from benchmark.loads import Loads
from benchmark.processes import Say
from benchmark.server import Server
from benchmark.stock.serving import stock
from benchmark.stock.training import StockModel
from benchmark.tracker_stores import as_tracker_store
from bot.settings import ROOT, Settings
from bot.standards.model import Content
from bot.training import model_path
from evaluation.databases import POSTGRESQL_VARIABLE, database, postgresql_server
from evaluation.report import read_figures

NO_POSTGRESQL = f"no PostgreSQL answers ({POSTGRESQL_VARIABLE} names one)"


@dataclass(frozen=True)
class Amounts:
    """How much is measured. `growth_seconds` is for one kind of store, `order` a number of conversations.

    Message 1 and message 100 are each a median over `growth_conversations`, fewer where the seconds are over before:
    over ten conversations their ratio moves by a tenth from run to run.
    """

    repetitions: int = 2
    load: throughput.Extent = field(default_factory=throughput.Extent)
    floor_seconds: float = 5.0
    growth_conversations: int = 30
    growth_seconds: float = 160.0
    order: int = 2000
    trains: bool = True


FULL = Amounts()
QUICK = Amounts(
    repetitions=1,
    load=throughput.Extent(most_unseen=100, unseen_seconds=20, zipf_seconds=5),
    floor_seconds=2,
    growth_conversations=2,
    growth_seconds=40,
    order=200,
    trains=False,
)


class Run:
    """What the phases share, and the figures so far."""

    def __init__(self, settings: Settings, content: Content, model: StockModel, amounts: Amounts, say: Say) -> None:
        self.figures: dict[str, Any] = {"skipped": {}}
        self._settings = settings
        self._content = content
        self._model = model
        self._amounts = amounts
        self._say = say
        self._loads = Loads(content)
        self._questions = self._loads.first_questions()

    def load(self) -> None:
        """Start, load and memory of the three servers."""
        amounts = self._amounts
        assistants: dict[str, throughput.Start] = {"stock": partial(stock, self._model), "shipped": shipped.shipped}
        questions = dict.fromkeys(assistants, self._questions)
        lives = throughput.measure(assistants, self._loads, amounts.load, amounts.repetitions, self._say, questions)
        # What is asked makes no difference to it.
        bare = throughput.Extent(loads=(throughput.ZIPF,), zipf_seconds=amounts.floor_seconds)
        floors = throughput.measure({"floor": floor}, self._loads, bare, 1, self._say, {"floor": []})
        self.figures["servers"] = {
            **{name: throughput.figures(one, self._content) for name, one in lives.items()},
            "floor": throughput.figures(floors["floor"], None),
        }

    def growth(self) -> None:
        """Conversations of a hundred messages, by where they are kept."""
        stores: dict[str, dict[str, Callable[[Path], AbstractContextManager[Server]]]] = {
            "stock": {
                shipped.MEMORY: partial(stock, self._model),
                shipped.SQLITE: partial(_stock_on_sqlite, self._model),
                shipped.POSTGRESQL: partial(_stock_on_postgresql, self._model),
            },
            "shipped_rasa": {
                shipped.MEMORY: partial(shipped.rasa_alone, store=shipped.MEMORY),
                shipped.SQLITE: partial(shipped.rasa_alone, store=shipped.SQLITE),
                shipped.POSTGRESQL: _rasa_on_postgresql,
            },
            "shipped": {shipped.SQLITE: shipped.shipped, shipped.POSTGRESQL: _shipped_on_postgresql},
        }
        left_out = set()
        if postgresql_server() is None:
            self.figures["skipped"]["growth on PostgreSQL"] = NO_POSTGRESQL
            left_out.add(shipped.POSTGRESQL)
        found = self.figures["growth"] = {}
        for name, servers in stores.items():
            self._say(f"  {name}:")
            wanted = {store: start for store, start in servers.items() if store not in left_out}
            found[name] = growth.measure(
                wanted,
                self._loads,
                self._content,
                self._amounts.growth_conversations,
                self._amounts.growth_seconds,
                self._say,
                self._questions,
            )

    def scaling(self) -> None:
        """Two processes beside one."""
        why = scaling.why_not()
        if why is not None:
            self._say(f"  left out: {why}")
            self.figures["skipped"]["two processes"] = why
            return
        amounts = self._amounts
        extent = throughput.Extent(
            scaling.LEVELS,
            unseen_seconds=amounts.load.unseen_seconds,
            zipf_seconds=amounts.load.zipf_seconds,
            most_unseen=amounts.load.most_unseen,
        )
        self.figures["scaling"] = scaling.measure(
            self._loads, self._content, extent, amounts.repetitions, amounts.order, self._say, self._questions
        )

    def accuracy(self) -> None:
        """How often the right topic is heard."""
        archive = model_path(self._settings)
        found = {"stock": accuracy.figures(accuracy.stock_heard(self._model, self._say))}
        found["shipped"] = accuracy.figures(accuracy.shipped_heard(archive))
        committed = read_figures(ROOT / "docs" / "evaluation")["single"]["right"]
        self.figures["accuracy"] = {**found, "committed": committed}
        for name, one in found.items():
            self._say(
                f"  {name}: {one['clear']['right']:.3f} right, with typing errors {one['typing_errors']['right']:.3f}"
            )

    def size(self) -> None:
        """Training time, and sizes on disk."""
        seconds = {"stock": self._model.seconds}
        kept = self._settings.var_dir / "benchmark" / "shipped"
        if self._amounts.trains:
            seconds["shipped"] = training.seconds(self._settings, kept, self._say)
        self.figures["training_seconds"] = seconds
        archives = {"stock": (self._model.archive, self._model.python)}
        archives["shipped"] = (model_path(self._settings), sys.executable)
        self.figures["size_mb"] = {
            name: {"model": machine.file_mb(archive), "environment": machine.folder_mb(machine.environment_of(python))}
            for name, (archive, python) in archives.items()
        }


# Each phase with what it is and the minutes that it may take at the most, but for training that is not kept.
PHASES: dict[str, tuple[str, int, Callable[[Run], None]]] = {
    "load": ("start, load and memory", 25, Run.load),
    "growth": ("the hundredth message", 25, Run.growth),
    "scaling": ("two processes beside one", 20, Run.scaling),
    "accuracy": ("the right topic", 5, Run.accuracy),
    "size": ("training time and sizes", 2, Run.size),
}


def measure(run: Run, phases: Sequence[str], say: Say, keep: Callable[[dict[str, Any]], None]) -> None:
    """Go through the phases; `keep` gets the figures after each. Raises BenchmarkError."""
    for number, name in enumerate(phases, 1):
        what, minutes, phase = PHASES[name]
        started = time.monotonic()
        say(f"[{number}/{len(phases)}] {name}: {what} (at most some {minutes} minutes) ...")
        phase(run)
        keep(run.figures)
        say(f"[{number}/{len(phases)}] {name}: done in {time.monotonic() - started:.0f} s")


def _stock_on_sqlite(model: StockModel, folder: Path) -> AbstractContextManager[Server]:
    return stock(model, folder, {"type": "SQL", "dialect": "sqlite", "db": str(folder / "conversations.sqlite")})


@contextmanager
def _stock_on_postgresql(model: StockModel, folder: Path) -> Iterator[Server]:
    with _own_database() as url, stock(model, folder, as_tracker_store(url)) as server:
        yield server


@contextmanager
def _rasa_on_postgresql(folder: Path) -> Iterator[Server]:
    with _own_database() as url, shipped.rasa_alone(folder, shipped.POSTGRESQL, url) as server:
        yield server


@contextmanager
def _shipped_on_postgresql(folder: Path) -> Iterator[Server]:
    with _own_database() as url, shipped.shipped(folder, VEJVISER_DATABASE=url) as server:
        yield server


@contextmanager
def _own_database() -> Iterator[str]:
    server = postgresql_server()
    assert server is not None
    with database(server) as url:
        yield url
