"""Who has a conversation: the robot, the queue, a person, or nobody any more.

    robot ─▶ waiting ─▶ person ─▶ robot | closed
      ▲         │          │
      └─────────┘◀─────────┘  (left, nobody there) (forwarded, the person is gone)

The state stands in the conversation's row and nowhere else. Each change is one UPDATE that names the state it starts
from, in one transaction with the entry that announces it: of two who want the same conversation one finds the row
changed. All functions may be called from several threads and processes at once. They raise SQLAlchemyError where the
database fails; nothing has changed then.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.conversations.database import READS
from bot.conversations.entry import ENDED, HANDOVER, PERSON, Entry, NewEntry, Note
from bot.conversations.log import Clock, now
from bot.conversations.schema import (
    CLOSED,
    PERSON_HAS,
    ROBOT_HAS,
    WAITING,
    conversations,
    notes,
    staff,
    unanswered,
    waits,
)
from bot.conversations.writing import NoConversationError, add, said_before, take
from bot.wording import handover as wording

# Why a person was asked for, or a conversation came back into the queue.
ASKED, MISUNDERSTOOD, DANGER, NOT_HELPFUL, NOT_STATED = "asked", "misunderstood", "danger", "not_helpful", "not_stated"
FORWARDED, LOST = "forwarded", "lost"
REASONS = (ASKED, MISUNDERSTOOD, DANGER, NOT_HELPFUL, NOT_STATED)

# Why a person ended a conversation.
CLOSE_REASONS = ("answered", "no_reply", "referred", "other")


class NotPossibleError(Exception):
    """The conversation is not in a state that allows this; `state` is the one it is in."""

    def __init__(self, state: str, staff_id: int | None = None) -> None:
        super().__init__(state)
        self.state = state
        self.staff_id = staff_id


@dataclass(frozen=True)
class Person:
    """A person at the desk as a conversation knows them: `name` and `unit` are what the citizen reads."""

    id: int
    name: str
    unit: str | None = None

    @property
    def sender(self) -> dict[str, str | None]:
        """How the citizen's page gets it."""
        return {"name": self.name, "unit": self.unit}


@dataclass(frozen=True)
class Wish:
    """Whom a citizen wants to talk with: a municipality by slug and name (without "Kommune"), or one of its units.

    `why` is one of REASONS.
    """

    municipality: str
    name: str
    unit: str | None = None
    why: str = ASKED


