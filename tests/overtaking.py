"""Somebody else is faster: what they do comes between a transaction's first look and the moment it holds the chain."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from unittest.mock import patch

from tests.home import Home
from uhrwerk.storage.store import Operation, Tx

T = TypeVar("T")


class Overtaken:
    """A transaction before whose first lock somebody else comes; which chains are held in the end."""

    def __init__(self, tx: Tx, before: Callable[[], Awaitable[object]]) -> None:
        self._tx = tx
        self._before: Callable[[], Awaitable[object]] | None = before
        self.held: set[str] = set()

    async def lock(self, workspace_id: str, *subjects: str) -> None:
        before, self._before = self._before, None
        if before is not None:
            await before()
        self.held |= set(subjects)
        await self._tx.lock(workspace_id, *subjects)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)


@contextmanager
def overtaken(home: Home, meanwhile: Callable[[Tx], Awaitable[object]]) -> Iterator[None]:
    """The server's next write is overtaken by `meanwhile`, as by another worker on the same database."""
    store = home.house.store
    write = store.write

    async def late(operation: Operation[T]) -> T:
        return await write(lambda tx: operation(Overtaken(tx, lambda: meanwhile(tx))))

    with patch.object(store, "write", late):
        yield
