"""The project's content, and ways to spoil a copy of it by what stands there: no fact is repeated here."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

CONTENT = Path(__file__).parents[2] / "content"
MUNICIPALITIES = sorted(path.name for path in (CONTENT / "municipalities").iterdir())


def replace(file: Path, pattern: str, new: str) -> int:
    """Replace the first match and return the number of its line."""
    before = file.read_text(encoding="utf-8")
    match = re.search(pattern, before, re.MULTILINE)
    assert match is not None, f"{file.name} holds no {pattern}"
    file.write_text(before[: match.start()] + match.expand(new) + before[match.end() :], encoding="utf-8")
    return before[: match.start()].count("\n") + 1


def append(file: Path, text: str) -> int:
    """Add text at the end and return the number of its first line."""
    before = file.read_text(encoding="utf-8").rstrip("\n") + "\n"
    file.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def standard_of(content: Path, municipality: str) -> Path:
    """The file of a municipality's only standard."""
    return next(
        path for path in (content / "municipalities" / municipality).glob("*.yml") if path.stem != "municipality"
    )


def with_expired(folder: Path, municipality: str) -> Path:
    """Copy the content into a new folder, where a municipality's standard has run out long ago."""
    shutil.copytree(CONTENT, folder)
    replace(standard_of(folder, municipality), r"^status: \w+$", r"\g<0>\nvalid_until: 2020-01-01")
    return folder
