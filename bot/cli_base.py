"""What the commands of the command line share."""

from __future__ import annotations

import argparse
import json
from typing import Any

GOOD, FAILED, MISUSED = 0, 1, 2


class UsageError(Exception):
    """Something the caller can mend; the text says what, in Danish."""


def show(options: argparse.Namespace, data: Any, plain: str) -> None:
    """Print a result: as JSON where that was asked for, else as text."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str) if options.json else plain)
