"""Stores with made-up years in them, kept in a folder that git ignores, to be measured again and again.

`opened(store, plan)` makes the store where it is missing, in a process of its own: `python -m bench.stores`. All of it
goes through the operations, journal and roll-up included.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from bench.machine import cpu_seconds, resident_mib
from bench.made import TASKS_OF_A_PROJECT, TYPES_OF_WORK, MadeEntry, Plan, sheets, zone_of
from bench.servers import settings_for
from tests.postgres import is_open, postgres_server
from uhrwerk import bootstrap
from uhrwerk.config import Settings
from uhrwerk.entrypoints.credentials import issue
from uhrwerk.entrypoints.house import House
from uhrwerk.operations import people, time_entries, workspaces
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS
from uhrwerk.operations.catalog import TYPES_OF_WORK as KINDS_OF_WORK
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import New, Written
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor, Role
from uhrwerk.storage.store import Tx

KEPT: Final = Path(".bench").absolute()
FORM: Final = 1
"""Of what is made here: another one makes kept stores anew."""

CLIENT_OF: Final = 5
"""Projects of a client."""

TOKENS: Final = 20
"""How many people have credentials; the first of them is an administrator."""

AT_ONCE: Final = 4000
"""Entries in a transaction, about: a page that many of them change is written once."""


class Growth(msgspec.Struct, frozen=True):
    """While a store was made: entries so far, seconds since the begin, memory of the process in MiB."""

    entries: int
    seconds: float
    mib: float


class Made(msgspec.Struct, frozen=True):
    """What a made store has, and what making it took: seconds, CPU seconds of the process and of the database."""

    workspace_id: str
    people: list[str]
    projects: list[str]
    tasks: list[list[str]]
    types_of_work: list[str]
    native: list[str]
    awork: list[str]
    timetrack: tuple[str, str]
    growth: list[Growth] = []
    cpu: float = 0.0
    database_cpu: float = 0.0

    @property
    def seconds(self) -> float:
        return self.growth[-1].seconds

    @property
    def most_mib(self) -> float:
        return max(each.mib for each in self.growth)


@dataclass(frozen=True, slots=True)
class Kept:
    """A made store that can be asked; `database_pid` is PostgreSQL's."""

    settings: Settings
    made: Made
    directory: Path
    database_pid: int | None = None

    def database_cpu(self) -> float:
        return cpu_seconds(self.database_pid) if self.database_pid is not None else 0.0

    @property
    def mib(self) -> float:
        """What it takes on the disk."""
        files = [path for path in self.directory.rglob("*") if path.is_file()]
        wanted = [path for path in files if "pg_wal" not in path.parts]
        return sum(path.stat().st_size for path in wanted) / 2**20


@contextmanager
def opened(store: str, plan: Plan, kept: Path = KEPT) -> Iterator[Kept]:
    """The store, made first where it is missing.

    Root's PostgreSQL runs as another user, who must be able to go in: where `kept` is closed to others, its stores lie
    with the temporary files.
    """
    kept.mkdir(parents=True, exist_ok=True)
    if store == "postgresql" and os.geteuid() == 0 and not is_open(kept):
        kept = Path(tempfile.gettempdir()) / "uhrwerk-bench"
    home = kept / "stores" / f"{store}-{plan.name}-{FORM}"
    record = home / "made.json"
    if not record.exists():
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    with _database(store, home) as (url, pid):
        settings = settings_for(url, home / "data")
        # A store of an older version is brought up to date; a new one gets its tables.
        bootstrap.migrate(settings)
        if not record.exists():
            command = [sys.executable, "-m", "bench.stores", str(home), url, str(pid or 0)]
            subprocess.run([*command, msgspec.json.encode(plan).decode()], check=True)
        yield Kept(settings, msgspec.json.decode(record.read_bytes(), type=Made), home, pid)


@contextmanager
def _database(store: str, home: Path) -> Iterator[tuple[str, int | None]]:
    if store == "sqlite":
        yield f"sqlite:///{home / 'made.sqlite3'}", None
        return
    with postgres_server(durable=True, kept=home / "postgresql") as server:
        yield server.url_of("postgres"), server.pid


async def _make(settings: Settings, plan: Plan, database_pid: int | None) -> Made:
    async with bootstrap.open_house(settings) as house:
        made = await _furnish(house, plan)
        actor = command_line_actor(made.workspace_id)
        growth: list[Growth] = []
        begin = time.perf_counter()
        database = cpu_seconds(database_pid) if database_pid else 0.0
        cpu = time.process_time()
        count, told = 0, 0.0
        for batch in _batches(plan):
            await house.store.write(partial(_import, actor=actor, now=house.now(), made=made, batch=batch))
            count += sum(len(entries) for _, entries in batch)
            if count >= told or count == plan.entries:
                told += plan.entries / 50
                seconds, own_id = time.perf_counter() - begin, _own_id()
                growth.append(Growth(count, seconds, resident_mib(own_id)[0]))
                print(f"{count:,} of {plan.entries:,} entries, {count / seconds:,.0f}/s", file=sys.stderr)
        return msgspec.structs.replace(
            made,
            growth=growth,
            cpu=time.process_time() - cpu,
            database_cpu=(cpu_seconds(database_pid) if database_pid else 0.0) - database,
        )


