"""PostgreSQL: acts that share a transaction, and the round trips that a verb costs."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.migrated import migrated_database
from tests.postgres import PostgresServer
from tests.storage.workshop import KEY, NOON, Bench, make_bench
from uhrwerk.operations import attendance, journal, people, timers
from uhrwerk.operations.people import NewPerson
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import NotFound, NothingRunning
from uhrwerk.storage import postgresql, time_entries
from uhrwerk.storage.bulk import Bulk, Way
from uhrwerk.storage.postgresql import PostgresqlStore
from uhrwerk.storage.store import Operation, Tx
from uhrwerk.storage.time_entries import EntryFilter, TimeEntry

STAFF = 6

Asked = list[str]
Test = Callable[[PostgresqlStore, list[Bench], Asked], Awaitable[None]]


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    return migrated_database(postgres, f"clock-{uuid4()}")


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Run a test on a store, some people of one workspace whose chains have begun, and what the database is asked."""

    make_pool = asyncpg.create_pool

    def run(test: Test, size: int = STAFF) -> None:
        asked: Asked = []

        async def listen(connection: Any) -> None:
            connection.add_query_logger(lambda query: asked.append(query.query))

        monkeypatch.setattr(asyncpg, "create_pool", partial(make_pool, init=listen))

        async def go() -> None:
            store = PostgresqlStore(url, KEY)
            await store.open()
            try:
                staff = await make_staff(store, size)
                asked.clear()
                await test(store, staff, asked)
            finally:
                await store.close()

        asyncio.run(go())

    return run


async def make_staff(store: PostgresqlStore, size: int) -> list[Bench]:
    first = await store.write(make_bench)
    staff = [first]
    for number in range(1, size):
        new = NewPerson(f"p{number}", f"p{number}@example.org", "Person", str(number))
        person = await store.write(partial(people.add, actor=first.admin, now=NOON, new=new))
        staff.append(Bench(first.workspace_id, person.id))
    # A chain is begun by whoever locks it first, alone.
    await store.write(lambda tx: tx.lock(first.workspace_id, *(each.person_id for each in staff)))
    return staff


def start(bench: Bench, tries: Asked | None = None) -> Operation[TimeEntry]:
    async def run(tx: Tx) -> TimeEntry:
        if tries is not None:
            tries.append(bench.person_id)
        return await bench.start(tx)

    return run


def start_then(bench: Bench, failure: Callable[[], Exception | None]) -> Operation[TimeEntry]:
    async def run(tx: Tx) -> TimeEntry:
        entry = await bench.start(tx)
        # What the start wrote is sent before anything else is asked.
        assert await time_entries.active(tx, bench.workspace_id, bench.person_id) == entry
        raised = failure()
        if raised is not None:
            raise raised
        return entry

    return run


async def entries(store: PostgresqlStore, bench: Bench) -> list[TimeEntry]:
    wanted = EntryFilter(person_id=bench.person_id)
    return await store.read(lambda tx: time_entries.page(tx, bench.workspace_id, wanted, limit=500, after=None))


def trips(asked: Asked) -> list[str]:
    """The round trips of acts: not the announcements, which nobody waits for, nor how the driver learns about types."""
    return [text for text in asked if not any(word in text for word in ("pg_notify", "typeinfo", "jit"))]


async def acts_of(store: PostgresqlStore, bench: Bench) -> list[str]:
    rows = await store.read(lambda tx: journal.page(tx, bench.admin, bench.person_id, limit=1000, before=None))
    return [row.act for row in reversed(rows)]


