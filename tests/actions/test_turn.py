"""What a turn reads from message and slots, and what it leaves behind."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk import Tracker

from actions.turn import FOR_CIRCUMSTANCES, FOR_CONFIRMATION, FOR_MUNICIPALITY, SLOTS, Pending, Turn, remember
from bot.answers.reckoning import DatedEvent
from bot.standards.values import Event


def tracker(entities: list[dict[str, Any]], **slots: Any) -> Tracker:
    message = {"intent": {"name": "ask"}, "entities": entities, "text": ""}
    return Tracker("someone", slots, message, [], False, None, {}, "action_listen")


def entity(name: str, value: Any) -> dict[str, Any]:
    return {"entity": name, "value": value}


def after(turn: Turn, before: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The slots as Rasa would have them after the events."""
    events = remember(turn, **changes)
    return {**dict.fromkeys(SLOTS), **before, **{event["name"]: event["value"] for event in events}}


names = st.sampled_from(["contact", "payment", "complaint"])
pendings = st.builds(
    Pending,
    st.sampled_from([FOR_MUNICIPALITY, FOR_CIRCUMSTANCES, FOR_CONFIRMATION]),
    st.lists(names, max_size=3).map(tuple),
    st.lists(st.sampled_from(["age", "early_retirement_pension"]), max_size=2).map(tuple),
    st.booleans(),
)


@given(pendings)
def test_a_waiting_question_survives_the_tracker_store(pending: Pending) -> None:
    assert Pending.of_slot(pending.to_slot()) == pending


def test_a_message_s_topics_keep_their_order_and_are_named_once() -> None:
    said = [entity("topic", "payment"), entity("topic", "contact"), entity("topic", "payment")]
    assert Turn.of(tracker(said)).topics == ("payment", "contact")


def test_the_newest_word_about_a_circumstance_wins() -> None:
    turn = Turn.of(tracker([entity("age", "45")], age="24", early_retirement_pension=False))
    assert turn.circumstances.to_mapping() == {"age": "45", "early_retirement_pension": False}


def test_what_was_said_is_remembered() -> None:
    turn = Turn.of(tracker([entity("age", "45")]))
    assert after(turn, {})["age"] == "45"


def test_a_day_and_what_happened_on_it_are_remembered_together() -> None:
    slots = {"date": "2026-10-01", "event": "application"}
    left = after(Turn.of(tracker([entity("date", "2026-11-03")], **slots)), slots)
    assert (left["date"], left["event"]) == ("2026-11-03", None)
    assert after(Turn.of(tracker([], **slots)), slots)["date"] == "2026-10-01"


def test_a_day_counts_only_with_what_happened_on_it() -> None:
    told = [entity("date", "2026-11-03"), entity("event", "decision_received")]
    assert Turn.of(tracker(told)).dated == DatedEvent(Event.DECISION_RECEIVED, datetime.date(2026, 11, 3))
    assert Turn.of(tracker(told[:1])).dated is None


@pytest.mark.parametrize(
    ("before", "said", "about"),
    [
        (None, "self", "self"),
        (None, "relative", "relative"),
        ("self", "relative", "relative"),
        ("relative", "client", "client"),
        ("relative", "self", "relative"),
        ("client", None, "client"),
    ],
)
def test_a_mere_i_takes_back_nobody_else(before: str | None, said: str | None, about: str | None) -> None:
    slots = {"person": before}
    turn = Turn.of(tracker([entity("person", said)] if said else [], **slots))
    assert turn.about == about
    assert after(turn, slots)["person"] == about


def test_an_understood_turn_clears_what_was_waiting_and_the_count() -> None:
    slots = {"pending": Pending(FOR_MUNICIPALITY, ("contact",)).to_slot(), "misunderstood": 1}
    left = after(Turn.of(tracker([], **slots)), slots)
    assert left["pending"] is None
    assert left["misunderstood"] is None


def test_a_turn_that_changes_nothing_writes_nothing() -> None:
    turn = Turn.of(tracker([], municipality="thisted", topics=["contact"], age="24"))
    assert remember(turn) == []


def test_a_waiting_question_can_go_on_waiting() -> None:
    pending = Pending(FOR_CIRCUMSTANCES, ("contact",), ("age",))
    slots = {"pending": pending.to_slot()}
    turn = Turn.of(tracker([], **slots))
    assert remember(turn, pending=turn.pending) == []
