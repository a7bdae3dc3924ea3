"""What staff see of a conversation, as docs/desk.md describes it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers.circumstances import Circumstances
from bot.answers.opening import hours_of, opening
from bot.conversations.board import Case, Found
from bot.conversations.callbacks import Callback
from bot.conversations.entry import PERSON, ROBOT, Entry, Note
from bot.conversations.handover import DANGER
from bot.conversations.readings import Reading
from bot.conversations.schema import PERSON_HAS, WAITING
from bot.conversations.staff import ADMINISTRATOR, SUPERVISOR, Staff
from bot.server.published import published
from bot.server.told import told as as_asked
from bot.standards.model import Content
from bot.wording import desk as wording
from bot.wording.opening import short
from bot.wording.reply import UNDERSTOOD

_MOST_LAST_CHARS = 120


@dataclass(frozen=True)
class View:
    """Turns what the database holds into what the desk's page shows."""

    content: Content

    def card(self, case: Case, citizen_there: bool) -> dict[str, Any]:
        """Return a conversation in short."""
        person = {"id": case.staff_id, "shown_name": case.staff_name} if case.staff_id is not None else None
        return {
            "reference": case.reference,
            "municipality": case.municipality,
            "unit": case.unit,
            "why": case.why,
            "state": case.state,
            "asked_at": _at(case.asked_at),
            "claimed_at": _at(case.claimed_at),
            "staff": person,
            "last": case.last.text[:_MOST_LAST_CHARS] if case.last is not None else "",
            "last_kind": case.last.kind if case.last is not None else None,
            "last_at": _at(case.last.at) if case.last is not None else None,
            "unread": case.unread,
            "citizen_there": citizen_there,
            "urgent": case.why == DANGER,
        }

    def entry(self, entry: Entry) -> dict[str, Any]:
        """Return an entry with what the robot took the message for."""
        shown = published(entry)
        if entry.kind == ROBOT:
            shown["guessed"] = self._guessed((entry.data.get("custom") or {}).get(UNDERSTOOD))
        elif entry.kind == PERSON:
            # Whose page sent it knows it again, whichever of acknowledgement and stream comes first.
            shown["client_id"] = entry.client_id
        return shown

    def about(self, case: Case, entries: Sequence[Entry], now: datetime.datetime) -> dict[str, Any]:
        """Return what is known of the citizen, so that they need not say it again."""
        heard = [(one.data.get("custom") or {}).get(UNDERSTOOD) or {} for one in entries if one.kind == ROBOT]
        latest = heard[-1] if heard else {}
        slug = case.municipality or latest.get("municipality") or case.page
        told = latest.get("circumstances") or {}
        topics = dict.fromkeys(topic for one in heard for topic in one.get("topics") or ())
        municipality = self.content.municipalities.get(slug or "")
        service = next(iter(self.content.services))
        return {
            "municipality": {"slug": slug, "name": municipality.name} if municipality is not None else None,
            "unit": case.unit,
            "circumstances": wording.circumstances(told),
            "told": as_asked(Circumstances.from_mapping(told)),
            "topics": wording.labels(self.content, topics),
            "why": case.why,
            "page": case.page,
            "started_at": _at(case.started_at),
            "opening": self.opening(slug, case.unit, now) if slug is not None else None,
            "contact": wording.contacts(self.content, slug or "", service, now.date(), told),
        }

    def opening(self, slug: str, unit: str | None, now: datetime.datetime) -> dict[str, Any]:
        """Return whether it is open."""
        known = self.content.municipalities.get(slug)
        state = opening(None if known is None else hours_of(known, unit), now)
        return {"municipality": slug, "unit": unit, "state": state.state.value, "text": short(state, now)}

    def openings(self, person: Staff, now: datetime.datetime) -> list[dict[str, Any]]:
        """Return whether it is open where somebody works: their municipalities, and units with hours of their own."""
        found = []
        for slug in person.municipalities:
            known = self.content.municipalities.get(slug)
            units = [one.name for one in known.units if person.serves(slug, one.name)] if known is not None else []
            found += [self.opening(slug, unit, now) for unit in (None, *units)]
        return found

    def _guessed(self, heard: dict[str, Any] | None) -> dict[str, Any] | None:
        if not heard:
            return None
        slug = heard.get("municipality")
        known = self.content.municipalities.get(slug or "")
        return {
            "intent": heard.get("intent"),
            "topics": wording.labels(self.content, heard.get("topics")),
            "candidates": wording.labels(self.content, heard.get("candidates")),
            "municipality": known.name if known is not None else slug,
        }


def may(case: Case, person: Staff) -> list[str]:
    """Return what somebody may do with a conversation now."""
    found = []
    if case.state == WAITING:
        found.append("claim")
    if case.state == PERSON_HAS and case.staff_id == person.id:
        found += ["reply", "forward", "return", "close"]
    elif case.state == PERSON_HAS and person.may(SUPERVISOR):
        found.append("take")
    found.append("note")
    if person.may(ADMINISTRATOR):
        found += ["export", "erase"]
    return found


def note(one: Note) -> dict[str, Any]:
    """Return a note."""
    return {"id": one.id, "by": one.by, "at": _at(one.at), "text": one.text}


def callback(one: Callback) -> dict[str, Any]:
    """Return a call-back."""
    wish = one.wish
    return {
        "receipt": one.receipt,
        "municipality": wish.municipality,
        "unit": wish.unit,
        "name": wish.name,
        "phone": wish.phone,
        "email": wish.email,
        "question": wish.question,
        "asked_at": _at(one.asked_at),
        "state": one.state,
        "attempts": one.attempts,
        "handled_at": _at(one.handled_at),
        "handled_by": one.handled_by,
        "note": one.note,
        "reference": one.reference,
    }


def found(one: Found) -> dict[str, Any]:
    """Return an ended conversation that was searched for."""
    return {
        "reference": one.reference,
        "municipality": one.municipality,
        "unit": one.unit,
        "ended_at": _at(one.ended_at),
        "reason": one.reason,
        "staff": one.staff,
        "excerpt": one.excerpt[:_MOST_LAST_CHARS],
    }


def reading(one: Reading) -> dict[str, Any]:
    """Return a line of the audit log."""
    return {
        "at": _at(one.at),
        "by": one.by,
        "municipality": one.municipality,
        "what": one.what,
        "reference": one.reference,
    }


def _at(moment: datetime.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds")
