"""`python -m evaluation.pipelines`: compare ways of understanding, write docs/evaluation/pipelines.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.settings import ROOT, Settings
from evaluation.pipelines import report
from evaluation.pipelines.catalogue import DEFAULT_EPOCHS, PIPELINES, Pipeline, named
from evaluation.pipelines.data import read_training_set
from evaluation.pipelines.run import Run


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is missing and write the page; 1 if a pipeline failed."""
    chosen = _parser().parse_args(arguments)
    settings = Settings.from_env()
    settings.make_folders()
    training = read_training_set(ROOT / "data", settings.content_dir)
    labels = len({label for _, label in training.pairs})
    run = Run(training, settings.var_dir / "pipelines", chosen.epochs, chosen.limit)
    run.folder.mkdir(exist_ok=True, mode=0o700)
    print(f"{len(training.pairs)} examples, {labels} labels, data {training.fingerprint()}", flush=True)
    failures = run.measure(chosen.only or PIPELINES, partial(print, flush=True), chosen.force)
    results = run.results()
    report.write(chosen.directory, results, len(training.pairs), labels)
    missing = [pipeline.name for pipeline in PIPELINES if pipeline.name not in results]
    if missing:
        # Also what was measured, but with code that has changed meanwhile.
        print(f"Not in the table: {', '.join(missing)}. The same command measures what is missing.")
    print(f"Written to {chosen.directory}/{report.PAGE}")
    return 1 if failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.pipelines", description=__doc__)
    parser.add_argument(
        "--only", type=_names, metavar="NAME,NAME", help=f"of {', '.join(pipeline.name for pipeline in PIPELINES)}"
    )
    parser.add_argument("--epochs", type=int, default=DEFAULT_EPOCHS, help="of Rasa's default (%(default)s)")
    parser.add_argument("--limit", type=int, help="ask so many questions only, for a quick look")
    parser.add_argument("--force", action="store_true", help="measure again what is measured")
    parser.add_argument("--directory", type=Path, default=ROOT / "docs" / "evaluation", help="where the page goes")
    return parser


def _names(text: str) -> list[Pipeline]:
    try:
        return [named(name.strip()) for name in text.split(",")]
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    sys.exit(main())
