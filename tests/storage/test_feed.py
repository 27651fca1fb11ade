"""The journal as a feed: pages of it, and what a cursor never misses on PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from alembic import command
from sqlalchemy import create_engine

from tests.migrated import migrated_database
from tests.postgres import PostgresServer
from tests.storage.workshop import KEY, NOON, Bench, make_bench, open_sqlite
from uhrwerk.operations import people, workspaces
from uhrwerk.operations.people import NewPerson
from uhrwerk.storage import feed
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.migrate import migrate_sqlite, migrations
from uhrwerk.storage.order import BEGINNING, Order
from uhrwerk.storage.postgresql import PostgresqlStore
from uhrwerk.storage.store import Store, Tx

Test = Callable[[Store, Bench], Awaitable[None]]


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    return migrated_database(postgres, f"feed-{uuid4()}")


@pytest.fixture(params=["sqlite", "postgresql"])
def on_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Test], None]:
    """Runs a test with a store and a workspace of its own."""

    url = request.getfixturevalue("url") if request.param == "postgresql" else None

    async def run(test: Test) -> None:
        store: Any
        if url is None:
            store = await open_sqlite(tmp_path / "clock.sqlite3")
        else:
            store = PostgresqlStore(url, KEY)
            await store.open()
        try:
            await test(store, await store.write(make_bench))
        finally:
            await store.close()

    return lambda test: asyncio.run(run(test))


async def read_on(store: Store, bench: Bench, after: Order, limit: int = 1000) -> list[FeedRow]:
    return await store.read(lambda tx: feed.page(tx, bench.workspace_id, after, limit))


async def walk(store: Store, bench: Bench, limit: int) -> list[FeedRow]:
    """The whole feed, page by page."""
    rows: list[FeedRow] = []
    while page := await read_on(store, bench, rows[-1].order if rows else BEGINNING, limit):
        rows += page
    return rows


def places(rows: list[FeedRow]) -> list[tuple[str, int]]:
    return [(row.subject_id, row.sequence) for row in rows]


def test_pages_of_any_length_are_the_whole_feed_once_and_in_order(on_store: Callable[[Test], None]) -> None:
    async def test(store: Store, bench: Bench) -> None:
        for number in range(7):
            await store.write(lambda tx, note=str(number): bench.start(tx, note=note))  # type: ignore[misc]
        whole = await read_on(store, bench, BEGINNING)
        # A workspace, its type of work, a person; seven starts, of which six stop what ran.
        assert len(whole) == 3 + 7 + 6
        assert [row.order for row in whole] == sorted({row.order for row in whole})
        for limit in range(1, len(whole) + 2):
            assert places(await walk(store, bench, limit)) == places(whole)
        assert await store.read(lambda tx: feed.newest(tx, bench.workspace_id)) == whole[-1].order

    on_store(test)


def test_an_act_that_fails_leaves_no_place_that_is_read_twice(on_store: Callable[[Test], None]) -> None:
    class Oops(Exception):
        pass

    async def fail(tx: Tx, bench: Bench) -> None:
        await bench.start(tx)
        raise Oops

    async def test(store: Store, bench: Bench) -> None:
        before = await store.read(lambda tx: feed.newest(tx, bench.workspace_id))
        with pytest.raises(Oops):
            await store.write(lambda tx: fail(tx, bench))
        assert await read_on(store, bench, before) == []
        await store.write(bench.start)
        assert [row.act for row in await read_on(store, bench, before)] == ["time_entry.started"]

    on_store(test)


def test_another_workspaces_rows_are_not_in_it(on_store: Callable[[Test], None]) -> None:
    async def test(store: Store, bench: Bench) -> None:
        before = await store.read(lambda tx: feed.newest(tx, bench.workspace_id))
        other = await store.write(lambda tx: make_bench(tx, "Elsewhere"))
        assert await read_on(store, bench, before) == []
        assert {row.workspace_id for row in await read_on(store, other, BEGINNING)} == {other.workspace_id}

    on_store(test)


@asynccontextmanager
async def two_workers(url: str) -> Any:
    stores = [PostgresqlStore(url, KEY) for _ in range(2)]
    for store in stores:
        await store.open()
    try:
        yield stores
    finally:
        for store in stores:
            await store.close()


class Slow:
    """A write that has written and does not commit before it is told to, or is given up with the group's others."""

    def __init__(self, tasks: asyncio.TaskGroup, store: Store, operation: Callable[[Tx], Awaitable[object]]) -> None:
        self._written, self._may_commit = asyncio.Event(), asyncio.Event()
        self._task = tasks.create_task(self._until_committed(store, operation))

    async def _until_committed(self, store: Store, operation: Callable[[Tx], Awaitable[object]]) -> None:
        await store.write(lambda tx: self._run(tx, operation))

    async def _run(self, tx: Tx, operation: Callable[[Tx], Awaitable[object]]) -> None:
        await operation(tx)
        self._written.set()
        await self._may_commit.wait()

    async def written(self) -> "Slow":
        await self._written.wait()
        return self

    async def commit(self) -> None:
        self._may_commit.set()
        await self._task


async def add_person(tx: Tx, bench: Bench, name: str) -> str:
    return (await people.add(tx, bench.admin, NOON, NewPerson(name, f"{name}@example.org", name, "Example"))).id


def starting(bench: Bench, person_id: str) -> Callable[[Tx], Awaitable[object]]:
    return lambda tx: Bench(bench.workspace_id, person_id).start(tx)


