"""What goes when its time is over: a person's attendances up to an instant, and what else tells of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, cast, delete, func, null, or_, select, update

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
    idempotency,
    journal,
    webhook_delivery,
)

_border = bindparam("border", type_=Instant)
# A deleted one that never ended is over too.
_over = func.coalesce(attendance.c.ended_at, attendance.c.deleted_at) <= _border


def _of_person(table: Any, column: str = "person_id") -> tuple[Any, Any]:
    return table.c.workspace_id == bindparam("workspace_id"), table.c[column] == bindparam("person_id", type_=Id)


_people = Statement(
    select(attendance.c.person_id)
    .distinct()
    .where(attendance.c.workspace_id == bindparam("workspace_id"), attendance.c.started_at < _border, _over)
)
_spoken_of = (
    absence.c.ends_on < bindparam("day"),
    or_(absence.c.note.is_not(None), absence.c.decision_reason.is_not(None), absence.c.source.is_not(None)),
)
_absent = Statement(
    select(absence.c.person_id).distinct().where(absence.c.workspace_id == bindparam("workspace_id"), *_spoken_of)
)
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
_ids = Statement(select(attendance.c.id).where(*_of_person(attendance), attendance.c.started_at < _border, _over))
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
_findings = Statement(delete(finding).where(*_of_person(finding), finding.c.day < bindparam("day")))
_absences = Statement(select(absence.c.id).where(*_of_person(absence), *_spoken_of))


async def people_over(tx: Tx, workspace_id: str, border: datetime) -> list[str]:
    """Who has attendances that ended at that instant or before, or absences of which something is said."""
    attended = await tx.all(_people, workspace_id=workspace_id, border=border)
    absent = await tx.all(_absent, workspace_id=workspace_id, day=border.date())
    return sorted({row[0] for row in (*attended, *absent)})


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
    return [row[0] for row in await tx.all(_ids, workspace_id=workspace_id, person_id=person_id, border=border)]


async def absences_over(tx: Tx, workspace_id: str, person_id: str, day: date) -> list[str]:
    """The ids of absences that ended before the day and still have something to say besides their days."""
    return [row[0] for row in await tx.all(_absences, workspace_id=workspace_id, person_id=person_id, day=day)]


async def fix_deductions(tx: Tx, workspace_id: str, person_id: str, seconds: Mapping[date, int]) -> None:
    """Keep what was taken off the days for breaks not taken: it cannot be reckoned from sums."""
    key = {"workspace_id": workspace_id, "person_id": person_id}
    if seconds:
        await tx.many(_fix_deduction, [{**key, "on": day, "seconds": each} for day, each in seconds.items()])


async def empty_days(tx: Tx, workspace_id: str, person_id: str, day: date) -> None:
    """Leave bare sums of the days before that one; findings about them, which name punches, go."""
    await tx.run(_empty_days, workspace_id=workspace_id, person_id=person_id, day=day, none=())
    await tx.run(_findings, workspace_id=workspace_id, person_id=person_id, day=day)


async def erase_attendances(tx: Tx, workspace_id: str, person_id: str, ids: Sequence[str]) -> None:
    """Take them out, with what was asked to be corrected of them and all that tells of either."""
    corrections = await _CORRECTIONS.found(tx, workspace_id, person_id, ids)
    await forget(tx, workspace_id, person_id, [*ids, *corrections])
    await _DELETE_CORRECTIONS.run(tx, workspace_id, person_id, ids)
    await _DELETE_ATTENDANCES.run(tx, workspace_id, person_id, ids)


async def erase_words_of_absences(tx: Tx, workspace_id: str, person_id: str, ids: Sequence[str]) -> None:
    """Take out what was said of them; their days stay, since balances and entitlements are reckoned from them."""
    await forget(tx, workspace_id, person_id, ids)
    await _SILENCE_ABSENCES.run(tx, workspace_id, person_id, ids)


async def forget(tx: Tx, workspace_id: str, subject_id: str, record_ids: Sequence[str]) -> None:
    """Erase what the subject's chain, deliveries and kept answers say of the records. The chain holds without it."""
    await _DELETE_DELIVERIES.run(tx, workspace_id, subject_id, record_ids)
    await _ERASE_PAYLOADS.run(tx, workspace_id, subject_id, record_ids)
    await forget_answers(tx, workspace_id, record_ids)


async def forget_answers(tx: Tx, workspace_id: str, ids: Sequence[str]) -> None:
    """Drop the answers kept under idempotency keys in which one of the ids stands."""
    if await tx.one(_any_answer, workspace_id=workspace_id) is None:
        return
    for id in ids:
        await tx.run(_forget_answers, workspace_id=workspace_id, pattern=f"%{id}%")


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
_DELETE_CORRECTIONS = _OfSome(
    lambda some: delete(correction).where(*_of_person(correction), some(correction.c.record_id))
)
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
_any_answer = Statement(
    select(idempotency.c.key).where(idempotency.c.workspace_id == bindparam("workspace_id")).limit(1)
)
_forget_answers = Statement(
    delete(idempotency).where(
        idempotency.c.workspace_id == bindparam("workspace_id"),
        or_(
            cast(idempotency.c.answer, Text).like(bindparam("pattern", type_=Text)),
            idempotency.c.route.like(bindparam("pattern", type_=Text)),
        ),
    )
)
