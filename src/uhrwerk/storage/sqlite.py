"""The embedded store: one SQLite file, one server process, group commits.

Operations run one after the other on the event loop, in the batch's transaction; only the COMMIT, which waits for the
disk, goes to a thread. Acts that arrive meanwhile form the next batch. Nobody is answered before the commit that holds
their act; if it fails, the whole batch failed.
"""

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import structlog

from uhrwerk.rules.journal import GENESIS
from uhrwerk.rules.refusals import Overloaded
from uhrwerk.storage import heads
from uhrwerk.storage.commits import ANYTHING, Commit, Ear, tell
from uhrwerk.storage.memory import ROWS_OF_AN_ANSWER, UNKNOWN, Memory, key_of
from uhrwerk.storage.numbers import A_BLOCK, NumbersOfBatches, taken
from uhrwerk.storage.statement import Compiled, Given, Statement
from uhrwerk.storage.store import Lookup, Operation, Row, StoreFailed

T = TypeVar("T")

WAITING_AT_MOST: Final = 4000
"""Acts in the queue; one more is refused with Overloaded."""

BATCH: Final = 64
"""Acts in one transaction: more would hold up the event loop."""

PATIENCE: Final = 10.0
"""Seconds to wait for another process (the command line) that is writing."""

SCRUB_PATIENCE: Final = 1.0
"""Seconds that emptying the log waits for readers; whoever wants to write waits with it."""

LOOKS_FOR_OTHERS_EVERY: Final = 0.5
"""Seconds between two looks whether another process has written, while somebody wants to hear of it."""

UNCOUNTED: Final = -1
"""No connection's number of foreign changes."""

READERS: Final = 2
STATEMENTS_CACHED: Final = 300
CACHE_KIB: Final = 16 * 1024
"""Of the writer's pages."""

READERS_CACHE_KIB: Final = 4 * 1024
"""Of each reader's: what is committed by the writer empties it. Beneath lies the operating system's cache."""


Waiting = tuple[Operation[Any], asyncio.Future[Any]]
"""What is to be done, and who waits for it."""

log = structlog.get_logger(__name__)


