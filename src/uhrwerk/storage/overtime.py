"""Overtime that somebody asks to have counted."""

from datetime import date, datetime

from sqlalchemy import bindparam

from uhrwerk.storage.records import Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import overtime


class Overtime(Owned, frozen=True):
    """`seconds` of work beyond the target on `day`. `status` is requested, approved or rejected."""

    day: date
    seconds: int
    note: str | None
    status: str
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None


shelf = Shelf(overtime, Overtime)

_until = Statement(
    shelf.select(
        overtime.c.person_id == bindparam("person_id"),
        overtime.c.deleted_at.is_(None),
        overtime.c.day <= bindparam("last"),
    ).order_by(overtime.c.day, overtime.c.id)
)

_on_day = Statement(
    shelf.select(
        overtime.c.person_id == bindparam("person_id"),
        overtime.c.deleted_at.is_(None),
        overtime.c.day == bindparam("day"),
    )
)


async def on_day(tx: Tx, workspace_id: str, person_id: str, day: date) -> list[Overtime]:
    """The person's of one day, whatever was decided about them."""
    return await shelf.every(tx, _on_day, workspace_id=workspace_id, person_id=person_id, day=day)


async def until(tx: Tx, workspace_id: str, person_id: str, last: date) -> list[Overtime]:
    """The person's, up to and including the day `last`, in order."""
    return await shelf.every(tx, _until, workspace_id=workspace_id, person_id=person_id, last=last)
