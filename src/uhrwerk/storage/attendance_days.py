"""The daily roll-up of attendance: what somebody worked on a local day, and when.

It is kept in the transaction that ends or changes an attendance, so that a year's sums read a row a day.
"""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import bindparam, delete, func, insert, or_, select

from uhrwerk.rules.day import Attended, Span
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import attendance_day


class AttendanceDayRow(msgspec.Struct, frozen=True):
    """Ended attendances alone. `worked` are the stretches of work on the day (UTC), earliest first.

    They are empty where the punches have been erased; the sums stay, with what a contract deducted then.
    """

    workspace_id: str
    person_id: str
    day: date
    worked_seconds: int
    break_seconds: int
    worked: tuple[Span, ...]
    deducted_seconds: int | None = None

    @property
    def attended(self) -> Attended:
        return Attended(self.day, self.worked_seconds, self.break_seconds, self.worked, self.deducted_seconds)

    @property
    def erased(self) -> bool:
        """Whether only the sums are left."""
        return not self.worked and self.worked_seconds > 0


_columns = [attendance_day.c[name] for name in AttendanceDayRow.__struct_fields__]
_workspace = attendance_day.c.workspace_id == bindparam("workspace_id")
_person = attendance_day.c.person_id == bindparam("person_id")
_range = (attendance_day.c.day >= bindparam("first"), attendance_day.c.day <= bindparam("last"))
_add = Statement(insert(attendance_day).values({name: bindparam(name) for name in AttendanceDayRow.__struct_fields__}))
_clear = Statement(delete(attendance_day).where(_workspace, _person, *_range))
# An empty list of stretches beside seconds of work is what is left of punches that have been erased.
_punched = or_(attendance_day.c.worked != bindparam("none", ()), attendance_day.c.worked_seconds == 0)
_clear_punched = Statement(delete(attendance_day).where(_workspace, _person, _punched))
_first_day = Statement(select(func.min(attendance_day.c.day)).where(_workspace, _person))
_of_person = Statement(select(*_columns).where(_workspace, _person, *_range).order_by(attendance_day.c.day))
_sums = Statement(
    select(attendance_day.c.day, attendance_day.c.worked_seconds, attendance_day.c.break_seconds)
    .where(_workspace, _person, *_range)
    .order_by(attendance_day.c.day)
)
_of_everybody = Statement(
    select(attendance_day.c.person_id, attendance_day.c.day, attendance_day.c.worked_seconds).where(_workspace, *_range)
)


async def replace(
    tx: Tx, workspace_id: str, person_id: str, first: date, last: date, rows: Sequence[AttendanceDayRow]
) -> None:
    """Put these rows in the place of all that the person has from `first` to `last`."""
    await tx.run(_clear, workspace_id=workspace_id, person_id=person_id, first=first, last=last)
    await add(tx, rows)


async def clear_punched(tx: Tx, workspace_id: str, person_id: str) -> None:
    """Forget the person's rows of which the punches are known, to build them anew."""
    await tx.run(_clear_punched, workspace_id=workspace_id, person_id=person_id)


async def add(tx: Tx, rows: Sequence[AttendanceDayRow]) -> None:
    if len(rows) == 1:
        await tx.run(_add, **msgspec.structs.asdict(rows[0]))
    elif rows:
        await tx.many(_add, [msgspec.structs.asdict(row) for row in rows])


async def of_person(tx: Tx, workspace_id: str, person_id: str, first: date, last: date) -> list[AttendanceDayRow]:
    """The person's days with attendance from `first` to `last`, both included, in order."""
    rows = await tx.all(_of_person, workspace_id=workspace_id, person_id=person_id, first=first, last=last)
    return [AttendanceDayRow(*row) for row in rows]


async def first_day(tx: Tx, workspace_id: str, person_id: str) -> date | None:
    """The first day on which the person attended; None: there is none."""
    row = await tx.one(_first_day, workspace_id=workspace_id, person_id=person_id)
    return None if row is None else row[0]


async def sums(tx: Tx, workspace_id: str, person_id: str, first: date, last: date) -> list[Attended]:
    """The same without the stretches, which cost most of the reading: who needs none of them reads years at once."""
    rows = await tx.all(_sums, workspace_id=workspace_id, person_id=person_id, first=first, last=last)
    return [Attended(day, worked, breaks, ()) for day, worked, breaks in rows]


async def of_everybody(tx: Tx, workspace_id: str, first: date, last: date) -> dict[tuple[str, date], int]:
    """What each person worked in ended attendances on the days from `first` to `last`, in seconds."""
    rows = await tx.all(_of_everybody, workspace_id=workspace_id, first=first, last=last)
    return {(person_id, day): seconds for person_id, day, seconds in rows}
