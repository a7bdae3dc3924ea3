"""Requests that have not arrived yet, on both databases."""

import datetime
import functools
import json
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.log import Log
from bot.conversations.outbox import Backoff, Delivery, Outbox
from bot.conversations.tokens import new_id
from tests.clock import Clock
from tests.together import at_the_same_time

CLAIM_SECONDS = 15.0
RACES = 50


@pytest.fixture
def outbox(engine: Engine, clock: Clock) -> Outbox:
    return Outbox(engine, clock)


def ids(deliveries: tuple[Delivery, ...]) -> list[str]:
    return [one.id for one in deliveries]


def claimed(outbox: Outbox) -> Delivery:
    (due,) = outbox.due(1)
    delivery = outbox.claim(due, CLAIM_SECONDS)
    assert delivery is not None
    return delivery


def test_what_was_added_is_due_at_once_with_its_id_in_the_body(outbox: Outbox) -> None:
    name = outbox.add(None, "a", {"kind": "request", "why": "asked"})
    (due,) = outbox.due(10)
    assert (due.id, due.conversation_id, due.tries) == (name, "a", 0)
    assert json.loads(due.body) == {"id": name, "kind": "request", "why": "asked"}


@pytest.mark.parametrize("text", ["æøå €", "line\nend", "\x00", "😀", "\udcff", '"quoted"'])
def test_any_text_comes_out_as_it_went_in(outbox: Outbox, text: str) -> None:
    outbox.add(None, "a", {"why": text})
    assert json.loads(outbox.due(1)[0].body)["why"] == text


