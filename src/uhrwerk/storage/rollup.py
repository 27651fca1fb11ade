"""The daily roll-up of project time: seconds and entries per person, day, project, type of work and billability.

It is kept in the transaction that stops or changes an entry, so that sums read a row a day, not every entry.
"""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import rollup


class Sum(msgspec.Struct, frozen=True):
    """`project_id` is empty where there is no project; an entry counts on the day it started."""

    workspace_id: str
    person_id: str
    day: date
    project_id: str
    type_of_work_id: str
    billable: bool
    seconds: int
    entries: int


_columns = [rollup.c[name] for name in Sum.__struct_fields__]
_key = [name for name in Sum.__struct_fields__ if name not in ("seconds", "entries")]
# SQLite reads the same ON CONFLICT clause as PostgreSQL.
_insert = postgresql_insert(rollup).values({name: bindparam(name) for name in Sum.__struct_fields__})
_add = Statement(
    _insert.on_conflict_do_update(
        index_elements=_key,
        set_={
            "seconds": rollup.c.seconds + _insert.excluded.seconds,
            "entries": rollup.c.entries + _insert.excluded.entries,
        },
    )
)
_of_person = (rollup.c.workspace_id == bindparam("workspace_id"), rollup.c.person_id == bindparam("person_id"))
_sums = Statement(
    select(*_columns)
    .where(*_of_person, rollup.c.day >= bindparam("first"), rollup.c.day <= bindparam("last"))
    .order_by(rollup.c.day, rollup.c.project_id, rollup.c.type_of_work_id, rollup.c.billable)
)
_clear = Statement(delete(rollup).where(*_of_person))
_clear_empty = Statement(delete(rollup).where(*_of_person, rollup.c.entries == 0, rollup.c.seconds == 0))


async def add(tx: Tx, sums: Sequence[Sum]) -> None:
    """Add to the rows of those keys; negative figures take away."""
    if len(sums) == 1:
        await tx.run(_add, **msgspec.structs.asdict(sums[0]))
    elif sums:
        await tx.many(_add, [msgspec.structs.asdict(each) for each in sums])


async def sums(tx: Tx, workspace_id: str, person_id: str, first: date, last: date) -> list[Sum]:
    """The person's rows from day `first` to day `last`, both included."""
    rows = await tx.all(_sums, workspace_id=workspace_id, person_id=person_id, first=first, last=last)
    return [Sum(*row) for row in rows]


async def clear(tx: Tx, workspace_id: str, person_id: str) -> None:
    """Forget the person's rows, to build them anew from the entries."""
    await tx.run(_clear, workspace_id=workspace_id, person_id=person_id)


async def clear_empty(tx: Tx, workspace_id: str, person_id: str) -> None:
    await tx.run(_clear_empty, workspace_id=workspace_id, person_id=person_id)
