"""The desk: what the routes of docs/desk.md do, without HTTP."""

from __future__ import annotations

import datetime
import time
from typing import Any

from sqlalchemy.engine import Engine

from bot.conversations import readings
from bot.conversations.board import Board, Case
from bot.conversations.callbacks import Callbacks
from bot.conversations.entry import Entry
from bot.conversations.export import export
from bot.conversations.handover import Handovers, NotPossibleError, Person
from bot.conversations.log import Log, NoConversationError, now
from bot.conversations.readings import Readings
from bot.conversations.schema import PERSON_HAS
from bot.conversations.staff import Accounts, NoStaffError, Staff
from bot.privacy.kinds import CARD, CPR
from bot.privacy.masking import mask
from bot.server import desk_view
from bot.server.background import Background
from bot.server.bodies import RefusedError
from bot.server.desk_intake import Close, Forward, Reply
from bot.server.desk_view import View, may
from bot.server.erasing import Eraser
from bot.server.hub import Hub
from bot.settings import Settings
from bot.standards.model import Content

OK, CREATED, ACCEPTED = 200, 201, 202
BAD_REQUEST, CONFLICT = 400, 409
_MOST_ENTRIES = 500
# A page that reads a conversation, follows its stream and comes back after a lost line reads it once.
_READING_SECONDS = 300.0
_MOST_NOTED = 10_000

Answer = tuple[int, dict[str, Any]]


