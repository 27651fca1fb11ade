"""How the database finds what the hot verbs and reads ask for: by an index, never by looking through what grows.

Plans are read off the statements that the faces really run. Where a few rows lie, PostgreSQL looks through all of them
whatever indexes there are: it is told not to, so that it does only where there is no other way.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from unittest.mock import patch

import asyncpg

from tests.faces.drivers import (
    PROJECT_TIME,
    AttendanceFace,
    NativeAttendance,
    OnOfficeAttendance,
    ProjectTime,
    TimeTrackAttendance,
)
from tests.home import Home, Workplace
from tests.storage.workshop import Recorder
from uhrwerk.storage.sqlite import connect
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx

GROWING: Final = ("time_entry", "attendance", "journal", "rollup", "attendance_day", "idempotency", "webhook_delivery")
"""Tables that get longer with every day of use."""

ALLOWED: Final[dict[str, str]] = {
    "SELECT max(": "the last of something, which an index has at its end",
}
"""Beginnings of statements that may read all of a workspace, and why."""


@dataclass
class Watcher(Recorder):
    """A transaction that keeps what is asked of it, with values that it was asked with."""

    seen: dict[str, tuple[Statement, Mapping[str, Any]]] = field(default_factory=dict)

    async def one(self, statement: Statement, **values: Any) -> Any:
        self.seen[statement.on_sqlite.text] = statement, values
        return await self.tx.one(statement, **values)

    async def all(self, statement: Statement, **values: Any) -> Any:
        self.seen[statement.on_sqlite.text] = statement, values
        return await self.tx.all(statement, **values)

    async def run(self, statement: Statement, **values: Any) -> int:
        self.seen[statement.on_sqlite.text] = statement, values
        return await self.tx.run(statement, **values)


@contextmanager
def watched(home: Home) -> Iterator[dict[str, tuple[Statement, Mapping[str, Any]]]]:
    """What is asked of the store within."""
    seen: dict[str, tuple[Statement, Mapping[str, Any]]] = {}
    store = home.house.store
    read, write = store.read, store.write

    def watch(operation: Any) -> Any:
        def run(tx: Tx) -> Any:
            return operation(Watcher(tx, [], seen))

        return run

    with (
        patch.object(store, "read", lambda operation, long=False: read(watch(operation), long=long)),
        patch.object(store, "write", lambda operation: write(watch(operation))),
    ):
        yield seen


READS: Final = (
    "/v1/timers/current",
    "/v1/time-entries",
    "/v1/time-entries?cursor={cursor}",
    "/v1/time-entries?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z",
    "/v1/time-entries?project_id={project}",
    "/v1/time-entries?task_id={task}",
    "/v1/time-entries?active=true",
    "/v1/attendance/current",
    "/v1/attendance",
    "/v1/work-time/days?starts_on=2026-03-01&ends_on=2026-03-31",
    "/v1/journal",
)
READS_OF_ALL: Final = (
    "/v1/time-entries?everyone=true",
    "/v1/time-entries?everyone=true&from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z",
    "/v1/time-entries?everyone=true&project_id={project}",
    "/v1/time-entries?everyone=true&task_id={task}",
    "/v1/time-entries?everyone=true&active=true",
    "/v1/attendance?everyone=true",
    "/v1/changes",
)
AWORK: Final = (
    "/me/timeentries/last",
    "/timeentries",
    "/timeentries?pageSize=1&page=2",
    "/timeentries?filterby=userId eq guid'{owner}' and startDateUtc ge datetime'2026-03-01T00:00:00Z'",
    "/timeentries?filterby=userId eq guid'{owner}'&orderby=startDateUtc desc",
    "/timeentries?filterby=userId eq guid'{owner}'&orderby=startDateUtc desc&pageSize=2&page=2",
    "/projects/{project}/timeentries?orderby=startDateLocal",
    "/projects/{project}/timeentries",
    "/tasks/{task}/timeentries",
)
TIMETRACK: Final = (
    "/project_time_entries",
    "/project_time_entries?username=owner",
    "/project_time_entries?username=owner&from=2026-03-01&to=2026-03-31",
    "/attendances?username=owner&from=2026-03-01&to=2026-03-31",
)


def test_what_is_hot_is_found_by_an_index(home: Home) -> None:
    place = home.workplace()
    with watched(home) as seen:
        _work(home, place)
        _read(home, place)
    assert len(seen) > 50, "what is hot is watched"
    plans = {text: _plan(home, statement, values) for text, (statement, values) in seen.items() if _grows(text)}
    assert len(plans) > 20
    faults = {text: plan for text, plan in plans.items() if _looks_through(text, plan) and not _allowed(text)}
    assert not faults, "\n\n".join(f"{text}\n{chr(10).join(plan)}" for text, plan in faults.items())


def _work(home: Home, place: Workplace) -> None:
    """Every verb of the clocks, through every face."""
    for face in PROJECT_TIME:
        timer: ProjectTime = face(home, place)
        for verb in ("start", "pause", "resume", "start", "stop"):
            timer.act(verb)
            home.clock.forward(minutes=1)
    for other in (NativeAttendance, TimeTrackAttendance, OnOfficeAttendance):
        attendance: AttendanceFace = other(home, place)
        attendance.come()
        home.clock.forward(minutes=1)
        attendance.go()


def _read(home: Home, place: Workplace) -> None:
    first = home.http.get("/v1/time-entries?limit=1", headers=place.owner.bearer).json()
    names = {
        "cursor": first["next_cursor"],
        "owner": place.owner.id,
        "project": place.project,
        "task": place.task,
    }
    calls = [(path, place.owner.bearer) for path in READS]
    calls += [(path, place.admin.bearer) for path in READS_OF_ALL]
    calls += [(f"/api/v1{path}", place.owner.awork_bearer) for path in AWORK]
    calls += [(f"/api/v1{path}", place.admin.awork_bearer) for path in AWORK]
    calls += [(f"/api/v2/ext{path}", place.timetrack) for path in TIMETRACK]
    for path, headers in calls:
        answer = home.http.get(path.format(**names), headers=headers)
        assert answer.is_success, (path, answer.text)


def _grows(text: str) -> bool:
    return any(re.search(rf"\b{table}\b", text) for table in GROWING) and not text.startswith("INSERT")


def _plan(home: Home, statement: Statement, values: Mapping[str, Any]) -> list[str]:
    """The plan's lines, indented no more."""
    path = home.settings.sqlite_path
    if path is not None:
        with closing(connect(path)) as connection:
            compiled = statement.on_sqlite
            rows = connection.execute(f"EXPLAIN QUERY PLAN {compiled.text}", compiled.positional(values))
            return [row[3] for row in rows]

    async def explain() -> list[str]:
        connection = await asyncpg.connect(home.settings.database_url)
        try:
            await connection.execute("SET enable_seqscan = off")
            compiled = statement.on_postgresql
            rows = await connection.fetch(f"EXPLAIN {compiled.text}", *compiled.positional(values))
            return [row[0].strip() for row in rows]
        finally:
            await connection.close()

    plan: list[str] = home.http.blocking_portal.call(explain)
    return plan


def _looks_through(text: str, plan: list[str]) -> bool:
    """Whether rows of a growing table are looked at one by one, or put into order although an index could.

    A search by the workspace alone is as good as looking through it, unless the first rows that it meets make a page.
    """
    tables = "|".join(GROWING)
    if any(re.search(rf"(SCAN|Seq Scan on) ({tables})\b", line) for line in plan):
        return True
    leaves_out = re.search(r"\b(person_id|project_id|task_id) (=|IN)|\bended_at IS NULL", text) is not None
    puts_in_order = "USE TEMP B-TREE FOR ORDER BY" in plan
    if puts_in_order and "ORDER BY CASE" in text:
        # No index has the order of days: those that come into question are found by their start.
        return not any(re.search(r"started_at[<>]", line) for line in plan)
    by_workspace = any(re.search(rf"SEARCH ({tables}) .*\(workspace_id=\?\)", line) for line in plan)
    return by_workspace and (leaves_out or puts_in_order)


def _allowed(text: str) -> bool:
    return any(" ".join(text.split()).startswith(beginning) for beginning in ALLOWED)
