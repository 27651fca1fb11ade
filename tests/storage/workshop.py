"""What the store's tests work with: a person to keep time for, without a face in between."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from tests.migrated import migrated_file
from uhrwerk.operations import people, timers, workspaces
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.instants import Act
from uhrwerk.storage.sqlite import SqliteStore
from uhrwerk.storage.statement import Given, Statement
from uhrwerk.storage.store import Lookup, Store, Tx
from uhrwerk.storage.time_entries import TimeEntry

T = TypeVar("T")

KEY = b"a key for tests".ljust(32)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Bench:
    """A workspace with one member, and who acts there."""

    workspace_id: str
    person_id: str

    @property
    def admin(self) -> Actor:
        return command_line_actor(self.workspace_id)

    @property
    def member(self) -> Actor:
        return Actor(self.workspace_id, self.person_id, Role.MEMBER, "native", self.person_id)

    async def start(self, tx: Tx, at: datetime = NOON, note: str | None = None) -> TimeEntry:
        return await timers.start(tx, self.member, Act(at), self.person_id, Purpose(note=note))


async def make_bench(tx: Tx, name: str = "Bench") -> Bench:
    place = await workspaces.make(tx, NOON, name, "Europe/Berlin")
    person = await people.add(
        tx, command_line_actor(place.id), NOON, NewPerson("ada", "ada@example.org", "Ada", "Example")
    )
    return Bench(place.id, person.id)


async def open_sqlite(path: Path) -> SqliteStore:
    migrated_file(path)
    store = SqliteStore(path, KEY)
    await store.open()
    return store


class Undone(Exception):
    """Raised to leave a transaction without a trace."""


async def undone(store: Store, operation: Callable[[Tx], Awaitable[T]]) -> T:
    """What the operation returns; nothing of what it wrote is kept."""
    results: list[T] = []

    async def run(tx: Tx) -> None:
        results[:] = [await operation(tx)]
        raise Undone

    try:
        await store.write(run)
    except Undone:
        return results[0]
    raise AssertionError("unreachable")


@dataclass
class Recorder:
    """A transaction that counts what is asked of it."""

    tx: Tx
    asked: list[str]

    @property
    def journal_key(self) -> bytes:
        return self.tx.journal_key

    @property
    def heads(self) -> dict[tuple[str, str], Sequence[Any]]:
        return self.tx.heads

    async def one(self, statement: Statement, **values: Any) -> Sequence[Any] | None:
        self._ask(statement)
        return await self.tx.one(statement, **values)

    async def all(self, statement: Statement, **values: Any) -> list[Sequence[Any]]:
        self._ask(statement)
        return await self.tx.all(statement, **values)

    async def run(self, statement: Statement, **values: Any) -> int:
        self._ask(statement)
        return await self.tx.run(statement, **values)

    async def many(self, statement: Statement, rows: Sequence[Given]) -> None:
        self._ask(statement)
        await self.tx.many(statement, rows)

    async def put(self, statement: Statement, **values: Any) -> None:
        self._ask(statement)
        await self.tx.put(statement, **values)

    async def ahead(self, *lookups: Lookup) -> None:
        await self.tx.ahead(*lookups)

    async def lock(self, workspace_id: str, *subjects: str) -> None:
        self.asked.append(f"lock {len(set(subjects))}")
        await self.tx.lock(workspace_id, *subjects)

    async def number(self, workspace_id: str) -> int:
        self.asked.append("number")
        return await self.tx.number(workspace_id)

    async def numbers(self, workspace_id: str, count: int) -> range:
        self.asked.append("numbers")
        return await self.tx.numbers(workspace_id, count)

    def directory_changed(self) -> None:
        self.tx.directory_changed()

    def _ask(self, statement: Statement) -> None:
        self.asked.append(_named(statement))


def _named(statement: Statement) -> str:
    """What a statement does to which table."""
    words = statement.on_sqlite.text.split()
    table = next(word for before, word in pairwise(words) if before in ("FROM", "INTO", "UPDATE"))
    return f"{words[0].lower()} {table}"
