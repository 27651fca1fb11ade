"""The embedded store: batches, refusals, a disk that fails, other processes beside it."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.storage.workshop import NOON, Bench, make_bench, open_sqlite
from uhrwerk.operations import journal, timers
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import NothingRunning, Overloaded
from uhrwerk.storage import people, sqlite, time_entries
from uhrwerk.storage.sqlite import SqliteStore, connect
from uhrwerk.storage.store import StoreFailed, Tx
from uhrwerk.storage.time_entries import EntryFilter, TimeEntry


def with_store(path: Path, test: Callable[[SqliteStore, Bench], Awaitable[None]]) -> None:
    """Run a test on a store of its own, with a bench in it, on a loop of its own."""

    async def run() -> None:
        store = await open_sqlite(path / "clock.sqlite3")
        try:
            await test(store, await store.write(make_bench))
        finally:
            await store.close()

    asyncio.run(run())


async def entries(store: SqliteStore, bench: Bench) -> list[TimeEntry]:
    wanted = EntryFilter(person_id=bench.person_id)
    return await store.read(lambda tx: time_entries.page(tx, bench.workspace_id, wanted, limit=500, after=None))


async def notes(store: SqliteStore, bench: Bench) -> list[str | None]:
    """Of every entry, in the order of their numbers, which rise."""
    kept = sorted(await entries(store, bench), key=lambda each: each.number)
    assert len({each.number for each in kept}) == len(kept)
    return [each.note for each in kept]


def start(bench: Bench, note: str) -> Callable[[Tx], Awaitable[TimeEntry]]:
    return lambda tx: bench.start(tx, note=note)


def start_then_fail(bench: Bench) -> Callable[[Tx], Awaitable[None]]:
    async def run(tx: Tx) -> None:
        await bench.start(tx, note="never")
        raise NothingRunning

    return run


async def all_of(*acts: Awaitable[Any]) -> list[Any]:
    """At the same time: the store takes them as one batch."""
    return await asyncio.gather(*acts, return_exceptions=True)


class FailingConnection:
    """A connection of which some statements fail, as on a disk that is full."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.failing: tuple[str, ...] = ()
        self.rolls_back = False
        self.lasts = False

    def execute(self, statement: str, *arguments: Any) -> Any:
        if self.failing and statement.startswith(self.failing):
            if self.rolls_back:
                # SQLite itself gives up the whole transaction when it can go no further.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                self.failing = self.failing if self.lasts else ()
            raise sqlite3.OperationalError("database or disk is full")
        return self._connection.execute(statement, *arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class HeldCommit:
    """A connection whose commits are on disk some while before they return."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.on_disk, self.let_go = threading.Event(), threading.Event()

    def execute(self, statement: str, *arguments: Any) -> Any:
        answer = self._connection.execute(statement, *arguments)
        if statement == "COMMIT":
            self.on_disk.set()
            self.let_go.wait(10)
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def failing(store: SqliteStore) -> FailingConnection:
    connection = FailingConnection(store._writer)
    store._writer = connection  # type: ignore[assignment]
    return connection


def test_an_operation_that_waits_is_a_bug_and_leaves_nothing(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        async def waits(tx: Tx) -> None:
            await bench.start(tx, note="never")
            await asyncio.sleep(0)

        before, after = start(bench, "before"), start(bench, "after")
        results = await all_of(store.write(before), store.write(waits), store.write(after))
        assert isinstance(results[1], RuntimeError)
        assert "waited" in str(results[1])
        assert await notes(store, bench) == ["before", "after"]
        with pytest.raises(RuntimeError, match="waited"):
            await store.read(lambda tx: asyncio.sleep(0))

    with_store(tmp_path, test)


def test_a_refusal_touches_no_other_act_of_the_batch(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        acts = [start(bench, "first"), start_then_fail(bench), start(bench, "second"), start_then_fail(bench)]
        results = await all_of(*(store.write(act) for act in acts))
        assert [type(each) for each in results] == [TimeEntry, NothingRunning, TimeEntry, NothingRunning]
        assert await notes(store, bench) == ["first", "second"]
        assert (await store.read(journal.verify)).faults == ()

    with_store(tmp_path, test)


def test_a_batch_whose_commit_fails_has_failed_for_everybody(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        await store.write(start(bench, "before"))
        connection = failing(store)
        connection.failing = ("COMMIT",)
        acts = [start(bench, "lost"), start_then_fail(bench), start(bench, "lost too")]
        results = await all_of(*(store.write(act) for act in acts))
        assert [type(each) for each in results] == [StoreFailed] * 3
        assert await notes(store, bench) == ["before"]
        connection.failing = ()
        await store.write(start(bench, "after"))
        assert await notes(store, bench) == ["before", "after"]
        assert (await store.read(journal.verify)).faults == ()

    with_store(tmp_path, test)


@pytest.mark.parametrize("lasts", [False, True])
def test_where_the_database_gives_up_the_transaction_the_batch_is_run_again(tmp_path: Path, lasts: bool) -> None:
    """The acts done before in the same transaction are gone with it: they stand only if the second run keeps them."""

    async def test(store: SqliteStore, bench: Bench) -> None:
        connection = failing(store)
        connection.failing, connection.rolls_back, connection.lasts = ("INSERT INTO time_entry",), True, lasts
        acts = [lambda tx: timers.current(tx, bench.member, bench.person_id), start(bench, "one"), start(bench, "two")]
        results = await all_of(*(store.write(act) for act in acts))
        if lasts:
            assert [type(each) for each in results] == [StoreFailed] * 3
            connection.failing = ()
            await store.write(start(bench, "in the next batch"))
            assert await notes(store, bench) == ["in the next batch"]
        else:
            assert [type(each) for each in results] == [type(None), TimeEntry, TimeEntry]
            assert await notes(store, bench) == ["one", "two"]
        assert (await store.read(journal.verify)).faults == ()

    with_store(tmp_path, test)


def test_too_many_waiting_are_refused_by_name_and_the_others_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAITING_AT_MOST", 100)

    async def test(store: SqliteStore, bench: Bench) -> None:
        acts = [store.write(start(bench, str(number))) for number in range(103)]
        results = await all_of(*acts)
        assert [type(each) for each in results] == [TimeEntry] * 100 + [Overloaded] * 3
        assert await notes(store, bench) == [str(number) for number in range(100)]
        await store.write(start(bench, "later"))

    with_store(tmp_path, test)


def test_who_goes_away_does_not_hold_up_the_others(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        gone = asyncio.create_task(store.write(start(bench, "gone")))
        here = asyncio.create_task(store.write(start(bench, "here")))
        await asyncio.sleep(0)
        gone.cancel()
        assert (await here).note == "here"
        assert await notes(store, bench) == ["gone", "here"]

    with_store(tmp_path, test)


def test_closing_finishes_what_waits(tmp_path: Path) -> None:
    async def run() -> None:
        store = await open_sqlite(tmp_path / "clock.sqlite3")
        bench = await store.write(make_bench)
        acts = [asyncio.create_task(store.write(start(bench, str(number)))) for number in range(200)]
        await asyncio.sleep(0)
        await store.close()
        assert len(await all_of(*acts)) == 200
        again = await open_sqlite(store.path)
        assert await notes(again, bench) == [str(number) for number in range(200)]
        await again.close()

    asyncio.run(run())


async def next_turn() -> None:
    """Of the event loop: what another process has written by then is seen in it."""
    await asyncio.sleep(0)


def test_what_another_process_writes_makes_the_generation_grow(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        before = store.generation
        await store.write(start(bench, "our own"))
        assert store.generation == before
        other = connect(store.path)
        other.execute("UPDATE person SET active = 0")
        other.close()
        await next_turn()
        # Nothing is read or written in between: who asks for it alone must learn it.
        assert store.generation > before

    with_store(tmp_path, test)


def test_other_processes_are_looked_for_once_in_a_turn(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        async def nothing(tx: Tx) -> None:
            """A read that asks for nothing."""

        asked: list[str] = []
        store._writer.set_trace_callback(asked.append)
        for turns in (1, 2):
            await next_turn()
            await store.read(nothing)
            assert store.generation == store.generation
            assert asked == ["PRAGMA data_version"] * turns

    with_store(tmp_path, test)


def test_a_change_of_people_makes_the_generation_grow_once_it_is_kept(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        async def change(tx: Tx) -> None:
            tx.directory_changed()

        async def change_and_fail(tx: Tx) -> None:
            tx.directory_changed()
            raise NothingRunning

        before = store.generation
        await all_of(store.write(change_and_fail))
        assert store.generation == before
        await store.write(change)
        assert store.generation > before

    with_store(tmp_path, test)


def test_another_process_that_writes_delays_an_act(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        before = store.generation
        other = connect(store.path)
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE person SET first_name = 'Grace'")
        act = asyncio.create_task(store.write(start(bench, "late")))
        for _ in range(50):
            await asyncio.sleep(0)
        assert not act.done()
        assert await notes(store, bench) == []  # reading goes on
        other.execute("COMMIT")
        other.close()
        assert (await act).note == "late"
        assert store.generation > before

    with_store(tmp_path, test)


def test_what_another_process_has_written_is_read_while_acts_still_wait_for_it(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        async def name(tx: Tx) -> str:
            person = await people.shelf.get(tx, bench.workspace_id, bench.person_id)
            assert person is not None
            return person.first_name

        other = connect(store.path)
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE person SET first_name = 'Grace'")
        act = asyncio.create_task(store.write(start(bench, "late")))
        await asyncio.sleep(0.01)
        assert await store.read(name) == "Ada"
        before = store.generation
        other.execute("COMMIT")
        other.close()
        # The act has not heard yet that it is its turn.
        assert not act.done()
        assert await store.read(name) == "Grace"
        assert store.generation > before
        await act
        assert await store.read(name) == "Grace"

    with_store(tmp_path, test)


def test_what_another_process_writes_is_noticed_after_the_connection_was_lost(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        async def name(tx: Tx) -> str:
            person = await people.shelf.get(tx, bench.workspace_id, bench.person_id)
            assert person is not None
            return person.first_name

        other = connect(store.path)
        # Connections count what others write; the one made anew counts from the beginning.
        for written in ("Grace", "Joan", "Mary"):
            other.execute("UPDATE person SET first_name = ?", (written,))
            await next_turn()
            assert await store.read(name) == written
            connection = failing(store)
            connection.failing = ("COMMIT", "ROLLBACK")
            assert [type(each) for each in await all_of(store.write(start(bench, "lost")))] == [StoreFailed]
            assert not isinstance(store._writer, FailingConnection)
            other.execute("UPDATE person SET first_name = 'Radia'")
            await next_turn()
            assert await store.read(name) == "Radia"
        other.close()

    with_store(tmp_path, test)


def test_what_is_read_beside_a_commit_is_of_one_moment(tmp_path: Path) -> None:
    """On disk a batch may stand before the event loop has heard of it."""

    async def test(store: SqliteStore, bench: Bench) -> None:
        async def names(tx: Tx) -> set[str | None]:
            # One is asked for in a way that is remembered, the other with the time entries, which is not.
            person = await people.shelf.get(tx, bench.workspace_id, bench.person_id)
            entry = await timers.current(tx, bench.member, bench.person_id)
            assert person is not None
            return {person.title, None if entry is None else entry.note}

        async def rename_and_start(tx: Tx) -> None:
            before = await people.shelf.get(tx, bench.workspace_id, bench.person_id)
            assert before is not None
            await people.shelf.change(tx, before, msgspec.structs.replace(before, title="new"))
            await bench.start(tx, note="new")

        held = HeldCommit(store._writer)
        store._writer = held  # type: ignore[assignment]
        assert await store.read(names) == {None}
        act = asyncio.create_task(store.write(rename_and_start))
        await asyncio.to_thread(held.on_disk.wait)
        assert await store.read(names) == {"new"}
        held.let_go.set()
        await act
        assert await store.read(names) == {"new"}

    with_store(tmp_path, test)


def test_who_writes_for_too_long_fails_the_acts_but_not_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.02)

    async def test(store: SqliteStore, bench: Bench) -> None:
        other = connect(store.path)
        other.execute("BEGIN IMMEDIATE")
        results = await all_of(store.write(start(bench, "lost")), store.write(start(bench, "lost")))
        assert [type(each) for each in results] == [StoreFailed] * 2
        # The event loop does not wait for a lock by itself, now as before.
        assert store._writer.execute("PRAGMA busy_timeout").fetchone() == (0,)
        other.execute("ROLLBACK")
        other.close()
        await store.write(start(bench, "after"))
        assert await notes(store, bench) == ["after"]

    with_store(tmp_path, test)


def test_numbers_are_unique_beside_another_process_and_under_rollback(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        beside = await open_sqlite(store.path)
        for round_ in range(8):
            acts = [
                store.write(act) for n in range(10) for act in (start_then_fail(bench), start(bench, f"{round_} {n}"))
            ]
            await all_of(*acts)
            await all_of(*(beside.write(act) for act in (start(bench, "beside"), start_then_fail(bench))))
        await beside.close()
        assert len(await notes(store, bench)) == 8 * 11

    with_store(tmp_path, test)


def test_a_long_read_sees_a_snapshot_and_no_reader_writes(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        await store.write(start(bench, "kept"))
        verdict = await store.read(journal.verify, long=True)
        assert (verdict.chains, verdict.faults) == (2, ())
        for long in (False, True):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                await store.read(start(bench, "never"), long=long)
        assert await notes(store, bench) == ["kept"]

    with_store(tmp_path, test)


def test_the_database_itself_holds_one_active_entry_a_person(tmp_path: Path) -> None:
    async def test(store: SqliteStore, bench: Bench) -> None:
        entry = await store.write(start(bench, "first"))

        async def second(tx: Tx) -> None:
            await time_entries.shelf.add(tx, msgspec.structs.replace(entry, id=bench.person_id, number=10_000))

        with pytest.raises(sqlite3.IntegrityError):
            await store.write(second)
        await store.write(lambda tx: timers.stop(tx, bench.member, Act(NOON), bench.person_id))
        await store.write(second)

    with_store(tmp_path, test)


def test_a_file_keeps_its_promises(tmp_path: Path) -> None:
    """WAL, waiting for the disk, foreign keys: on every connection."""
    asyncio.run(close_at_once(tmp_path))
    for query_only in (False, True):
        connection = connect(tmp_path / "clock.sqlite3", query_only=query_only)
        asked = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        connection.close()
        assert asked == ["wal", 2, 1]


async def close_at_once(path: Path) -> None:
    await (await open_sqlite(path / "clock.sqlite3")).close()
