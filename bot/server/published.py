"""An entry of the log as the citizen's page gets it: without what is the service's own business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversations.entry import CITIZEN, FEEDBACK, HANDOVER, PERSON, RATING, ROBOT, Entry, NewEntry
from bot.wording.reply import DOES, UNDERSTOOD

_DOT = "."


@dataclass(frozen=True)
class Meaning:
    """What a button says and is passed on as; what it does at once, for whose person, where it does something."""

    title: str
    payload: str
    does: str | None
    person: Mapping[str, Any]


def published(entry: Entry) -> dict[str, Any]:
    """Return the entry as docs/channel.md describes it. What a button means stays here."""
    shown: dict[str, Any] = {
        "number": entry.number,
        "at": entry.at.isoformat(timespec="milliseconds"),
        "kind": entry.kind,
        "text": entry.text,
    }
    if entry.kind == CITIZEN:
        shown["client_id"] = entry.client_id
    elif entry.kind == ROBOT:
        shown["answers"] = entry.answers
        custom = entry.data.get("custom") or {}
        shown["custom"] = {name: value for name, value in custom.items() if name != UNDERSTOOD}
        shown["buttons"] = [
            {"id": f"{entry.number}{_DOT}{index}", **_shown_button(button)}
            for index, button in enumerate(entry.data.get("buttons", ()))
        ]
    elif entry.kind == PERSON:
        shown["sender"] = entry.data.get("sender") or {}
    elif entry.kind == HANDOVER:
        shown["state"], shown["sender"] = entry.data.get("state"), entry.data.get("sender")
    elif entry.kind == RATING:
        shown["stars"] = entry.data.get("stars")
    elif entry.kind == FEEDBACK:
        shown["about"], shown["useful"] = entry.data.get("about"), entry.data.get("useful")
    return shown


def robot_entry(message: dict[str, Any]) -> NewEntry:
    """Return what Rasa said, one of its messages, as an entry of the log."""
    data: dict[str, Any] = {}
    if isinstance(message.get("custom"), dict):
        data["custom"] = message["custom"]
    buttons = [
        {
            "title": str(one["title"]),
            "payload": str(one.get("payload") or one["title"]),
            **({"does": one["does"]} if one.get("does") in DOES else {}),
        }
        for one in message.get("buttons") or ()
        if isinstance(one, dict) and one.get("title")
    ]
    if buttons:
        data["buttons"] = buttons
    return NewEntry(ROBOT, str(message.get("text") or ""), data)


def municipality_of(entry: Entry) -> str | None:
    """Return the slug of the municipality that an answer of the robot's is about, None where it names none."""
    slug = (entry.data.get("custom") or {}).get("municipality")
    return slug if isinstance(slug, str) else None


def button_of(button_id: str) -> tuple[int, int] | None:
    """Return the number of the entry and the index that a button's id names, None if it names none."""
    number, dot, index = button_id.partition(_DOT)
    if not (dot and number.isascii() and index.isascii() and number.isdigit() and index.isdigit()):
        return None
    if len(number) > 9 or len(index) > 2:
        return None
    return int(number), int(index)


def pressed(entry: Entry | None, index: int) -> Meaning | None:
    """Return what a robot's button means, None where there is none."""
    buttons = entry.data.get("buttons", ()) if entry is not None and entry.kind == ROBOT else ()
    if entry is None or not 0 <= index < len(buttons):
        return None
    button = buttons[index]
    person = (entry.data.get("custom") or {}).get("person") or {}
    return Meaning(button["title"], button["payload"], button.get("does"), person)


def _shown_button(button: dict[str, Any]) -> dict[str, Any]:
    return {name: button[name] for name in ("title", "does") if name in button}
