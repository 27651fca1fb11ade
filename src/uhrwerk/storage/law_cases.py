"""What labour law looks at, of many people in a statement each: no more columns than it needs."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, Table, bindparam, or_, select

from uhrwerk.rules.approval import Decision
from uhrwerk.rules.law.case import Punch
from uhrwerk.rules.timer import Timer
from uhrwerk.storage import absences as away
from uhrwerk.storage import contracts as agreed
from uhrwerk.storage.absences import Absence
from uhrwerk.storage.columns import Instant
from uhrwerk.storage.contracts import Contract
from uhrwerk.storage.id_lists import batched, one_of
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Row, Tx
from uhrwerk.storage.tables import absence, attendance, attendance_day, contract

OLDEST: Final = timedelta(weeks=8)
"""An attendance that has been active for longer is forgotten; a finished one never lasts so long."""


async def contracts(tx: Tx, workspace_id: str, person_ids: Sequence[str]) -> list[Contract]:
    """All contracts of these people, the earliest first."""
    return [agreed.shelf.record(row) for row in await _rows(tx, _contracts, workspace_id, person_ids)]


async def punches(
    tx: Tx, workspace_id: str, person_ids: Sequence[str], begin: datetime, end: datetime
) -> list[tuple[str, Punch]]:
    """The attendances that touch the stretch from `begin` to `end` (UTC): whose each is, and the punch."""
    rows = await _rows(tx, _punches, workspace_id, person_ids, begin=begin, end=end, earliest=begin - OLDEST)
    return [(row[0], Punch(row[1], Timer(row[2], row[3], row[4]), row[5])) for row in rows]


async def worked(
    tx: Tx, workspace_id: str, person_ids: Sequence[str], first: date, last: date
) -> dict[str, dict[date, int]]:
    """The daily roll-up from `first` to `last`, both included: the seconds of work by whose they are and by day."""
    by_person: dict[str, dict[date, int]] = defaultdict(dict)
    for person_id, day, seconds in await _rows(tx, _worked, workspace_id, person_ids, first=first, last=last):
        by_person[person_id][day] = seconds
    return by_person


async def absences(tx: Tx, workspace_id: str, person_ids: Sequence[str], first: date, last: date) -> list[Absence]:
    """Approved absences of which any day lies from `first` to `last`, both included."""
    rows = await _rows(tx, _absences, workspace_id, person_ids, first=first, last=last, approved=Decision.APPROVED)
    return [away.shelf.record(row) for row in rows]


async def _rows(
    tx: Tx, statement: Callable[[int], Statement], workspace_id: str, person_ids: Sequence[str], **values: Any
) -> list[Row]:
    found: list[Row] = []
    for part in batched(person_ids):
        found += await tx.all(statement(len(part)), workspace_id=workspace_id, **part, **values)
    return found


def _of_people(table: Table, count: int, *columns: str) -> Select[Any]:
    return select(*(table.c[name] for name in columns)).where(
        table.c.workspace_id == bindparam("workspace_id"), one_of(table.c.person_id, count)
    )


@lru_cache
def _contracts(count: int) -> Statement:
    there = _of_people(contract, count, *Contract.__struct_fields__).where(contract.c.deleted_at.is_(None))
    return Statement(there.order_by(contract.c.starts_on))


@lru_cache
def _punches(count: int) -> Statement:
    columns = ("person_id", "id", "started_at", "breaks", "ended_at", "end_recorded_at")
    return Statement(
        _of_people(attendance, count, *columns).where(
            attendance.c.deleted_at.is_(None),
            attendance.c.started_at >= bindparam("earliest", type_=Instant),
            attendance.c.started_at < bindparam("end", type_=Instant),
            or_(attendance.c.ended_at.is_(None), attendance.c.ended_at > bindparam("begin", type_=Instant)),
        )
    )


@lru_cache
def _worked(count: int) -> Statement:
    return Statement(
        _of_people(attendance_day, count, "person_id", "day", "worked_seconds").where(
            attendance_day.c.day >= bindparam("first"), attendance_day.c.day <= bindparam("last")
        )
    )


@lru_cache
def _absences(count: int) -> Statement:
    return Statement(
        _of_people(absence, count, *Absence.__struct_fields__).where(
            absence.c.deleted_at.is_(None),
            absence.c.status == bindparam("approved"),
            absence.c.starts_on <= bindparam("last"),
            absence.c.ends_on >= bindparam("first"),
        )
    )
