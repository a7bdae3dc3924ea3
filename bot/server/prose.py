"""Texts of answers as markup: lines as paragraphs, points as lists, numbers and addresses as links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from bot.wording.i18n import text

Links = Iterable[Mapping[str, str]]


def prose(said: str | Iterable[str], links: Links = ()) -> Markup:
    """Return a text, or several one below the other, as paragraphs and lists of points."""
    lines = (said if isinstance(said, str) else "\n".join(said)).split("\n")
    links, mark = tuple(links), text("phrases.bullet", text="")
    parts: list[Markup] = []
    points: list[Markup] = []
    for line in filter(str.strip, lines):
        if line.startswith(mark):
            points.append(Markup("<li>{}</li>").format(linked(line.removeprefix(mark), links)))
            continue
        parts += _list(points)
        points = []
        parts.append(Markup("<p>{}</p>").format(linked(line, links)))
    return Markup("\n").join([*parts, *_list(points)])


def linked(said: str, links: Links) -> Markup:
    """Return a text in which each telephone number and address that has a link is one."""
    by_label = {link["label"]: link["href"] for link in links}
    if not by_label:
        return escape(said)
    # The longest first, and none inside a longer word or number.
    labels = "|".join(re.escape(label) for label in sorted(by_label, key=len, reverse=True))
    parts = re.split(rf"(?<!\w)({labels})(?!\w)", said)
    shown = [
        Markup('<a href="{}">{}</a>').format(by_label[part], part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    ]
    return Markup("").join(shown)


def _list(points: list[Markup]) -> list[Markup]:
    return [Markup("<ul>{}</ul>").format(Markup("").join(points))] if points else []
