"""What an export of records reads beside the records themselves."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from uhrwerk.storage import attendances, people
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.columns import Instant
from uhrwerk.storage.people import Person
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import attendance, journal, person

_touching = Statement(
    attendances.shelf.select(
        attendance.c.person_id == bindparam("person_id"),
        attendance.c.started_at < bindparam("end", type_=Instant),
        or_(attendance.c.ended_at.is_(None), attendance.c.ended_at > bindparam("begin", type_=Instant)),
    ).order_by(attendance.c.started_at, attendance.c.id)
)
_everybody = Statement(people.shelf.select(person.c.service.is_(False)).order_by(person.c.number))
_acts = Statement(
    select(journal.c.record_id, journal.c.act, func.count())
    .where(
        journal.c.workspace_id == bindparam("workspace_id"),
        journal.c.subject_id == bindparam("subject_id"),
        journal.c.record_kind == "attendance",
    )
    .group_by(journal.c.record_id, journal.c.act)
)


async def touching(tx: Tx, workspace_id: str, person_id: str, begin: datetime, end: datetime) -> list[Attendance]:
    """The person's attendances between the two instants (UTC), deleted ones too, earliest first."""
    values = {"workspace_id": workspace_id, "person_id": person_id, "begin": begin, "end": end}
    return await attendances.shelf.every(tx, _touching, **values)


async def everybody(tx: Tx, workspace_id: str) -> list[Person]:
    """All people in the order they came, deleted ones too; programs' own accounts are none."""
    return await people.shelf.every(tx, _everybody, workspace_id=workspace_id)


async def how_often(tx: Tx, workspace_id: str, person_id: str, acts: Collection[str]) -> dict[str, int]:
    """How often one of these acts was done to each attendance in the person's chain, by the attendance's id."""
    counted: dict[str, int] = {}
    for record_id, act, times in await tx.all(_acts, workspace_id=workspace_id, subject_id=person_id):
        if act in acts:
            counted[record_id] = counted.get(record_id, 0) + times
    return counted
