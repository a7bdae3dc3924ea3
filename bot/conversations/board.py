"""What the desk sees of the conversations that a person was asked for: the queue, the talks, those that have ended."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection, Engine

from bot.conversations.database import READS
from bot.conversations.entry import CITIZEN, HANDOVER, PERSON, ROBOT, Entry, Note
from bot.conversations.schema import (
    CLOSED,
    PERSON_HAS,
    WAITING,
    callbacks,
    conversations,
    entries,
    notes,
    staff,
)
from bot.conversations.staff import Staff
from bot.conversations.writing import read_entry

PAGE_SIZE = 20
# How much of what comes before a word is shown with it.
BEFORE_CHARS = 40
_SPOKEN = (CITIZEN, ROBOT, PERSON)


@dataclass(frozen=True)
class Case:
    """A conversation as the desk knows it.

    municipality, unit   whose desk it is at
    page                 the municipality of the page that it began on
    last, unread         the newest words, and how many of the citizen's no person has replied to
    ended_at, reason     when it was closed and why, where it is
    """

    id: str
    reference: str
    municipality: str | None
    unit: str | None
    page: str | None
    state: str
    why: str | None
    started_at: datetime.datetime
    asked_at: datetime.datetime | None
    claimed_at: datetime.datetime | None
    staff_id: int | None
    staff_name: str | None
    last: Entry | None = None
    unread: int = 0


@dataclass(frozen=True)
class Found:
    """An ended conversation that was searched for: when and why it ended, who had it last, and words of it."""

    reference: str
    municipality: str
    unit: str | None
    ended_at: datetime.datetime
    reason: str | None
    staff: str | None
    excerpt: str


class Board:
    """Reads for the desk. Who may see what is asked of `Staff.serves`, here and nowhere else."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(**READS)

    def at_desk(self, person: Staff) -> tuple[Case, ...]:
        """Return the conversations that wait or that a person has, as far as somebody may see them, in their order."""
        query = (
            _cases()
            .where(conversations.c.state.in_((WAITING, PERSON_HAS)), _served(person))
            .order_by(conversations.c.asked_at, conversations.c.id)
        )
        with self._reading.begin() as connection:
            rows = connection.execute(query).all()
            ids = [row.id for row in rows]
            last, unread = _last(connection, ids), _unread(connection, ids)
        return tuple(_case(row, last.get(row.id), unread.get(row.id, 0)) for row in rows)

    def find(self, reference: str, person: Staff) -> Case | None:
        """Return a conversation that somebody may read, None where there is none or it is not theirs to read.

        That is one that a person of theirs was asked for, or whose citizen let them read it with a call-back.
        """
        shared = select(callbacks.c.conversation_id).where(
            callbacks.c.shared.is_(True), callbacks.c.municipality.in_(person.municipalities)
        )
        query = _cases().where(
            conversations.c.reference == reference, or_(_served(person), conversations.c.id.in_(shared))
        )
        with self._reading.begin() as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            return _case(row, _last(connection, [row.id]).get(row.id), _unread(connection, [row.id]).get(row.id, 0))

    def case(self, conversation_id: str) -> Case | None:
        """Return a conversation by its inner name, whoever asks."""
        with self._reading.begin() as connection:
            row = connection.execute(_cases().where(conversations.c.id == conversation_id)).first()
            if row is None:
                return None
            return _case(row, _last(connection, [row.id]).get(row.id), _unread(connection, [row.id]).get(row.id, 0))

    def notes(self, conversation_id: str, after: int = 0) -> tuple[Note, ...]:
        """Return the notes of a conversation behind one of them, oldest first."""
        query = select(notes).where(notes.c.conversation_id == conversation_id, notes.c.id > after).order_by(notes.c.id)
        with self._reading.begin() as connection:
            return tuple(Note(row.id, row.by, row.at, row.text) for row in connection.execute(query))

    def search(
        self, person: Staff, words: str, municipalities: Iterable[str], page: int
    ) -> tuple[tuple[Found, ...], bool]:
        """Return ended conversations that hold all of some words, or have a reference, and whether more follow.

        The newest come first; pages count from 1.
        """
        chosen = (
            _cases()
            .add_columns(conversations.c.closed_at)
            .where(
                conversations.c.state == CLOSED,
                _served(person),
                conversations.c.asked_municipality.in_(tuple(municipalities)),
            )
        )
        split = words.split()
        if split:
            reference = conversations.c.reference == words.strip().upper()
            chosen = chosen.where(or_(reference, *([_all_said(split)])))
        query = (
            chosen.order_by(conversations.c.closed_at.desc(), conversations.c.id)
            .offset((page - 1) * PAGE_SIZE)
            .limit(PAGE_SIZE + 1)
        )
        with self._reading.begin() as connection:
            rows = connection.execute(query).all()
            shown = rows[:PAGE_SIZE]
            ends = _ends(connection, [row.id for row in shown])
            excerpts = {row.id: _excerpt(connection, row.id, split) for row in shown}
        found = tuple(
            Found(
                row.reference,
                row.asked_municipality,
                row.asked_unit,
                row.closed_at,
                ends.get(row.id, (None, None))[0],
                ends.get(row.id, (None, None))[1],
                excerpts[row.id],
            )
            for row in shown
        )
        return found, len(rows) > PAGE_SIZE


