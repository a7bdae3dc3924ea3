"""Memory of a server: of all its processes together, those that they started included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_PROC = Path("/proc")
_KILOBYTE_LINE = re.compile(r"^(\w+):\s+(\d+) kB", re.MULTILINE)


def megabytes(pids: Iterable[int]) -> dict[str, float]:
    """Return `pss` (what is shared counts in parts), `rss` (in full for each) in megabytes, and how many processes."""
    all_pids = [one for pid in pids for one in tree(pid)]
    rolled = [_rolled_up(pid) for pid in all_pids]
    return {
        "pss": round(sum(one.get("Pss", 0) for one in rolled) / 1024, 1),
        "rss": round(sum(one.get("Rss", 0) for one in rolled) / 1024, 1),
        "processes": len(all_pids),
    }


def tree(pid: int) -> Iterator[int]:
    """Return a process and all that it has started, and so on; nothing if it is gone."""
    if not (_PROC / str(pid)).exists():
        return
    yield pid
    for listed in sorted((_PROC / str(pid) / "task").glob("*/children")):
        for child in listed.read_text(encoding="ascii").split():
            yield from tree(int(child))


def _rolled_up(pid: int) -> dict[str, int]:
    try:
        text = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return {}
    return {name: int(number) for name, number in _KILOBYTE_LINE.findall(text)}
