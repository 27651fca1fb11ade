"""What goes when its time is over: a person's attendances up to an instant, and what else tells of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, delete, func, null, or_, select, update

from uhrwerk.storage import idempotency
from uhrwerk.storage.columns import Id, Instant
from uhrwerk.storage.id_lists import batched, one_of
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import (
    absence,
    attendance,
    attendance_day,
    correction,
    finding,
    journal,
    webhook_delivery,
)

_border = bindparam("border", type_=Instant)
# A deleted one that never ended is over too.
_over = func.coalesce(attendance.c.ended_at, attendance.c.deleted_at) <= _border


def _of_person(table: Table, column: str = "person_id") -> tuple[Any, Any]:
    return table.c.workspace_id == bindparam("workspace_id"), table.c[column] == bindparam("person_id", type_=Id)


_spoken_of = (
    absence.c.ends_on < bindparam("day"),
    or_(absence.c.note.is_not(None), absence.c.decision_reason.is_not(None), absence.c.source.is_not(None)),
)
_found = finding.c.day < bindparam("day")
# What was asked for and never made, or not yet: no attendance takes it along. What was made has the record's id.
_asked = (correction.c.record_id.is_(None), func.coalesce(correction.c.decided_at, correction.c.created_at) < _border)


def _whose(table: Table, *where: ColumnElement[bool]) -> Statement:
    of_workspace = table.c.workspace_id == bindparam("workspace_id")
    return Statement(select(table.c.person_id).distinct().where(of_workspace, *where))


def _ids_of(table: Table, *where: ColumnElement[bool]) -> Statement:
    return Statement(select(table.c.id).where(*_of_person(table), *where))


_attended = _whose(attendance, attendance.c.started_at < _border, _over)
_absent = _whose(absence, *_spoken_of)
_inspected = _whose(finding, _found)
_asking = _whose(correction, *_asked)
_first = Statement(
    select(func.min(attendance.c.started_at).label("first")).where(
        *_of_person(attendance), attendance.c.started_at < _border, _over
    )
)
_reaching_over = Statement(
    select(func.min(attendance.c.started_at).label("first")).where(
        *_of_person(attendance),
        attendance.c.deleted_at.is_(None),
        attendance.c.started_at < _border,
        or_(attendance.c.ended_at.is_(None), attendance.c.ended_at > _border),
    )
)
_ids = _ids_of(attendance, attendance.c.started_at < _border, _over)
_empty_days = Statement(
    update(attendance_day)
    .where(*_of_person(attendance_day), attendance_day.c.day < bindparam("day"))
    .values(worked=bindparam("none", ()), deducted_seconds=func.coalesce(attendance_day.c.deducted_seconds, 0))
)
_fix_deduction = Statement(
    update(attendance_day)
    .where(*_of_person(attendance_day), attendance_day.c.day == bindparam("on"))
    .values(deducted_seconds=bindparam("seconds"))
)
_findings = _ids_of(finding, _found)
_absences = _ids_of(absence, *_spoken_of)
_wishes = _ids_of(correction, *_asked)


async def people_over(tx: Tx, workspace_id: str, border: datetime) -> list[str]:
    """Who has attendances that ended at that instant or before, or anything else of which the time is over."""
    rows = [
        *await tx.all(_attended, workspace_id=workspace_id, border=border),
        *await tx.all(_asking, workspace_id=workspace_id, border=border),
        *await tx.all(_absent, workspace_id=workspace_id, day=border.date()),
        *await tx.all(_inspected, workspace_id=workspace_id, day=border.date()),
    ]
    return sorted({row[0] for row in rows})


async def first_over(tx: Tx, workspace_id: str, person_id: str, border: datetime) -> datetime | None:
    """When the first attendance began that ended at that instant or before."""
    return await _instant(tx, _first, workspace_id, person_id, border)


async def first_reaching_over(tx: Tx, workspace_id: str, person_id: str, border: datetime) -> datetime | None:
    """When the first attendance began that lies on both sides of the instant."""
    return await _instant(tx, _reaching_over, workspace_id, person_id, border)


async def _instant(
    tx: Tx, statement: Statement, workspace_id: str, person_id: str, border: datetime
) -> datetime | None:
    row = await tx.one(statement, workspace_id=workspace_id, person_id=person_id, border=border)
    found: datetime | None = None if row is None else row[0]
    return found


async def attendances_over(tx: Tx, workspace_id: str, person_id: str, border: datetime) -> list[str]:
    """Their ids."""
    return await _found_ids(tx, _ids, workspace_id, person_id, border=border)


async def _found_ids(tx: Tx, statement: Statement, workspace_id: str, person_id: str, **limit: Any) -> list[str]:
    return [row[0] for row in await tx.all(statement, workspace_id=workspace_id, person_id=person_id, **limit)]


async def fix_deductions(tx: Tx, workspace_id: str, person_id: str, seconds: Mapping[date, int]) -> None:
    """Keep what was taken off the days for breaks not taken: it cannot be reckoned from sums."""
    key = {"workspace_id": workspace_id, "person_id": person_id}
    if seconds:
        await tx.many(_fix_deduction, [{**key, "on": day, "seconds": each} for day, each in seconds.items()])


async def take_out(
    tx: Tx, workspace_id: str, person_id: str, day: date, border: datetime, attendances: Sequence[str]
) -> None:
    """Take out these attendances, and all that is over before the day, which begins at `border`.

    With attendances go the corrections of them that were asked for, and by themselves those that have no record.
    Findings go, since they name punches; what was said of absences, whose days balances are reckoned from; and what
    tells of any of it. Of the days bare sums are left.
    """
    key = (workspace_id, person_id)
    corrections = await _CORRECTIONS.found(tx, *key, attendances)
    corrections += await _found_ids(tx, _wishes, *key, border=border)
    findings = await _found_ids(tx, _findings, *key, day=day)
    absences = await _found_ids(tx, _absences, *key, day=day)
    await forget(tx, *key, [*attendances, *corrections, *findings, *absences])
    await _DELETE_CORRECTIONS.run(tx, *key, corrections)
    await _DELETE_FINDINGS.run(tx, *key, findings)
    await _SILENCE_ABSENCES.run(tx, *key, absences)
    await _DELETE_ATTENDANCES.run(tx, *key, attendances)
    await tx.run(_empty_days, workspace_id=workspace_id, person_id=person_id, day=day, none=())


async def forget(tx: Tx, workspace_id: str, subject_id: str, record_ids: Sequence[str]) -> None:
    """Erase what the subject's chain, deliveries and kept answers say of the records. The chain holds without it."""
    await _DELETE_DELIVERIES.run(tx, workspace_id, subject_id, record_ids)
    await _ERASE_PAYLOADS.run(tx, workspace_id, subject_id, record_ids)
    await idempotency.forget_about(tx, workspace_id, record_ids)