def test_a_request_of_a_transaction_that_fails_was_never_made(outbox: Outbox, engine: Engine) -> None:
    def fail() -> None:
        with engine.begin() as connection:
            outbox.add(connection, "a", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert outbox.due(10) == ()


def test_a_request_stands_once_its_transaction_does(outbox: Outbox, engine: Engine) -> None:
    with engine.begin() as connection:
        name = outbox.add(connection, "a", {})
    assert ids(outbox.due(10)) == [name]


def test_adding_the_same_id_again_changes_nothing(outbox: Outbox, clock: Clock, engine: Engine) -> None:
    name = outbox.add(None, "a", {"why": "asked"}, new_id())
    before = outbox.due(10)
    clock.move(seconds=1)
    with engine.begin() as connection:
        assert outbox.add(connection, "a", {"why": "danger"}, name) == name
        # The transaction is as good as before.
        other = outbox.add(connection, "b", {})
    assert outbox.due(1) == before
    assert ids(outbox.due(10)) == [name, other]


@pytest.mark.parametrize("name", ["x", "A" * 32, "a" * 33, "a" * 31 + "\n", "a" * 30 + "\r\n"])
def test_an_id_that_is_none_is_refused(outbox: Outbox, name: str) -> None:
    with pytest.raises(ValueError, match="32 hexadecimal"):
        outbox.add(None, "a", {}, name)


def test_the_oldest_come_first(outbox: Outbox, clock: Clock) -> None:
    names = []
    for conversation_id in "abc":
        names.append(outbox.add(None, conversation_id, {}))
        clock.move(seconds=1)
    assert ids(outbox.due(2)) == names[:2]


def test_of_each_conversation_only_the_first_is_due(outbox: Outbox) -> None:
    first, second, other = (outbox.add(None, one, {}) for one in "aab")
    assert set(ids(outbox.due(10))) == {first, other}
    outbox.delivered(first)
    assert set(ids(outbox.due(10))) == {second, other}


def test_a_clock_that_lags_behind_does_not_change_the_order(outbox: Outbox, engine: Engine, clock: Clock) -> None:
    first = outbox.add(None, "a", {})
    lagging = Clock(clock.at - datetime.timedelta(hours=1))
    second = Outbox(engine, lagging).add(None, "a", {})
    assert ids(outbox.due(10)) == [first]
    outbox.delivered(first)
    assert ids(outbox.due(10)) == [second]


def test_while_the_first_is_on_its_way_or_has_failed_the_next_one_waits(outbox: Outbox) -> None:
    for _ in range(2):
        outbox.add(None, "a", {})
    delivery = claimed(outbox)
    assert outbox.due(10) == ()
    outbox.failed(delivery)
    assert outbox.due(10) == ()


def test_what_is_claimed_is_due_again_when_the_claim_has_run_out(outbox: Outbox, clock: Clock) -> None:
    outbox.add(None, "a", {"why": "asked"})
    delivery = claimed(outbox)
    clock.move(seconds=CLAIM_SECONDS - 1)
    assert outbox.due(10) == ()
    clock.move(seconds=1)
    assert [(one.id, one.body) for one in outbox.due(10)] == [(delivery.id, delivery.body)]


def test_of_two_who_saw_the_same_one_claims_it(outbox: Outbox) -> None:
    outbox.add(None, "a", {})
    (due,) = outbox.due(1)
    assert outbox.claim(due, CLAIM_SECONDS) is not None
    assert outbox.claim(due, CLAIM_SECONDS) is None


def test_of_two_processes_at_once_exactly_one_claims(database_url: str, outbox: Outbox, clock: Clock) -> None:
    engines = [open_database(database_url) for _ in range(2)]
    outboxes = [Outbox(engine, clock) for engine in engines]
    winners: list[list[int]] = [[] for _ in range(RACES)]
    for _ in range(RACES):
        outbox.add(None, new_id(), {})
    due = outbox.due(RACES)
    together = threading.Barrier(2, timeout=60)

    def race(runner: int) -> None:
        for number, delivery in enumerate(due):
            together.wait()
            if outboxes[runner].claim(delivery, CLAIM_SECONDS):
                winners[number].append(runner)

    at_the_same_time([functools.partial(race, runner) for runner in range(2)])
    for engine in engines:
        engine.dispose()
    assert [len(one) for one in winners] == [1] * RACES


def test_what_has_arrived_is_gone(outbox: Outbox) -> None:
    outbox.add(None, "a", {})
    outbox.delivered(claimed(outbox).id)
    assert outbox.waiting() == (0, 0.0)


def test_a_failure_is_counted_and_tried_again_after_a_pause(outbox: Outbox, clock: Clock) -> None:
    outbox.add(None, "a", {})
    for tries in range(1, 5):
        pause = outbox.failed(claimed(outbox))
        clock.move(seconds=pause / 2)
        assert outbox.due(10) == ()
        clock.move(seconds=pause / 2 + 0.001)
        assert outbox.due(10)[0].tries == tries


def test_a_receiver_that_asks_for_a_pause_gets_it_within_reason(outbox: Outbox) -> None:
    outbox.add(None, "a", {})
    delivery = claimed(outbox)
    assert outbox.failed(delivery, at_least=120.0) == 120.0
    assert outbox.failed(delivery, at_least=86_400.0) == Backoff().most_seconds
    assert outbox.failed(delivery, at_least=float("inf")) == Backoff().most_seconds


def test_who_comes_late_with_a_failure_does_not_disturb_who_has_it_now(outbox: Outbox, clock: Clock) -> None:
    outbox.add(None, "a", {})
    late = claimed(outbox)
    clock.move(seconds=CLAIM_SECONDS)
    claimed(outbox)
    outbox.failed(late)
    clock.move(seconds=CLAIM_SECONDS - 1)
    assert outbox.due(10) == ()
    clock.move(seconds=1)
    assert outbox.due(10)[0].tries == 0


def test_nothing_is_given_up_and_what_is_old_is_seen(outbox: Outbox, clock: Clock) -> None:
    outbox.add(None, "a", {})
    clock.move(seconds=60)
    outbox.add(None, "b", {})
    clock.move(seconds=30 * 86_400)
    assert outbox.waiting() == (2, 60 + 30 * 86_400)
    assert len(outbox.due(10)) == 2


def test_what_is_erased_is_never_sent(outbox: Outbox) -> None:
    for _ in range(2):
        outbox.add(None, "a", {})
    (seen,) = outbox.due(10)
    kept = outbox.add(None, "b", {})
    assert outbox.erase("a") == 2
    assert outbox.claim(seen, CLAIM_SECONDS) is None
    assert ids(outbox.due(10)) == [kept]


def test_an_erased_request_does_not_come_back_when_its_try_fails(outbox: Outbox) -> None:
    outbox.add(None, "a", {})
    delivery = claimed(outbox)
    outbox.erase("a")
    outbox.failed(delivery)
    assert outbox.waiting().number == 0


def test_requests_go_with_their_conversation(outbox: Outbox, log: Log) -> None:
    conversation_id = log.start("thisted").conversation.id
    outbox.add(None, conversation_id, {})
    log.erase(conversation_id)
    assert outbox.waiting().number == 0


def test_what_a_request_says_is_not_in_its_text(outbox: Outbox) -> None:
    outbox.add(None, "a", {"why": "hemmeligt"})
    assert "hemmeligt" not in repr(outbox.due(1))


@given(
    tries=st.integers(1, 100_000),
    chance=st.floats(0, 1),
    first=st.floats(0.001, 10),
    most=st.floats(10, 100_000),
)
def test_a_pause_lies_in_the_upper_half_of_what_doubling_gives(
    tries: int, chance: float, first: float, most: float
) -> None:
    backoff = Backoff(first, most)
    whole = min(most, first * 2 ** min(tries - 1, 100))
    assert whole / 2 <= backoff.seconds(tries, chance) <= whole <= most


@given(tries=st.integers(1, 1000), chance=st.floats(0, 1))
def test_pauses_never_get_shorter_by_themselves(tries: int, chance: float) -> None:
    assert Backoff().seconds(tries + 1, chance) >= Backoff().seconds(tries, chance)


def test_the_first_pause_is_a_second_and_the_longest_ten_minutes() -> None:
    assert [Backoff().seconds(tries, 1) for tries in (1, 2, 3, 1000)] == [1, 2, 4, 600]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(owners=st.lists(st.sampled_from("abc"), min_size=1, max_size=6), fates=st.lists(st.sampled_from("dfc")))
def test_whatever_fails_each_request_arrives_and_each_conversation_keeps_its_order(
    outbox: Outbox, clock: Clock, owners: list[str], fates: list[str]
) -> None:
    made = [(owner, outbox.add(None, owner, {})) for owner in owners]
    arrived = []
    while outbox.waiting().number:
        # Longer than any pause and any claim.
        clock.move(seconds=Backoff().most_seconds)
        for due in outbox.due(10):
            delivery = outbox.claim(due, CLAIM_SECONDS)
            assert delivery is not None
            # Delivered, failed, or crashed while sending.
            fate = fates.pop() if fates else "d"
            if fate == "d":
                arrived.append((delivery.conversation_id, delivery.id))
                outbox.delivered(delivery.id)
            elif fate == "f":
                outbox.failed(delivery)
    for owner in "abc":
        assert [one for one in arrived if one[0] == owner] == [one for one in made if one[0] == owner]
