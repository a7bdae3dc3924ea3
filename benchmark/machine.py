"""What the figures were measured on, and how large things are on disk."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_PACKAGES = ("rasa", "rasa-sdk", "sanic", "tensorflow", "numpy", "scikit-learn")
_VERSIONS = """
import importlib.metadata as m, json, sys
def version(name):
    try:
        return m.version(name)
    except m.PackageNotFoundError:
        return None
print(json.dumps({name: version(name) for name in sys.argv[1:]}))
"""
_MEGABYTE = 1024 * 1024


def description() -> dict[str, Any]:
    """Return cores, processor, memory and system."""
    processor = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s+(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": processor[1].strip() if processor else platform.machine(),
        "memory_gb": round(int(memory[1]) / 1024 / 1024, 1) if memory else None,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def busy_seconds() -> float:
    """Return how long all cores together have had something to do since the machine was started.

    Source: /proc/stat, proc(5): all its times but those of waiting (idle, iowait); guests are counted in user already.
    """
    user, nice, system, _, _, *others = map(int, _read("/proc/stat").split("\n", 1)[0].split()[1:9])
    return float((user + nice + system + sum(others)) / os.sysconf("SC_CLK_TCK"))


def versions(python: str, packages: Sequence[str] = _PACKAGES) -> dict[str, str | None]:
    """Return the versions of packages in the environment of an interpreter, None for one that is not there."""
    import json

    told = subprocess.run([python, "-c", _VERSIONS, *packages], capture_output=True, text=True, check=True).stdout
    found: dict[str, str | None] = json.loads(told)
    return found


def folder_mb(folder: Path) -> float:
    """Return the megabytes of all files of a folder, a file with several names once."""
    sizes = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            state = path.stat()
            sizes[state.st_dev, state.st_ino] = state.st_size
    return round(sum(sizes.values()) / _MEGABYTE, 1)


def file_mb(path: Path) -> float:
    """Return the megabytes of a file."""
    return round(path.stat().st_size / _MEGABYTE, 1)


def environment_of(python: str) -> Path:
    """Return the folder of the environment that an interpreter belongs to."""
    return Path(python).absolute().parent.parent


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
