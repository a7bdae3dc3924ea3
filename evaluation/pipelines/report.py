"""The comparison as a page for readers and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.pipelines import catalogue
from evaluation.pipelines.catalogue import PIPELINES, Pipeline
from evaluation.pipelines.measuring import sign_test
from evaluation.pipelines.run import BARE_RASA, EMBEDDINGS

PAGE, FIGURES = "pipelines.md", "pipelines.json"
Results = Mapping[str, Mapping[str, Any]]

_COLUMNS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("right topic first", "first", "{:.3f}".format),
    ("among the first 3", "among_first_3", "{:.3f}".format),
    ("with typing errors", "typing_errors", "{:.3f}".format),
    ("out-of-scope AUC", "outside_auc", "{:.3f}".format),
    ("out of scope, best label no topic", "outside_no_topic", "{:.3f}".format),
    ("training, s", "train_seconds", "{:.0f}".format),
    ("model, MB", "model_mb", "{:.1f}".format),
    ("load, s", "load_seconds", "{:.1f}".format),
    ("one message, ms", "parse_ms", "{:.2f}".format),
    ("memory, MB", "memory_mb", "{:.0f}".format),
)
# A difference with a smaller probability than this is taken for one.
_CHANCE = 0.05


def write(directory: Path, results: Results, examples: int, labels: int) -> None:
    """Write both files into `directory`, which is made if it is missing; `results` may lack pipelines."""
    directory.mkdir(parents=True, exist_ok=True)
    counted = with_shared_seconds(results)
    kept = {
        name: {key: _rounded(value) for key, value in one.items() if key != "hits"} for name, one in counted.items()
    }
    data = {"training": {"examples": examples, "labels": labels}, "pipelines": kept}
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    (directory / FIGURES).write_text(text + "\n", encoding="utf-8")
    (directory / PAGE).write_text(page(counted, examples, labels), encoding="utf-8")


def with_shared_seconds(results: Results) -> dict[str, dict[str, Any]]:
    """The results, with the time of the shared embeddings added to the training of those that use them."""
    shared = results.get(EMBEDDINGS, {}).get("seconds", 0.0)
    embeds = {pipeline.name for pipeline in PIPELINES if pipeline.embeds}
    counted = {name: dict(one) for name, one in results.items()}
    for name in embeds & set(counted):
        counted[name]["train_seconds"] += shared
    return counted


def page(results: Results, examples: int, labels: int) -> str:
    """The page; training times are complete already."""
    measured = [pipeline for pipeline in PIPELINES if pipeline.name in results]
    missing = [pipeline.title.strip("*") for pipeline in PIPELINES if pipeline.name not in results]
    if not measured:
        return "# Pipelines side by side\n\nNothing is measured yet: `make pipelines`.\n"
    any_result = results[measured[0].name]
    rows = [(results[one.name]["title"], *_cells(results[one.name])) for one in measured]
    blocks = [
        "# Pipelines side by side\n",
        f"Written by `make pipelines`: every pipeline learnt the same {examples:,} examples with {labels} labels and "
        f"was asked the same {any_result['questions']} held-out questions with one topic and "
        f"{any_result['outside']} messages out of scope.\n",
        _table(("pipeline", *(head for head, _, _ in _COLUMNS)), rows),
        *([f"Not measured for these data: {'; '.join(missing)}.\n"] if missing else []),
        "## How to read it\n",
        *(f"- {line}" for line in _reading(results)),
        "",
        *_against_shipped(results, measured),
        "## What the columns mean\n",
        *(f"- {line}" for line in _meaning(results)),
    ]
    return "\n".join(blocks) + "\n"


def _cells(result: Mapping[str, Any]) -> list[str]:
    return [shown(result[key]) for _, key, shown in _COLUMNS]


def _reading(results: Results) -> Iterator[str]:
    """Plain sentences for what stands in the table, as far as it is measured."""
    first = {name: one["first"] for name, one in results.items() if "first" in one}
    titles = {name: results[name]["title"].strip("*") for name in first}
    best = max(first, key=lambda name: first[name])
    yield f"Most right answers: {titles[best]}, {_percent(first[best])}; fewest: " + _lowest(first, titles)
    shipped, default = results.get(catalogue.SHIPPED), results.get(catalogue.RASA_DEFAULT)
    if shipped and default:
        yield (
            f"What ships against Rasa's default: {_points(shipped, default, 'first')} right, "
            f"{_points(shipped, default, 'typing_errors')} with typing errors, training {_times(shipped, default)}, "
            f"one message {_ratio(shipped['parse_ms'], default['parse_ms'])} of its time. Rasa's default got "
            f"{default['title'].rpartition(', ')[2]} with one seed; its own number is 100, and more may bring it more."
        )
    logistic, ngrams = results.get(catalogue.RASA_LOGISTIC), results.get(catalogue.NGRAMS)
    if logistic and ngrams:
        yield (
            "The same kind of model over our features instead of Rasa's counts (tf-idf, folding and stems, masks, "
            f"spelling): {_points(ngrams, logistic, 'first')} right, "
            f"{_points(ngrams, logistic, 'typing_errors')} with typing errors."
        )
    words, characters = results.get(catalogue.WORDS), results.get(catalogue.CHARACTERS)
    if words and characters and ngrams:
        yield (
            f"What each family of n-grams brings: without characters {_points(words, ngrams, 'first')} "
            f"({_points(words, ngrams, 'typing_errors')} with typing errors), without words "
            f"{_points(characters, ngrams, 'first')} ({_points(characters, ngrams, 'typing_errors')})."
        )
    embedding, joint = results.get(catalogue.EMBEDDING), results.get(catalogue.JOINT)
    if ngrams and joint:
        alone = f"; alone it gets {_percent(embedding['first'])}" if embedding else ""
        yield (
            f"What the embedding brings beside the n-grams: {_points(joint, ngrams, 'first')} right, for "
            f"{joint['parse_ms'] - ngrams['parse_ms']:.1f} ms more a message{alone}."
        )
    neighbours = results.get(catalogue.NEIGHBOURS)
    if neighbours and embedding:
        yield (
            f"Nearest neighbours instead of a regression over the same embeddings: "
            f"{_points(neighbours, embedding, 'first')} right."
        )
    placed = results.get(catalogue.PLACED)
    if placed and neighbours:
        yield (
            "Directions that tell texts of one label apart made to count little, as the product does it: "
            f"{_points(placed, neighbours, 'first')} right against neighbours in the plain space."
        )
    if shipped and joint:
        yield (
            f"Asking the embedding only where it is needed, and whatever else the classifier does: "
            f"{_points(shipped, joint, 'first')} right against asking both always, one message "
            f"{_ratio(shipped['parse_ms'], joint['parse_ms'])} of the time."
        )


def _against_shipped(results: Results, measured: Sequence[Pipeline]) -> Iterator[str]:
    """Question by question against what ships: the same questions, so chance is smaller than the shares suggest."""
    shipped = results.get(catalogue.SHIPPED)
    others = [one for one in measured if one.name != catalogue.SHIPPED]
    if shipped is None or not others:
        return
    rows = []
    for pipeline in others:
        pairs = list(zip(results[pipeline.name]["hits"], shipped["hits"], strict=True))
        wins, losses = pairs.count(("1", "0")), pairs.count(("0", "1"))
        chance = sign_test(wins, losses)
        verdict = "no difference shown" if chance >= _CHANCE else "worse" if losses > wins else "better"
        rows.append((results[pipeline.name]["title"], str(wins), str(losses), f"{chance:.3f}", verdict))
    yield "## Question by question against what ships\n"
    yield _table(("pipeline", "only it is right", "only what ships is right", "p (sign test)", "so it is"), rows)


def _meaning(results: Results) -> Iterator[str]:
    yield (
        "**right topic first, among the first 3**: the ranking as it is, without thresholds, asking back or fallback; "
        "typing errors are those of `evaluation/noise.py`."
    )
    yield (
        "**out-of-scope AUC**: how often a question in scope has a higher probability for its likeliest topic than a "
        "message out of scope; .5 is chance. **best label no topic**: out of scope, small talk and so on come first by "
        "themselves."
    )
    yield (
        "**Rasa** gets the texts as they are, through its own training and agent, and each topic as an intent of its "
        "own. **The others** get names of places masked, greetings taken off and spelling corrected, as in the product."
    )
    yield (
        "Our settings were chosen on this kind of data while the product was made, those of Rasa are its own: a tuned "
        "Rasa may do better than this one. With the rules around it, the likeliest label may come from a rule."
    )
    yield (
        "**training, load, one message, memory**: one process for training and a fresh one for the rest, niced, on the "
        "machine of the run. Training includes embedding the examples, load includes starting Python and imports, one "
        "message is the median of the questions, memory is what is resident after three messages."
    )
    bare, embedded = results.get(BARE_RASA), results.get(EMBEDDINGS)
    if bare:
        yield (
            "Ours are measured without Rasa around them. In the product they run inside it: Rasa alone, with no model, "
            f"takes {bare['load_seconds']:.1f} s to import and {bare['memory_mb']:.0f} MB."
        )
    if embedded:
        yield (
            f"The embedding's package ({embedded['package_mb']:.0f} MB) is not part of a model's size; embedding the "
            f"{embedded['texts']:,} texts took {embedded['seconds']:.0f} s."
        )
    yield (
        "Times differ by 15 to 20 % between two runs, and more where other work shares the machine. Rasa's default has "
        "one seed here; another gives some points more or less."
    )


def _lowest(first: Mapping[str, float], titles: Mapping[str, str]) -> str:
    worst = min(first, key=lambda name: first[name])
    return f"{titles[worst]}, {_percent(first[worst])}."


def _points(one: Mapping[str, Any], other: Mapping[str, Any], key: str) -> str:
    return f"{(one[key] - other[key]) * 100:+.1f} points"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _times(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    return f"{one['train_seconds']:.0f} s against {other['train_seconds']:.0f} s"


def _ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}" if other else "-"


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