def _own_id() -> int:
    return int(Path("/proc/self").readlink().name)


Batch = list[tuple[int, list[MadeEntry]]]


def _batches(plan: Plan) -> Iterator[Batch]:
    batch: Batch = []
    size = 0
    for sheet in sheets(plan):
        batch.append(sheet)
        size += len(sheet[1])
        if size >= AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


async def _import(tx: Tx, actor: Actor, now: datetime, made: Made, batch: Batch) -> None:
    many = [_new(made, person, each) for person, entries in batch for each in entries]
    await time_entries.create_all(tx, actor, now, many)


def _new(made: Made, person: int, entry: MadeEntry) -> New:
    project = None if entry.project is None else made.projects[entry.project]
    task = None if entry.task is None or entry.project is None else made.tasks[entry.project][entry.task]
    purpose = Purpose(project, task, made.types_of_work[entry.type_of_work], entry.note or None, entry.billable)
    written = Written(entry.started_at, entry.ended_at, entry.breaks, zone_of(person))
    return New(made.people[person], written, purpose)


async def _furnish(house: House, plan: Plan) -> Made:
    """The workspace, its catalogue and its people."""
    now = house.now()
    write = house.store.write
    home = await write(lambda tx: workspaces.make(tx, now, "Made", "Europe/Berlin"))
    actor = command_line_actor(home.id)
    types = await write(partial(_types_of_work, actor=actor, now=now))
    projects: list[str] = []
    tasks: list[list[str]] = []
    for first in range(0, plan.projects, CLIENT_OF):
        numbers = range(first, min(first + CLIENT_OF, plan.projects))
        found = await write(partial(_client, actor=actor, now=now, numbers=numbers))
        projects += [project for project, _ in found]
        tasks += [of_project for _, of_project in found]
    staff = [await write(partial(_person, actor=actor, now=now, number=number)) for number in range(plan.people)]
    keys: dict[str, list[str]] = {"native": [], "awork": []}
    for face, person in ((face, person) for face in keys for person in staff[:TOKENS]):
        issued = await write(
            partial(issue, actor=actor, now=now, vault=house.vault, face=face, person_id=person, name="-")
        )
        keys[face].append(issued.token)
    account = await write(lambda tx: issue(tx, actor, now, house.vault, "timetrack", None, "bench"))
    assert account.secret is not None
    return Made(
        workspace_id=home.id,
        people=staff,
        projects=projects,
        tasks=tasks,
        types_of_work=types,
        native=keys["native"],
        awork=keys["awork"],
        timetrack=(account.token, account.secret),
    )


async def _types_of_work(tx: Tx, actor: Actor, now: datetime) -> list[str]:
    return [
        (await KINDS_OF_WORK.add(tx, actor, now, {"name": f"{name} (made)", "archived": False})).id
        for name in TYPES_OF_WORK
    ]


async def _client(tx: Tx, actor: Actor, now: datetime, numbers: Sequence[int]) -> list[tuple[str, list[str]]]:
    client = await CLIENTS.add(tx, actor, now, {"name": f"Client {numbers[0]}", "archived": False})
    found = []
    for number in numbers:
        members = {"name": f"Project {number}", "client_id": client.id, "billable": number % 5 != 0, "archived": False}
        project = await PROJECTS.add(tx, actor, now, members)
        tasks = [{"name": f"Task {each}", "project_id": project.id} for each in range(TASKS_OF_A_PROJECT)]
        added = [await TASKS.add(tx, actor, now, task | {"assignees": [], "archived": False}) for task in tasks]
        found.append((project.id, [task.id for task in added]))
    return found


async def _person(tx: Tx, actor: Actor, now: datetime, number: int) -> str:
    role = Role.MEMBER if number else Role.ADMIN
    new = NewPerson(f"p{number}", f"p{number}@example.org", "Person", f"No. {number}", role, zone_of(number))
    return (await people.add(tx, actor, now, new)).id


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.stores", description="Make a store that has been migrated.")
    parser.add_argument("home", type=Path)
    parser.add_argument("url")
    parser.add_argument("database_pid", type=int)
    parser.add_argument("plan")
    given = parser.parse_args()
    bootstrap.configure_logging()
    plan = msgspec.json.decode(given.plan, type=Plan)
    settings = settings_for(given.url, given.home / "data")
    made = asyncio.run(_make(settings, plan, given.database_pid or None))
    (given.home / "made.json").write_bytes(msgspec.json.encode(made))


if __name__ == "__main__":
    main()
