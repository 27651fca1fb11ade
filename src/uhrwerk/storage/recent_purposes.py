"""What somebody's latest time entries were for, each combination once."""

from datetime import datetime

import msgspec
from sqlalchemy import Integer, bindparam, func, select

from uhrwerk.storage.columns import Instant
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import time_entry


class RecentPurpose(msgspec.Struct, frozen=True):
    """What entries were for, alike in all of these."""

    project_id: str | None
    task_id: str | None
    type_of_work_id: str
    note: str | None


_columns = [time_entry.c[name] for name in RecentPurpose.__struct_fields__]
_recent = Statement(
    select(*_columns)
    .where(
        time_entry.c.workspace_id == bindparam("workspace_id"),
        time_entry.c.person_id == bindparam("person_id"),
        time_entry.c.started_at >= bindparam("since", type_=Instant),
        time_entry.c.deleted_at.is_(None),
    )
    .group_by(*_columns)
    .order_by(func.max(time_entry.c.started_at).desc())
    .limit(bindparam("most", type_=Integer))
)


async def recent(tx: Tx, workspace_id: str, person_id: str, since: datetime, most: int) -> list[RecentPurpose]:
    """Up to `most` of what the person's entries since then (UTC) were for, the latest first."""
    rows = await tx.all(_recent, workspace_id=workspace_id, person_id=person_id, since=since, most=most)
    return [RecentPurpose(*row) for row in rows]
