"""The chat page: an HTML file with its Danish texts filled in, and the files that it loads."""

from __future__ import annotations

import html
import re
from pathlib import Path

from bot.wording.i18n import text as danish

PAGES = Path(__file__).resolve().parent / "pages"
FIELD = re.compile(r"\{\{ ([a-z_.]+) \}\}")


def render(name: str, **values: str | int) -> str:
    """Return a page of the folder pages/ with each {{ key }} replaced, escaped for HTML.

    A key is a value that is given here, else a text of service.yml.
    """

    def fill(match: re.Match[str]) -> str:
        key = match.group(1)
        return html.escape(str(values[key]) if key in values else danish(f"service.{key}", **values))

    return FIELD.sub(fill, (PAGES / name).read_text(encoding="utf-8"))