def connect(path: Path, *, query_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode; transactions are begun by name."""
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS_CACHED, timeout=PATIENCE
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is written over; without, that is left to how SQLite was built.
    connection.execute("PRAGMA secure_delete = ON")
    # SQLite's own know the letters of ASCII alone.
    connection.create_function("lower", 1, lambda text: text and text.lower(), deterministic=True)
    connection.create_function("upper", 1, lambda text: text and text.upper(), deterministic=True)
    # What a savepoint must be able to undo is kept in memory: a file of its own costs more than the act itself.
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{READERS_CACHE_KIB if query_only else CACHE_KIB}")
    if query_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


class SqliteTx:
    """An act's part of the batch's transaction. Nothing here ever suspends."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        journal_key: bytes,
        memory: Memory,
        numbers: NumbersOfBatches | None = None,
    ) -> None:
        self._connection = connection
        self._memory = memory
        self._numbers = NumbersOfBatches() if numbers is None else numbers
        self.journal_key = journal_key
        self.heads = memory.heads
        self.directory_has_changed = False
        self.has_written = False
        self.changes: set[str] = set()
        self.workspaces: frozenset[str] = frozenset()

    async def one(self, statement: Statement, **values: Any) -> Row | None:
        if not statement.seldom_changes:
            return self._first(statement, values)
        key = key_of(statement, values)
        row: Row | None = self._memory.get(key)
        if row is UNKNOWN:
            row = self._first(statement, values)
            self._memory.keep(key, statement.seldom_changes, row, 1)
        return row

    def _first(self, statement: Statement, values: dict[str, Any]) -> Row | None:
        compiled = statement.on_sqlite
        raw = self._connection.execute(compiled.text, compiled.positional(values)).fetchone()
        return None if raw is None else compiled.row(raw)

    async def all(self, statement: Statement, **values: Any) -> list[Row]:
        if not statement.seldom_changes:
            return self._every(statement, values)
        key = key_of(statement, values)
        rows: Sequence[Row] = self._memory.get(key)
        if rows is UNKNOWN:
            rows = self._every(statement, values)
            if len(rows) <= ROWS_OF_AN_ANSWER:
                self._memory.keep(key, statement.seldom_changes, tuple(rows), len(rows))
        return list(rows)

    def _every(self, statement: Statement, values: dict[str, Any]) -> list[Row]:
        compiled = statement.on_sqlite
        return compiled.rows(self._connection.execute(compiled.text, compiled.positional(values)).fetchall())

    async def run(self, statement: Statement, **values: Any) -> int:
        compiled = self._to_write(statement)
        return self._connection.execute(compiled.text, compiled.positional(values)).rowcount

    def _to_write(self, statement: Statement) -> Compiled:
        self.has_written = True
        if statement.changes is not None:
            self._memory.forget(statement.changes)
            self.changes.add(statement.changes)
        return statement.on_sqlite

    async def many(self, statement: Statement, rows: Sequence[Given]) -> None:
        compiled = self._to_write(statement)
        self._connection.executemany(compiled.text, compiled.many(rows))

    async def put(self, statement: Statement, **values: Any) -> None:
        compiled = self._to_write(statement)
        self._connection.execute(compiled.text, compiled.positional(values))

    async def ahead(self, *lookups: Lookup) -> None:
        """Nothing: a statement is no round trip here."""

    async def lock(self, workspace_id: str, *subjects: str) -> None:
        """Nothing to wait for: there is one writer. What is locked is about to be written down: its head is read."""
        if workspace_id not in self.workspaces:
            self.workspaces |= {workspace_id}
        for subject_id in subjects:
            if (workspace_id, subject_id) not in self.heads:
                head = self._first(heads.READ, {"workspace_id": workspace_id, "subject_id": subject_id})
                self.heads[workspace_id, subject_id] = head or (0, GENESIS, "")

    async def number(self, workspace_id: str) -> int:
        number = self._numbers.next(workspace_id)
        if number is not None:
            return number
        return self._numbers.take(workspace_id, await self.numbers(workspace_id, A_BLOCK))

    async def numbers(self, workspace_id: str, count: int) -> range:
        self.has_written = True
        return await taken(self, workspace_id, count)

    def directory_changed(self) -> None:
        self.directory_has_changed = True


class Answer(NamedTuple):
    """What an act came to; it is given only after the commit."""

    result: Any
    failure: Exception | None
    tx: SqliteTx


