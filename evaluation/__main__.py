"""`python -m evaluation`: measure the current model on the evaluation sets and write docs/evaluation/ anew."""

from __future__ import annotations

import statistics
import sys
import time

from bot.settings import ROOT, Settings
from bot.training import train
from bot.understanding.interpreter import Interpreter
from evaluation import cases, report
from evaluation.figures import understanding_figures, wrong_questions
from evaluation.gate import fallen

DIRECTORY = ROOT / "docs" / "evaluation"


def main() -> int:
    """Write the report; tell what fell below the committed figures (exit code 1 if anything did)."""
    interpreter = Interpreter.load_from_archive(train(Settings.from_env()))
    print("Measuring understanding on the evaluation sets ...", flush=True)
    figures = understanding_figures(interpreter.parse)
    worse = fallen(report.read_figures(DIRECTORY), figures) if (DIRECTORY / report.FIGURES).exists() else []
    report.write(DIRECTORY, figures, wrong_questions(interpreter.parse), _latency())
    print(f"Written to {DIRECTORY.relative_to(ROOT)}/")
    print("\n".join(["Worse than the committed figures:", *worse]) if worse else "No figure has fallen.")
    return 1 if worse else 0


def _latency() -> dict[str, float]:
    """Milliseconds for one message that a freshly loaded interpreter has not seen."""
    interpreter = Interpreter.load_from_archive(train(Settings.from_env()))
    times = []
    for question in cases.questions():
        started = time.perf_counter()
        interpreter.parse(question.text)
        times.append((time.perf_counter() - started) * 1000)
    return {"median": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]}


if __name__ == "__main__":
    sys.exit(main())
