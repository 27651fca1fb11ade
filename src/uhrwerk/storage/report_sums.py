"""What reports add up: the daily roll-up's sums, and stopped entries as far as a report looks at them."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, Integer, Table, Text, bindparam, cast, func, or_, select, type_coerce

from uhrwerk.rules.day import Zones
from uhrwerk.rules.timer import Timer
from uhrwerk.storage.columns import Breaks, from_microseconds
from uhrwerk.storage.search.pages import SHAPES_KEPT, given
from uhrwerk.storage.search.sql import WORKSPACE, Builder, Scope
from uhrwerk.storage.search.tree import Condition, shape_of
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Row, Tx
from uhrwerk.storage.tables import person, rollup, rollup_total, time_entry


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """Time that has all of these in common; None is what the question did not tell apart.

    `project_id` and `task_id` are empty where there is none. `billed_seconds` are rounded, None where nothing is.
    """

    seconds: int
    entries: int
    billable: bool
    billed_seconds: int | None = None
    person_id: str | None = None
    day: date | None = None
    project_id: str | None = None
    type_of_work_id: str | None = None
    task_id: str | None = None
    tags: Sequence[str] = ()


class Booking(msgspec.Struct, frozen=True):
    """A stopped entry, as far as a report looks at it. There may be a great many: what few are asked for is left as it
    lies in the table, `started` and `ended` are microseconds since 1970."""

    person_id: str
    started: int
    ended: int
    net_seconds: int
    project_id: str | None
    task_id: str | None
    type_of_work_id: str
    billable: bool
    breaks: str
    tags: str

    @property
    def timer(self) -> Timer:
        return timer_of(self.started, self.ended, self.breaks)

    @property
    def tag_ids(self) -> list[str]:
        return [] if self.tags == "[]" else msgspec.json.decode(self.tags, type=list[str])


def timer_of(started: int, ended: int, breaks: str) -> Timer:
    """Of what lies in the table."""
    return Timer(from_microseconds(started), Breaks.decode(breaks), from_microseconds(ended))


ROLLED_UP: Final = ("person_id", "day", "project_id", "type_of_work_id")
"""What the roll-up tells apart, beside billable and not."""

_as_it_lies = {"started_at": BigInteger, "ended_at": BigInteger, "billable": Integer, "breaks": Text, "tags": Text}


def _lying(*names: str) -> list[Any]:
    """These columns of an entry without conversion."""
    columns = [(time_entry.c[name], _as_it_lies.get(name)) for name in names]
    return [column if kind is None else type_coerce(column, kind) for column, kind in columns]


_clock = ("started_at", "ended_at", "net_seconds")
_booking = _lying("person_id", *_clock, "project_id", "task_id", "type_of_work_id", "billable", "breaks", "tags")
_of_person = Statement(
    select(*_lying(*_clock, "project_id", "type_of_work_id", "billable", "breaks"))
    .where(
        time_entry.c.workspace_id == bindparam("workspace_id"),
        time_entry.c.person_id == bindparam("person_id"),
        time_entry.c.deleted_at.is_(None),
        time_entry.c.ended_at.is_not(None),
    )
    .order_by(time_entry.c.started_at)
)
_zones = Statement(select(person.c.id, person.c.zones).where(person.c.workspace_id == bindparam("workspace_id")))


async def rolled_up(tx: Tx, workspace_id: str, where: Condition, by: Sequence[str]) -> list[Portion]:
    """Sums of the roll-up's rows that meet the condition, by these of ROLLED_UP and by billability."""
    return await _portions(tx, rollup, workspace_id, where, by)


async def totalled(tx: Tx, workspace_id: str, where: Condition, by: Sequence[str]) -> list[Portion]:
    """The same of the totals' rows, which know no people: `where` names their `span`, `starts_on` is the `day`."""
    return await _portions(tx, rollup_total, workspace_id, where, by)


async def _portions(tx: Tx, table: Table, workspace_id: str, where: Condition, by: Sequence[str]) -> list[Portion]:
    values: list[Any] = []
    names = ("seconds", "entries", "billable", *by)
    rows = await tx.all(_sums(table, shape_of(where, values), tuple(by)), **given(workspace_id, values))
    return [Portion(**dict(zip(names, row, strict=True))) for row in rows]


async def bookings(tx: Tx, workspace_id: str, where: Condition, limit: int) -> list[Booking]:
    """Up to `limit` stopped entries that meet the condition, in any order."""
    values: list[Any] = []
    rows = await tx.all(_stopped(shape_of(where, values)), **given(workspace_id, values), most=limit)
    return [Booking(*row) for row in rows]


async def of_person(tx: Tx, workspace_id: str, person_id: str) -> list[Row]:
    """All stopped entries of the person, by when they started.

    There are tens of thousands: each is a row of start and end (microseconds since 1970), net seconds, project or
    None, type of work, billable, and breaks as they lie in the table.
    """
    return await tx.all(_of_person, workspace_id=workspace_id, person_id=person_id)


async def zones(tx: Tx, workspace_id: str) -> dict[str, Zones]:
    """Everybody's zones by id, also of those who have gone."""
    return {row[0]: row[1] for row in await tx.all(_zones, workspace_id=workspace_id)}


@lru_cache(maxsize=SHAPES_KEPT)
def _sums(table: Table, shape: Condition, by: tuple[str, ...]) -> Statement:
    columns = {"day": table.c.starts_on} if table is rollup_total else {}
    groups = [table.c.billable, *(columns[name] if name in columns else table.c[name] for name in by)]
    figures = [func.sum(table.c.seconds), func.sum(table.c.entries)]
    condition = Builder(Scope(table, table)).condition(shape)
    # Parts of a total may come to nothing together.
    something = or_(*(figure != 0 for figure in figures))
    sums = select(*(cast(figure, BigInteger) for figure in figures), *groups)
    return Statement(sums.where(table.c.workspace_id == WORKSPACE, condition).group_by(*groups).having(something))


@lru_cache(maxsize=SHAPES_KEPT)
def _stopped(shape: Condition) -> Statement:
    table, scope = time_entry, Scope(time_entry, time_entry)
    condition = Builder(scope).condition(shape)
    stopped = (table.c.workspace_id == WORKSPACE, table.c.deleted_at.is_(None), table.c.ended_at.is_not(None))
    rows = select(*_booking).select_from(scope.source).where(*stopped, condition)
    return Statement(rows.limit(bindparam("most", type_=Integer)))
