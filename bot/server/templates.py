"""An HTML file of the folder pages/ with its Danish texts filled in."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from bot.wording.i18n import text as danish

PAGES = Path(__file__).resolve().parent / "pages"
FIELD = re.compile(r"\{\{\{ ([a-z_]+) \}\}\}|\{\{ ([a-z_.]+) \}\}")


def render(name: str, markup: Mapping[str, str] | None = None, **values: str | int) -> str:
    """Return a page with each {{ key }} replaced, escaped for HTML, and each {{{ key }}} by `markup` as it is.

    A key is a value that is given here, else the key of a text.
    """

    def fill(match: re.Match[str]) -> str:
        if match.group(1):
            return (markup or {})[match.group(1)]
        key = match.group(2)
        return html.escape(str(values[key]) if key in values else danish(key, **values))

    return FIELD.sub(fill, (PAGES / name).read_text(encoding="utf-8"))
