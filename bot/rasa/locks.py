"""Whose turn it is at a Rasa: the messages of one conversation one after the other, in the order of their arrival."""

from __future__ import annotations

from rasa.core.agent import Agent
from rasa.core.lock_store import DEFAULT_SOCKET_TIMEOUT_IN_SECONDS, RedisLockStore


def keep_locks_in_redis(agent: Agent, url: str) -> None:
    """Make an agent keep its locks in the Redis at a URL, so that no two Rasas write one conversation.

    Rasa's store loses tickets where two processes draw one at the same time. Here the service gives all messages of a
    conversation to one Rasa, where they have their turns before they draw any; the locks are for when that fails, as
    where a message is still at work while the number of processes changes.
    """
    import redis

    store = RedisLockStore()
    store.red = redis.StrictRedis.from_url(url, socket_timeout=DEFAULT_SOCKET_TIMEOUT_IN_SECONDS)
    agent.lock_store = store
    if agent.processor:
        agent.processor.lock_store = store
