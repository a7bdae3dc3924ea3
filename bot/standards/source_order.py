"""Values with conditions: a right number under a right heading can still stand beside the wrong condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.standards.claims import Claim, Path
from bot.standards.source_text import Span


@dataclass
class _Item:
    """One item of a list, such as one route: where the source has its value and its condition."""

    value: int | None = None
    condition: int | None = None


def crossed(found: dict[Claim, Span]) -> Iterator[Path]:
    """The lists whose values stand in another order in the source than their conditions: they were exchanged.

    Two values never rest on the same words. Where only one item's condition is written out, its value is the
    first that follows the condition.
    """
    for path in sorted({item[:-1] for claim in found if (item := _item(claim.path))}, key=str):
        items = [item for item in _items(path, found) if item.value is not None]
        stated = [item for item in items if item.condition is not None]
        if len(stated) > 1:
            by_condition = sorted(stated, key=lambda item: item.condition or 0)
            shared = len({item.condition for item in stated}) < len(stated)
            if shared or by_condition != sorted(stated, key=lambda item: item.value or 0):
                yield path
        elif stated and len(items) > 1:
            values = sorted(item.value or 0 for item in items)
            following = [value for value in values if value > (stated[0].condition or 0)]
            if stated[0].value != (following[0] if following else values[-1]):
                yield path


def is_implied(claim: Claim, found: dict[Claim, Span]) -> bool:
    """Whether a limit is the other side of a stated one: "under 30, instead" leaves 30 and more."""
    item = _item(claim.path)
    if item is None or claim.path[-1] != "at_least":
        return False
    below = claim.shown.replace("at_least", "below")
    siblings = {_item(other.path) for other in found if other.shown == below} - {item, None}
    return any(sibling is not None and sibling[:-1] == item[:-1] for sibling in siblings)


def _item(path: Path) -> Path | None:
    """The list item whose condition a path belongs to: topics.contact.routes[0] for its age limit."""
    return path[: path.index("when")] if "when" in path else None


def _items(path: Path, found: dict[Claim, Span]) -> list[_Item]:
    """The items of a list, each with the first place of its value and of its condition."""
    items: dict[str | int, _Item] = {}
    for claim, span in found.items():
        if claim.path[: len(path)] != path or len(claim.path) <= len(path):
            continue
        item = items.setdefault(claim.path[len(path)], _Item())
        if "when" in claim.path:
            item.condition = span.start if item.condition is None else item.condition
        else:
            item.value = span.start if item.value is None else item.value
    return list(items.values())