class SqliteStore:
    """`generation` grows with every change of people, credentials or settings, another process's included."""

    cache_seconds: float = float("inf")

    def __init__(self, path: Path, journal_key: bytes) -> None:
        self.path = path
        self.journal_key = journal_key
        self._generation = 0
        self._waiting: deque[Waiting] = deque()
        self._busy: asyncio.Task[None] | None = None
        self._in_batch = False
        self._has_looked = False
        self._numbers = NumbersOfBatches()
        self._known_to_writer = Memory()
        self._known_to_reader = Memory()
        self._settled = True
        self._waits_for_others = False
        self._ears: set[Ear] = set()

    async def open(self) -> None:
        self._connect_writer()
        self._reader = connect(self.path, query_only=True)
        self._data_version = self._foreign_changes()
        self._disk = ThreadPoolExecutor(1, "disk")
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._of_thread = threading.local()
        self._of_threads: list[sqlite3.Connection] = []

    def _connect_writer(self) -> None:
        self._writer = connect(self.path)
        self._writer.execute("PRAGMA busy_timeout = 0")

    @property
    def generation(self) -> int:
        """Looks whether another process has written: who is let in by what is remembered asks nothing else."""
        self._look_for_others()
        if self._waits_for_others:
            # What they have written by now is not known before they are done: nothing remembered counts meanwhile.
            self._generation += 1
        return self._generation

    async def close(self) -> None:
        """Finish what waits, then let go of the file."""
        while self._busy is not None:
            await asyncio.wait([self._busy])
        self._readers.shutdown()
        self._disk.shutdown()
        for connection in (*self._of_threads, self._reader, self._writer):
            connection.close()

    async def ping(self) -> None:
        self._reader.execute("SELECT 1 FROM workspace LIMIT 1")

    async def write(self, operation: Operation[T]) -> T:
        if len(self._waiting) >= WAITING_AT_MOST:
            raise Overloaded("Too many acts are waiting; nothing was changed, try again.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting.append((operation, future))
        if self._busy is None:
            self._busy = loop.create_task(self._work())
        return await future

    async def _work(self) -> None:
        """Run batches until nothing waits.

        Before each, those who have been answered go on, so that they need not wait for it, and those who are just
        coming in become part of it.
        """
        try:
            while self._waiting:
                await asyncio.sleep(0)
                self._in_batch = True
                await self._run_batch()
                self._in_batch = False
        finally:
            self._in_batch = False
            self._busy = None

    async def _run_batch(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            await self._begin()
        except sqlite3.Error as error:
            self._fail_all(error)
            return
        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        try:
            answers = self._run_bare(batch)
            if answers is None:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                self._rolled_back()
                await self._begin()
                answers = self._run_guarded(batch)
            written = [answer.tx for answer in answers if answer.failure is None]
            with self._reading_afresh() if any(tx.changes for tx in written) else nullcontext():
                await loop.run_in_executor(self._disk, self._writer.execute, "COMMIT")
        except sqlite3.Error as error:
            self._fail_batch(batch, error)
            return
        self._committed(written)
        for (_, future), answer in zip(batch, answers, strict=True):
            # A client that has gone away has cancelled its future; the act stands all the same.
            if future.done():
                continue
            if answer.failure is None:
                future.set_result(answer.result)
            else:
                future.set_exception(answer.failure)

    def _committed(self, parts: list[SqliteTx]) -> None:
        """Let what is cached, and whoever listens, know of a commit, before anybody is answered."""
        self._numbers.committed()
        self._known_to_writer.tidy()
        for table in set().union(*(tx.changes for tx in parts)):
            self._known_to_reader.forget(table)
        directory_has_changed = any(tx.directory_has_changed for tx in parts)
        self._generation += directory_has_changed
        if self._ears:
            written = [tx.workspaces for tx in parts if tx.has_written]
            tell(self._ears, Commit(frozenset().union(*written), directory_has_changed))

    def _run_bare(self, batch: list[Waiting]) -> list[Answer] | None:
        """Run the acts one after the other; None as soon as one fails that has written: all must be undone then.

        Refusals come before the first write, so that this is rare; a savepoint for each act would be paid every time.
        """
        answers = []
        for operation, _ in batch:
            answer = self._run(operation)
            if answer.failure is not None and (answer.tx.has_written or isinstance(answer.failure, sqlite3.Error)):
                return None
            answers.append(answer)
        return answers

    def _run_guarded(self, batch: list[Waiting]) -> list[Answer]:
        """Run the acts again, each in a savepoint: one that fails leaves nothing, the others stand."""
        answers = []
        for operation, _ in batch:
            self._writer.execute("SAVEPOINT act")
            answer = self._run(operation)
            if answer.failure is not None:
                self._writer.execute("ROLLBACK TO act")
                self._rolled_back()
            self._writer.execute("RELEASE act")
            answers.append(answer)
        return answers

    def _run(self, operation: Operation[Any]) -> Answer:
        tx = SqliteTx(self._writer, self.journal_key, self._known_to_writer, self._numbers)
        try:
            return Answer(drive(operation(tx)), None, tx)
        except Exception as error:
            return Answer(None, error, tx)

    def _rolled_back(self) -> None:
        self._numbers.rolled_back()
        self._known_to_writer.forget_all()

    def _fail_batch(self, batch: list[Waiting], error: sqlite3.Error) -> None:
        log.error("batch failed", acts=len(batch), error=str(error))
        # Whoever waits is told first, whatever the database says to the rollback.
        for _, future in batch:
            if not future.done():
                future.set_exception(StoreFailed(str(error)))
        self._rolled_back()
        if self._writer.in_transaction:
            with suppress(sqlite3.Error):
                self._writer.execute("ROLLBACK")
        if self._writer.in_transaction:
            self._writer.close()
            self._connect_writer()
            # Another connection's number says nothing beside this one's: the next look begins anew.
            self._data_version = UNCOUNTED

    async def _begin(self) -> None:
        """Begin at once, or wait in the thread while another process writes."""
        try:
            self._writer.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            self._writer.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
            loop = asyncio.get_running_loop()
            self._waits_for_others = True
            try:
                with self._reading_afresh():
                    await loop.run_in_executor(self._disk, self._writer.execute, "BEGIN IMMEDIATE")
            finally:
                self._waits_for_others = False
                self._writer.execute("PRAGMA busy_timeout = 0")
        self._notice_foreign_changes()

    def _fail_all(self, error: sqlite3.Error) -> None:
        log.error("no write transaction", acts=len(self._waiting), error=str(error))
        while self._waiting:
            _, future = self._waiting.popleft()
            if not future.done():
                future.set_exception(StoreFailed(str(error)))

    async def read(self, operation: Operation[T], *, long: bool = False) -> T:
        if long:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._readers, self._read_in_thread, operation)
        self._look_for_others()
        return self._read_on(self._reader, operation, self._known_to_reader if self._settled else Memory())

    @contextmanager
    def _reading_afresh(self) -> Iterator[None]:
        """While what readers remember may be older than the file, and it is not known yet: nothing of it is used."""
        self._settled = False
        try:
            yield
        finally:
            self._settled = True

    def _read_in_thread(self, operation: Operation[T]) -> T:
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = connect(self.path, query_only=True)
            self._of_threads.append(self._of_thread.connection)
        return self._read_on(self._of_thread.connection, operation, Memory())

    def _read_on(self, connection: sqlite3.Connection, operation: Operation[T], known: Memory) -> T:
        connection.execute("BEGIN")
        try:
            result: T = drive(operation(SqliteTx(connection, self.journal_key, known)))
            return result
        finally:
            connection.execute("COMMIT")

    async def scrub(self) -> None:
        """Empty the write-ahead log, which has what was erased until it is written over; a long reader prevents it."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._readers, self._empty_log)

    def _empty_log(self) -> None:
        try:
            with closing(connect(self.path)) as connection:
                connection.execute(f"PRAGMA busy_timeout = {int(SCRUB_PATIENCE * 1000)}")
                held_up = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            log.warning("write-ahead log not emptied", error=str(error))
        else:
            if held_up:
                log.warning("write-ahead log not emptied", error="somebody is reading or writing")

    @asynccontextmanager
    async def commits(self) -> AsyncIterator[Ear]:
        ear = Ear()
        self._ears.add(ear)
        looking = asyncio.create_task(self._keep_looking())
        try:
            yield ear
        finally:
            looking.cancel()
            self._ears.remove(ear)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOKS_FOR_OTHERS_EVERY)
            self._look_for_others()

    @asynccontextmanager
    async def alone(self, task: str) -> AsyncIterator[Callable[[], bool]]:
        """Always so: a file has one server process."""
        yield lambda: True

    def _foreign_changes(self) -> int:
        """A number that changes when any other connection than the writer commits: another process."""
        return int(self._writer.execute("PRAGMA data_version").fetchone()[0])

    def _look_for_others(self) -> None:
        """Look whether another process has written, once in a turn of the event loop: who has come in by the look need
        not see what was written after it, and who comes in later has the next turn.

        A batch under way has looked itself; its connection may be waiting for the disk.
        """
        if not self._in_batch and not self._has_looked:
            self._has_looked = True
            asyncio.get_running_loop().call_soon(self._look_again)
            self._notice_foreign_changes()

    def _look_again(self) -> None:
        self._has_looked = False

    def _notice_foreign_changes(self) -> None:
        version = self._foreign_changes()
        if version != self._data_version:
            self._data_version = version
            self._generation += 1
            self._known_to_writer.forget_all()
            self._known_to_reader.forget_all()
            tell(self._ears, ANYTHING)


def drive(operation: Any) -> Any:
    """Run a coroutine that never suspends to its end. One that does is a bug: it is closed and reported."""
    coroutine: Coroutine[Any, None, Any] = operation
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    coroutine.close()
    raise RuntimeError("An operation waited for something inside its transaction.")
