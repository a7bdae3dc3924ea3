import asyncio

import pytest

from bot.turns import TooManyWaitingError, Turns


def test_messages_of_one_conversation_are_let_through_one_at_a_time_in_order() -> None:
    seen: list[str] = []

    async def message(turns: Turns, number: int) -> None:
        async with turns.turn("a"):
            seen.append(f"in {number}")
            await asyncio.sleep(0)
            seen.append(f"out {number}")

    async def all_at_once() -> None:
        turns = Turns()
        await asyncio.gather(*(message(turns, number) for number in range(3)))

    asyncio.run(all_at_once())
    assert seen == ["in 0", "out 0", "in 1", "out 1", "in 2", "out 2"]


def test_one_conversation_does_not_wait_for_another() -> None:
    async def both() -> None:
        turns = Turns()
        async with turns.turn("a"):
            await asyncio.wait_for(turns.turn("b").__aenter__(), 1)

    asyncio.run(both())


def test_a_conversation_cannot_pile_up_messages_without_end() -> None:
    async def pile() -> None:
        turns = Turns(max_waiting=0)
        async with turns.turn("a"), turns.turn("a"):
            pass

    with pytest.raises(TooManyWaitingError):
        asyncio.run(pile())


def test_nothing_is_kept_of_a_conversation_whose_message_failed() -> None:
    async def fail(turns: Turns) -> None:
        async with turns.turn("a"):
            raise RuntimeError("failed")

    async def remember() -> int:
        turns = Turns()
        with pytest.raises(RuntimeError, match="failed"):
            await fail(turns)
        return len(turns)

    assert asyncio.run(remember()) == 0