def test_a_late_commit_is_never_skipped(url: str) -> None:
    async def test() -> None:
        async with two_workers(url) as (one, other), asyncio.TaskGroup() as tasks:
            bench = await one.write(make_bench)
            second = await one.write(lambda tx: add_person(tx, bench, "ben"))
            cursor = await one.read(lambda tx: feed.newest(tx, bench.workspace_id))
            late = await Slow(tasks, one, bench.start).written()
            await other.write(starting(bench, second))
            # The second's row is committed; read now, it would hide the first's, which lies before it.
            assert await read_on(other, bench, cursor) == []
            assert await other.read(lambda tx: feed.newest(tx, bench.workspace_id)) == cursor
            await late.commit()
            rows = await read_on(other, bench, cursor)
            assert [row.subject_id for row in rows] == [bench.person_id, second]
            assert rows[0].order < rows[1].order

    asyncio.run(test())


def test_whoever_reads_all_the_time_while_many_commit_out_of_order_sees_every_row_once(url: str) -> None:
    async def test() -> None:
        async with two_workers(url) as (one, other), asyncio.TaskGroup() as tasks:
            bench = await one.write(make_bench)
            staff = [await one.write(lambda tx, n=n: add_person(tx, bench, f"p{n}")) for n in range(5)]
            cursor = await one.read(lambda tx: feed.newest(tx, bench.workspace_id))
            seen: list[FeedRow] = []

            async def look() -> None:
                seen.extend(await read_on(other, bench, seen[-1].order if seen else cursor, 2))

            open_ones = [await Slow(tasks, one, starting(bench, each)).written() for each in staff]
            for index in (3, 0, 4, 1, 2):
                await open_ones[index].commit()
                await look()
            while len(seen) < len(staff):
                before = len(seen)
                await look()
                assert len(seen) > before
            assert [row.subject_id for row in seen] == staff

    asyncio.run(test())


def test_a_chain_keeps_its_order_whichever_transaction_began_first(url: str) -> None:
    async def test() -> None:
        async with two_workers(url) as (one, other):
            bench = await one.write(make_bench)
            cursor = await one.read(lambda tx: feed.newest(tx, bench.workspace_id))
            began = asyncio.Event()
            go_on = asyncio.Event()

            async def begins_first(tx: Tx) -> None:
                # It has a transaction's number before it comes to the person's chain.
                await workspaces.change_setting(tx, bench.admin, NOON, "onoffice.module", True)
                began.set()
                await go_on.wait()
                await bench.start(tx)

            first = asyncio.ensure_future(one.write(begins_first))
            await began.wait()
            await other.write(bench.start)
            go_on.set()
            await first
            rows = [row for row in await read_on(one, bench, cursor) if row.subject_id == bench.person_id]
            assert [(row.sequence, row.act) for row in rows] == [
                (1, "time_entry.started"),
                (2, "time_entry.stopped"),
                (3, "time_entry.started"),
            ]

    asyncio.run(test())


def test_a_database_restored_into_a_younger_server_counts_on(url: str) -> None:
    async def test() -> None:
        async with two_workers(url) as (one, _):
            bench = await one.write(make_bench)
            await one.write(bench.start)
        connection = await asyncpg.connect(url)
        # What the old server had counted to lies far beyond what this one has.
        await connection.execute("UPDATE journal SET transaction_id = transaction_id + 1000000000000")
        await connection.close()
        async with two_workers(url) as (one, other):
            cursor = await one.read(lambda tx: feed.newest(tx, bench.workspace_id))
            assert cursor.transaction_id > 1000000000000
            await other.write(bench.start)
            await one.write(bench.start)
            rows = await read_on(other, bench, cursor)
            assert [row.act for row in rows] == ["time_entry.stopped", "time_entry.started"] * 2
        async with two_workers(url) as (one, _):
            assert places(await read_on(one, bench, cursor)) == places(rows)

    asyncio.run(test())


WORKSPACE, ADA, BEN = (f"{letter * 8}-0000-7000-8000-000000000000" for letter in "1ab")
THERE_BEFORE = [
    (WORKSPACE, 1, 100),
    (ADA, 1, 200),
    (ADA, 2, 150),
    (BEN, 1, 160),
    (WORKSPACE, 2, 300),
]
"""Chains with the instants at which their rows were recorded; Ada's second act was read from a clock set back."""


@contextmanager
def before_the_feed(path: Path) -> Iterator[Any]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(migrations(connection), "0002")
        yield connection
    engine.dispose()


def test_what_was_there_before_gets_an_order_that_follows_every_chain(tmp_path: Path) -> None:
    path = tmp_path / "clock.sqlite3"
    with before_the_feed(path) as connection:
        for subject, sequence, recorded_at in THERE_BEFORE:
            connection.exec_driver_sql(
                "INSERT INTO journal (workspace_id, subject_id, sequence, recorded_at, effective_at, actor_id, face, "
                "act, record_kind, record_id, digest, seal) VALUES (?, ?, ?, ?, 0, '', '', '', '', '', '', '')",
                (WORKSPACE, subject, sequence, recorded_at),
            )
    migrate_sqlite(path)
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT subject_id, sequence, transaction_id, position FROM journal ORDER BY position"
        ).fetchall()
    connection.close()
    assert rows == [
        (WORKSPACE, 1, 0, 1),
        (BEN, 1, 0, 2),
        (ADA, 1, 0, 3),
        (ADA, 2, 0, 4),
        (WORKSPACE, 2, 0, 5),
    ]
