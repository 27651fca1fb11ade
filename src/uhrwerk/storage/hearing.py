"""PostgreSQL: hearing when another worker changes what opens doors (people, credentials, settings, teams).

Whoever does says so within the transaction, by NOTIFY: PostgreSQL tells it to all who listen, in the order of commits.
So a worker calls out to itself on the connection that it listens on: once it hears its own call, it has heard of every
change that was committed before. While it hears, what it remembers counts; when it has not heard itself for half a
second, it does not.
"""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any, Final
from uuid import uuid4

import asyncpg
import structlog

log = structlog.get_logger(__name__)

CHANNEL: Final = "uhrwerk_directory"

DEAF_AFTER: float = 0.5
"""Seconds after its last call that was heard, after which a worker may have missed a change."""

CALLS_EVERY: Final = 0.2
"""Seconds between two calls, while somebody asks often; who asks seldom may as well look for themself."""

PATIENCE: Final = 5.0
"""Seconds after which a call that is not answered is given up, with its connection."""


class Hearing:
    """`changed` is called with every change that another worker has committed."""

    def __init__(self, url: str, changed: Callable[[], None]) -> None:
        self._url = url
        self._changed = changed
        self._name = f"uhrwerk_{uuid4().hex}"
        self._connection: Any = None
        self._calling: asyncio.Task[None] | None = None
        self._called_at = 0.0
        self._heard_at = self._asked_at = float("-inf")

    async def close(self) -> None:
        if self._calling is not None:
            self._calling.cancel()
            await asyncio.wait([self._calling])
        self._hang_up()

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.terminate()

    async def say(self, connection: Any) -> None:
        """Tell the other workers that the transaction under way changes what opens doors."""
        await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, self._name)

    def is_sure(self) -> bool:
        """Whether every change has been heard of that was committed half a second ago, or earlier."""
        now = monotonic()
        often = now - self._asked_at <= DEAF_AFTER
        self._asked_at = now
        if often and self._calling is None and now - self._called_at >= CALLS_EVERY:
            self._calling = asyncio.create_task(self._call_and_mend())
        return now - self._heard_at <= DEAF_AFTER

    async def _call_and_mend(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.call()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            log.warning("other workers not heard", error=str(error))
            self._hang_up()
        finally:
            self._calling = None

    async def call(self) -> None:
        """Call, on a new connection where the old one was lost; raises whatever the database raises."""
        self._called_at = monotonic()
        if self._connection is None or self._connection.is_closed():
            await self._listen()
        await self._connection.execute("SELECT pg_notify($1, $2)", self._name, str(self._called_at))

    async def _listen(self) -> None:
        self._connection = await asyncpg.connect(self._url)
        # Nobody waits for the disk to have a call.
        await self._connection.execute("SET synchronous_commit = off")
        await self._connection.add_listener(CHANNEL, self._hear_change)
        await self._connection.add_listener(self._name, self._hear_call)
        # What was said while nobody listened is not said again.
        self._changed()

    def _hear_change(self, _connection: Any, _pid: int, _channel: str, name: str) -> None:
        if name != self._name:
            self._changed()

    def _hear_call(self, _connection: Any, _pid: int, _channel: str, called_at: str) -> None:
        self._heard_at = float(called_at)
