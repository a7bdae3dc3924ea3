"""`python -m benchmark`: measure Vejviser beside Rasa's default, write docs/benchmark.md.

Everything runs on loopback and ends with this program, Ctrl-C included. Rasa's default is trained on the first run
(some 2 minutes and a minute or more an epoch) and kept in var/benchmark while data and configuration are the same.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from benchmark import machine, plots, report
from benchmark.goals import bad_replies
from benchmark.processes import BenchmarkError, Say
from benchmark.run import FULL, PHASES, QUICK, Amounts, Run, measure
from benchmark.stock.training import StockModel, kept, trained
from bot.settings import ROOT, Settings
from bot.standards.loading import load_content
from bot.training import TrainingError, model_path, train
from evaluation.pipelines.catalogue import DEFAULT_EPOCHS
from evaluation.pipelines.data import read_training_set
from evaluation.stock import NoStockError, stock_python

PAGE, FIGURES = "benchmark.md", "benchmark.json"
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write. Returns the exit code: 1 where something failed or a reply was no real one."""
    chosen = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        return _run(chosen, partial(print, flush=True))
    except (BenchmarkError, NoStockError, TrainingError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; everything that was started has been ended.", file=sys.stderr)
        return INTERRUPTED


def _run(chosen: argparse.Namespace, say: Say) -> int:
    # Nothing is trained before what cannot be done is known.
    python = stock_python(chosen.stock_python)
    settings = Settings.from_env()
    settings.make_folders()
    own = settings.var_dir / "benchmark"
    own.mkdir(exist_ok=True, mode=0o700)
    short = chosen.quick or chosen.only is not None
    if short:
        say("A short look: not the benchmark, and nothing is written to docs/.")
    amounts = QUICK if chosen.quick else FULL
    if chosen.repetitions:
        amounts = replace(amounts, repetitions=chosen.repetitions)
    model_before = train(settings)
    stock_model, epochs = _stock_model(chosen, str(python), settings, own / "stock", say)
    run = Run(settings, load_content(settings.content_dir), stock_model, amounts, say)
    run.figures |= _about(short, epochs, amounts, stock_model)

    def keep(figures: dict[str, Any]) -> None:
        _write(own, figures)

    measure(run, chosen.only or tuple(PHASES), say, keep)
    if model_path(settings) != model_before:
        raise BenchmarkError("what the model is made of changed during the run; run it again")
    directory = own if short else ROOT / "docs"
    drawn = plots.draw(directory, run.figures)
    _write(directory, run.figures)
    page = report.page(run.figures, drawn)
    (directory / PAGE).write_text(page, encoding="utf-8")
    say(f"\n{page}" if short else "")
    say(f"Written to {directory / PAGE}")
    return _verdict(run.figures)


def _stock_model(
    chosen: argparse.Namespace, python: str, settings: Settings, folder: Path, say: Say
) -> tuple[StockModel, int]:
    pairs = read_training_set(ROOT / "data", settings.content_dir).pairs
    # A short look takes the real model where there is one; else one that is trained in minutes will do.
    short = chosen.quick and not kept(folder, pairs, DEFAULT_EPOCHS)
    epochs = chosen.epochs or (1 if short else DEFAULT_EPOCHS)
    return trained(python, folder, pairs, epochs, say), epochs


def _about(short: bool, epochs: int, amounts: Amounts, model: StockModel) -> dict[str, Any]:
    return {
        "short": short,
        "settings": {"epochs": epochs, **asdict(amounts)},
        "machine": machine.description(),
        "versions": {"stock": machine.versions(model.python), "shipped": machine.versions(sys.executable)},
    }


def _write(directory: Path, figures: dict[str, Any]) -> None:
    text = json.dumps(figures, ensure_ascii=False, indent=1, sort_keys=True)
    (directory / FIGURES).write_text(text + "\n", encoding="utf-8")


def _verdict(figures: dict[str, Any]) -> int:
    try:
        bad = bad_replies(figures)
    except KeyError:
        return 0
    if bad:
        print(f"error: {bad} replies were no real ones; the figures do not count", file=sys.stderr)
    return 1 if bad else 0


def _parser() -> argparse.ArgumentParser:
    description, _, more = (__doc__ or "").partition("\n\n")
    phases = "; ".join(f"{name}: {what}" for name, (what, _, _) in PHASES.items())
    parser = argparse.ArgumentParser(prog="python -m benchmark", description=description, epilog=more)
    parser.add_argument("--quick", action="store_true", help="a short look, some 10 minutes; writes nothing to docs/")
    parser.add_argument(
        "--only", type=_phases, metavar="PHASE,PHASE", help=f"these phases ({phases}); writes nothing to docs/"
    )
    parser.add_argument(
        "--epochs", type=_positive, help=f"of Rasa's default ({DEFAULT_EPOCHS}; its own number, 100, takes hours)"
    )
    parser.add_argument(
        "--repetitions",
        type=_positive,
        help=f"lives of each server ({FULL.repetitions}); one takes half the time of load",
    )
    parser.add_argument("--stock-python", type=Path, metavar="PATH", help="its Python (.venv-stock/bin/python)")
    return parser


def _phases(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    unknown = [name for name in names if name not in PHASES]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(PHASES)}")
    return names


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r}: a whole number above 0 was expected")
    return int(text)


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Make SIGTERM end everything in the same orderly way as Ctrl-C."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
