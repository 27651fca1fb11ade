"""The PostgreSQL store: asyncpg, a pool, several workers. Only what differs from SQLite."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar
from uuid import uuid4

import asyncpg
import msgspec
import structlog

from uhrwerk.rules.journal import GENESIS, seal_head
from uhrwerk.storage import heads
from uhrwerk.storage.commits import ANYTHING, Commit, Ear, tell
from uhrwerk.storage.gathering import Chain, Found, GatheringTx, joint_of
from uhrwerk.storage.hearing import Hearing
from uhrwerk.storage.lockstep import Act, Batch
from uhrwerk.storage.numbers import A_BLOCK, Numbers, block_of, taken
from uhrwerk.storage.order import COUNT_ON
from uhrwerk.storage.queue import Queue, Waiting
from uhrwerk.storage.statement import Given, Statement
from uhrwerk.storage.store import Lookup, Operation, Row, StoreFailed, Tx

T = TypeVar("T")

log = structlog.get_logger(__name__)

POOL: Final = 12
WRITING_AT_ONCE: Final = 1
"""Batches under way: one large one costs less than two small ones, and none finds a chain held by the other."""

READING_AT_ONCE: Final = 2
"""Here a slow read in one would hold up everybody."""

ALONE_AT_ONCE: Final = 5
"""Acts that are run again alone."""

QUERIES_A_CONNECTION: Final = 10**9
"""Connections are kept: a new one has every statement to prepare again."""

TRIES: Final = 10
STATEMENTS_CACHED: Final = 500
TASKS: Final = 0x75687277  # "uhrw": the space of the advisory locks by which a worker is alone at a task

CHANNEL: Final = "uhrwerk_commits"
ANNOUNCED_EVERY: Final = 0.05
"""Seconds between two announcements of a worker: what is committed meanwhile is one."""

NAMED_AT_MOST: Final = 100
"""Workspaces that an announcement names; PostgreSQL takes 8000 bytes."""

LOOKS_EVERY: Final = 5.0
"""Seconds after which listeners look for themselves: an announcement is a hint, and may be lost."""

_AGAIN = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    # Two workers made the same row at once; the second try finds it.
    asyncpg.UniqueViolationError,
    # What is referred to has gone meanwhile; the second try finds that it is not there.
    asyncpg.ForeignKeyViolationError,
)

_make_head = (
    "INSERT INTO journal_head (workspace_id, subject_id, count, seal, head_seal) VALUES ($1, $2, 0, $3, $4) "
    "ON CONFLICT DO NOTHING"
)


_BROKEN = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
_BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class CommitFailed(Exception):
    """Whether the transaction stands is not known."""


async def _leave_as_it_is(connection: Any) -> None:
    """Nothing is ever set on a connection of the pool: to set it back would be a round trip.

    A transaction whose BEGIN was broken off is ended, which the connection knows without asking.
    """
    if connection.is_in_transaction():
        await connection.execute("ROLLBACK")


def _nothing(act: Act) -> None:
    """Whoever writes is answered after the commit."""


class PostgresqlTx(GatheringTx):
    """A transaction on one connection of the pool."""

    def __init__(self, connection: Any, store: "PostgresqlStore") -> None:
        super().__init__()
        self._connection = connection
        self._store = store

    @property
    def journal_key(self) -> bytes:
        return self._store.journal_key

    async def number(self, workspace_id: str) -> int:
        number = self._store.number_at_hand(workspace_id)
        return (await self.numbers(workspace_id, 1))[0] if number is None else number

    async def numbers(self, workspace_id: str, count: int) -> range:
        return await self._store.numbers_for(workspace_id, count, self)

    async def _one(self, statement: Statement, values: dict[str, Any]) -> Row | None:
        compiled = statement.on_postgresql
        raw = await self._connection.fetchrow(compiled.text, *compiled.positional(values))
        return None if raw is None else compiled.row(tuple(raw))

    async def _all(self, statement: Statement, values: dict[str, Any]) -> list[Row]:
        compiled = statement.on_postgresql
        return compiled.rows(await self._connection.fetch(compiled.text, *compiled.positional(values)))

    async def _ahead(self, lookups: Sequence[Lookup]) -> Found:
        joint = joint_of(lookups)
        return joint.found(await self._connection.fetchrow(joint.text, *joint.positional(dict(lookups))))

    async def _run(self, statement: Statement, values: dict[str, Any]) -> int:
        compiled = statement.on_postgresql
        status: str = await self._connection.execute(compiled.text, *compiled.positional(values))
        return int(status.rsplit(" ", 1)[-1])

    async def _many(self, statement: Statement, rows: Sequence[Given]) -> None:
        compiled = statement.on_postgresql
        await self._connection.executemany(compiled.text, compiled.many(rows))

    async def _put(self, chain: Chain, values: Sequence[Mapping[str, Any]]) -> None:
        await self._connection.execute(chain.text, *chain.positional(values))

    async def _lock(self, wanted: Sequence[tuple[str, str]]) -> Sequence[Row]:
        return [await self._head(*key) for key in wanted]

    async def _head(self, workspace_id: str, subject_id: str) -> Row:
        """A chain's head, held; it is made where there is none."""
        key = {"workspace_id": workspace_id, "subject_id": subject_id}
        head = await self._one(heads.HOLD, key)
        if head is None:
            sealed = seal_head(self.journal_key, workspace_id, subject_id, 0, GENESIS)
            await self._connection.execute(_make_head, workspace_id, subject_id, GENESIS, sealed)
            head = await self._one(heads.HOLD, key)
            assert head is not None
        return head


