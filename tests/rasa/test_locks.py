import asyncio
import uuid
from types import SimpleNamespace
from typing import Any

import pytest

from bot.rasa.locks import keep_locks_in_redis
from tests.databases import redis_server


def agent() -> Any:
    """As much of Rasa's agent as holds locks."""
    return SimpleNamespace(lock_store=None, processor=SimpleNamespace(lock_store=None))


def test_agent_and_processor_keep_their_locks_in_the_same_redis() -> None:
    made = agent()
    keep_locks_in_redis(made, redis_server())
    assert made.lock_store is made.processor.lock_store
    assert made.lock_store.red.ping()


def test_an_agent_without_a_model_keeps_its_locks_there_too() -> None:
    made = SimpleNamespace(lock_store=None, processor=None)
    keep_locks_in_redis(made, redis_server())
    assert made.lock_store is not None


def test_who_holds_a_conversation_keeps_another_rasa_out() -> None:
    one, other = agent(), agent()
    for made in (one, other):
        keep_locks_in_redis(made, redis_server())
    conversation = uuid.uuid4().hex

    async def both() -> None:
        async with one.lock_store.lock(conversation):
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(other.lock_store.lock(conversation).__aenter__(), 0.5)
        async with other.lock_store.lock(uuid.uuid4().hex):
            pass

    asyncio.run(both())
    one.lock_store.delete_lock(conversation)
