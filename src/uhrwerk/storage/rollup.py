"""The roll-up of project time: seconds and entries by project, type of work and billability.

Two tables: one by person and day, and the totals of everybody by day and by month, which reports of a whole workspace
read. Both are kept in the transaction that stops or changes an entry.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, Date, Integer, bindparam, cast, delete, func, insert, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import rollup, rollup_total
from uhrwerk.storage.upsert import upsert

DAY: Final = "day"
MONTH: Final = "month"
"""The spans of totals; the month is that of the days."""


class Sum(msgspec.Struct, frozen=True, gc=False):
    """`project_id` is empty where there is no project; an entry counts on the day it started."""

    workspace_id: str
    person_id: str
    day: date
    project_id: str
    type_of_work_id: str
    billable: bool
    seconds: int
    entries: int


class Total(msgspec.Struct, frozen=True):
    """Everybody's sum of the day or the month (`span`) that begins on `starts_on`."""

    workspace_id: str
    span: str
    starts_on: date
    project_id: str
    type_of_work_id: str
    billable: bool
    seconds: int
    entries: int


class Part(ColumnElement[int]):
    """The part of a total that may be changed without waiting: the connection's own, 0 where there is one writer."""

    type = Integer()
    inherit_cache = True


@compiles(Part, "sqlite")
def _only_one(element: Part, compiler: Any, **options: Any) -> str:
    return "0"


@compiles(Part, "postgresql")
def _own(element: Part, compiler: Any, **options: Any) -> str:
    return "pg_backend_pid()"


_FIGURES: Final = ("seconds", "entries")
_key = [name for name in Sum.__struct_fields__ if name not in _FIGURES]
_total_key = [column.name for column in rollup_total.primary_key]
_of_total = [name for name in Total.__struct_fields__ if name not in ("span", "starts_on")]


def _adding(rows: Any, table: Any, key: Sequence[str]) -> Any:
    return upsert(table, rows, key, lambda added: {name: table.c[name] + added[name] for name in _FIGURES})


def _total_row(span: Any, starts_on: str, part: Any) -> dict[str, Any]:
    row: dict[str, Any] = {name: bindparam(name) for name in _of_total}
    return row | {"span": span, "starts_on": bindparam(starts_on), "part": part}


_add = Statement(_adding({name: bindparam(name) for name in Sum.__struct_fields__}, rollup, _key))
_add_to_both = Statement(
    _adding(
        [_total_row(literal(DAY), "day", Part()), _total_row(literal(MONTH), "month", Part())],
        rollup_total,
        _total_key,
    )
)
_add_total = Statement(_adding(_total_row(bindparam("span"), "starts_on", Part()), rollup_total, _total_key))
_add_folded = Statement(_adding(_total_row(bindparam("span"), "starts_on", literal(0)), rollup_total, _total_key))

