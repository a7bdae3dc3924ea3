import datetime
import functools
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.entry import CITIZEN, ERASED, IDLE, NOTICE, ROBOT, Answered, NewEntry
from bot.conversations.log import Log, NoConversationError
from bot.conversations.schema import conversations
from tests.clock import Clock
from tests.planting import rows
from tests.together import at_the_same_time

ANSWER = NewEntry(ROBOT, "Det koster ikke noget.", {"custom": {"type": "answer"}})


def started(log: Log, municipality: str | None = "thisted") -> tuple[str, str]:
    one = log.start(municipality)
    return one.conversation.id, one.token


def texts(log: Log, conversation_id: str) -> list[str]:
    return [entry.text for entry in log.after(conversation_id, 0)]


def test_a_token_opens_its_own_conversation(log: Log) -> None:
    one, token = started(log)
    started(log)
    assert log.find(token).id == one


@pytest.mark.parametrize("token", ["", "x", "æøå", "\udcff", "'; DROP TABLE entries; --"])
def test_another_token_opens_nothing(log: Log, token: str) -> None:
    started(log)
    with pytest.raises(NoConversationError):
        log.find(token)


def test_neither_the_id_nor_the_reference_opens_a_conversation(log: Log) -> None:
    conversation = log.start(None).conversation
    for name in (conversation.id, conversation.reference):
        with pytest.raises(NoConversationError):
            log.find(name)


def test_the_token_itself_is_not_stored(log: Log, engine: Engine) -> None:
    _, token = started(log)
    with engine.connect() as connection:
        assert token not in str(connection.execute(select(conversations)).all())


def test_what_is_said_is_numbered_without_a_gap_and_stays_in_order(log: Log) -> None:
    one, _ = started(log)
    for index in range(5):
        said = log.say(one, f"message-{index}", f"besked {index}")
        log.answer(one, said.entry.number, [ANSWER, NewEntry(NOTICE, "og mere")])
    assert [entry.number for entry in log.after(one, 0)] == list(range(1, 16))
    assert [entry.number for entry in log.after(one, 12)] == [13, 14, 15]


def test_the_opening_stands_first(log: Log) -> None:
    conversation = log.start("thisted", [NewEntry(NOTICE, "Du skriver med en robot.")]).conversation
    log.say(conversation.id, "message-1", "Hvad koster det?")
    assert [entry.kind for entry in log.after(conversation.id, 0)] == [NOTICE, CITIZEN]


def test_a_message_that_comes_again_is_stored_once(log: Log) -> None:
    one, _ = started(log)
    first = log.say(one, "message-1", "Hvad koster det?")
    again = log.say(one, "message-1", "Hvad koster det?")
    assert (first.new, again.new) == (True, False)
    assert again.entry == first.entry
    assert texts(log, one) == ["Hvad koster det?"]


def test_a_retry_leaves_no_gap_in_the_numbers(log: Log) -> None:
    one, _ = started(log)
    for name in ("message-1", "message-1", "message-2"):
        log.say(one, name, name)
    assert [entry.number for entry in log.after(one, 0)] == [1, 2]


def test_the_same_message_from_many_threads_at_once_is_stored_once(log: Log) -> None:
    one, _ = started(log)
    news: list[bool] = []
    at_the_same_time([lambda: news.append(log.say(one, "message-1", "Hvad koster det?").new)] * 8)
    assert sorted(news) == [False] * 7 + [True]
    assert texts(log, one) == ["Hvad koster det?"]


def test_messages_from_many_threads_get_all_numbers_once(log: Log) -> None:
    one, _ = started(log)

    def say(name: int) -> None:
        for index in range(5):
            log.say(one, f"message-{name}-{index}", "hej")

    at_the_same_time([functools.partial(say, name) for name in range(4)])
    assert [entry.number for entry in log.after(one, 0)] == list(range(1, 21))


def test_two_conversations_may_use_the_same_message_id(log: Log) -> None:
    one, _ = started(log)
    other, _ = started(log)
    assert log.say(one, "message-1", "hej").new
    assert log.say(other, "message-1", "hej").new


def test_a_message_waits_until_it_is_answered(log: Log) -> None:
    one, _ = started(log, "koege")
    number = log.say(one, "message-1", "Hvad koster det?").entry.number
    assert log.waiting() == (one,)
    waiting = log.next_unanswered(one)
    assert waiting is not None
    assert (waiting.number, waiting.text, waiting.municipality) == (number, "Hvad koster det?", "koege")
    log.answer(one, number, [ANSWER])
    assert (log.waiting(), log.next_unanswered(one)) == ((), None)


def test_the_oldest_message_is_answered_first(log: Log) -> None:
    one, _ = started(log)
    first = log.say(one, "message-1", "en").entry.number
    log.say(one, "message-2", "to")
    waiting = log.next_unanswered(one)
    assert waiting is not None
    assert waiting.number == first


