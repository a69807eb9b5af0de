"""Natural batching of what is said: what arrives while one transaction is written is the next one.

An idle service writes a message at once; under load the price of a transaction is shared by all who wait.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async

from chat import engines
from chat.actions.saying import Saying, Sent, say_all
from chat.protocol import Refusal

logger = logging.getLogger(__name__)

MAX_BATCH = 64
"""Messages in one transaction: enough to share its price, few enough not to keep other writers waiting."""

Outcome = Sent | Refusal


class Sender:
    """Takes what sockets want to say, and says it in turn. One for an event loop."""

    def __init__(self, write: Callable[[list[Saying]], Awaitable[list[Outcome]]]) -> None:
        self._write = write
        self._waiting: list[tuple[Saying, asyncio.Future[Outcome]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def say(self, saying: Saying) -> Sent:
        """What an acknowledgement says. Raises `Refusal`, or what kept the database from writing."""
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((saying, answer))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        outcome = await answer
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
                await self._write_batch(batch)
        finally:
            self._writer = None

    async def _write_batch(self, batch: list[tuple[Saying, asyncio.Future[Outcome]]]) -> None:
        try:
            outcomes = await self._write([saying for saying, _answer in batch])
        except Exception as error:  # noqa: BLE001  # whatever it was, each is told
            await self._write_singly(batch, error)
            return
        for (_saying, answer), outcome in zip(batch, outcomes, strict=True):
            _settle(answer, outcome)

    async def _write_singly(self, batch: list[tuple[Saying, asyncio.Future[Outcome]]], error: Exception) -> None:
        # Nothing was written. One that cannot be must not take its neighbours with it.
        if len(batch) == 1:
            [(_saying, answer)] = batch
            if not answer.done():
                answer.set_exception(error)
            return
        logger.warning("writing %s messages together failed, now one by one: %s", len(batch), error)
        for one in batch:
            await self._write_batch([one])


def _settle(answer: asyncio.Future[Outcome], outcome: Outcome) -> None:
    # Whoever waited may have gone meanwhile; the message is written all the same.
    if not answer.done():
        answer.set_result(outcome)


_senders: WeakKeyDictionary[asyncio.AbstractEventLoop, Sender] = WeakKeyDictionary()


async def say(saying: Saying) -> Sent:
    """Say something, together with whatever else waits in this process. Raises `Refusal`."""
    loop = asyncio.get_running_loop()
    if loop not in _senders:
        # This process translates what it writes: the models need not wait until it is written.
        write = partial(say_all, begin=engines.begin)
        _senders[loop] = Sender(database_sync_to_async(write, thread_sensitive=False))
    return await _senders[loop].say(saying)
