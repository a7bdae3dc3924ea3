"""Delivers requests to a municipality's own system, until each has arrived; `docs/webhook.md` is the contract."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import email.utils
import logging

import aiohttp

from bot.conversations.log import Clock, now
from bot.conversations.outbox import Delivery, Outbox, Waiting
from bot.privacy.traces import where
from bot.server import signing
from bot.server.background import Background

logger = logging.getLogger(__name__)

_TIMEOUT_SECONDS, _POLL_SECONDS, _AT_ONCE = 10.0, 1.0, 4
# Between the end of a try and the moment when its outcome is written down at the latest.
_SPARE_SECONDS = 5.0


class NotArrivedError(Exception):
    """The receiver has not said that the request arrived; `pause` is how many seconds it asks to be left alone."""

    def __init__(self, reason: str, pause: float = 0.0) -> None:
        super().__init__(reason)
        self.pause = pause


class Deliverer:
    """Sends what is due, several conversations at a time and each in order, and what other processes put there too."""

    def __init__(
        self,
        outbox: Outbox,
        background: Background,
        url: str,
        secret: str,
        timeout_seconds: float = _TIMEOUT_SECONDS,
        spare_seconds: float = _SPARE_SECONDS,
        poll_seconds: float = _POLL_SECONDS,
        at_once: int = _AT_ONCE,
        clock: Clock = now,
    ) -> None:
        """Deliver to `url`; the receiver has to answer within the timeout.

        A request stays claimed for the timeout and the spare time; what others put there is looked for at each poll.
        """
        self._outbox = outbox
        self._background = background
        self._url = url
        self._secret = secret
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._claim_seconds = timeout_seconds + spare_seconds
        self._poll_seconds = poll_seconds
        self._at_once = at_once
        self._now = clock
        self._awake = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin, with what an earlier process left."""
        self._loop = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Look at once for something to send."""
        self._awake.set()

    async def waiting(self) -> Waiting:
        """Return how many requests have not arrived, and the age of the oldest."""
        return await self._background.run(self._outbox.waiting)

    async def close(self) -> None:
        """Stop; what is on its way is sent again when its claim has run out, for nobody knows whether it arrived."""
        tasks = [*self._sending, *([self._loop] if self._loop else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _run(self) -> None:
        while True:
            self._awake.clear()
            try:
                await self._send_due()
            except Exception as error:  # noqa: BLE001 - the next time may be better, and nobody else does this
                logger.error("requests could not be looked for: %s", where(error))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._awake.wait(), self._poll_seconds)

    async def _send_due(self) -> None:
        free = self._at_once - len(self._sending)
        if free <= 0:
            return
        for due in await self._background.run(self._outbox.due, free):
            claimed = await self._background.run(self._outbox.claim, due, self._claim_seconds)
            if claimed is not None:
                task = asyncio.create_task(self._deliver(claimed))
                self._sending.add(task)
                task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        # There is room again, and the next request of this conversation may go.
        self.wake()

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            try:
                await self._post(delivery)
            except NotArrivedError as error:
                pause = await self._background.run(self._outbox.failed, delivery, error.pause)
                tries = delivery.tries + 1
                logger.warning(
                    "delivery %s has not arrived: %s; %d tries, next in %.0f s", delivery.id, error, tries, pause
                )
            else:
                await self._background.run(self._outbox.delivered, delivery.id)
        except Exception as error:  # noqa: BLE001 - it is sent again when its claim has run out
            logger.error("delivery %s could not be seen to: %s", delivery.id, where(error))

    async def _post(self, delivery: Delivery) -> None:
        if self._session is None:
            # Only where a loop runs. Requests are rare: a connection that was kept would mostly be dead. No cookies:
            # the receiver's answer is its status and nothing else.
            self._session = aiohttp.ClientSession(
                timeout=self._timeout,
                connector=aiohttp.TCPConnector(limit=0, force_close=True),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Content-Type": "application/json", "User-Agent": "Vejviser"},
            )
        signed = signing.headers(self._secret, delivery.id, delivery.body, self._now())
        try:
            async with self._session.post(
                self._url, data=delivery.body, headers=signed, allow_redirects=False
            ) as response:
                if response.status // 100 != 2:
                    pause = retry_after(response.headers.get("Retry-After"), self._now())
                    raise NotArrivedError(f"status {response.status}", pause)
        except (asyncio.TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            # Its text may hold the address, and the address a key.
            raise NotArrivedError(type(error).__name__) from error


def retry_after(value: str | None, at: datetime.datetime) -> float:
    """Return how many seconds a header `Retry-After` asks for, 0 where it is absent, past or cannot be read."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
        zoned = moment.replace(tzinfo=datetime.timezone.utc) if moment.tzinfo is None else moment
        return max(0.0, (zoned - at).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0