class _OfSome:
    """A statement about some records of a person, made for each number of ids once."""

    def __init__(self, make: Callable[[Callable[[Any], ColumnElement[bool]]], Any]) -> None:
        self._make = make
        self._statements: dict[int, Statement] = {}

    async def run(self, tx: Tx, workspace_id: str, person_id: str, ids: Sequence[str]) -> None:
        for part in batched(ids):
            await tx.run(self._of(len(part)), workspace_id=workspace_id, person_id=person_id, **part)

    async def found(self, tx: Tx, workspace_id: str, person_id: str, ids: Sequence[str]) -> list[str]:
        rows = [
            row
            for part in batched(ids)
            for row in await tx.all(self._of(len(part)), workspace_id=workspace_id, person_id=person_id, **part)
        ]
        return [row[0] for row in rows]

    def _of(self, count: int) -> Statement:
        if count not in self._statements:
            self._statements[count] = Statement(self._make(lambda column: one_of(column, count)))
        return self._statements[count]


_of_chain = _of_person(journal, "subject_id")
_CORRECTIONS = _OfSome(
    lambda some: select(correction.c.id).where(*_of_person(correction), some(correction.c.record_id))
)
_DELETE_CORRECTIONS = _OfSome(lambda some: delete(correction).where(*_of_person(correction), some(correction.c.id)))
_DELETE_FINDINGS = _OfSome(lambda some: delete(finding).where(*_of_person(finding), some(finding.c.id)))
_DELETE_ATTENDANCES = _OfSome(lambda some: delete(attendance).where(*_of_person(attendance), some(attendance.c.id)))
_SILENCE_ABSENCES = _OfSome(
    lambda some: (
        update(absence)
        .where(*_of_person(absence), some(absence.c.id))
        .values(note=null(), decision_reason=null(), source=null())
    )
)
_ERASE_PAYLOADS = _OfSome(
    lambda some: update(journal).where(*_of_chain, some(journal.c.record_id)).values(payload=null(), salt=null())
)
_DELETE_DELIVERIES = _OfSome(
    lambda some: delete(webhook_delivery).where(
        *_of_person(webhook_delivery, "subject_id"),
        webhook_delivery.c.sequence.in_(select(journal.c.sequence).where(*_of_chain, some(journal.c.record_id))),
    )
)
