"""A conversation with a word in every place where a citizen or staff may have written it, and the search for it."""

from __future__ import annotations

import datetime
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.callbacks import DONE, Callbacks, CallbackWish
from bot.conversations.entry import FEEDBACK, RATING, ROBOT, NewEntry
from bot.conversations.handover import Handovers, Person, Wish
from bot.conversations.log import Clock, Log, now
from bot.conversations.outbox import Outbox
from bot.conversations.schema import metadata

LISE = Person(7, "Lise")
# Words that stand nowhere but where they were planted.
WORD, OTHER_WORD = "Hemmelighed4711", "Naboen0815"
# What planting makes of each, by the name that a purge counts it under.
PLANTED = {
    "conversations": 1,
    "entries": 12,
    "notes": 2,
    "callbacks": 2,
    "callbacks_not_done": 1,
    "deliveries": 1,
}


@dataclass(frozen=True)
class Planted:
    """A conversation that was planted; `receipts` are those of its call-backs, one that is done and one that is not."""

    id: str
    reference: str
    token: str
    receipts: tuple[str, str]


def plant(
    engine: Engine, word: str, clock: Clock = now, municipality: str | None = "thisted", asked: str = "thisted"
) -> Planted:
    """Let a citizen, the robot and a person say a word, write it down, and pass it on."""
    log, handovers = Log(engine, clock), Handovers(engine, clock)
    started = log.start(municipality)
    one, reference = started.conversation.id, started.conversation.reference
    said = log.say(one, "message-1", f"Jeg siger {word}").entry.number
    guess = {"intent": "ask", "topics": [word], "circumstances": {"age": "24"}}
    answer = NewEntry(ROBOT, f"Du siger {word}", {"custom": {"short": word, "understood": guess}})
    answered = log.answer(one, said, [answer]).entries[0].number
    log.append(one, NewEntry(FEEDBACK, f"Ikke {word}", {"about": answered, "useful": False}))
    log.say(one, "message-2", f"Stadig {word}")
    handovers.ask(one, Wish(asked, asked.title(), unit=None))
    handovers.claim(one, LISE)
    handovers.reply(one, LISE, "reply-1", f"Jeg hører {word}")
    handovers.note(one, LISE, f"Borgeren siger {word}")
    receipts = _call_backs(engine, clock, one, word, asked)
    handovers.close(one, LISE, "answered", note=f"Det var {word}")
    log.append_after(one, NewEntry(RATING, f"Tak for {word}", {"stars": 4}))
    return Planted(one, reference, started.token, receipts)


def _call_backs(engine: Engine, clock: Clock, conversation_id: str, word: str, asked: str) -> tuple[str, str]:
    callbacks, outbox = Callbacks(engine, clock), Outbox(engine, clock)
    wish = CallbackWish(asked, None, f"Bo {word}", f"12 {word}", f"{word}@example.dk", f"Hvad er {word}?", True)
    done = callbacks.ask(conversation_id, "callback-1", wish)[0].receipt
    callbacks.settle(done, DONE, "Lise", f"Talt om {word}")
    left = callbacks.ask(conversation_id, "callback-2", wish)[0].receipt
    outbox.add(None, conversation_id, {"kind": "callback", "question": word, "contact": {"name": word}})
    return done, left


def tables_with(engine: Engine, word: str) -> list[str]:
    """The tables in which a word stands, in whatever column."""
    with engine.connect() as connection:
        return [
            name
            for name, table in metadata.tables.items()
            if any(word in json.dumps(list(row), default=str) for row in connection.execute(select(table)))
        ]


def rows(engine: Engine) -> dict[str, int]:
    """How many rows each table has, without those that have none."""
    with engine.connect() as connection:
        counts = {name: len(connection.execute(select(table)).all()) for name, table in metadata.tables.items()}
    return {name: count for name, count in counts.items() if count}


def files_with(folder: Path, word: str) -> list[str]:
    """The files whose bytes hold a word. Another process reads: SQLite's locks end where their own process does so."""
    found = subprocess.run(
        ["grep", "-rlaF", word, "."], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert found.returncode in (0, 1), found.stderr
    return sorted(Path(line).name for line in found.stdout.splitlines())


def days(number: float) -> datetime.timedelta:
    return datetime.timedelta(days=number)
