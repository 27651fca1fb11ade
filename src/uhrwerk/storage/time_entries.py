"""Time entries: project time, active and past."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, or_, select

from uhrwerk.storage.columns import Instant
from uhrwerk.storage.records import ANYBODY, Timed
from uhrwerk.storage.rollup import MONTH
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Lookup, Tx
from uhrwerk.storage.tables import rollup_total, time_entry


class TimeEntry(Timed, frozen=True, gc=False):
    """What a stretch of project time was for. Every entry has a type of work; a task brings its project along.

    `length_only`: only the day and the length are known, the times mean nothing. `start_offset` and `end_offset` are
    the wall clock's seconds east of UTC in the entry's zone. `hour_rate` overrides the project's; `flat_rate` says that
    the amount does not depend on the length. Coordinates in degrees (WGS 84). `tags` are ids.
    """

    project_id: str | None
    task_id: str | None
    type_of_work_id: str
    billable: bool
    billed: bool
    length_only: bool = False
    start_offset: int | None = None
    end_offset: int | None = None
    hour_rate: Decimal | None = None
    flat_rate: bool = False
    latitude_start: float | None = None
    longitude_start: float | None = None
    latitude_end: float | None = None
    longitude_end: float | None = None
    tags: list[str] = msgspec.field(default_factory=list)


class EntryFilter(msgspec.Struct, frozen=True):
    """Which entries: None leaves a member open. `begin` ≤ start < `end` (UTC)."""

    person_id: str | None = None
    project_id: str | None = None
    task_id: str | None = None
    begin: datetime | None = None
    end: datetime | None = None
    active: bool | None = None
    to_confirm: bool | None = None


class Entries(Shelf[TimeEntry]):
    """Of stopped ones the roll-up knows how many there are."""

    async def living(self, tx: Tx, workspace_id: str) -> int:
        row = await tx.one(_living, workspace_id=workspace_id, month=MONTH)
        return row[0] + row[1] if row else 0


shelf = Entries(time_entry, TimeEntry)

_of_person = shelf.select(time_entry.c.person_id == bindparam("person_id"), time_entry.c.deleted_at.is_(None))
_active = Statement(_of_person.where(time_entry.c.ended_at.is_(None)))
_stopped = Statement(_of_person.where(time_entry.c.ended_at.is_not(None)))
_last_started = Statement(
    _of_person.where(time_entry.c.started_at <= bindparam("now", type_=Instant))
    .order_by(time_entry.c.started_at.desc(), time_entry.c.id.desc())
    .limit(1)
)
_last_clocked = Statement(
    _of_person.where(time_entry.c.manual.is_(False))
    .order_by(time_entry.c.start_recorded_at.desc(), time_entry.c.id.desc())
    .limit(1)
)
_touching = Statement(
    _of_person.where(
        time_entry.c.started_at < bindparam("end", type_=Instant),
        or_(time_entry.c.ended_at.is_(None), time_entry.c.ended_at > bindparam("begin", type_=Instant)),
    ).order_by(time_entry.c.started_at)
)
_all_active = Statement(
    shelf.select(
        time_entry.c.person_id >= ANYBODY, time_entry.c.deleted_at.is_(None), time_entry.c.ended_at.is_(None)
    ).order_by(time_entry.c.started_at)
)

_rolled_up = select(func.sum(rollup_total.c.entries)).where(
    rollup_total.c.workspace_id == bindparam("workspace_id"), rollup_total.c.span == bindparam("month")
)
_running = select(func.count()).where(
    time_entry.c.workspace_id == bindparam("workspace_id"),
    time_entry.c.person_id >= ANYBODY,
    time_entry.c.deleted_at.is_(None),
    time_entry.c.ended_at.is_(None),
)
_living = Statement(select(func.coalesce(_rolled_up.scalar_subquery(), 0), _running.scalar_subquery()))


async def active(tx: Tx, workspace_id: str, person_id: str) -> TimeEntry | None:
    """The person's running or paused entry."""
    return await shelf.first(tx, _active, workspace_id=workspace_id, person_id=person_id)


def lookup_active(workspace_id: str, person_id: str) -> Lookup:
    """What `active` asks."""
    return Lookup(_active, {"workspace_id": workspace_id, "person_id": person_id})


async def all_active(tx: Tx, workspace_id: str) -> list[TimeEntry]:
    """Everybody's running and paused entries, the longest running first."""
    return await shelf.every(tx, _all_active, workspace_id=workspace_id)


async def touching(tx: Tx, workspace_id: str, person_id: str, begin: datetime, end: datetime) -> list[TimeEntry]:
    """The person's entries of which any part lies between `begin` and `end` (UTC), earliest first."""
    return await shelf.every(tx, _touching, workspace_id=workspace_id, person_id=person_id, begin=begin, end=end)


async def stopped(tx: Tx, workspace_id: str, person_id: str) -> list[TimeEntry]:
    """All stopped entries of the person."""
    return await shelf.every(tx, _stopped, workspace_id=workspace_id, person_id=person_id)


async def last_started(tx: Tx, workspace_id: str, person_id: str, now: datetime) -> TimeEntry | None:
    """The person's entry with the latest start that is not in the future."""
    return await shelf.first(tx, _last_started, workspace_id=workspace_id, person_id=person_id, now=now)


async def last_clocked(tx: Tx, workspace_id: str, person_id: str) -> TimeEntry | None:
    """The person's entry that was clocked last, whatever instant it was clocked for."""
    return await shelf.first(tx, _last_clocked, workspace_id=workspace_id, person_id=person_id)


async def page(
    tx: Tx, workspace_id: str, wanted: EntryFilter, *, limit: int, after: tuple[Any, ...] | None
) -> list[TimeEntry]:
    """Entries newest first; `after` is the start and the id of the last one seen."""
    where: list[tuple[str, str, Any]] = [("deleted_at", "is null", None)]
    for name in ("person_id", "project_id", "task_id"):
        value = getattr(wanted, name)
        if value is not None:
            where.append((name, "=", value))
    if wanted.begin is not None:
        where.append(("started_at", ">=", wanted.begin))
    if wanted.end is not None:
        where.append(("started_at", "<", wanted.end))
    if wanted.active is not None:
        where.append(("ended_at", "is null" if wanted.active else "is not null", None))
    if wanted.active and wanted.person_id is None:
        where.append(("person_id", ">=", ANYBODY))
    if wanted.to_confirm is not None:
        where.append(("to_confirm", "=", wanted.to_confirm))
    return await shelf.page(tx, workspace_id, order=("started_at", "id"), after=after, limit=limit, where=where)