class StaffDesk:
    """What people at the desk do with conversations. All raises SQLAlchemyError where the database fails."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        content: Content,
        log: Log,
        handovers: Handovers,
        background: Background,
        hub: Hub,
        eraser: Eraser,
    ) -> None:
        self._engine = engine
        self._content = content
        self._log = log
        self._handovers = handovers
        self._background = background
        self._hub = hub
        self._eraser = eraser
        self._view = View(content)
        self._board = Board(engine)
        self._accounts = Accounts(engine)
        self._callbacks = Callbacks(engine)
        self._readings = Readings(engine)
        self._absent = datetime.timedelta(seconds=settings.absent_seconds)
        self._noted: dict[tuple[int, str, str], float] = {}

    async def board(self, person: Staff) -> dict[str, Any]:
        """Return the queue, the talks, the colleagues and the opening hours, as far as somebody may see them."""
        at = now()
        cases = await self._background.run(self._board.at_desk, person)
        colleagues = await self._background.run(self._accounts.colleagues, person.municipalities)
        cards = [(case, self._card(case)) for case in cases]
        return {
            "waiting": [card for case, card in cards if case.state != PERSON_HAS],
            "mine": [card for case, card in cards if case.staff_id == person.id],
            "others": [card for case, card in cards if case.state == PERSON_HAS and case.staff_id != person.id],
            "callbacks": {"open": await self._background.run(self._callbacks.open_count, person.municipalities)},
            "colleagues": [self._colleague(one, at) for one in colleagues if one.id != person.id],
            "opening": self._view.openings(person, at),
        }

    async def whole(self, person: Staff, reference: str) -> dict[str, Any]:
        """Return all of a conversation; that it was read is noted first. Raises NoConversationError."""
        case = await self._case(person, reference)
        await self._note_reading(person, case, readings.CONVERSATION)
        return await self._whole(person, case)

    async def to_follow(self, person: Staff, reference: str) -> Case:
        """Return a conversation whose stream somebody opens; that it is read is noted. Raises NoConversationError."""
        case = await self._case(person, reference)
        await self._note_reading(person, case, readings.CONVERSATION)
        return case

    async def claim(self, person: Staff, reference: str) -> dict[str, Any]:
        """Take a conversation from the queue. Raises RefusedError, NoConversationError."""
        case = await self._case(person, reference)
        # Who acts is there.
        await self._background.run(self._accounts.seen, person.id)
        try:
            await self._background.run(self._handovers.claim, case.id, as_person(person))
        except NotPossibleError as error:
            if error.staff_id == person.id:
                return await self.whole(person, reference)
            raise await self._taken(error) from None
        self._changed(case)
        return await self.whole(person, reference)

    async def take(self, person: Staff, reference: str) -> dict[str, Any]:
        """Take a conversation over from a colleague. Raises NotPossibleError, NoConversationError."""
        case = await self._case(person, reference)
        await self._background.run(self._accounts.seen, person.id)
        await self._background.run(self._handovers.take_over, case.id, as_person(person))
        self._changed(case)
        return await self.whole(person, reference)

    async def reply(self, person: Staff, reference: str, reply: Reply) -> Answer:
        """Say something to the citizen. Raises NotPossibleError, NoConversationError."""
        case = await self._case(person, reference)
        self._hub.typing(case.id, False)
        entry, new = await self._background.run(
            self._handovers.reply, case.id, as_person(person), reply.client_id, without_secrets(reply.text)
        )
        self._hub.said(case.id, (entry,))
        self._hub.desk_changed()
        return ACCEPTED if new else OK, {"number": entry.number}

    async def typing(self, person: Staff, reference: str, value: bool) -> None:
        """Tell the citizen that the person writes. Raises NoConversationError, NotPossibleError."""
        case = await self._case(person, reference)
        if case.staff_id != person.id:
            raise NotPossibleError(case.state, case.staff_id)
        self._hub.typing(case.id, value)

    async def note(self, person: Staff, reference: str, text: str) -> dict[str, Any]:
        """Write something that staff alone read. Raises NoConversationError."""
        case = await self._case(person, reference)
        made = await self._background.run(self._handovers.note, case.id, as_person(person), without_secrets(text))
        self._hub.changed(case.id)
        return desk_view.note(made)

    async def forward(self, person: Staff, reference: str, forward: Forward) -> dict[str, Any]:
        """Send a conversation on. Raises RefusedError, NotPossibleError, NoConversationError."""
        case = await self._case(person, reference)
        by, note = as_person(person), without_secrets(forward.note)
        if forward.staff_id is not None:
            to = await self._colleague_there(forward.staff_id, case)
            await self._background.run(self._handovers.forward_to_person, case.id, by, as_person(to), note)
        else:
            if forward.unit is not None and forward.unit not in units_of(self._content, case.municipality or ""):
                raise RefusedError(BAD_REQUEST, "unknown_unit")
            await self._background.run(self._handovers.forward_to_unit, case.id, by, forward.unit, note)
        self._changed(case)
        return {"forwarded": True}

    async def give_back(self, person: Staff, reference: str) -> dict[str, Any]:
        """Give a conversation back to the robot. Raises NotPossibleError, NoConversationError."""
        case = await self._case(person, reference)
        await self._background.run(self._handovers.give_back, case.id, as_person(person))
        self._changed(case)
        return {"returned": True}

    async def close(self, person: Staff, reference: str, close: Close) -> dict[str, Any]:
        """End a conversation. Raises NotPossibleError, NoConversationError."""
        case = await self._case(person, reference)
        note = without_secrets(close.note)
        await self._background.run(self._handovers.close, case.id, as_person(person), close.reason, note)
        self._changed(case)
        return {"closed": True}

    async def export(self, person: Staff, reference: str) -> dict[str, Any]:
        """Return everything that is kept of a conversation, for its citizen. Raises NoConversationError."""
        case = await self._case(person, reference)
        await self._note_reading(person, case, readings.EXPORT)
        return await self._background.run(export, self._engine, case.reference)

    async def erase(self, person: Staff, reference: str) -> dict[str, Any]:
        """Erase a conversation everywhere. Raises NoConversationError."""
        case = await self._case(person, reference)
        await self._note_reading(person, case, readings.ERASE)
        erased = await self._eraser.erase_counted(case.id)
        self._hub.desk_changed()
        return {"erased": True, "counts": dict(erased.counts), "robot": erased.everywhere}

    async def after(self, case: Case, number: int) -> list[tuple[int, dict[str, Any]]]:
        """Return the entries of a conversation behind a number, each with its own."""
        entries = await self._background.run(self._log.after, case.id, number)
        return [(entry.number, self._view.entry(entry)) for entry in entries]

    async def notes_after(self, case: Case, note_id: int) -> list[dict[str, Any]]:
        """Return the notes of a conversation behind one of them."""
        found = await self._background.run(self._board.notes, case.id, note_id)
        return [desk_view.note(one) for one in found]

    async def card(self, case: Case) -> dict[str, Any] | None:
        """Return a conversation in short as it is now, None where it is gone."""
        found = await self._background.run(self._board.case, case.id)
        return None if found is None else self._card(found)

    def _card(self, case: Case) -> dict[str, Any]:
        return self._view.card(case, self._hub.is_there(case.id))

    async def _whole(self, person: Staff, case: Case) -> dict[str, Any]:
        entries: list[Entry] = []
        while True:
            more = await self._background.run(self._log.after, case.id, entries[-1].number if entries else 0)
            entries += more
            if len(more) < _MOST_ENTRIES:
                break
        return {
            "card": self._card(case),
            "about": self._view.about(case, entries, now()),
            "entries": [self._view.entry(entry) for entry in entries],
            "notes": await self.notes_after(case, 0),
            "may": may(case, person),
        }

    async def _case(self, person: Staff, reference: str) -> Case:
        found = await self._background.run(self._board.find, reference, person)
        if found is None:
            raise NoConversationError
        return found

    async def _note_reading(self, person: Staff, case: Case, what: str) -> None:
        at, name = time.monotonic(), (person.id, case.id, what)
        if at - self._noted.get(name, float("-inf")) < _READING_SECONDS:
            return
        if len(self._noted) > _MOST_NOTED:
            self._noted.clear()
        self._noted[name] = at
        slug = case.municipality or case.page or ""
        await self._background.run(self._readings.note, person, slug, what, case.reference)

    async def _taken(self, error: NotPossibleError) -> RefusedError:
        if error.staff_id is None:
            return RefusedError(CONFLICT, "taken_by_nobody")
        try:
            owner = await self._background.run(self._accounts.get, error.staff_id)
        except NoStaffError:
            return RefusedError(CONFLICT, "taken_by_nobody")
        return RefusedError(CONFLICT, "taken", name=owner.shown_name)

    async def _colleague_there(self, staff_id: int, case: Case) -> Staff:
        there = await self._background.run(self._accounts.present, case.municipality or "", None, self._absent)
        for one in there:
            if one.id == staff_id:
                return one
        raise RefusedError(CONFLICT, "not_there")

    def _colleague(self, one: Staff, at: datetime.datetime) -> dict[str, Any]:
        return {
            "id": one.id,
            "shown_name": one.shown_name,
            "unit": shown_unit(one),
            "municipalities": list(one.municipalities),
            "there": one.seen_at is not None and at - one.seen_at <= self._absent,
            "away": one.away_reason,
        }

    def _changed(self, case: Case) -> None:
        self._hub.changed(case.id)
        self._hub.desk_changed()


def units_of(content: Content, slug: str) -> list[str]:
    """Return the units of a municipality that have a desk of their own."""
    known = content.municipalities.get(slug)
    return [] if known is None else [unit.name for unit in known.units]


def without_secrets(text: str) -> str:
    """Return what staff write without CPR and card numbers; telephone numbers are their work."""
    return mask(text, wanted=(CPR, CARD)).text


def shown_unit(person: Staff) -> str | None:
    """Return the unit that citizens read beside a name: the one that somebody works for, if it is one."""
    return person.units[0] if len(person.units) == 1 else None


def as_person(person: Staff) -> Person:
    """Return somebody as a conversation knows them."""
    return Person(person.id, person.shown_name, shown_unit(person))
