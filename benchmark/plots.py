"""The plots of the page."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LOAD, GROWTH = "benchmark-load.png", "benchmark-growth.png"
_TITLES = {"stock": "Rasa's default", "shipped": "Vejviser", "shipped_rasa": "Vejviser's Rasa alone"}
_COLOURS = {"stock": "tab:grey", "shipped": "tab:blue", "shipped_rasa": "tab:cyan"}
_LINES = {"memory": ":", "sqlite": "-", "postgresql": "--"}


def draw(directory: Path, figures: Mapping[str, Any]) -> list[str]:
    """Draw what there are figures for into a folder; return the names of the files."""
    os.environ.setdefault("MPLCONFIGDIR", tempfile.gettempdir())
    import matplotlib

    matplotlib.use("Agg")
    drawn = []
    if {"stock", "shipped"} <= set(figures.get("servers", {})):
        _load(directory / LOAD, figures["servers"])
        drawn.append(LOAD)
    if figures.get("growth"):
        _growth(directory / GROWTH, figures["growth"])
        drawn.append(GROWTH)
    return drawn


def _load(path: Path, servers: Mapping[str, Any]) -> None:
    """Messages a second by senders: the median of the repetitions, with the least and the most."""
    from matplotlib import pyplot

    loads = list(servers["shipped"]["loads"])
    figure, all_axes = pyplot.subplots(1, len(loads), figsize=(4.5 * len(loads), 3.6), sharey=True, squeeze=False)
    for axes, load in zip(all_axes[0], loads, strict=True):
        levels = list(servers["shipped"]["loads"][load])
        for offset, name in ((-0.2, "stock"), (0.2, "shipped")):
            rates = [servers[name]["loads"][load][level]["per_second"] for level in levels]
            middle = [rate["median"] for rate in rates]
            least_most = [
                [rate["median"] - rate["least"] for rate in rates],
                [rate["most"] - rate["median"] for rate in rates],
            ]
            places = [index + offset for index in range(len(levels))]
            axes.bar(places, middle, 0.38, yerr=least_most, capsize=3, color=_COLOURS[name], label=_TITLES[name])
            for place, value in zip(places, middle, strict=True):
                axes.annotate(f"{value:.0f}", (place, value), ha="center", va="bottom", fontsize=8)
        axes.set_xticks(range(len(levels)))
        axes.set_xticklabels(levels)
        axes.set(title=load, xlabel="senders")
    all_axes[0][0].set_ylabel("messages a second")
    all_axes[0][0].legend()
    _save(figure, path)


def _growth(path: Path, growth: Mapping[str, Any]) -> None:
    """The time of a message by its number in the conversation."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.2))
    for name, stores in growth.items():
        for store, found in stores.items():
            curve = found["curve_ms"]
            axes.plot(
                range(1, len(curve) + 1),
                curve,
                _LINES[store],
                color=_COLOURS[name],
                linewidth=1.2,
                label=f"{_TITLES[name]}, {store}",
            )
    axes.set(xlabel="message of the conversation", ylabel="milliseconds (median)", yscale="log")
    axes.grid(visible=True, which="both", linewidth=0.3)
    axes.legend(fontsize=8, loc="center left", bbox_to_anchor=(1.01, 0.5))
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    from matplotlib import pyplot

    figure.savefig(path, dpi=110, bbox_inches="tight", metadata={"Software": None})
    pyplot.close(figure)
