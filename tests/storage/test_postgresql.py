"""The PostgreSQL store: several workers on one database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from tests.migrated import migrated_database
from tests.postgres import PostgresServer
from tests.storage.workshop import KEY, NOON, Bench, make_bench
from uhrwerk.operations import journal, timers
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import NothingRunning
from uhrwerk.storage import hearing, postgresql, time_entries
from uhrwerk.storage.numbers import A_BLOCK
from uhrwerk.storage.postgresql import PostgresqlStore
from uhrwerk.storage.store import StoreFailed, Tx
from uhrwerk.storage.time_entries import EntryFilter, TimeEntry

Test = Callable[[PostgresqlStore, PostgresqlStore, Bench], Awaitable[None]]


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    """A database of this file's own, which finds a deadlock in no time."""
    url = migrated_database(postgres, f"clock-{uuid4()}")

    async def hurry() -> None:
        connection = await asyncpg.connect(url)
        name = await connection.fetchval("SELECT current_database()")
        await connection.execute(f"ALTER DATABASE \"{name}\" SET deadlock_timeout = '20ms'")
        await connection.close()

    asyncio.run(hurry())
    return url


def with_stores(url: str, test: Test) -> None:
    """Run a test on two workers' stores, on a loop of its own."""

    async def run() -> None:
        stores = [PostgresqlStore(url, KEY) for _ in range(2)]
        for store in stores:
            await store.open()
        try:
            await test(stores[0], stores[1], await stores[0].write(make_bench))
        finally:
            for store in stores:
                await store.close()

    asyncio.run(run())


async def entries(store: PostgresqlStore, bench: Bench) -> list[TimeEntry]:
    wanted = EntryFilter(person_id=bench.person_id)
    return await store.read(lambda tx: time_entries.page(tx, bench.workspace_id, wanted, limit=500, after=None))


def start(bench: Bench, note: str = "") -> Callable[[Tx], Awaitable[TimeEntry]]:
    return lambda tx: bench.start(tx, note=note)


def start_then_fail(bench: Bench) -> Callable[[Tx], Awaitable[None]]:
    async def run(tx: Tx) -> None:
        await bench.start(tx, note="never")
        raise NothingRunning

    return run


def test_many_starts_at_once_leave_exactly_one_active(url: str) -> None:
    async def test(one: PostgresqlStore, other: PostgresqlStore, bench: Bench) -> None:
        await asyncio.gather(*((one, other)[n % 2].write(start(bench, str(n))) for n in range(60)))
        kept = await entries(one, bench)
        assert sorted(int(each.note or "") for each in kept) == list(range(60))
        assert len([each for each in kept if each.ended_at is None]) == 1
        assert (await other.read(journal.verify)).faults == ()
        rows = await journal_acts(one, bench)
        assert rows == ["started"] + ["stopped", "started"] * 59

    with_stores(url, test)


async def journal_acts(store: PostgresqlStore, bench: Bench) -> list[str]:
    rows = await store.read(
        lambda tx: journal.page(tx, bench.admin, bench.person_id, limit=1000, before=None),
    )
    return [row.act.removeprefix("time_entry.") for row in reversed(rows)]


def test_numbers_are_unique_over_two_stores_and_under_rollback(url: str) -> None:
    async def test(one: PostgresqlStore, other: PostgresqlStore, bench: Bench) -> None:
        acts: list[Awaitable[Any]] = []
        for number in range(70):
            store = (one, other)[number % 2]
            acts += [store.write(start_then_fail(bench)), store.write(start(bench, str(number)))]
        results = await asyncio.gather(*acts, return_exceptions=True)
        assert [type(each) for each in results] == [NothingRunning, TimeEntry] * 70
        kept = await entries(one, bench)
        assert len({each.number for each in kept}) == len(kept) == 70

    with_stores(url, test)


def test_the_database_itself_holds_one_active_entry_a_person(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "TRIES", 1)

    async def test(one: PostgresqlStore, _: PostgresqlStore, bench: Bench) -> None:
        entry = await one.write(start(bench, "first"))
        second = msgspec.structs.replace(entry, id=bench.person_id, number=10_000)
        with pytest.raises(StoreFailed, match="uq_time_entry_active"):
            await one.write(lambda tx: time_entries.shelf.add(tx, second))
        await one.write(lambda tx: timers.stop(tx, bench.member, Act(NOON), bench.person_id))
        await one.write(lambda tx: time_entries.shelf.add(tx, second))

    with_stores(url, test)


def test_locks_taken_crosswise_run_again_and_both_acts_stand(url: str) -> None:
    async def test(one: PostgresqlStore, other: PostgresqlStore, bench: Bench) -> None:
        tries: list[str] = []
        both_hold = asyncio.Barrier(2)

        def crossed(first: str, second: str) -> Callable[[Tx], Awaitable[TimeEntry]]:
            async def run(tx: Tx) -> TimeEntry:
                tries.append(first)
                await tx.lock(bench.workspace_id, first)
                if len(tries) <= 2:
                    await both_hold.wait()
                await tx.lock(bench.workspace_id, second)
                return await bench.start(tx)

            return run

        # Both chains have a head already: making one would lock as well.
        await one.write(start(bench))
        await asyncio.gather(
            one.write(crossed(bench.workspace_id, bench.person_id)),
            other.write(crossed(bench.person_id, bench.workspace_id)),
        )
        assert len(tries) == 3
        kept = await entries(one, bench)
        assert len(kept) == 3
        assert len([each for each in kept if each.ended_at is None]) == 1
        assert (await one.read(journal.verify)).faults == ()

    with_stores(url, test)


