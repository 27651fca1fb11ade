"""The sender as a job: alone at its task, cheap while there is nothing to send, never planning anything twice."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.home import Clock
from tests.migrated import migrated_database
from tests.postgres import PostgresServer
from tests.storage.workshop import KEY, NOON, Bench, make_bench, open_sqlite
from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.jobs import webhooks as job
from uhrwerk.entrypoints.jobs.webhooks import Sender
from uhrwerk.keys import KioskKeys, Notary, Signer, Vault
from uhrwerk.operations import webhooks
from uhrwerk.operations.authentication import Doorkeeper
from uhrwerk.storage import feed
from uhrwerk.storage import webhooks as kept
from uhrwerk.storage.postgresql import PostgresqlStore
from uhrwerk.storage.store import Store, Tx
from uhrwerk.storage.webhooks import Webhook


def on_sqlite(path: Path, test: Callable[[Any], Awaitable[None]]) -> None:
    async def run() -> None:
        store = await open_sqlite(path / "clock.sqlite3")
        try:
            await test(store)
        finally:
            await store.close()

    asyncio.run(run())


def house_of(store: Store) -> House:
    return House(
        store, Doorkeeper(store), Vault(KEY), Signer(KEY), Notary(KEY, Path("/nowhere")), KioskKeys(KEY), Clock()
    )


def adding(bench: Bench, **members: Any) -> Callable[[Tx], Awaitable[Webhook]]:
    new = {"name": "Hook", "url": "http://127.0.0.1:9/", "events": ["timetracking_added"], "face": "awork", **members}
    return lambda tx: webhooks.add(tx, bench.admin, NOON, new)


def test_with_no_webhook_the_database_is_not_asked_until_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test(store: Any) -> None:
        bench = await store.write(make_bench)
        asked: list[object] = []
        read = store.read

        def counting(operation: Any, **options: Any) -> Any:
            asked.append(operation)
            return read(operation, **options)

        monkeypatch.setattr(store, "read", counting)
        async with Sender(house_of(store)) as sender:
            for _ in range(5):
                await sender.round()
            assert len(asked) == 1
            await store.write(bench.start)
            await sender.round()
            assert len(asked) == 1
            await store.write(adding(bench, active=False))
            await sender.round()
            assert len(asked) == 2, "a webhook was added, and it is not active"
            made = await store.write(adding(bench))
            await store.write(bench.start)
            await sender.round()
            await sender.idle()
            (delivery,) = await read(lambda tx: kept.log(tx, made, None, 10))
            assert (delivery.event, delivery.attempts) == ("timetracking_added", 1)

    on_sqlite(tmp_path, test)


def test_two_senders_at_once_plan_a_row_once(tmp_path: Path) -> None:
    async def test(store: Any) -> None:
        bench = await store.write(make_bench)
        made = await store.write(adding(bench))
        await store.write(bench.start)
        rows = await store.read(lambda tx: webhooks.unplanned(tx, made))
        for _ in range(2):
            await store.write(lambda tx: webhooks.plan(tx, NOON, made, rows, lambda row: row.act))
        found = await store.read(lambda tx: kept.log(tx, made, None, 10))
        assert sorted(each.event for each in found) == ["time_entry.started", "webhook.added"]
        after = await store.read(lambda tx: kept.shelf.get(tx, made.workspace_id, made.id))
        assert after.read_up_to == rows[-1].order == await store.read(lambda tx: feed.newest(tx, bench.workspace_id))

    on_sqlite(tmp_path, test)


def test_what_is_beyond_the_room_for_waiting_stays_in_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "PENDING_AT_MOST", 3)
    monkeypatch.setattr(webhooks, "PLANNED_AT_ONCE", 2)

    async def test(store: Any) -> None:
        bench = await store.write(make_bench)
        made = await store.write(adding(bench, events=["timetracking_added", "timetracking_updated"]))
        for _ in range(5):
            await store.write(bench.start)
        async with Sender(house_of(store)) as sender:
            for _ in range(9):
                await sender.round()
                await sender.idle()
        # The last rows to be planned may have gone beyond it by one less than are planned at once.
        assert 3 <= await store.read(lambda tx: kept.how_many_pending(tx, made)) <= 4

    on_sqlite(tmp_path, test)


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    return migrated_database(postgres, f"sender-{uuid4()}")


def test_of_two_workers_one_is_alone_at_a_task_until_it_ends(url: str) -> None:
    async def test() -> None:
        one, other = PostgresqlStore(url, KEY), PostgresqlStore(url, KEY)
        async with one.alone("webhooks") as first:
            assert first() is True
            async with other.alone("webhooks") as second, other.alone("another") as task:
                assert (second(), task()) == (False, True)
        async with asyncio.timeout(60):
            while True:
                async with other.alone("webhooks") as second:
                    if second():
                        return

    asyncio.run(test())


def test_a_worker_that_has_lost_its_connection_is_not_alone_any_more(url: str) -> None:
    async def test() -> None:
        store = PostgresqlStore(url, KEY)
        await store.open()
        try:
            async with store.alone("lost") as mine, store._pool.acquire() as connection:
                assert mine() is True
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = $1::oid "
                    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                    0x75687277,
                )
                async with asyncio.timeout(60):
                    while mine():
                        await store.ping()
        finally:
            await store.close()

    asyncio.run(test())


def test_the_job_ends_at_once_and_gives_its_place_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "ANOTHERS_TURN", 0)

    async def test() -> None:
        store = PostgresqlStore(url, KEY)
        await store.open()
        try:
            task = asyncio.create_task(job.send_webhooks(house_of(store)))
            async with asyncio.timeout(60):
                while True:
                    async with store.alone("webhooks") as mine:
                        if not mine():
                            break
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                while True:
                    async with store.alone("webhooks") as mine:
                        if mine():
                            break
        finally:
            await store.close()

    asyncio.run(test())
