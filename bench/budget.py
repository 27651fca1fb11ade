"""`python -m bench budget`: where the time of a start goes, stage by stage, in microseconds of CPU.

The application runs in this process, without a server and a network, and functions that stand for a stage are wrapped
from outside: a stage's time is its own, without that of the stages within. Their shares are those of a start that is
watched, the microseconds those of one that is not. What a server and its sockets add is the difference to the same
start over HTTP.
"""

import asyncio
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from inspect import iscoroutinefunction
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, thread_time, thread_time_ns
from typing import Any, Final
from unittest.mock import patch

import uvloop

from bench.cast import gather
from bench.client import Script, drive, rehearse
from bench.report import Measured
from bench.scenarios import MIDDLE, SCENARIOS, START
from bench.servers import running, settings_for
from bench.tables import table
from uhrwerk import bootstrap
from uhrwerk.config import Settings

AUTH, QUEUE, OPERATION, STATEMENTS = "auth", "queue and batch", "the operation's own: rules, records", "statements"
JOURNAL, MODEL, ENCODE, COMMIT = "journal: payload, digest, seals", "the answer's members", "encode", "commit"
REST, SERVER = "request, decode, response, event loop", "server: HTTP, sockets"

STAGES: Final[Sequence[tuple[str, str, str]]] = [
    (AUTH, "uhrwerk.operations.authentication", "Doorkeeper.admit"),
    (QUEUE, "uhrwerk.storage.sqlite", "SqliteStore._run_bare"),
    (QUEUE, "uhrwerk.storage.sqlite", "SqliteStore._committed"),
    (OPERATION, "uhrwerk.operations.timers", "start"),
    *(
        (STATEMENTS, "uhrwerk.storage.sqlite", f"SqliteTx.{name}")
        for name in ("one", "all", "run", "many", "put", "number", "lock")
    ),
    (JOURNAL, "uhrwerk.operations.records", "write_down"),
    (MODEL, "uhrwerk.entrypoints.native.models.clock", "time_entry"),
    (MODEL, "uhrwerk.entrypoints.vendors.awork.wire.time_entries", "time_tracking"),
    (ENCODE, "uhrwerk.entrypoints.native.writing", "with_etag"),
    (ENCODE, "uhrwerk.entrypoints.vendors.awork.routes.requests", "answer"),
]
"""A stage, and a function that stands for it."""

ORDER: Final = (SERVER, REST, AUTH, QUEUE, OPERATION, STATEMENTS, JOURNAL, MODEL, ENCODE, COMMIT)

ACTS: Final = (START, "awork start")


@dataclass(frozen=True, slots=True)
class Length:
    """People of a crowd, rounds of everybody's start, seconds over HTTP."""

    crowd: int
    rounds: int
    run: float


FULL: Final = Length(crowd=64, rounds=6, run=2.0)
QUICK: Final = Length(crowd=16, rounds=1, run=0.1)


@dataclass(slots=True)
class Watch:
    """Which stage is on, and what each has taken so far, in nanoseconds of CPU. `commits` are the seconds of each."""

    taken: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    entered: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    stack: list[str] = field(default_factory=list)
    since: int = 0
    on: bool = False
    commits: list[float] = field(default_factory=list)
    commit_cpu: float = 0.0

    def enter(self, stage: str) -> None:
        now = thread_time_ns()
        if self.stack:
            self.taken[self.stack[-1]] += now - self.since
        self.stack.append(stage)
        self.entered[stage] += 1
        self.since = thread_time_ns()

    def leave(self) -> None:
        now = thread_time_ns()
        self.taken[self.stack.pop()] += now - self.since
        self.since = thread_time_ns()


@dataclass(slots=True)
class Budget:
    """Microseconds of CPU a start, by stage; in all without the network; and what waited for the disk."""

    stages: dict[str, float] = field(default_factory=dict)
    whole: float = 0.0
    commit_ms: float = 0.0
    starts_a_commit: float = 0.0


def measure(length: Length, directory: Path) -> dict[str, Budget]:
    """A budget for each act, on SQLite."""
    with tempfile.TemporaryDirectory(prefix="uhrwerk-budget-", dir=directory) as home:
        settings = settings_for(f"sqlite:///{home}/clock.sqlite3", Path(home) / "data")
        bootstrap.migrate(settings)
        cast = asyncio.run(gather(settings, length.crowd))
        scripts = {act: next(it for it in SCENARIOS if it.name == act).scripts(cast, MIDDLE) for act in ACTS}
        budgets = uvloop.run(_in_process(settings, scripts, length))
        with running((["uhrwerk", "serve"], settings, "/healthz")) as (server,):
            for act, budget in budgets.items():
                uvloop.run(rehearse(server.port, scripts[act]))
                # Unmeasured first: what a server does once, soon after its start, is no start's.
                uvloop.run(drive(server.port, scripts[act], length.run))
                run = uvloop.run(drive(server.port, scripts[act], length.run, (server.cpu, lambda: 0.0)))
                over_http = Measured([run]).server_cpu
                budget.stages[SERVER] = over_http - budget.whole
        return budgets


async def _in_process(settings: Settings, scripts: dict[str, list[Script]], length: Length) -> dict[str, Budget]:
    watch = Watch()
    budgets = {}
    with _timed_commits(watch):
        app = bootstrap.make_app(settings)
        async with _living(app):
            for act in ACTS:
                # Once without: everything is compiled, and nobody is unknown at the door.
                await _starts(app, scripts[act], 1)
                budgets[act] = budget = Budget()
                watch.commits.clear()
                count, budget.whole = await _starts(app, scripts[act], length.rounds, watch)
                budget.starts_a_commit = count / len(watch.commits)
                budget.commit_ms = median(watch.commits) * 1000
                budget.stages[COMMIT] = watch.commit_cpu / count * 1e6
                watch.commit_cpu = 0.0
                with wrapped(watch):
                    count, with_watch = await _starts(app, scripts[act], length.rounds, watch)
                # Looking at the clock takes time, too: every stage's share is of what a start takes without.
                share = budget.whole / with_watch
                for stage in {stage for stage, _, _ in STAGES}:
                    budget.stages[stage] = watch.taken[stage] / count / 1000 * share
                budget.stages[REST] = budget.whole - sum(budget.stages.values())
                watch.taken.clear()
                watch.commit_cpu = 0.0
    return budgets


