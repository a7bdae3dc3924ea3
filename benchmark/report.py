"""The figures as a page for readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmark.goals import GOALS, at
from benchmark.replies import BAD, bad
from benchmark.throughput import LOADS

Figures = Mapping[str, Any]
_STOCK, _SHIPPED, _FLOOR = "Rasa's default", "Vejviser", "bare endpoint"
_SERVERS = {"stock": _STOCK, "shipped": _SHIPPED, "floor": _FLOOR}
_GROWING = {"stock": _STOCK, "shipped_rasa": "Vejviser's Rasa alone", "shipped": "Vejviser, through the service"}
_MISSING = "–"
_OWN_EPOCHS = 100

_SHORT = "**A short look, not the benchmark**: less was measured, or only a part.\n"
_WHAT = """## What is measured

Three servers on one machine, over loopback, each as real processes:

- **Rasa's default**: `rasa run` with the REST channel, the configuration that Rasa itself puts into an empty
  `config.yml`, trained on the same examples, each topic an intent; one custom action in the stock action server
  (`python -m rasa_sdk`) words the answers with the same engine. Conversations are in memory, as Rasa keeps them unless
  told otherwise.
- **Vejviser** as it ships: `python -m bot serve`, over its `POST /webhooks/rest/webhook`; conversations in SQLite.
- **A bare endpoint** on the same Sanic with the same settings, which returns a fixed reply: no assistant there can be
  faster.

Two loads, the same texts for both assistants. **unseen**: held-out questions of `evaluation/sets`, each at most once in
the life of a process, so that nothing that is remembered helps. **zipf**: questions out of a pool of 300 others by
Zipf's law (exponent 1), as people ask the same things; none of them has been asked before the load begins. Where a
question names no municipality, one is added. Senders are closed-loop: each sends its next message when it has the
answer, five messages a conversation. Before that, 40 training examples warm everything up.

Every repetition is a life of its own: start, load, memory, end. The servers take turns (a b, b a, a b), and only one
runs at a time. Rates are the median of the repetitions, with the least and the most; waiting times are those of all
messages. A rate counts while all senders are at work.

- **Ready**: a question whose topic is certain is answered rightly over REST, from the start of the first process.
- **Memory**: all processes together after the load. PSS counts in parts what is shared, RSS in full.
- **The hundredth message**: conversations of 100 questions, one at a time; each point of the curve is the median over
  the conversations. The questions have been asked once before by somebody else, and those that end a conversation are
  those that another one begins with, so that it is not the question that makes the difference but the conversation
  behind it. For Vejviser, which remembers them, this is the stricter measure.
- **Accuracy**: held-out questions with one topic, right when exactly that topic is heard, judged for both by
  `evaluation/judging.py`. Where the stock FallbackClassifier is not sure, the question is not answered.
