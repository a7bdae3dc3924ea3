"""The HTML templates of the folder pages/, which take their Danish texts from the locale files.

Everything is escaped by itself, and a value that is missing is an error, never a hole in the page.
"""

from __future__ import annotations

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.server.prose import linked, prose
from bot.wording import phrases
from bot.wording.i18n import text as danish

PAGES = Path(__file__).resolve().parent / "pages"


def render(name: str, /, **values: object) -> str:
    """Return a page: a template filled with values."""
    return _environment().get_template(name).render(values)


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["say"] = danish
    made.filters.update(prose=prose, linked=linked, day=phrases.date, listed=phrases.listed)
    return made
