"""The append-only log of all conversations: the one truth of what was said.

All functions may be called from several threads and processes at once. They raise SQLAlchemyError where the database
fails; nothing is stored then.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from sqlalchemy import bindparam, delete, func, insert, or_, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.conversations.database import READS, REPEATABLE
from bot.conversations.entry import (
    CITIZEN,
    ENDED,
    ERASED,
    Answered,
    Conversation,
    Entry,
    NewEntry,
    Said,
    Started,
    State,
    Unanswered,
)
from bot.conversations.erasure import Counts, erase_conversation, erase_in_rasa_again
from bot.conversations.schema import CLOSED, PERSON_HAS, conversations, entries, erasures, unanswered
from bot.conversations.tokens import hash_of, new_id, new_reference, new_token
from bot.conversations.waiting import ALONE, PASSED, oldest, take_message
from bot.conversations.writing import NoConversationError, add, read_entry, said_before, take

_MOST_ENTRIES = 500
_TRIES = 5

# Made once: what is done for each message.
_KNOWN = update(conversations).where(conversations.c.id == bindparam("conversation")).values(returned_at=None)
_WAIT = insert(unanswered)
_DONE = delete(unanswered).where(
    unanswered.c.conversation_id == bindparam("conversation"),
    unanswered.c.number == bindparam("answered"),
    unanswered.c.taken_by == bindparam("by"),
)

Clock = Callable[[], datetime.datetime]


def now() -> datetime.datetime:
    """Return the present moment, in UTC."""
    return datetime.datetime.now(datetime.timezone.utc)


class _NotWaitingError(Exception):
    """The message has an answer, is a person's, or another service works on it."""


