import asyncio
import datetime

import pytest

from bot.conversations.entry import Entry
from bot.server.hub import CITIZEN, MOST_STREAMS_OF_CONVERSATION, Hub, Listener, TooManyStreamsError


def test_a_listener_hears_of_its_own_conversation_alone() -> None:
    async def play() -> tuple[bool, bool]:
        hub = Hub()
        with hub.listening("a") as one, hub.listening("b") as other:
            hub.changed("a")
            return await one.wait(0.2), await other.wait(0.01)

    assert asyncio.run(play()) == (True, False)


def test_news_that_came_before_the_wait_are_not_lost() -> None:
    async def play() -> tuple[bool, bool]:
        hub = Hub()
        with hub.listening("a") as one:
            hub.changed("a")
            hub.changed("a")
            return await one.wait(0.2), await one.wait(0.01)

    assert asyncio.run(play()) == (True, False)


def test_who_comes_while_somebody_writes_sees_that() -> None:
    async def play() -> bool:
        hub = Hub()
        hub.typing("a", True)
        with hub.listening("a") as one:
            return one.typing

    assert asyncio.run(play())


def test_a_conversation_has_a_highest_number_of_streams_and_closed_ones_do_not_count() -> None:
    async def play() -> None:
        hub = Hub()
        for _ in range(MOST_STREAMS_OF_CONVERSATION * 3):
            with hub.listening("a"):
                pass
        assert hub.conversations() == frozenset()
        open_ones = [hub.listening("a") for _ in range(MOST_STREAMS_OF_CONVERSATION)]
        for one in open_ones:
            one.__enter__()
        with pytest.raises(TooManyStreamsError), hub.listening("a"):
            pass
        for one in open_ones:
            one.__exit__(None, None, None)

    asyncio.run(play())


def entry(number: int) -> Entry:
    return Entry(number, "robot", datetime.datetime.now(datetime.timezone.utc), "hej", {})


def test_a_new_listener_looks_once_by_itself() -> None:
    listener = Listener(CITIZEN, typing=False)
    assert [listener.must_look(), listener.must_look()] == [True, False]


def test_what_is_told_needs_no_look() -> None:
    listener = Listener(CITIZEN, typing=False)
    listener.must_look()
    listener.hear([entry(4), entry(5)])
    assert [one.number for one in listener.heard(3)] == [4, 5]
    assert listener.heard(5) == ()
    assert not listener.must_look()


@pytest.mark.parametrize("told", [[5], [4, 6]])
def test_what_is_told_with_a_gap_is_looked_up(told: list[int]) -> None:
    listener = Listener(CITIZEN, typing=False)
    listener.must_look()
    listener.hear([entry(number) for number in told])
    assert listener.heard(3) == ()
    assert listener.must_look()


def test_what_was_seen_already_is_no_gap() -> None:
    listener = Listener(CITIZEN, typing=False)
    listener.must_look()
    listener.hear([entry(2), entry(3), entry(4)])
    assert [one.number for one in listener.heard(3)] == [4]
    assert not listener.must_look()


def test_a_change_that_nobody_has_told_is_looked_up_and_typing_is_not() -> None:
    async def play() -> list[bool]:
        hub = Hub()
        with hub.listening("a") as one:
            one.must_look()
            hub.typing("a", True)
            after_typing = one.must_look()
            hub.changed("a")
            return [after_typing, one.must_look()]

    assert asyncio.run(play()) == [False, True]


def test_where_nothing_comes_it_is_looked_now_and_then() -> None:
    async def play() -> bool:
        listener = Listener(CITIZEN, typing=False)
        listener.must_look()
        await listener.wait(0.01)
        return listener.must_look()

    assert asyncio.run(play())