class Handovers:
    """The state machine over the conversation log's database."""

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**READS)
        self._now = clock

    def ask(self, conversation_id: str, wish: Wish) -> bool:
        """Put a conversation into the queue; False where it waits already or a person has it.

        Raises NoConversationError for one that is closed or not in this log.
        """
        at = self._now()
        with self._engine.begin() as connection:
            values = {
                "asked_municipality": wish.municipality,
                "asked_unit": wish.unit,
                "asked_why": wish.why,
                "asked_at": at,
                "claimed_at": None,
            }
            text = wording.waiting(wish.name, wish.unit)
            if self._move(connection, conversation_id, (ROBOT_HAS,), WAITING, text, "citizen", values):
                return True
            state = self._state(connection, conversation_id)
        if state in (None, CLOSED):
            raise NoConversationError
        return False

    def leave(self, conversation_id: str) -> bool:
        """Let the citizen leave the queue or the person; False where the robot has the conversation anyway.

        Raises NoConversationError.
        """
        with self._engine.begin() as connection:
            # Locked, so that whoever claims it in this very moment is left, too.
            row = self._row(connection, conversation_id, lock=True)
            if row is None or row.state == CLOSED:
                raise NoConversationError
            if row.state == ROBOT_HAS:
                return False
            left = wording.left_queue() if row.state == WAITING else wording.left_person()
            values = {} if row.state == WAITING else {"returned_at": self._now()}
            return self._move(connection, conversation_id, (row.state,), ROBOT_HAS, left, "citizen", values) is not None

    def give_up(self, conversation_id: str) -> bool:
        """Give a waiting conversation back to the robot, because nobody is there any more; False where it waits not."""
        with self._engine.begin() as connection:
            moved = self._move(connection, conversation_id, (WAITING,), ROBOT_HAS, wording.nobody_there(), "service")
        return moved is not None

    def claim(self, conversation_id: str, person: Person) -> None:
        """Give a waiting conversation to a person: exactly once, whoever else wants it.

        What the robot has not answered yet is the person's. Raises NotPossibleError.
        """
        at = self._now()
        with self._engine.begin() as connection:
            row = self._row(connection, conversation_id)
            text = wording.with_person(person.name, person.unit)
            values = {"staff_id": person.id, "claimed_at": at}
            if row is None or not self._move(
                connection, conversation_id, (WAITING,), PERSON_HAS, text, person, values, sender=person
            ):
                raise self._impossible(connection, conversation_id)
            connection.execute(delete(unanswered).where(unanswered.c.conversation_id == conversation_id))
            if row.claimed_at is None and row.asked_at is not None:
                waited = max(0, round((at - row.asked_at).total_seconds()))
                values = {"municipality": row.asked_municipality, "at": at, "seconds": waited}
                connection.execute(insert(waits).values(**values))

    def take_over(self, conversation_id: str, person: Person) -> None:
        """Give a conversation that one person has to another. Raises NotPossibleError."""
        with self._engine.begin() as connection:
            self._hand(connection, conversation_id, None, person, person)

    def reply(self, conversation_id: str, person: Person, client_id: str, text: str) -> tuple[Entry, bool]:
        """Store what a person says, once however often it comes with the same `client_id`; return whether it is new.

        Raises NotPossibleError where the person does not have the conversation.
        """
        said = NewEntry(PERSON, text, {"sender": person.sender, "staff": person.id})
        try:
            with self._engine.begin() as connection:
                at = self._now()
                number = self._take_as(connection, conversation_id, person, at)
                return add(connection, conversation_id, number, [said], at, client_id=client_id)[0], True
        except IntegrityError:
            return self._said_before(conversation_id, client_id), False

    def forward_to_person(self, conversation_id: str, by: Person, to: Person, note: str = "") -> None:
        """Give a conversation that `by` has to a colleague, with a note. Raises NotPossibleError."""
        with self._engine.begin() as connection:
            self._hand(connection, conversation_id, by, to, by)
            self._note(connection, conversation_id, by, note)

    def forward_to_unit(self, conversation_id: str, by: Person, unit: str | None, note: str = "") -> None:
        """Put a conversation that `by` has back into the queue, of a unit or of anybody, at its old place.

        Raises NotPossibleError.
        """
        with self._engine.begin() as connection:
            values = {"asked_unit": unit, "asked_why": FORWARDED, "staff_id": None}
            text = wording.forwarded(unit)
            if not self._move(connection, conversation_id, (PERSON_HAS,), WAITING, text, by, values, had=by.id):
                raise self._impossible(connection, conversation_id)
            self._note(connection, conversation_id, by, note)

    def give_back(self, conversation_id: str, by: Person) -> None:
        """Give a conversation that `by` has back to the robot. Raises NotPossibleError."""
        with self._engine.begin() as connection:
            values = {"staff_id": None, "returned_at": self._now()}
            text = wording.back_with_robot(by.name)
            if not self._move(connection, conversation_id, (PERSON_HAS,), ROBOT_HAS, text, by, values, had=by.id):
                raise self._impossible(connection, conversation_id)

    def close(self, conversation_id: str, by: Person, reason: str, note: str = "") -> None:
        """End a conversation that `by` has, for one of CLOSE_REASONS. Raises NotPossibleError, ValueError."""
        if reason not in CLOSE_REASONS:
            raise ValueError(reason)
        with self._engine.begin() as connection:
            values = {"staff_id": None, "closed_at": self._now(), "closed_reason": ENDED}
            text = wording.ended(by.name)
            if not self._move(
                connection, conversation_id, (PERSON_HAS,), CLOSED, text, by, values, had=by.id, reason=reason
            ):
                raise self._impossible(connection, conversation_id)
            self._note(connection, conversation_id, by, note)

    def note(self, conversation_id: str, by: Person, text: str) -> Note:
        """Store what staff write to each other; the citizen never gets it. Raises NoConversationError."""
        with self._engine.begin() as connection:
            if self._row(connection, conversation_id) is None:
                raise NoConversationError
            return self._add_note(connection, conversation_id, by, text)

    def return_lost(self, seen_before: datetime.datetime) -> tuple[str, ...]:
        """Put the conversations of people who are gone back into the queue, at their old places; return them by id.

        Gone is who was not seen since a moment, and whose account is closed.
        """
        gone = or_(staff.c.seen_at.is_(None), staff.c.seen_at < seen_before, staff.c.active.is_(False))
        query = (
            select(conversations.c.id, conversations.c.staff_id)
            .select_from(conversations.outerjoin(staff, staff.c.id == conversations.c.staff_id))
            .where(conversations.c.state == PERSON_HAS, or_(staff.c.id.is_(None), gone))
        )
        with self._reading.connect() as connection:
            found = connection.execute(query).all()
        return tuple(row.id for row in found if self._lost(row.id, row.staff_id, seen_before))

    def _lost(self, conversation_id: str, staff_id: int, seen_before: datetime.datetime) -> bool:
        with self._engine.begin() as connection:
            # Whoever comes back in this very moment keeps it.
            back = select(staff.c.id).where(
                staff.c.id == staff_id, staff.c.active.is_(True), staff.c.seen_at >= seen_before
            )
            if connection.execute(back).first() is not None:
                return False
            values = {"staff_id": None, "asked_why": LOST}
            text = wording.person_lost()
            moved = self._move(
                connection, conversation_id, (PERSON_HAS,), WAITING, text, "service", values, had=staff_id
            )
        return moved is not None

    def _hand(
        self, connection: Connection, conversation_id: str, had: Person | None, to: Person, actor: Person
    ) -> None:
        text = wording.with_person(to.name, to.unit)
        values = {"staff_id": to.id}
        holder = None if had is None else had.id
        if not self._move(
            connection, conversation_id, (PERSON_HAS,), PERSON_HAS, text, actor, values, had=holder, sender=to
        ):
            raise self._impossible(connection, conversation_id)

    def _move(
        self,
        connection: Connection,
        conversation_id: str,
        before: tuple[str, ...],
        after: str,
        text: str,
        actor: Person | str,
        values: Mapping[str, Any] | None = None,
        had: int | None = None,
        sender: Person | None = None,
        reason: str | None = None,
    ) -> Entry | None:
        """Change the state and announce it; None, and nothing changed, where the conversation is in another state."""
        at = self._now()
        mine = (conversations.c.id == conversation_id) & conversations.c.state.in_(before)
        if had is not None:
            mine &= conversations.c.staff_id == had
        changes: dict[str, Any] = {"state": after, "active_at": at, "staff_id": None, **(values or {})}
        if connection.execute(update(conversations).where(mine).values(**changes)).rowcount != 1:
            return None
        data: dict[str, Any] = {"state": after, "actor": _actor(actor)}
        if sender is not None:
            data["sender"] = sender.sender
        if reason is not None:
            data["reason"] = reason
        number = take(connection, conversation_id, 1).number
        return add(connection, conversation_id, number, [NewEntry(HANDOVER, text, data)], at)[0]

    def _take_as(self, connection: Connection, conversation_id: str, person: Person, at: datetime.datetime) -> int:
        try:
            taken = take(connection, conversation_id, 1, writing=at)
        except NoConversationError:
            raise self._impossible(connection, conversation_id) from None
        # The row is locked since its number was taken.
        row = self._row(connection, conversation_id)
        if taken.state != PERSON_HAS or row is None or row.staff_id != person.id:
            raise self._impossible(connection, conversation_id)
        return taken.number

    def _note(self, connection: Connection, conversation_id: str, by: Person, text: str) -> None:
        """Store a note that goes along with a change, where there is one."""
        if text:
            self._add_note(connection, conversation_id, by, text)

    def _add_note(self, connection: Connection, conversation_id: str, by: Person, text: str) -> Note:
        at = self._now()
        values = {"conversation_id": conversation_id, "staff_id": by.id, "by": by.name, "at": at, "text": text}
        made = connection.execute(insert(notes).values(**values))
        return Note(int(made.inserted_primary_key[0]), by.name, at, text)

    def _said_before(self, conversation_id: str, client_id: str) -> Entry:
        with self._reading.connect() as connection:
            found = said_before(connection, conversation_id, client_id)
        if found is None:
            raise NotPossibleError(CLOSED)
        return found

    def _impossible(self, connection: Connection, conversation_id: str) -> NotPossibleError:
        row = self._row(connection, conversation_id)
        return NotPossibleError(CLOSED) if row is None else NotPossibleError(row.state, row.staff_id)

    def _row(self, connection: Connection, conversation_id: str, lock: bool = False) -> Any:
        query = select(conversations).where(conversations.c.id == conversation_id)
        return connection.execute(query.with_for_update() if lock else query).first()

    def _state(self, connection: Connection, conversation_id: str) -> str | None:
        row = self._row(connection, conversation_id)
        return None if row is None else str(row.state)


def _actor(actor: Person | str) -> dict[str, Any]:
    return {"kind": "staff", "id": actor.id, "name": actor.name} if isinstance(actor, Person) else {"kind": actor}
