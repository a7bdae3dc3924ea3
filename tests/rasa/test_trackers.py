import asyncio

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.trackers import answer_before, forget, knows_of_person, note_person

ASKED = UserUttered("hvad koster det?", metadata={"message": 3})
ANSWER = BotUttered("Ikke noget.", {"buttons": [{"title": "Ja", "payload": "ja"}], "custom": {"type": "answer"}})
MORE = BotUttered("Og mere.", {})


def tracker(*events: object) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("a", list(events))


def test_what_was_answered_to_a_message_is_found_again_as_the_channel_gave_it() -> None:
    found = answer_before(tracker(ASKED, ActionExecuted("x"), ANSWER, MORE, ActionExecuted("action_listen")), "a", 3)
    assert found == [
        {"recipient_id": "a", "text": "Ikke noget.", "buttons": ANSWER.data["buttons"], "custom": {"type": "answer"}},
        {"recipient_id": "a", "text": "Og mere."},
    ]


def test_an_earlier_message_keeps_its_own_answer() -> None:
    later = UserUttered("og hvem?", metadata={"message": 5})
    found = answer_before(tracker(ASKED, ANSWER, later, MORE), "a", 3)
    assert [message["text"] for message in found or []] == ["Ikke noget."]


@pytest.mark.parametrize("number", [0, 4])
def test_a_message_that_is_not_in_there_has_no_answer(number: int) -> None:
    assert answer_before(tracker(ASKED, ANSWER), "a", number) is None


def test_a_conversation_that_rasa_does_not_know_has_no_answer() -> None:
    assert answer_before(None, "a", 3) is None


def stores(tmp_path: object) -> list[TrackerStore]:
    memory, sql = InMemoryTrackerStore(Domain.empty()), SQLTrackerStore(Domain.empty(), db=f"{tmp_path}/t.sqlite")
    return [memory, sql, FailSafeTrackerStore(TrackerStore.create(sql))]


@pytest.mark.parametrize("index", range(3))
def test_a_forgotten_conversation_is_gone_and_the_others_stay(tmp_path: object, index: int) -> None:
    store = stores(tmp_path)[index]

    async def play() -> tuple[object, object]:
        for sender in ("a", "b"):
            await store.save(DialogueStateTracker.from_events(sender, [ASKED, ANSWER]))
        forget(store, "a")
        return await store.retrieve("a"), await store.retrieve("b")

    gone, kept = asyncio.run(play())
    assert gone is None
    assert isinstance(kept, DialogueStateTracker)


def test_what_was_forgotten_is_overwritten_in_the_file(tmp_path: object) -> None:
    path = f"{tmp_path}/t.sqlite"
    store = SQLTrackerStore(Domain.empty(), db=path)
    secret = UserUttered("en ganske særlig hemmelighed")
    asyncio.run(store.save(DialogueStateTracker.from_events("a", [secret])))
    with open(path, "rb") as file:
        assert b"hemmelighed" in file.read()
    forget(store, "a")
    with open(path, "rb") as file:
        assert b"hemmelighed" not in file.read()


def test_a_store_of_an_unknown_kind_is_not_said_to_have_forgotten() -> None:
    with pytest.raises(NotImplementedError):
        forget(TrackerStore.create(SimpleStore(Domain.empty())), "a")


class SimpleStore(TrackerStore):
    pass


def test_that_a_person_was_there_is_known_and_what_was_told_stays() -> None:
    slots = [AnySlot(name, [{"type": "custom"}]) for name in ("municipality", "pending")]
    told = [SlotSet("municipality", "thisted"), SlotSet("pending", {"awaits": "municipality"})]
    known = DialogueStateTracker.from_events("a", [*told, ASKED, ANSWER], slots)
    note_person(known, 1_700_000_000.25)
    assert [type(event) for event in known.events][-3:] == [ConversationPaused, ConversationResumed, SlotSet]
    assert not known.is_paused()
    assert (known.get_slot("municipality"), known.get_slot("pending")) == ("thisted", None)


def test_of_each_person_who_was_there_it_is_known_by_the_moment() -> None:
    known = tracker(ASKED, ANSWER)
    note_person(known, 1.5)
    assert [knows_of_person(known, at) for at in (1.5, 2.5)] == [True, False]
