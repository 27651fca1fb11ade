"""What operations see of a store: a transaction, and nothing else."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, Protocol, TypeVar

from uhrwerk.storage.commits import Ear
from uhrwerk.storage.statement import Given, Statement

T = TypeVar("T")
Row = Sequence[Any]


class Lookup(NamedTuple):
    """A question that can be asked ahead."""

    statement: Statement
    values: dict[str, Any]


class Tx(Protocol):
    """One transaction. Operations are written once against it and run on every store."""

    async def one(self, statement: Statement, **values: Any) -> Row | None:
        """The first row, or None."""
        ...

    async def all(self, statement: Statement, **values: Any) -> list[Row]:
        """Every row."""
        ...

    async def run(self, statement: Statement, **values: Any) -> int:
        """Run a change; how many rows it touched."""
        ...

    async def many(self, statement: Statement, rows: Sequence[Given]) -> None:
        """Run a change once for each of `rows`, all of them mappings or all of them records."""
        ...

    async def put(self, statement: Statement, **values: Any) -> None:
        """Make a change; how many rows it touches is not asked. Where the database is another process, it is sent
        together with the next ones, before anything else is asked and before the act is over.
        """
        ...

    async def ahead(self, *lookups: Lookup) -> None:
        """Say what is about to be asked, each of another statement: where the database is another process, it is asked
        in one round trip. First rows, and that there is none, are at hand until the act changes or locks something.
        """
        ...

    async def lock(self, workspace_id: str, *subjects: str) -> None:
        """Hold these subjects' chains until the end, so that acts on them follow one another. First of all writes."""
        ...

    async def number(self, workspace_id: str) -> int:
        """The next integer number of the workspace; gaps are allowed."""
        ...

    async def numbers(self, workspace_id: str, count: int) -> range:
        """So many of the workspace's next numbers, in one statement."""
        ...

    @property
    def heads(self) -> dict[tuple[str, str], Row]:
        """Heads of the journal's chains (count, seal, seal of the head) by workspace and subject, of what is locked.

        Whoever appends to a chain keeps them.
        """
        ...

    @property
    def journal_key(self) -> bytes:
        """The secret that seals the journal."""
        ...

    def directory_changed(self) -> None:
        """Say that people, credentials or settings changed: what is cached of them is dropped after the commit."""
        ...


Operation = Callable[[Tx], Awaitable[T]]


class Store(Protocol):
    """Where everything is kept. `generation` grows whenever cached people, credentials or settings may be stale."""

    cache_seconds: float

    @property
    def generation(self) -> int: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def ping(self) -> None:
        """Raise whatever the database raises if it does not answer."""
        ...

    async def write(self, operation: Operation[T]) -> T:
        """Run the operation in a transaction and return once it is on disk. Raises Overloaded when too much waits."""
        ...

    async def read(self, operation: Operation[T], *, long: bool = False) -> T:
        """Run a reading operation on a snapshot.

        `long` ones (whole ranges) do not hold up the others on SQLite, which reads them in a thread; PostgreSQL runs
        them like any other, so what an operation reckons itself takes the loop's time there.
        """
        ...

    async def scrub(self) -> None:
        """After something was erased: take it out of what the database keeps beside its tables, where it can be now."""
        ...

    def commits(self) -> AbstractAsyncContextManager[Ear]:
        """Hear of commits while it is entered: this process's own at once, another's soon.

        It is a hint: what changed is read from the feed.
        """
        ...

    def alone(self, task: str) -> AbstractAsyncContextManager[Callable[[], bool]]:
        """Try to be the only server process at a task. Gives a function that says whether it is, now."""
        ...


class StoreFailed(Exception):
    """The database refused or broke; nothing of the operation was kept."""