def test_many_people_start_and_stop_at_once_in_few_round_trips(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        started = await asyncio.gather(*(store.write(start(each)) for each in staff))
        assert [entry.person_id for entry in started] == [each.person_id for each in staff]
        assert asked.count("BEGIN") == asked.count("COMMIT") == 1
        again = await asyncio.gather(*(store.write(start(each)) for each in staff))
        stop = [partial(timers.stop, actor=b.member, act=Act(NOON), person_id=b.person_id) for b in staff[::2]]
        await asyncio.gather(*(store.write(each) for each in stop))
        assert asked.count("COMMIT") == 3
        for index, each in enumerate(staff):
            kept = {entry.id: entry for entry in await entries(store, each)}
            assert set(kept) == {started[index].id, again[index].id}
            assert kept[started[index].id].ended_at == NOON
            assert (kept[again[index].id].ended_at is None) == (index % 2 == 1)
        assert len({entry.number for entry in (*started, *again)}) == 2 * len(staff)
        assert (await store.read(journal.verify)).faults == ()

    run(test)


def test_an_act_that_fails_after_writing_leaves_nothing_and_the_others_stand(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        acts = [start(each) for each in staff]
        acts[2] = start_then(staff[2], NothingRunning)
        results = await asyncio.gather(*(store.write(each) for each in acts), return_exceptions=True)
        assert [type(each) for each in results] == [TimeEntry, TimeEntry, NothingRunning, *[TimeEntry] * 3]
        assert [len(await entries(store, each)) for each in staff] == [1, 1, 0, 1, 1, 1]
        assert (await store.read(journal.verify)).faults == ()

    run(test)


def test_a_refusal_before_anything_is_written_costs_the_others_nothing(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        tries: Asked = []

        async def change_of_mind(tx: Tx) -> None:
            await staff[4].start(tx)
            # What it wrote has been kept back so far.
            raise NotFound("desk")

        acts: list[Operation[Any]] = [start(each, tries) for each in staff]
        acts[2] = partial(timers.stop, actor=staff[2].member, act=Act(NOON), person_id=staff[2].person_id)
        acts[4] = change_of_mind
        results = await asyncio.gather(*(store.write(each) for each in acts), return_exceptions=True)
        assert [type(each) for each in results] == [
            TimeEntry,
            TimeEntry,
            NothingRunning,
            TimeEntry,
            NotFound,
            TimeEntry,
        ]
        assert len(tries) == len(set(tries)) == STAFF - 2
        assert asked.count("COMMIT") == 1
        assert [len(await entries(store, each)) for each in staff] == [1, 1, 0, 1, 0, 1]

    run(test)


def test_a_deadlock_in_a_batch_runs_every_act_again(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        failures = iter([asyncpg.DeadlockDetectedError("deadlock detected"), None])
        acts = [start(each) for each in staff]
        acts[0] = start_then(staff[0], lambda: next(failures))
        await asyncio.gather(*(store.write(each) for each in acts))
        assert asked.count("ROLLBACK") == 1
        assert [len(await entries(store, each)) for each in staff] == [1] * STAFF

    run(test)


def test_an_error_of_the_database_is_the_act_s_own(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        first = await store.write(start(staff[0]))

        async def twin(tx: Tx) -> None:
            await tx.lock(staff[0].workspace_id, staff[0].person_id)
            await time_entries.shelf.add(tx, first)

        async def wrong(tx: Tx) -> None:
            await tx.one(time_entries.shelf._get, workspace_id=staff[1].workspace_id)

        acts: list[Operation[Any]] = [twin, wrong, *(start(each) for each in staff[2:])]
        results = await asyncio.gather(*(store.write(each) for each in acts), return_exceptions=True)
        assert [type(each).__name__ for each in results] == ["StoreFailed", "KeyError", *["TimeEntry"] * 4]

    monkeypatch = pytest.MonkeyPatch()
    with monkeypatch.context() as patch:
        patch.setattr(postgresql, "TRIES", 1)
        run(test)


def test_acts_of_one_person_follow_one_another_in_one_transaction(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        tries: Asked = []
        mine = [staff[0], staff[1], staff[0], staff[0]]
        started = await asyncio.gather(*(store.write(start(each, tries)) for each in mine))
        assert asked.count("COMMIT") == 1
        assert len(tries) == 4
        active = [entry.id for entry in await entries(store, staff[0]) if entry.ended_at is None]
        assert active == [started[3].id]
        assert await acts_of(store, staff[0]) == [
            "time_entry.started",
            *["time_entry.stopped", "time_entry.started"] * 2,
        ]
        assert (await store.read(journal.verify)).faults == ()

    run(test)


def test_acts_that_wait_for_one_another_are_run_alone(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        def crossed(first: str, second: str) -> Operation[TimeEntry]:
            async def run(tx: Tx) -> TimeEntry:
                await tx.lock(staff[0].workspace_id, first)
                await people.get(tx, staff[0].admin, staff[0].person_id)
                await tx.lock(staff[0].workspace_id, second)
                return await staff[0].start(tx)

            return run

        home, person = staff[0].workspace_id, staff[0].person_id
        await asyncio.gather(store.write(crossed(home, person)), store.write(crossed(person, home)))
        assert asked.count("ROLLBACK") >= 1
        kept = await entries(store, staff[0])
        assert len([entry for entry in kept if entry.ended_at is None]) == 1
        assert len(kept) == 2

    run(test)


def test_what_somebody_else_holds_keeps_only_its_own_act_waiting(url: str, run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        holder = await asyncpg.connect(url)
        held = holder.transaction()
        await held.start()
        await holder.execute("SELECT 1 FROM journal_head WHERE subject_id = $1 FOR UPDATE", staff[0].person_id)
        waiting, *others = [asyncio.ensure_future(store.write(start(each))) for each in staff]
        await asyncio.gather(*others)
        assert not waiting.done()
        await held.rollback()
        assert (await waiting).person_id == staff[0].person_id
        await holder.close()

    run(test)


def test_an_act_that_waits_for_something_else_is_run_alone(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        async def absent_minded(tx: Tx) -> TimeEntry:
            await asyncio.sleep(0)
            return await staff[0].start(tx)

        acts = [absent_minded, *(start(each) for each in staff[1:])]
        await asyncio.gather(*(store.write(each) for each in acts))
        assert [len(await entries(store, each)) for each in staff] == [1] * STAFF

    run(test)


def test_a_client_that_goes_away_changes_nothing_for_the_others(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        gone, *others = [asyncio.ensure_future(store.write(start(each))) for each in staff]
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(*others)
        assert [len(await entries(store, each)) for each in staff] == [1] * STAFF
        assert gone.cancelled()

    run(test)


def test_reads_at_once_share_a_snapshot_and_a_statement(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        await asyncio.gather(*(store.write(start(each)) for each in staff[1:]))
        asked.clear()
        stranger = str(uuid4())
        looks = [(staff[0].admin, stranger), *((each.member, each.person_id) for each in staff)]
        results = await asyncio.gather(
            *(store.read(partial(timers.current, actor=actor, person_id=who)) for actor, who in looks),
            return_exceptions=True,
        )
        assert isinstance(results[0], NotFound)
        assert results[1] is None
        assert [entry.person_id for entry in results[2:]] == [each.person_id for each in staff[1:]]  # type: ignore[union-attr]
        await store._readers.empty()
        # The stranger is looked up; then everybody's timer is.
        assert [text.split()[0] for text in trips(asked)] == ["BEGIN", "SELECT", "SELECT", "COMMIT"]

    run(test)


def test_different_verbs_at_once_look_ahead_together(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        await asyncio.gather(*(store.write(start(each)) for each in staff[:2]))
        asked.clear()
        acts = [VERBS["stop"](staff[0]), VERBS["stop"](staff[1]), *(start(each) for each in staff[2:])]
        await asyncio.gather(*(store.write(each) for each in acts))
        words = [text.split()[0] for text in trips(asked)]
        assert words == ["BEGIN", "SELECT", "SELECT", "WITH", "WITH", "COMMIT"]
        assert [entry.ended_at is None for each in staff for entry in await entries(store, each)] == [
            *[False] * 2,
            *[True] * 4,
        ]

    run(test)


def test_a_batch_is_not_planned_anew_each_time(run: Callable[..., None]) -> None:
    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        # Of few: PostgreSQL takes an array of unknown length to have ten, and would like to know better.
        for _ in range(8):
            await asyncio.gather(*(store.write(start(each)) for each in staff[:3]))
        async with store._pool.acquire() as connection:
            plans = await connection.fetch(
                "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%unnest%'"
            )
        assert len(plans) >= 3
        assert all(generic >= 1 for (generic,) in plans)

    run(test)


Verb = Callable[[Bench], Operation[Any]]


def timer_verb(verb: Callable[..., Awaitable[Any]]) -> Verb:
    return lambda bench: partial(verb, actor=bench.member, act=Act(NOON), person_id=bench.person_id)


VERBS: dict[str, Verb] = {
    "start": start,
    "pause": timer_verb(timers.pause),
    "resume": timer_verb(timers.resume),
    "start again": start,
    "stop": timer_verb(timers.stop),
    "clock in": timer_verb(attendance.clock_in),
    "clock out": timer_verb(attendance.clock_out),
}


ROUND_TRIPS = {
    "start": (5, 5),
    "pause": (5, 5),
    "resume": (5, 5),
    "start again": (6, 6),
    "stop": (5, 5),
    "clock in": (6, 6),
    "clock out": (7, 7),
    "current": (3, 3),
}
"""Of one act alone, and of sixteen at once, which cost no more. BEGIN and COMMIT are two of them."""


def test_round_trips_of_every_verb(run: Callable[..., None]) -> None:
    counted: dict[str, tuple[int, int]] = {}

    async def test(store: PostgresqlStore, staff: list[Bench], asked: Asked) -> None:
        for name, verb in VERBS.items():
            asked.clear()
            await store.write(verb(staff[16]))
            alone = len(trips(asked))
            asked.clear()
            await asyncio.gather(*(store.write(verb(each)) for each in staff[:16]))
            counted[name] = (alone, len(trips(asked)))
        read = [partial(timers.current, actor=each.member, person_id=each.person_id) for each in staff]
        asked.clear()
        await store.read(read[16])
        alone = len(trips(asked))
        asked.clear()
        await asyncio.gather(*(store.read(each) for each in read[:16]))
        await store._readers.empty()
        counted["current"] = (alone, len(trips(asked)))

    run(test, 17)
    assert counted == ROUND_TRIPS


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("SELECT a FROM t WHERE b = $1::UUID", Way.ROWS),
        ("SELECT a FROM t WHERE b = $1::UUID ORDER BY a LIMIT $2::INTEGER", Way.ROWS),
        ("SELECT a FROM t WHERE b IN ($1::UUID, $2::UUID)", Way.ROWS),
        ("SELECT a FROM t WHERE b = ANY ($1::UUID[])", Way.SINGLY),
        ("SELECT a FROM t WHERE b = $1::NUMERIC", Way.SINGLY),
        ("SELECT a FROM t WHERE b = $1", Way.SINGLY),
        ("SELECT a FROM t", Way.SINGLY),
        ("INSERT INTO t (a, b) VALUES ($1::UUID, coalesce($2::INTEGER, (SELECT 1)))", Way.INSERTED),
        ("INSERT INTO t (a) VALUES ($1::UUID) ON CONFLICT DO NOTHING", Way.PIPELINED),
        ("UPDATE t SET a = $1::INTEGER WHERE b = $2::UUID", Way.PIPELINED),
        ("DELETE FROM t WHERE b = $1::UUID", Way.PIPELINED),
        ("UPDATE t SET a = $1::INTEGER RETURNING a", Way.SINGLY),
    ],
)
def test_the_way_in_which_a_statement_is_run_for_many(text: str, way: Way) -> None:
    assert Bulk(text).way is way