def test_locks_taken_together_are_taken_in_one_order(url: str) -> None:
    async def test(one: PostgresqlStore, other: PostgresqlStore, bench: Bench) -> None:
        tries: list[int] = []

        def together(*subjects: str) -> Callable[[Tx], Awaitable[None]]:
            number = len(tries)
            tries.append(0)

            async def run(tx: Tx) -> None:
                tries[number] += 1
                await tx.lock(bench.workspace_id, *subjects)

            return run

        subjects = (bench.workspace_id, bench.person_id)
        await one.write(together(*subjects))
        await asyncio.gather(
            *(
                store.write(together(*order))
                for _ in range(30)
                for store, order in ((one, subjects), (other, subjects[::-1]))
            )
        )
        # In company an act does not wait for what others hold, and is run again alone; a deadlock would be a third try.
        assert len(tries) == 61
        assert max(tries) <= 2

    with_stores(url, test)


def test_what_never_succeeds_is_given_up_and_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "TRIES", 3)

    async def test(one: PostgresqlStore, _: PostgresqlStore, bench: Bench) -> None:
        tries = 0

        async def run(tx: Tx) -> None:
            nonlocal tries
            tries += 1
            await bench.start(tx)
            raise asyncpg.SerializationError("could not serialize access")

        with pytest.raises(StoreFailed, match="serialize"):
            await one.write(run)
        assert tries == 3
        assert await entries(one, bench) == []

    with_stores(url, test)


def test_numbers_are_given_out_again_after_the_server_cut_the_connections(url: str) -> None:
    async def test(one: PostgresqlStore, other: PostgresqlStore, bench: Bench) -> None:
        await one.write(start(bench, "before"))
        connection = one._numbers_connection
        gone = asyncio.Event()
        connection.add_termination_listener(lambda _: gone.set())
        killer = await asyncpg.connect(url)
        await killer.execute("SELECT pg_terminate_backend($1)", connection.get_server_pid())
        await killer.close()
        await gone.wait()
        for number in range(A_BLOCK + 1):
            await one.write(start(bench, str(number)))
        kept = await entries(other, bench)
        assert len({each.number for each in kept}) == len(kept) == A_BLOCK + 2

    with_stores(url, test)


def test_a_change_of_people_makes_the_generation_grow_once_it_is_kept(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test(one: PostgresqlStore, _: PostgresqlStore, bench: Bench) -> None:
        async def change(tx: Tx) -> None:
            tx.directory_changed()

        async def change_and_fail(tx: Tx) -> None:
            tx.directory_changed()
            raise NothingRunning

        await one._hearing.call()
        before = one.generation
        with pytest.raises(NothingRunning):
            await one.write(change_and_fail)
        assert one.generation == before
        await one.write(change)
        assert one.generation > before

    never_deaf(monkeypatch)
    with_stores(url, test)


def never_deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, and without a call that the test does not make."""
    monkeypatch.setattr(hearing, "DEAF_AFTER", float("inf"))
    monkeypatch.setattr(hearing, "CALLS_EVERY", float("inf"))


def test_a_change_of_people_is_heard_by_the_other_workers_before_their_own_call(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def change(tx: Tx) -> None:
        tx.directory_changed()

    async def test(one: PostgresqlStore, other: PostgresqlStore, bench: Bench) -> None:
        await one._hearing.call()
        # Alone, and in company.
        for acts in ([change], [change, start(bench)]):
            before = one.generation
            await one._hearing.call()
            assert one.generation == before
            await asyncio.gather(*(other.write(act) for act in acts))
            await one._hearing.call()
            assert one.generation > before

    never_deaf(monkeypatch)
    with_stores(url, test)


def test_who_does_not_hear_themself_trusts_in_nothing_remembered(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(one: PostgresqlStore, _: PostgresqlStore, bench: Bench) -> None:
        monkeypatch.setattr(hearing, "DEAF_AFTER", 1e6)
        assert one.generation < one.generation < one.generation
        await one._hearing.call()
        assert one.generation == one.generation
        connection = one._hearing._connection
        gone = asyncio.Event()
        connection.add_termination_listener(lambda _: gone.set())
        async with one._pool.acquire() as killer:
            await killer.execute("SELECT pg_terminate_backend($1)", connection.get_server_pid())
        await gone.wait()
        before = one.generation
        # What was said meanwhile is lost.
        await one._hearing.call()
        assert one.generation > before

    never_deaf(monkeypatch)
    with_stores(url, test)


def test_a_read_cannot_write(url: str) -> None:
    async def test(one: PostgresqlStore, _: PostgresqlStore, bench: Bench) -> None:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await one.read(start(bench))
        assert await entries(one, bench) == []

    with_stores(url, test)