class Announcement(msgspec.Struct, frozen=True):
    """A commit as it is told to the other workers; `worker` is who tells it, and need not hear it again."""

    worker: str
    commit: Commit


_ANNOUNCEMENT: Final = msgspec.json.Decoder(Announcement)


class PostgresqlStore:
    """Another worker's change of people, credentials or settings is heard of within half a second.

    `cache_seconds` bounds how long one may go unseen that was made past the stores.
    """

    cache_seconds: float = 30.0

    def __init__(self, url: str, journal_key: bytes) -> None:
        self.url = url
        self.journal_key = journal_key
        self._generation = 0
        self._hearing = Hearing(url, self._grow)
        self._pool: Any = None
        self._numbers = Numbers()
        self._numbers_connection: Any = None
        self._numbers_lock = asyncio.Lock()
        self._worker = uuid4().hex
        self._ears: set[Ear] = set()
        self._unannounced = Ear()
        self._announcing: asyncio.Task[None] | None = None
        self._writers = Queue(self._write_together, WRITING_AT_ONCE)
        self._readers = Queue(self._read_together, READING_AT_ONCE)
        self._alone = asyncio.Semaphore(ALONE_AT_ONCE)

    async def open(self) -> None:
        self._pool = await asyncpg.create_pool(
            self.url,
            min_size=1,
            max_size=POOL,
            statement_cache_size=STATEMENTS_CACHED,
            max_queries=QUERIES_A_CONNECTION,
            reset=_leave_as_it_is,
        )
        self._numbers_connection = await self._connect_for_numbers()
        await self._numbers_connection.execute(COUNT_ON)

    @property
    def generation(self) -> int:
        if not self._hearing.is_sure():
            # Another worker may have changed anything: nothing remembered counts meanwhile.
            self._grow()
        return self._generation

    def _grow(self) -> None:
        self._generation += 1

    async def _connect_for_numbers(self) -> Any:
        connection = await asyncpg.connect(self.url)
        # No wait for the disk: whatever commits with such a number puts what comes before it on disk, too.
        await connection.execute("SET synchronous_commit = off")
        return connection

    async def close(self) -> None:
        """Finish what waits, then let go of the database."""
        await self._writers.empty()
        await self._readers.empty()
        if self._announcing is not None:
            self._announcing.cancel()
            await asyncio.wait([self._announcing])
            self._announcing = None
        if self._pool is not None:
            await self._pool.close()
            await self._numbers_connection.close()
            await self._hearing.close()

    async def ping(self) -> None:
        async with self._pool.acquire() as connection:
            await connection.fetchval("SELECT 1")

    async def write(self, operation: Operation[T]) -> T:
        result: T = await self._writers.take(operation)
        return result

    async def _write_together(self, waiting: Sequence[Waiting]) -> None:
        """One transaction for all. Nobody is answered before it is committed; if it is spoilt, each act runs alone."""
        if len(waiting) == 1:
            await self._write_alone(waiting[0])
            return
        acts = [Act(each.operation, self) for each in waiting]
        try:
            async with self._transaction("BEGIN") as connection:
                await Batch(connection, PostgresqlTx(connection, self), self, _nothing).run(acts)
                if any(act.tx.directory_has_changed for act in acts):
                    await self._hearing.say(connection)
        except CommitFailed as error:
            log.error("batch failed", acts=len(acts), error=str(error))
            for each in waiting:
                each.fail(StoreFailed(str(error)))
            return
        except Exception as error:
            # Whosever fault it is: alone it is their own.
            log.info("acts run again alone", acts=len(acts), why=repr(error))
            await self._each_alone(self._write_alone, waiting)
            return
        self._committed([act.tx for act in acts if act.over and act.failure is None])
        for each, act in zip(waiting, acts, strict=True):
            each.settle(act)
        await self._each_alone(self._write_alone, [each for each, act in zip(waiting, acts, strict=True) if act.alone])

    async def _each_alone(self, run: Callable[[Waiting], Awaitable[None]], waiting: Sequence[Waiting]) -> None:
        async def in_turn(each: Waiting) -> None:
            async with self._alone:
                await run(each)

        await asyncio.gather(*(in_turn(each) for each in waiting))

    async def _write_alone(self, waiting: Waiting) -> None:
        try:
            waiting.succeed(await self._write(waiting.operation))
        except Exception as error:
            waiting.fail(error)

    async def _write(self, operation: Operation[T]) -> T:
        for attempt in range(TRIES):
            try:
                async with self._transaction("BEGIN") as connection:
                    tx = PostgresqlTx(connection, self)
                    result = await operation(tx)
                    await tx.send()
                    if tx.directory_has_changed:
                        await self._hearing.say(connection)
            except _AGAIN as error:
                if attempt == TRIES - 1:
                    raise StoreFailed(str(error)) from error
                await asyncio.sleep(0.005 * attempt)
            except CommitFailed as error:
                raise StoreFailed(str(error)) from error
            else:
                self._committed([tx])
                return result
        raise AssertionError("unreachable")

    @asynccontextmanager
    async def _transaction(self, begin: str) -> AsyncIterator[Any]:
        async with self._pool.acquire() as connection:
            await connection.execute(begin)
            try:
                yield connection
            except BaseException:
                if not connection.is_closed():
                    await connection.execute("ROLLBACK")
                raise
            try:
                ended = await connection.execute("COMMIT")
            except _AGAIN:
                raise
            except _BROKEN as error:
                raise CommitFailed(str(error)) from error
            if ended != "COMMIT":
                raise CommitFailed("An error within the transaction went unnoticed.")

    def _committed(self, txs: Sequence[GatheringTx]) -> None:
        """Tell whoever listens, here and in the other workers; nobody waits for it."""
        workspaces = frozenset().union(*(tx.workspaces for tx in txs))
        directory_has_changed = any(tx.directory_has_changed for tx in txs)
        self._generation += directory_has_changed
        if workspaces or directory_has_changed:
            commit = Commit(workspaces, directory_has_changed)
            tell(self._ears, commit)
            self._unannounced.tell(commit)
            if self._announcing is None:
                self._announcing = asyncio.create_task(self._announce())

    async def _announce(self) -> None:
        """Tell the other workers for as long as the store is open. A NOTIFY within the transaction would make commits
        wait for one another.
        """
        while True:
            commit = await self._unannounced.next()
            if commit.workspaces is not None and len(commit.workspaces) > NAMED_AT_MOST:
                commit = Commit(None, commit.directory)
            told = msgspec.json.encode(Announcement(self._worker, commit)).decode()
            try:
                async with self._pool.acquire() as connection:
                    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, told)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                # Whoever listens looks for themself after a while.
                log.warning("commit not announced", error=str(error))
            await asyncio.sleep(ANNOUNCED_EVERY)

    async def read(self, operation: Operation[T], *, long: bool = False) -> T:
        if long:
            return await self._read(operation)
        result: T = await self._readers.take(operation)
        return result

    async def _read_together(self, waiting: Sequence[Waiting]) -> None:
        """One snapshot for all; each is answered as soon as it is over."""
        if len(waiting) == 1:
            await self._read_alone(waiting[0])
            return
        acts = {Act(each.operation, self): each for each in waiting}
        try:
            async with self._transaction(_BEGIN_READING) as connection:
                batch = Batch(connection, PostgresqlTx(connection, self), self, lambda act: acts[act].settle(act))
                await batch.run(list(acts))
        except Exception as error:
            log.info("reads run again alone", acts=len(acts), why=repr(error))
        await self._each_alone(self._read_alone, [each for act, each in acts.items() if not act.over])

    async def _read_alone(self, waiting: Waiting) -> None:
        try:
            waiting.succeed(await self._read(waiting.operation))
        except Exception as error:
            waiting.fail(error)

    async def _read(self, operation: Operation[T]) -> T:
        async with self._transaction(_BEGIN_READING) as connection:
            return await operation(PostgresqlTx(connection, self))

    async def scrub(self) -> None:
        """Nothing to do: its log and its dead rows are cleared by itself and by whoever runs it."""

    @asynccontextmanager
    async def commits(self) -> AsyncIterator[Ear]:
        """Other workers' are heard on a connection that is held only while somebody listens."""
        ear = Ear()
        self._ears.add(ear)
        ready = asyncio.Event()
        listening = asyncio.create_task(self._listen(ear, ready))
        try:
            await ready.wait()
            yield ear
        finally:
            listening.cancel()
            await asyncio.wait([listening])
            self._ears.remove(ear)

    async def _listen(self, ear: Ear, ready: asyncio.Event) -> None:
        """Look from time to time, and mend the connection where it was lost."""
        connection = None
        try:
            while True:
                lost = connection is None or connection.is_closed()
                if lost:
                    connection = await self._listening_connection(ear)
                ready.set()
                ear.tell(Commit(None, lost))
                await asyncio.sleep(LOOKS_EVERY)
        finally:
            if connection is not None:
                connection.terminate()

    async def _listening_connection(self, ear: Ear) -> Any:
        """None where there is none to be had now."""
        try:
            connection = await asyncpg.connect(self.url)
            await connection.add_listener(CHANNEL, lambda *told: self._hear(ear, told[-1]))
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            log.warning("not listening for commits", error=str(error))
            return None
        return connection

    def _hear(self, ear: Ear, told: str) -> None:
        try:
            announced = _ANNOUNCEMENT.decode(told)
        except msgspec.MsgspecError:
            announced = Announcement("", ANYTHING)
        if announced.worker != self._worker:
            self._generation += announced.commit.directory
            ear.tell(announced.commit)

    @asynccontextmanager
    async def alone(self, task: str) -> AsyncIterator[Callable[[], bool]]:
        """By an advisory lock on a connection of its own, which ends with the worker, however that ends."""
        connection = await asyncpg.connect(self.url)
        try:
            mine = await connection.fetchval("SELECT pg_try_advisory_lock($1, hashtext($2))", TASKS, task)
            yield lambda: mine and not connection.is_closed()
        finally:
            connection.terminate()

    def number_at_hand(self, workspace_id: str) -> int | None:
        return self._numbers.next(workspace_id)

    async def numbers_for(self, workspace_id: str, count: int, tx: Tx) -> range:
        """The next numbers, None of which a rollback gives out twice: the connection they are taken on is their own."""
        async with self._numbers_lock:
            if count == 1:
                # Somebody else may have taken a block meanwhile.
                number = self._numbers.next(workspace_id)
                if number is None and (block := await self._take_block(workspace_id, A_BLOCK)):
                    number = self._numbers.take(workspace_id, block)
                if number is not None:
                    return range(number, number + 1)
            elif block := await self._take_block(workspace_id, count):
                return block
        # The workspace is being made in this very transaction, which alone sees it.
        return await taken(tx, workspace_id, count)

    async def _take_block(self, workspace_id: str, count: int) -> range | None:
        """None where the workspace is not to be seen from outside the transaction that makes it."""
        if self._numbers_connection.is_closed():
            # The pool mends itself after the server was away; this connection is ours to mend.
            self._numbers_connection = await self._connect_for_numbers()
        return await block_of(PostgresqlTx(self._numbers_connection, self), workspace_id, count)