def test_an_answer_is_stored_once(log: Log) -> None:
    one, _ = started(log)
    number = log.say(one, "message-1", "Hvad koster det?").entry.number
    [entry] = log.answer(one, number, [ANSWER]).entries
    assert log.answer(one, number, [ANSWER]) == Answered()
    assert texts(log, one) == ["Hvad koster det?", ANSWER.text]
    assert (entry.answers, entry.data) == (number, ANSWER.data)


def test_of_many_answers_at_once_one_is_stored(log: Log) -> None:
    one, _ = started(log)
    number = log.say(one, "message-1", "Hvad koster det?").entry.number
    at_the_same_time([lambda: log.answer(one, number, [ANSWER])] * 6)
    assert texts(log, one) == ["Hvad koster det?", ANSWER.text]


def test_what_a_button_means_is_passed_on_and_its_title_is_shown(log: Log) -> None:
    one, _ = started(log)
    log.say(one, "message-1", "Ja", passed="ja tak, det gælder mig")
    waiting = log.next_unanswered(one)
    assert waiting is not None
    assert waiting.text == "ja tak, det gælder mig"
    assert texts(log, one) == ["Ja"]


def test_what_stands_beside_a_message_comes_right_behind_it_and_once(log: Log) -> None:
    one, _ = started(log)
    for _ in range(2):
        log.say(one, "message-1", "mit nummer er [cpr-nummer]", beside=[NewEntry(NOTICE, "Fjernet.")])
    assert texts(log, one) == ["mit nummer er [cpr-nummer]", "Fjernet."]


def test_an_erased_conversation_leaves_nothing_but_the_wish_to_erase_it_in_rasa(log: Log, engine: Engine) -> None:
    one, token = started(log)
    log.say(one, "message-1", "Hvad koster det?")
    assert log.erase(one)
    assert rows(engine) == {"erasures": 1}
    assert log.to_erase() == (one,)
    with pytest.raises(NoConversationError):
        log.find(token)
    log.erased(one)
    assert log.to_erase() == ()


def test_an_answer_that_comes_after_the_erasure_is_not_stored(log: Log) -> None:
    one, _ = started(log)
    number = log.say(one, "message-1", "Hvad koster det?").entry.number
    log.erase(one)
    assert log.answer(one, number, [ANSWER]) == Answered()
    assert log.after(one, 0) == ()


def test_erasing_one_conversation_leaves_the_others(log: Log) -> None:
    one, _ = started(log)
    other, _ = started(log)
    log.say(other, "message-1", "Hvad koster det?")
    log.erase(one)
    assert texts(log, other) == ["Hvad koster det?"]


def test_what_was_erased_is_overwritten_in_the_file(sqlite_engine: Engine, tmp_path: Path) -> None:
    log = Log(sqlite_engine)
    one, _ = started(log)
    log.say(one, "message-1", "en ganske særlig hemmelighed")
    log.erase(one)
    sqlite_engine.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"hemmelighed" not in kept


def test_an_idle_conversation_is_closed_with_the_reason(engine: Engine, clock: Clock) -> None:
    log = Log(engine, clock)
    one, token = started(log)
    other, _ = started(log)
    clock.move(minutes=20)
    log.touch(other)
    assert log.close_idle(clock.at - datetime.timedelta(minutes=10), IDLE) == (one,)
    assert (log.state(one).over, log.state(other).over) == (IDLE, None)
    with pytest.raises(NoConversationError):
        log.find(token)
    with pytest.raises(NoConversationError):
        log.say(one, "message-1", "hej")
    with pytest.raises(NoConversationError):
        log.touch(one)


def test_a_message_that_was_acknowledged_is_answered_also_when_the_conversation_was_closed(log: Log) -> None:
    one, _ = started(log)
    number = log.say(one, "message-1", "Hvad koster det?").entry.number
    log.close_idle(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1), IDLE)
    log.answer(one, number, [ANSWER])
    assert texts(log, one) == ["Hvad koster det?", ANSWER.text]


def test_a_conversation_that_never_was_counts_as_erased(log: Log) -> None:
    assert log.state("nobody").over == ERASED
    assert not log.erase("nobody")
    with pytest.raises(NoConversationError):
        log.say("nobody", "message-1", "hej")


def test_what_is_new_since_a_moment_is_found_by_conversation(log: Log) -> None:
    one, _ = started(log)
    other, _ = started(log)
    log.say(one, "message-1", "hej")
    seen = log.newest()
    log.say(other, "message-1", "hej")
    log.say(other, "message-2", "hej")
    newest, changed = log.latest(seen)
    assert (newest > seen, changed) == (True, (other,))
    assert log.latest(newest) == (newest, ())
