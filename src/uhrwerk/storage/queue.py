"""Acts that wait for a turn, and the batches of them that are under way."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Protocol

from uhrwerk.rules.refusals import Overloaded
from uhrwerk.storage.store import Operation

WAITING_AT_MOST: Final = 4000
"""Acts in the queue; one more is refused with Overloaded."""

BATCH: Final = 32
"""Acts in one batch, at most."""

PATIENCE: Final = 0.5
"""Seconds after which a batch no longer keeps the next one waiting: a long act must not hold up everybody."""


class Outcome(Protocol):
    """How an act ended, if it is `over`."""

    over: bool
    result: Any
    failure: Exception | None


class Waiting:
    """An operation, and who waits for it."""

    __slots__ = ("future", "operation")

    def __init__(self, operation: Operation[Any], future: asyncio.Future[Any]) -> None:
        self.operation = operation
        self.future = future

    # A client that has gone away has cancelled its future; the act stands all the same.

    def succeed(self, result: Any) -> None:
        if not self.future.done():
            self.future.set_result(result)

    def fail(self, error: Exception) -> None:
        if not self.future.done():
            self.future.set_exception(error)

    def settle(self, outcome: Outcome) -> None:
        if outcome.over:
            if outcome.failure is None:
                self.succeed(outcome.result)
            else:
                self.fail(outcome.failure)


class Queue:
    """Runs `run` with what waits, so many batches at once; `run` settles every act it is given.

    What arrives while batches are under way forms the next one.
    """

    def __init__(self, run: Callable[[Sequence[Waiting]], Awaitable[None]], at_once: int) -> None:
        self._run = run
        self._at_once = at_once
        self._waiting: deque[Waiting] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way: list[Sequence[Waiting]] = []
        self._looking = False

    async def take(self, operation: Operation[Any]) -> Any:
        """What the operation comes to. Raises what it raises, or Overloaded."""
        if len(self._waiting) >= WAITING_AT_MOST:
            raise Overloaded("Too many acts are waiting; nothing was changed, try again.")
        loop = asyncio.get_running_loop()
        waiting = Waiting(operation, loop.create_future())
        self._waiting.append(waiting)
        if not self._looking:
            # Whatever else arrives in this round of the loop comes along.
            self._looking = True
            loop.call_soon(self._look)
        return await waiting.future

    async def empty(self) -> None:
        """Wait until nothing waits and nothing is under way."""
        while self._waiting or self._tasks:
            await asyncio.wait(self._tasks) if self._tasks else await asyncio.sleep(0)

    def _look(self) -> None:
        self._looking = False
        while self._waiting and len(self._under_way) < self._at_once:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            self._under_way.append(batch)
            task = asyncio.create_task(self._go(batch))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _go(self, batch: Sequence[Waiting]) -> None:
        late = asyncio.get_running_loop().call_later(PATIENCE, self._make_way, batch)
        try:
            await self._run(batch)
        except BaseException as error:
            for each in batch:
                each.fail(error if isinstance(error, Exception) else RuntimeError("The batch was cancelled."))
            raise
        finally:
            late.cancel()
            self._make_way(batch)

    def _make_way(self, batch: Sequence[Waiting]) -> None:
        """The batch is over, or has taken long: the next ones wait for it no longer."""
        if batch in self._under_way:
            self._under_way.remove(batch)
            self._look()
