"""Tells the hubs of all processes on one PostgreSQL what happens at each: ids and kinds, nothing that anybody said.

What a process has told that only it can end (somebody writes, a page is open) ends with it: every process gives a sign
of life, and what one that has fallen silent has told is forgotten. After a lost connection nobody knows what was told
meanwhile, so all streams look, and everybody says anew how things stand with them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.engine import Engine

from bot.conversations.notices import MOST_BYTES, Wire
from bot.privacy.traces import where
from bot.server.hub import Hub, Notice

logger = logging.getLogger(__name__)

# What processes tell of themselves: what follows is all that stands; somebody may have missed something; say how it
# stands with you; I am gone.
_STANDING, _LOST, _ASK, _GONE = "standing", "lost", "ask", "gone"

BEAT_SECONDS, SILENT_SECONDS = 5.0, 15.0
_PAUSE_SECONDS = 1.0
# No id and no kind is so long that a notice of it would take more.
_NOTICES_OF_TEXT = MOST_BYTES // 120


class Relay:
    """One process's line to the others."""

    def __init__(self, engine: Engine, hub: Hub) -> None:
        self._engine = engine
        self._hub = hub
        # A name of this life alone: what an earlier one told does not count.
        self._source = uuid.uuid4().hex[:12]
        self._thread = ThreadPoolExecutor(1, "relay")
        self._waiting: list[Notice] = []
        self._flushing: asyncio.Task[None] | None = None
        self._told_at = time.monotonic()
        self._heard_at: dict[str, float] = {}
        self._connected_at = -SILENT_SECONDS
        self._sending: Wire | None = None
        self._hearing: Wire | None = None
        self._reader = -1
        self._tasks: list[asyncio.Task[None]] = []
        self._reconnecting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect, or go on trying to, and begin."""
        self._hub.tell_others(self._tell)
        if not await self._connect():
            self._lose()
        self._tasks = [asyncio.create_task(self._beat())]

    async def close(self) -> None:
        """Tell the others that this process is gone, and stop."""
        self._hub.tell_others(lambda notice: None)
        tasks = [*self._tasks, *filter(None, (self._reconnecting, self._flushing))]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._send([Notice(_GONE)])
        self._stop_hearing()
        if self._sending is not None:
            self._sending.close()
        self._thread.shutdown(wait=True)

    def _tell(self, notice: Notice) -> None:
        # Whoever begins to listen says so, and is told what stands. Others may have said so while this process did not
        # listen: it knows that it is alone only when it has heard no sign of life for some time.
        if self._heard_at or time.monotonic() - self._connected_at < SILENT_SECONDS:
            self._send_soon(notice)

    def _send_soon(self, notice: Notice) -> None:
        self._waiting.append(notice)
        if self._flushing is None:
            # It begins when everything of this turn of the loop has been told.
            self._flushing = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        try:
            while self._waiting:
                # What is told while these are on their way goes together with the next ones.
                told, self._waiting = self._waiting, []
                if not await self._send(told):
                    self._waiting = [Notice(_LOST), *self._standing()]
                    await asyncio.sleep(_PAUSE_SECONDS)
        finally:
            self._flushing = None

    async def _send(self, notices: Sequence[Notice]) -> bool:
        parts = [notices[at : at + _NOTICES_OF_TEXT] for at in range(0, len(notices), _NOTICES_OF_TEXT)] or [[]]
        texts = [json.dumps([self._source, part], separators=(",", ":")) for part in parts]
        self._told_at = time.monotonic()
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._send_texts, texts)

    def _send_texts(self, texts: Sequence[str]) -> bool:
        try:
            if self._sending is None:
                self._sending = Wire(self._engine)
            self._sending.send(texts)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are told again
            logger.warning("other processes were not told: %s", where(error))
            if self._sending is not None:
                self._sending.close()
            self._sending = None
            return False
        return True

    async def _connect(self) -> bool:
        loop = asyncio.get_running_loop()
        try:
            wire = await loop.run_in_executor(None, Wire, self._engine)
            self._reader = await loop.run_in_executor(None, wire.listen)
        except Exception as error:  # noqa: BLE001 - it is tried again
            logger.warning("nothing is heard of other processes: %s", where(error))
            return False
        self._hearing = wire
        loop.add_reader(self._reader, self._receive)
        self._connected_at = time.monotonic()
        for source in list(self._heard_at):
            self._forget(source)
        self._hub.look_everywhere()
        for notice in (Notice(_ASK), *self._standing()):
            self._send_soon(notice)
        return True

    def _receive(self) -> None:
        assert self._hearing is not None
        try:
            texts = self._hearing.received()
        except self._hearing.lost as error:
            logger.warning("the line to other processes is lost: %s", where(error))
            self._lose()
            return
        for text in texts:
            source, notices = json.loads(text)
            if source != self._source:
                self._hear(source, [Notice(*notice) for notice in notices])

    def _lose(self) -> None:
        self._stop_hearing()
        self._reconnecting = asyncio.create_task(self._reconnect())

    def _stop_hearing(self) -> None:
        if self._hearing is not None:
            asyncio.get_running_loop().remove_reader(self._reader)
            self._hearing.close()
            self._hearing = None

    async def _reconnect(self) -> None:
        while True:
            await asyncio.sleep(_PAUSE_SECONDS)
            if await self._connect():
                # Who was not heard may have been taken for gone, and not have been told everything.
                self._send_soon(Notice(_LOST))
                return

    def _hear(self, source: str, notices: Sequence[Notice]) -> None:
        if source not in self._heard_at and not any(notice.kind in (_STANDING, _GONE) for notice in notices):
            # It was taken for gone.
            self._send_soon(Notice(_ASK))
            self._send_soon(Notice(_LOST))
        self._heard_at[source] = time.monotonic()
        for notice in notices:
            if notice.kind == _ASK:
                for standing in self._standing():
                    self._send_soon(standing)
            elif notice.kind == _LOST:
                self._hub.look_everywhere()
            elif notice.kind == _STANDING:
                self._hub.forget(source)
            elif notice.kind == _GONE:
                self._forget(source)
            else:
                self._hub.hear(source, notice)

    def _forget(self, source: str) -> None:
        self._heard_at.pop(source, None)
        self._hub.forget(source)

    def _standing(self) -> list[Notice]:
        return [Notice(_STANDING), *self._hub.standing()]

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            at = time.monotonic()
            if at - self._told_at >= BEAT_SECONDS and self._flushing is None:
                await self._send([])
            for source in [name for name, heard_at in self._heard_at.items() if at - heard_at > SILENT_SECONDS]:
                self._forget(source)