async def _starts(app: Any, scripts: list[Script], rounds: int, watch: Watch | None = None) -> tuple[int, float]:
    """Everybody starts, then stops unwatched; how many starts, and microseconds of CPU of each."""
    count, cpu = 0, 0.0
    for _ in range(rounds):
        begin = process_time()
        if watch is not None:
            watch.on = True
        answers = await asyncio.gather(*(_play(app, script.cycles) for script in scripts))
        if watch is not None:
            watch.on = False
        cpu += process_time() - begin
        count += sum(answers)
        await asyncio.gather(*(_play(app, script.closing) for script in scripts))
    return count, cpu / count * 1e6


async def _play(app: Any, cycles: Sequence[Sequence[Any]]) -> int:
    """One client's requests, one after the other."""
    for cycle in cycles:
        for step in cycle:
            await _ask(app, step.request, step.status)
    return len(cycles)


async def _ask(app: Any, request: bytes, wanted: int) -> None:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    method, path, _ = first.split(b" ")
    name_and_value = (line.split(b": ", 1) for line in lines)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method.decode(),
        "scheme": "http",
        "path": path.decode(),
        "raw_path": path,
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in name_and_value],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "extensions": {},
        "state": {},
    }

    # The server hands on what has come in before it is known to be all.
    parts = [body, b""] if body else [b""]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and message["status"] != wanted:
            raise RuntimeError(f"{first!r} was answered with {message['status']}")

    await app(scope, receive, send)


@asynccontextmanager
async def _living(app: Any) -> AsyncIterator[None]:
    """Between the application's startup and its shutdown."""
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    task = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}}, inbox.get, outbox.put))
    await inbox.put({"type": "lifespan.startup"})
    up = await outbox.get()
    if up["type"] != "lifespan.startup.complete":
        raise RuntimeError(str(up))
    yield
    await inbox.put({"type": "lifespan.shutdown"})
    await task


@contextmanager
def wrapped(watch: Watch) -> Iterator[None]:
    """Every stage's functions, wherever they were imported. Raises AttributeError for one that is not there."""
    undo: list[tuple[Any, str, Any]] = []
    try:
        for stage, module, path in STAGES:
            *of, name = path.split(".")
            owner: Any = import_module(module)
            for each in of:
                owner = getattr(owner, each)
            original = getattr(owner, name)
            around = _around(watch, stage, original)
            places = [(owner, name)] if of else list(_places(original))
            for place, its_name in places:
                undo.append((place, its_name, original))
                setattr(place, its_name, around)
        yield
    finally:
        for place, name, original in reversed(undo):
            setattr(place, name, original)


def _places(function: Any) -> Iterator[tuple[Any, str]]:
    """Where a function of ours was imported to."""
    for name, module in list(sys.modules.items()):
        if name.startswith("uhrwerk"):
            for attribute, value in list(vars(module).items()):
                if value is function:
                    yield module, attribute


def _around(watch: Watch, stage: str, function: Any) -> Any:
    """None of the wrapped functions ever waits: what is on the stack is what is running."""
    if iscoroutinefunction(function):

        async def waited(*arguments: Any, **named: Any) -> Any:
            if not watch.on:
                return await function(*arguments, **named)
            watch.enter(stage)
            try:
                return await function(*arguments, **named)
            finally:
                watch.leave()

        return waited

    def called(*arguments: Any, **named: Any) -> Any:
        if not watch.on:
            return function(*arguments, **named)
        watch.enter(stage)
        try:
            return function(*arguments, **named)
        finally:
            watch.leave()

    return called


@contextmanager
def _timed_commits(watch: Watch) -> Iterator[None]:
    """Connections opened meanwhile tell how long their commits take; the reader's, which write nothing, go unheard."""

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            if sql != "COMMIT" or not watch.on:
                return super().execute(sql, parameters)
            begin, cpu = perf_counter(), thread_time()
            try:
                return super().execute(sql, parameters)
            finally:
                watch.commits.append(perf_counter() - begin)
                watch.commit_cpu += thread_time() - cpu

    with patch.object(sqlite3, "connect", partial(sqlite3.connect, factory=Connection)):
        yield


def tables(budgets: dict[str, Budget], about: str) -> str:
    wholes = {act: sum(budget.stages.values()) for act, budget in budgets.items()}
    rows = [
        [stage, *(cell for act, it in budgets.items() for cell in _cells(it.stages.get(stage, 0.0), wholes[act]))]
        for stage in ORDER
    ]
    rows.append(["in all", *(cell for whole in wholes.values() for cell in _cells(whole, whole))])
    native = budgets[START]
    waits = (
        f"A commit waits {native.commit_ms:.2f} ms for the disk, in a thread beside the event loop, "
        f"and makes sure of {native.starts_a_commit:.1f} starts."
    )
    headings = ["stage", *(heading for act in budgets for heading in (f"{act} µs", "%"))]
    return f"{about}\n\n{table(headings, rows)}\n\n{waits}"


def _cells(figure: float, whole: float) -> tuple[str, str]:
    return f"{figure:,.0f}", f"{figure / whole:.0%}"
