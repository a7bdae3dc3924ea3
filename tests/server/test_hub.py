import asyncio

import pytest

from bot.server.hub import MOST_STREAMS_OF_CONVERSATION, Hub, TooManyStreamsError


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