_columns = [rollup.c[name] for name in Sum.__struct_fields__]
_of_person = (rollup.c.workspace_id == bindparam("workspace_id"), rollup.c.person_id == bindparam("person_id"))
_sums = Statement(
    select(*_columns)
    .where(*_of_person, rollup.c.day >= bindparam("first"), rollup.c.day <= bindparam("last"))
    .order_by(rollup.c.day, rollup.c.project_id, rollup.c.type_of_work_id, rollup.c.billable)
)
_clear_empty = Statement(
    delete(rollup).where(
        *(rollup.c[name] == bindparam(name) for name in _key), rollup.c.entries == 0, rollup.c.seconds == 0
    )
)
_clear_empty_total = Statement(
    delete(rollup_total).where(
        *(rollup_total.c[name] == bindparam(name) for name in _total_key if name != "part"),
        rollup_total.c.part == Part(),
        rollup_total.c.entries == 0,
        rollup_total.c.seconds == 0,
    )
)
_parts = Statement(
    select(*(rollup_total.c[name] for name in Total.__struct_fields__), rollup_total.c.part)
    .where(rollup_total.c.part != literal(0))
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_drop_part = Statement(delete(rollup_total).where(*(rollup_total.c[name] == bindparam(name) for name in _total_key)))

_of_workspace = rollup.c.workspace_id == bindparam("workspace_id")
_totals_of_workspace = rollup_total.c.workspace_id == bindparam("workspace_id")
# One parameter each wherever they stand: each would be converted anew.
_first, _last = bindparam("first", type_=Date), bindparam("last", type_=Date)
_ends = Statement(select(func.min(rollup.c.day), func.max(rollup.c.day)).where(_of_workspace))
_total_ends = Statement(
    select(func.min(rollup_total.c.starts_on), func.max(rollup_total.c.starts_on)).where(_totals_of_workspace)
)
_clear_totals = Statement(
    delete(rollup_total).where(
        _totals_of_workspace, rollup_total.c.starts_on >= _first, rollup_total.c.starts_on <= _last
    )
)
_shared = ("project_id", "type_of_work_id", "billable")


_days = rollup_total.alias()


def _add_up(table: Any, span: str, starts_on: Any, day: Any, *where: Any) -> Statement:
    """Fill in totals of a span from the rows of another table on the days from `first` to `last`."""
    groups = [table.c[name] for name in _shared]
    sums = [cast(func.sum(table.c[name]), BigInteger) for name in _FIGURES]
    rows = (
        select(table.c.workspace_id, literal(span), starts_on, *groups, literal(0), *sums)
        .where(table.c.workspace_id == bindparam("workspace_id"), day >= _first, day <= _last)
        .where(*where)
        # A month's days are one group; a day is one each.
        .group_by(table.c.workspace_id, *([day] if starts_on is day else []), *groups)
        .having(or_(func.sum(table.c.seconds) != 0, func.sum(table.c.entries) != 0))
    )
    names = ["workspace_id", "span", "starts_on", *_shared, "part", *_FIGURES]
    return Statement(insert(rollup_total).from_select(names, rows))


_add_up_days = _add_up(rollup, DAY, rollup.c.day, rollup.c.day)
_add_up_month = _add_up(_days, MONTH, _first, _days.c.starts_on, _days.c.span == literal(DAY))


async def add(tx: Tx, sums: Sequence[Sum]) -> None:
    """Add to the rows of those keys and to the totals that they are part of; negative figures take away."""
    if len(sums) == 1:
        row = msgspec.structs.asdict(sums[0])
        await tx.put(_add, **row)
        await tx.put(_add_to_both, **row, month=sums[0].day.replace(day=1))
    elif sums:
        await tx.many(_add, sums)
        await tx.many(_add_total, totals_of(sums))


def totals_of(sums: Iterable[Sum]) -> list[Total]:
    """What the sums add to the totals, in the order of their keys."""
    figures: dict[tuple[Any, ...], list[int]] = {}
    for each in sums:
        shared = (each.project_id, each.type_of_work_id, each.billable)
        for span, starts_on in ((DAY, each.day), (MONTH, each.day.replace(day=1))):
            total = figures.setdefault((each.workspace_id, span, starts_on, *shared), [0, 0])
            total[0] += each.seconds
            total[1] += each.entries
    return [Total(*key, *total) for key, total in sorted(figures.items())]


async def clear_empty(tx: Tx, sums: Sequence[Sum]) -> None:
    """Drop those of these rows, and of the totals that they are part of, that have come to nothing."""
    await tx.many(_clear_empty, [_only(_key, each) for each in sums])
    names = [name for name in _total_key if name != "part"]
    await tx.many(_clear_empty_total, [_only(names, each) for each in totals_of(sums)])


def _only(names: Iterable[str], record: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


async def sums(tx: Tx, workspace_id: str, person_id: str, first: date, last: date) -> list[Sum]:
    """The person's rows from day `first` to day `last`, both included."""
    rows = await tx.all(_sums, workspace_id=workspace_id, person_id=person_id, first=first, last=last)
    return [Sum(*row) for row in rows]


async def fold(tx: Tx, limit: int) -> int:
    """Put up to `limit` parts of totals, of any workspace, that nobody is changing into the first one; how many."""
    parts = [(Total(*row[:-1]), row[-1]) for row in await tx.all(_parts, limit=limit)]
    if parts:
        await tx.many(_drop_part, [_only(_total_key[:-1], total) | {"part": part} for total, part in parts])
        # In order, so that two workers at it wait for one another, and not in a circle.
        folded = sorted((total for total, _ in parts), key=msgspec.structs.astuple)
        await tx.many(_add_folded, folded)
    return len(parts)


async def days(tx: Tx, workspace_id: str) -> tuple[date, date] | None:
    """The first and the last day of which there are sums or totals."""
    found = [await tx.one(statement, workspace_id=workspace_id) for statement in (_ends, _total_ends)]
    ends = [row for row in found if row is not None and row[0] is not None]
    return (min(row[0] for row in ends), max(row[1] for row in ends)) if ends else None


async def add_up(tx: Tx, workspace_id: str, months: Sequence[tuple[date, date]]) -> None:
    """Make the totals of these months anew, which follow one another: the first and the last day of each.

    Everybody's chain is held: what is added meanwhile would be lost.
    """
    first, last = months[0][0], months[-1][1]
    await tx.run(_clear_totals, workspace_id=workspace_id, first=first, last=last)
    await tx.run(_add_up_days, workspace_id=workspace_id, first=first, last=last)
    for begin, end in months:
        await tx.run(_add_up_month, workspace_id=workspace_id, first=begin, last=end)