"""


def page(figures: Figures, plots: Sequence[str] = ()) -> str:
    """Return the page, in Markdown."""
    blocks = [
        "# Vejviser beside Rasa's default\n",
        _SHORT if figures["short"] else "Written by `make bench`.\n",
        *_goals(figures),
        *_side_by_side(figures),
        *_loads(figures),
        *(f"![{name}]({name})\n" for name in plots),
        *_growth(figures),
        *_scaling(figures),
        _WHAT,
        *_machine(figures),
        *_caveats(figures),
        "## Once more\n",
        "    make bench\n",
        "measures everything again and writes this page, its plots and `docs/benchmark.json`, which has all figures. "
        "`make bench ARGS=--help` lists what can be chosen; `ARGS=--quick` is a short look that writes nothing here.\n",
    ]
    return "\n".join(blocks)


def _goals(figures: Figures) -> list[str]:
    rows = []
    for goal in GOALS:
        value = goal.measured(figures)
        shown = "not measured" if value is None else goal.form.format(value)
        reached = _MISSING if value is None else "yes" if goal.reached(value) else "**no**"
        rows.append((goal.name, shown, str(goal), reached))
    missing = [f"Not measured: {what}: {why}.\n" for what, why in figures.get("skipped", {}).items()]
    return ["## Goals\n", _table(("", "measured", "goal", "reached"), rows), *missing]


def _side_by_side(figures: Figures) -> list[str]:
    def row(title: str, path: str, form: str) -> tuple[str, ...]:
        stock, shipped = (_shown(figures, path.format(name), form) for name in ("stock", "shipped"))
        return title, stock, shipped

    accuracy = "accuracy/{}"
    rows = [
        row("start to ready, s", "servers/{}/start_seconds/median", "{:.1f}"),
        row("memory of all processes, PSS, MB", "servers/{}/memory_mb/pss/median", "{:.0f}"),
        row("memory of all processes, RSS, MB", "servers/{}/memory_mb/rss/median", "{:.0f}"),
        row("processes", "servers/{}/memory_mb/processes", "{:.0f}"),
        row("right topic", accuracy + "/clear/right", "{:.3f}"),
        row("another topic answered", accuracy + "/clear/another_topic", "{:.3f}"),
        row("not understood, asked back", accuracy + "/clear/not_answered", "{:.3f}"),
        row("turned away", accuracy + "/clear/turned_away", "{:.3f}"),
        row("right topic, with typing errors", accuracy + "/typing_errors/right", "{:.3f}"),
        row("training from scratch, s", "training_seconds/{}", "{:.0f}"),
        row("model, MB", "size_mb/{}/model", "{:.1f}"),
        row("environment on disk, MB", "size_mb/{}/environment", "{:.0f}"),
    ]
    return ["## Side by side\n", _table(("", _STOCK, _SHIPPED), rows)]


def _loads(figures: Figures) -> list[str]:
    servers = figures.get("servers", {})
    rows = []
    for load in LOADS:
        for name, title in _SERVERS.items():
            for senders, one in servers.get(name, {}).get("loads", {}).get(load, {}).items():
                rate, times = one["per_second"], one["ms"]
                rows.append(
                    (
                        load,
                        senders,
                        title,
                        f"{rate['median']:.1f} ({rate['least']:.1f}–{rate['most']:.1f})",
                        *(f"{times[name]:.1f}" for name in ("p50", "p95", "p99")),
                        str(one["messages"]),
                        _replies(one.get("replies")),
                        f"{one['generator_share']:.2f}",
                    )
                )
    if not rows:
        return []
    heads = ("load", "senders", "server", "messages a second", "median, ms", "p95, ms", "p99, ms", "messages")
    note = (
        "Replies: answers / questions back / anything else that was said; no real reply is another status than 200, "
        "an empty one or an apology. The last column is how much of one core the generator took at the most.\n"
    )
    return ["## Load\n", _table((*heads, "replies", "generator"), sorted(rows, key=_by_load)), note]


def _by_load(row: Sequence[str]) -> tuple[int, int]:
    return LOADS.index(row[0]), int(row[1])


def _replies(counts: Mapping[str, int] | None) -> str:
    if counts is None:
        return _MISSING
    told = f"{counts['answer']} / {counts['asks_back']} / {counts['other']}"
    return f"{told}, **{bad(dict(counts))} no real ones**" if any(counts[name] for name in BAD) else told


def _growth(figures: Figures) -> list[str]:
    rows = [
        (
            title,
            store,
            *(_shown(one, name, "{:.1f}") for name in ("first_ms", "last_ms")),
            _shown(one, "last_to_first", "{:.2f}"),
            *(_shown(one, name, "{:.1f}") for name in ("early_ms", "late_ms")),
            _shown(one, "late_to_early", "{:.2f}"),
            str(one["conversations"]),
        )
        for name, title in _GROWING.items()
        for store, one in figures.get("growth", {}).get(name, {}).items()
    ]
    if not rows:
        return []
    heads = ("", "kept in", "message 1, ms", "message 100, ms", "ratio", "1–10, ms", "91–100, ms", "ratio")
    return ["## The hundredth message of a conversation\n", _table((*heads, "conversations"), rows)]


def _scaling(figures: Figures) -> list[str]:
    scaling = figures.get("scaling")
    if not scaling:
        return []
    rows = [
        (
            load,
            senders,
            *(f"{level['per_second']['median']:.1f}" for level in _beside(scaling, load, senders)),
            *(f"{_ratio(scaling, load, senders, to):.2f}" for to in ("one", "one_core")),
            " / ".join(f"{level['cores_busy']:.2f}" for level in _beside(scaling, load, senders)),
            " / ".join(f"{level['ms']['p95']:.0f}" for level in _beside(scaling, load, senders)),
        )
        for load, levels in scaling["one"]["loads"].items()
        for senders in levels
    ]
    heads = (
        "load",
        "senders",
        "one on one core, messages a second",
        "one",
        "two",
        "two to one",
        "two to one on one core",
        "cores busy",
        "p95, ms",
    )
    order = scaling["order"]
    told = (
        f"{order['conversations']:,} conversations with {order['messages']:,} messages at once against two processes: "
        f"{order['sent']:,} answers came; {order['wrong_conversations']} conversations had one that was missing, wrong "
        "or out of order.\n"
    )
    about = (
        "One process is a service, what understands for it and a Rasa; two are twice that. Where one alone keeps the "
        "machine's cores busy already, a second one has nothing left to take: how much one gains by a second core "
        "stands beside it, with all its processes kept on one core (databases and the generator are not). Cores busy "
        "and p95: one on one core / one / two; everything that the machine did is counted.\n"
    )
    return ["## One process and two, on PostgreSQL and Redis\n", _table(heads, rows), about, told]


def _beside(scaling: Figures, load: str, senders: str) -> list[Figures]:
    return [scaling[name]["loads"][load][senders] for name in ("one_core", "one", "two")]


def _ratio(scaling: Figures, load: str, senders: str, to: str) -> float:
    base, two = (scaling[name]["loads"][load][senders]["per_second"]["median"] for name in (to, "two"))
    return float(two / base)


def _machine(figures: Figures) -> list[str]:
    machine, versions = figures["machine"], figures["versions"]
    about = (
        f"{machine['cores']} cores, {machine['processor']}, {machine['memory_gb']} GB, {machine['system']}, "
        f"Python {machine['python']}.\n"
    )
    names = sorted({name for one in versions.values() for name in one})
    rows = [
        (name, *(versions.get(server, {}).get(name) or _MISSING for server in ("stock", "shipped"))) for name in names
    ]
    return ["## The machine\n", about, _table(("package", _STOCK, _SHIPPED), rows)]


def _caveats(figures: Figures) -> list[str]:
    return ["## What to keep in mind\n", "\n".join(f"- {line}" for line in _reservations(figures)) + "\n"]


def _reservations(figures: Figures) -> Iterator[str]:
    epochs, cores = figures["settings"]["epochs"], figures["machine"]["cores"]
    own = " of 100, its own number, which take hours on this data; more may make it more accurate"
    yield (
        f"Rasa's default was trained with {epochs} epochs{own if epochs != _OWN_EPOCHS else ''}. Their number changes "
        "neither its speed nor its memory. Nothing of it was tuned; a tuned Rasa may do better."
    )
    yield (
        "To its default one rule was added that Rasa's documentation recommends: what it does not understand is "
        "answered with a sentence. Without it, such a message gets no reply at all."
    )
    yield (
        f"Servers, generator and databases share {cores} cores. The generator is a process of its own and takes more "
        "from a fast server than from a slow one; so do PostgreSQL and Redis where they are used. Their memory is not "
        "counted."
    )
    if figures["settings"]["repetitions"] == 1:
        yield "Each server lived once, so no spread of its rates is known."
    busy = [value for one in figures.get("servers", {}).values() for value in one["load_average_before"]]
    if busy:
        yield (
            f"The machine's load average before the lives of the servers was {min(busy):.1f} to {max(busy):.1f}, which "
            "counts what the run itself did just before. Times differ by 15 to 20 % between two runs, and more where "
            "other work shares the machine."
        )
    yield (
        "Under the load, Rasa's default keeps conversations in memory and loses them at a restart; Vejviser stores "
        "each message, and masks what must not be stored. That is in its times."
    )
    yield (
        "Rasa's default answers each message by itself. Vejviser also hears circumstances, several questions at once "
        "and what was said before, and asks back where an answer hangs on it."
    )
    yield "Both environments on disk hold the tools of development, too (tests, linters, plots)."


def _shown(figures: Figures, path: str, form: str) -> str:
    try:
        return form.format(at(figures, path.split("/")))
    except (KeyError, TypeError):
        return _MISSING


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"