def _cases() -> Any:
    return select(conversations, staff.c.shown_name).select_from(
        conversations.outerjoin(staff, staff.c.id == conversations.c.staff_id)
    )


def _served(person: Staff) -> Any:
    """Return the condition that a conversation is at a desk of somebody's: `Staff.serves`, in SQL."""
    mine = conversations.c.asked_municipality.in_(person.municipalities)
    if not person.units:
        return mine
    return mine & (conversations.c.asked_unit.is_(None) | conversations.c.asked_unit.in_(person.units))


def _case(row: Any, last: Entry | None, unread: int) -> Case:
    return Case(
        row.id,
        row.reference,
        row.asked_municipality,
        row.asked_unit,
        row.municipality,
        row.state,
        row.asked_why,
        row.started_at,
        row.asked_at,
        row.claimed_at,
        row.staff_id,
        row.shown_name,
        last,
        unread,
    )


def _last(connection: Connection, ids: list[str]) -> dict[str, Entry]:
    """Return the newest words of some conversations."""
    newest = (
        select(entries.c.conversation_id, func.max(entries.c.number).label("number"))
        .where(entries.c.conversation_id.in_(ids), entries.c.kind.in_(_SPOKEN))
        .group_by(entries.c.conversation_id)
        .subquery()
    )
    query = select(entries).join(
        newest, (newest.c.conversation_id == entries.c.conversation_id) & (newest.c.number == entries.c.number)
    )
    return {row.conversation_id: read_entry(row) for row in connection.execute(query)} if ids else {}


def _unread(connection: Connection, ids: list[str]) -> dict[str, int]:
    """Return how much of the citizen's no person has replied to since it waits for one."""
    replies = entries.alias()
    replied = (
        select(func.coalesce(func.max(replies.c.number), 0))
        .where(replies.c.conversation_id == entries.c.conversation_id, replies.c.kind == PERSON)
        .scalar_subquery()
    )
    query = (
        select(entries.c.conversation_id, func.count().label("count"))
        .where(entries.c.conversation_id.in_(ids), entries.c.kind == CITIZEN, entries.c.number > replied)
        .group_by(entries.c.conversation_id)
    )
    return {row.conversation_id: int(row[1]) for row in connection.execute(query)} if ids else {}


def _all_said(words: Iterable[str]) -> Any:
    """Return the condition that each word was said somewhere in a conversation."""
    condition: Any = None
    for word in words:
        said = select(entries.c.id).where(entries.c.conversation_id == conversations.c.id, _holds(word)).exists()
        condition = said if condition is None else condition & said
    return condition


def _holds(word: str) -> Any:
    # SQLite knows the small letters of English alone.
    forms = {word, word.lower(), word.upper(), word.capitalize()}
    return or_(*(entries.c.text.contains(form, autoescape=True) for form in sorted(forms)))


def _excerpt(connection: Connection, conversation_id: str, words: list[str]) -> str:
    query = select(entries.c.text).where(entries.c.conversation_id == conversation_id, entries.c.kind.in_(_SPOKEN))
    if words:
        told = connection.execute(query.where(_holds(words[0])).order_by(entries.c.number).limit(1)).scalar()
        if told is not None:
            return around(str(told), words[0])
    first = query.where(entries.c.kind == CITIZEN).order_by(entries.c.number).limit(1)
    return str(connection.execute(first).scalar() or "")


def around(text: str, word: str) -> str:
    """Return the part of a text where a word stands, from a little before it on; the text where it does not."""
    found = re.search(re.escape(word), text, re.IGNORECASE)
    if found is None or found.start() <= BEFORE_CHARS:
        return text
    start = text.rfind(" ", 0, found.start() - BEFORE_CHARS) + 1
    return f"… {text[start:]}"


def _ends(connection: Connection, ids: list[str]) -> dict[str, tuple[str | None, str | None]]:
    """Return why some conversations ended, where a person said so, and who had them last."""
    query = (
        select(entries.c.conversation_id, entries.c.data)
        .where(entries.c.conversation_id.in_(ids), entries.c.kind == HANDOVER)
        .order_by(entries.c.number)
    )
    ends: dict[str, tuple[str | None, str | None]] = {}
    for row in connection.execute(query) if ids else ():
        actor, sender = row.data.get("actor") or {}, row.data.get("sender") or {}
        before = ends.get(row.conversation_id, (None, None))
        ends[row.conversation_id] = (row.data.get("reason"), actor.get("name") or sender.get("name") or before[1])
    return ends
