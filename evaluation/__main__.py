"""`python -m evaluation`: measure the current model and the running assistant, and write docs/evaluation/ anew."""

from __future__ import annotations

import argparse
import functools
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.settings import ROOT, Settings
from bot.standards.loading import load_content
from bot.training import model_path, train
from bot.understanding.interpreter import Interpreter
from evaluation import cases, report
from evaluation.asking import Line
from evaluation.figures import understanding_figures, wrong_questions
from evaluation.gate import fallen
from evaluation.rest_figures import OverRest, figures_over_rest
from evaluation.serving import ServingError, serving

DIRECTORY = ROOT / "docs" / "evaluation"
MOST_SECONDS = 2700.0


def main() -> int:
    """Write the report; tell what fell below the committed figures (exit code 1 if anything did)."""
    argparse.ArgumentParser(prog="python -m evaluation", description=__doc__).parse_args()
    settings = Settings.from_env()
    model = train(settings)
    parse = functools.partial(Interpreter.load_from_archive(model).parse, today=cases.REFERENCE_DAY)
    print("Measuring understanding on the evaluation sets ...", flush=True)
    figures = understanding_figures(parse)
    wrong = wrong_questions(parse)
    milliseconds = {"understanding alone": _latency(model)}
    try:
        rest = _over_rest(settings)
    except ServingError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if model_path(settings) != model:
        print("error: what the model is made of changed during the run; run it again", file=sys.stderr)
        return 1
    figures.update(rest.figures)
    worse = fallen(report.read_figures(DIRECTORY), figures) if (DIRECTORY / report.FIGURES).exists() else []
    report.write(DIRECTORY, figures, wrong, rest.foreign, {**milliseconds, "over REST": rest.milliseconds})
    print(f"Written to {DIRECTORY.relative_to(ROOT)}/")
    print("\n".join(["Worse than the committed figures:", *worse]) if worse else "No figure has fallen.")
    return 1 if worse else 0


def _over_rest(settings: Settings) -> OverRest:
    content = load_content(settings.content_dir)
    print("Starting the service and Rasa ...", flush=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as assistant:
        print("Asking over REST ...", flush=True)
        return figures_over_rest(Line(assistant, MOST_SECONDS), content)


def _latency(model: Path) -> dict[str, float]:
    """Milliseconds for one message that a freshly loaded interpreter has not seen."""
    interpreter = Interpreter.load_from_archive(model)
    times = []
    for question in cases.questions():
        started = time.perf_counter()
        interpreter.parse(question.text)
        times.append((time.perf_counter() - started) * 1000)
    return {"median": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]}


if __name__ == "__main__":
    sys.exit(main())
