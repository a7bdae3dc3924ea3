"""Files that save time the next time; without them, or where they cannot be written, everything works as well."""

from __future__ import annotations

import os
from pathlib import Path


def keep(path: Path, data: bytes, replaces: str) -> bool:
    """Write a file that is there as a whole or not at all, in the place of those that `replaces` (a pattern) names.

    False where that is not possible; then nothing half-made is left.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_bytes(data)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        for older in path.parent.glob(replaces):
            if older != path and older.suffix != partial.suffix:
                older.unlink(missing_ok=True)
    except OSError:
        return False
    return True
