import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversations.database import open_database
from bot.conversations.overwriting import rebuild
from bot.rasa.tracker_store import ConversationTrackerStore
from tests.databases import KINDS, fresh_database

DOMAIN = Domain.from_dict(
    {
        "slots": {"place": {"type": "any", "mappings": [{"type": "custom"}]}},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
)
FIRST = (
    ActionExecuted("action_session_start"),
    SessionStarted(),
    ActionExecuted("action_listen"),
    UserUttered("hvad koster det?", {"name": "ask"}, metadata={"message": 1}),
    ActionExecuted("action_ask"),
    BotUttered("Ikke noget – æøå.", {"custom": {"type": "answer"}}),
    SlotSet("place", "thisted"),
    ActionExecuted("action_listen"),
)
SECOND = (
    ActionExecuted("action_session_start"),
    SessionStarted(),
    SlotSet("place", "thisted"),
    ActionExecuted("action_listen"),
    UserUttered("tak", {"name": "thank"}),
)


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh_database(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def store(url: str) -> ConversationTrackerStore:
    return ConversationTrackerStore(DOMAIN, url=url)


def say(store: SQLTrackerStore, sender: str, *events: Event) -> None:
    async def play() -> None:
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        for event in events:
            tracker.update(event, DOMAIN)
        await store.save(tracker)

    asyncio.run(play())


def read(store: SQLTrackerStore, sender: str) -> DialogueStateTracker | None:
    return asyncio.run(store.retrieve(sender))


def read_whole(store: SQLTrackerStore, sender: str) -> DialogueStateTracker | None:
    return asyncio.run(store.retrieve_full_tracker(sender))


def shown(tracker: DialogueStateTracker | None) -> list[dict[str, Any]]:
    assert tracker is not None
    return [event.as_dict() for event in tracker.events]


def test_who_is_not_known_has_no_tracker(store: ConversationTrackerStore) -> None:
    assert read(store, "nobody") is None


def test_events_come_back_as_they_were(store: ConversationTrackerStore) -> None:
    say(store, "a", *FIRST)
    assert shown(read_whole(store, "a")) == [event.as_dict() for event in FIRST]


def test_the_latest_session_is_read_with_its_slots(store: ConversationTrackerStore) -> None:
    say(store, "a", *FIRST)
    say(store, "a", *SECOND)
    tracker = read(store, "a")
    assert shown(tracker) == [event.as_dict() for event in SECOND[1:]]
    assert tracker is not None
    assert tracker.get_slot("place") == "thisted"


def test_what_is_said_later_stands_behind_what_was_said_before(store: ConversationTrackerStore) -> None:
    for event in (*FIRST, *SECOND):
        say(store, "a", event)
    assert shown(read_whole(store, "a")) == [event.as_dict() for event in (*FIRST, *SECOND)]


def test_conversations_do_not_mix(store: ConversationTrackerStore) -> None:
    say(store, "a", *FIRST)
    say(store, "b", *SECOND)
    assert shown(read_whole(store, "b")) == [event.as_dict() for event in SECOND]


def test_saving_twice_writes_once(store: ConversationTrackerStore) -> None:
    async def play() -> None:
        tracker = await store.get_or_create_tracker("a", append_action_listen=False)
        for event in FIRST:
            tracker.update(event, DOMAIN)
        await store.save(tracker)
        await store.save(tracker)

    asyncio.run(play())
    assert len(shown(read_whole(store, "a"))) == len(FIRST)


def test_a_tracker_that_was_not_read_from_here_adds_what_the_table_lacks(store: ConversationTrackerStore) -> None:
    say(store, "a", *FIRST[1:])
    copied = DialogueStateTracker.from_events("a", [*FIRST[1:], *SECOND[3:]], DOMAIN.slots)
    asyncio.run(store.save(copied))
    assert shown(read_whole(store, "a")) == [event.as_dict() for event in (*FIRST[1:], *SECOND[3:])]


def test_the_file_of_rasas_own_store_is_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "trackers.sqlite"
    stock = SQLTrackerStore(DOMAIN, db=str(file))
    say(stock, "a", *FIRST)
    store = ConversationTrackerStore(DOMAIN, url=f"sqlite:///{file}")
    say(store, "a", *SECOND)
    assert shown(read_whole(store, "a")) == [event.as_dict() for event in (*FIRST, *SECOND)]
    # And the other way round, for whoever goes back.
    assert shown(read_whole(SQLTrackerStore(DOMAIN, db=str(file)), "a")) == shown(read_whole(store, "a"))


def test_rows_are_those_that_rasas_own_store_writes(tmp_path: Path) -> None:
    stock = SQLTrackerStore(DOMAIN, db=str(tmp_path / "stock.sqlite"))
    own = ConversationTrackerStore(DOMAIN, url=f"sqlite:///{tmp_path / 'own.sqlite'}")
    rows = []
    for store in (stock, own):
        say(store, "a", *FIRST)
        with store.engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT * FROM events ORDER BY id").mappings().all()
        rows.append([{**row, "data": json.loads(row["data"])} for row in found])
    assert rows[0] == rows[1]


def test_an_erased_conversation_is_gone_and_the_others_stay(store: ConversationTrackerStore) -> None:
    say(store, "a", *FIRST)
    say(store, "b", *FIRST)
    store.erase("a")
    assert read_whole(store, "a") is None
    assert read_whole(store, "b") is not None


def test_an_erased_text_is_in_none_of_the_files(tmp_path: Path) -> None:
    store = ConversationTrackerStore(DOMAIN, url=f"sqlite:///{tmp_path / 'own.sqlite'}")
    say(store, "a", UserUttered("hemmelighedsfuldt"))
    store.erase("a")
    assert [path.name for path in tmp_path.iterdir() if b"hemmelighedsfuldt" in path.read_bytes()] == []


def test_in_postgresql_an_erased_conversation_leaves_no_dead_rows_behind(postgresql_url: str) -> None:
    store = ConversationTrackerStore(DOMAIN, url=postgresql_url)
    say(store, "a", *FIRST)
    store.erase("a")
    engine = open_database(postgresql_url)
    assert rebuild(engine)
    with engine.connect() as connection:
        # Pages behind the last row that is alive are given back, so the file is empty.
        assert connection.exec_driver_sql("SELECT pg_relation_size('events')").scalar() == 0
    engine.dispose()


def test_two_rasas_can_make_the_table_at_once(url: str) -> None:
    async def open_all() -> None:
        await asyncio.gather(*(asyncio.to_thread(ConversationTrackerStore, DOMAIN, url=url) for _ in range(6)))

    asyncio.run(open_all())