class Log:
    """The conversation log in a database, as the service with a name works with it."""

    def __init__(self, engine: Engine, clock: Clock = now, name: str = ALONE) -> None:
        self._engine = engine
        self._name = name
        self._reading = engine.execution_options(**READS)
        self._repeatable = engine.execution_options(**REPEATABLE)
        self._now = clock

    def start(self, municipality: str | None, opening: Sequence[NewEntry] = ()) -> Started:
        """Begin a conversation; `opening` stands in it from the start."""
        for left in reversed(range(_TRIES)):
            started = Started(Conversation(new_id(), new_reference(), municipality, self._now()), new_token())
            try:
                self._store(started, opening)
            except IntegrityError:
                # Somebody has this reference already.
                if not left:
                    raise
            else:
                return started
        raise AssertionError("unreachable")

    def find(self, token: str) -> Conversation:
        """Return the conversation that a token opens: an open one, or one that a person has ended.

        Raises NoConversationError.
        """
        # What a person has ended can still be read, judged and erased.
        open_to_read = conversations.c.closed_at.is_(None) | (conversations.c.closed_reason == ENDED)
        query = select(conversations).where(conversations.c.token_hash == hash_of(token), open_to_read)
        with self._reading.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NoConversationError
        return Conversation(row.id, row.reference, row.municipality, row.active_at)

    def say(
        self,
        conversation_id: str,
        client_id: str,
        text: str,
        passed: str | None = None,
        beside: Sequence[NewEntry] = (),
        to_answer: bool = True,
    ) -> Said:
        """Store a citizen's message, once however often it comes with the same `client_id`.

        `passed` is what is passed on in its place, where that differs; `beside` is stored right behind it; `to_answer`
        says whether the robot has to answer it, which it never has while a person has the conversation. The message
        is taken by this service where none of the conversation waits before it; else whoever answers the one before
        takes it. Raises NoConversationError.
        """
        message = NewEntry(CITIZEN, text, {} if passed in (None, text) else {PASSED: passed})
        try:
            with self._engine.begin() as connection:
                at = self._now()
                first = take(connection, conversation_id, 1 + len(beside), writing=at)
                new = [message, *beside]
                entry, *others = add(connection, conversation_id, first.number, new, at, client_id=client_id)
                to_person = first.state == PERSON_HAS
                is_next = first.waiting is None and to_answer and not to_person
                if to_answer and not to_person:
                    row = {"conversation_id": conversation_id, "number": first.number}
                    connection.execute(_WAIT, {**row, "taken_by": self._name if is_next else None})
        except IntegrityError:
            return Said(self._said_before(conversation_id, client_id), new=False)
        return Said(entry, True, is_next, tuple(others), to_person, first.returned_at)

    def answer(self, conversation_id: str, number: int, replies: Sequence[NewEntry]) -> Answered:
        """Store the answer to a message that this service has taken, and take the next one of the conversation.

        Nothing is stored or taken where the message has an answer already, a person has the conversation, another
        service has taken the message, or the conversation is erased; then Rasa has to erase it once more, too, for it
        has just worked on it. What was acknowledged is answered even where the conversation was closed meanwhile. The
        robot's memory knows by now that a person was there, if one was.
        """
        try:
            # Lost with the power, the message would be answered again.
            with self._repeatable.begin() as connection:
                # The conversation's row first, as everybody does who takes messages away.
                first = take(connection, conversation_id, len(replies), behind=number)
                mine = {"conversation": conversation_id, "answered": number, "by": self._name}
                if connection.execute(_DONE, mine).rowcount != 1:
                    raise _NotWaitingError
                if first.returned_at is not None:
                    connection.execute(_KNOWN, {"conversation": conversation_id})
                made = add(connection, conversation_id, first.number, replies, self._now(), answers=number)
                if first.waiting is None:
                    return Answered(made)
                take_message(connection, conversation_id, first.waiting, self._name)
                return Answered(made, oldest(connection, conversation_id))
        except _NotWaitingError:
            return Answered()
        except NoConversationError:
            self.given_up(conversation_id)
            return Answered()

    def given_up(self, conversation_id: str) -> None:
        """Note that a message, which Rasa may have been given, is no more; if it is erased, Rasa erases it again."""
        with self._engine.begin() as connection:
            erase_in_rasa_again(connection, conversation_id, self._now())

    def append(self, conversation_id: str, entry: NewEntry) -> Entry:
        """Store something else that was said or happened. Raises NoConversationError."""
        with self._engine.begin() as connection:
            at = self._now()
            number = take(connection, conversation_id, 1, writing=at).number
            return add(connection, conversation_id, number, [entry], at)[0]

    def append_after(self, conversation_id: str, entry: NewEntry) -> Entry:
        """Store something that may be said of a conversation after its end, too. Raises NoConversationError."""
        with self._engine.begin() as connection:
            number = take(connection, conversation_id, 1).number
            return add(connection, conversation_id, number, [entry], self._now())[0]

    def after(self, conversation_id: str, number: int) -> tuple[Entry, ...]:
        """Return the entries behind a number, in order, at most 500 of them."""
        query = (
            select(entries)
            .where(entries.c.conversation_id == conversation_id, entries.c.number > number)
            .order_by(entries.c.number)
            .limit(_MOST_ENTRIES)
        )
        with self._reading.connect() as connection:
            return tuple(map(read_entry, connection.execute(query)))

    def newest_of(self, conversation_id: str, kind: str, count: int) -> tuple[Entry, ...]:
        """Return the newest entries of a kind, newest first."""
        query = (
            select(entries)
            .where(entries.c.conversation_id == conversation_id, entries.c.kind == kind)
            .order_by(entries.c.number.desc())
            .limit(count)
        )
        with self._reading.connect() as connection:
            return tuple(map(read_entry, connection.execute(query)))

    def entry(self, conversation_id: str, number: int) -> Entry | None:
        """Return one entry, None where there is none."""
        query = select(entries).where(entries.c.conversation_id == conversation_id, entries.c.number == number)
        with self._reading.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else read_entry(row)

    def waiting(self) -> tuple[str, ...]:
        """Return the conversations that have messages without an answer, by id."""
        with self._reading.connect() as connection:
            return tuple(connection.execute(select(unanswered.c.conversation_id).distinct()).scalars())

    def next_unanswered(self, conversation_id: str) -> Unanswered | None:
        """Return the oldest message of a conversation that has no answer, None where all have."""
        with self._reading.connect() as connection:
            return oldest(connection, conversation_id)

    def touch(self, conversation_id: str) -> datetime.datetime:
        """Let the time until a conversation closes begin anew; return when that was. Raises NoConversationError."""
        at = self._now()
        with self._engine.begin() as connection:
            changed = connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation_id, conversations.c.closed_at.is_(None))
                .values(active_at=at)
            )
        if changed.rowcount != 1:
            raise NoConversationError
        return at

    def state(self, conversation_id: str) -> State:
        """Return whether a conversation is open."""
        columns = (conversations.c.active_at, conversations.c.closed_at, conversations.c.closed_reason)
        with self._reading.connect() as connection:
            row = connection.execute(select(*columns).where(conversations.c.id == conversation_id)).first()
        if row is None:
            return State(None, ERASED)
        return State(row.active_at, None) if row.closed_at is None else State(None, row.closed_reason)

    def close_idle(self, before: datetime.datetime, reason: str) -> tuple[str, ...]:
        """Close the conversations that were last active before a moment; return them by id."""
        idle = (conversations.c.closed_at.is_(None)) & (conversations.c.active_at < before)
        with self._reading.connect() as connection:
            found = tuple(connection.execute(select(conversations.c.id).where(idle)).scalars())
        if not found:
            return ()
        with self._engine.begin() as connection:
            # Only those that are still idle: somebody may have written meanwhile.
            return tuple(
                one
                for one in found
                if connection.execute(
                    update(conversations)
                    .where(conversations.c.id == one, idle)
                    .values(state=CLOSED, staff_id=None, closed_at=self._now(), closed_reason=reason)
                ).rowcount
            )

    def erase(self, conversation_id: str) -> Counts:
        """Erase a conversation with everything in it, and note that Rasa has to do the same.

        Return how much it was (`erasure.COUNTED`), nothing where there is none.
        """
        with self._engine.begin() as connection:
            return erase_conversation(connection, conversation_id, self._now(), self._name)

    def to_erase(self) -> tuple[str, ...]:
        """Return the conversations that Rasa still has to erase, by id, oldest first."""
        query = select(erasures.c.conversation_id).order_by(erasures.c.asked_at)
        with self._reading.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def erased(self, conversation_id: str) -> None:
        """Note that Rasa has erased a conversation; it has to again while it may still be given something of it."""
        over = or_(erasures.c.until.is_(None), erasures.c.until <= self._now())
        with self._engine.begin() as connection:
            connection.execute(delete(erasures).where(erasures.c.conversation_id == conversation_id, over))

    def newest(self) -> int:
        """Return the id of the newest entry of all, 0 where there is none."""
        with self._reading.connect() as connection:
            return int(connection.execute(select(func.max(entries.c.id))).scalar() or 0)

    def latest(self, after_id: int) -> tuple[int, tuple[str, ...]]:
        """Return the id of the newest entry of all, and the conversations with entries behind `after_id`."""
        query = (
            select(entries.c.id, entries.c.conversation_id)
            .where(entries.c.id > after_id)
            .order_by(entries.c.id)
            .limit(_MOST_ENTRIES)
        )
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
        return (rows[-1].id if rows else after_id), tuple(dict.fromkeys(row.conversation_id for row in rows))

    def _store(self, started: Started, opening: Sequence[NewEntry]) -> None:
        one = started.conversation
        with self._engine.begin() as connection:
            connection.execute(
                insert(conversations).values(
                    id=one.id,
                    reference=one.reference,
                    token_hash=hash_of(started.token),
                    municipality=one.municipality,
                    last_number=0,
                    started_at=one.active_at,
                    active_at=one.active_at,
                )
            )
            if opening:
                add(connection, one.id, take(connection, one.id, len(opening)).number, opening, one.active_at)

    def _said_before(self, conversation_id: str, client_id: str) -> Entry:
        with self._reading.connect() as connection:
            found = said_before(connection, conversation_id, client_id)
        if found is None:
            # It was erased in between.
            raise NoConversationError
        return found
