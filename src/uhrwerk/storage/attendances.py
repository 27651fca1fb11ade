"""Attendances: when somebody was at work."""

from datetime import datetime
from itertools import starmap
from typing import Any

from sqlalchemy import bindparam, or_

from uhrwerk.rules.timer import Timer
from uhrwerk.storage.columns import Instant
from uhrwerk.storage.records import ANYBODY, Timed
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Lookup, Tx
from uhrwerk.storage.tables import attendance


class Attendance(Timed, frozen=True):
    """Coming and going; coordinates in degrees (WGS 84) where the client sends them."""

    latitude_start: float | None
    longitude_start: float | None
    latitude_end: float | None
    longitude_end: float | None


shelf = Shelf(attendance, Attendance)

_of_person = shelf.select(attendance.c.person_id == bindparam("person_id"), attendance.c.deleted_at.is_(None))
_active = Statement(_of_person.where(attendance.c.ended_at.is_(None)))
_last_clocked = Statement(_of_person.order_by(attendance.c.start_recorded_at.desc(), attendance.c.id.desc()).limit(1))
_ended = Statement(_of_person.where(attendance.c.ended_at.is_not(None)).order_by(attendance.c.started_at))
_touching = _of_person.where(
    attendance.c.started_at < bindparam("end", type_=Instant),
    or_(attendance.c.ended_at.is_(None), attendance.c.ended_at > bindparam("begin", type_=Instant)),
).order_by(attendance.c.started_at)
_records_touching = Statement(_touching)
_timers_touching = Statement(_touching.with_only_columns(*(attendance.c[name] for name in Timer.__match_args__)))
_all_active = Statement(
    shelf.select(
        attendance.c.person_id >= ANYBODY, attendance.c.deleted_at.is_(None), attendance.c.ended_at.is_(None)
    ).order_by(attendance.c.started_at)
)


async def active(tx: Tx, workspace_id: str, person_id: str) -> Attendance | None:
    """The attendance of somebody who is in or on break."""
    return await shelf.first(tx, _active, workspace_id=workspace_id, person_id=person_id)


def lookup_active(workspace_id: str, person_id: str) -> Lookup:
    """What `active` asks."""
    return Lookup(_active, {"workspace_id": workspace_id, "person_id": person_id})


async def all_active(tx: Tx, workspace_id: str) -> list[Attendance]:
    """Everybody's who is in or on break, the longest first."""
    return await shelf.every(tx, _all_active, workspace_id=workspace_id)


async def last_clocked(tx: Tx, workspace_id: str, person_id: str) -> Attendance | None:
    """The person's attendance that was clocked last, whatever instant it was clocked for."""
    return await shelf.first(tx, _last_clocked, workspace_id=workspace_id, person_id=person_id)


async def ended(tx: Tx, workspace_id: str, person_id: str) -> list[Attendance]:
    """All attendances of the person that have ended, earliest first."""
    return await shelf.every(tx, _ended, workspace_id=workspace_id, person_id=person_id)


async def touching(tx: Tx, workspace_id: str, person_id: str, begin: datetime, end: datetime) -> list[Attendance]:
    """The person's attendances of which any part lies between `begin` and `end` (UTC), earliest first."""
    key = {"workspace_id": workspace_id, "person_id": person_id}
    return await shelf.every(tx, _records_touching, **key, begin=begin, end=end)


async def timers_touching(tx: Tx, workspace_id: str, person_id: str, begin: datetime, end: datetime) -> list[Timer]:
    """When those were, and nothing else of them."""
    key = {"workspace_id": workspace_id, "person_id": person_id}
    return list(starmap(Timer, await tx.all(_timers_touching, **key, begin=begin, end=end)))


async def page(
    tx: Tx,
    workspace_id: str,
    person_id: str | None,
    *,
    begin: datetime | None,
    end: datetime | None,
    to_confirm: bool | None = None,
    limit: int,
    after: tuple[Any, ...] | None,
) -> list[Attendance]:
    """Attendances newest first, `begin` ≤ start < `end` (UTC); `after` is the start and the id of the last one seen."""
    where: list[tuple[str, str, Any]] = [("deleted_at", "is null", None)]
    if person_id is not None:
        where.append(("person_id", "=", person_id))
    if begin is not None:
        where.append(("started_at", ">=", begin))
    if end is not None:
        where.append(("started_at", "<", end))
    if to_confirm is not None:
        where.append(("to_confirm", "=", to_confirm))
    return await shelf.page(tx, workspace_id, order=("started_at", "id"), after=after, limit=limit, where=where)
