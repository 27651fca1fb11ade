"""Timesheets: a person's week or month, submitted and approved."""

from datetime import date, datetime

from sqlalchemy import bindparam

from uhrwerk.storage.records import Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import timesheet


class Timesheet(Owned, frozen=True):
    """`period` is `week` or `month`, from `starts_on` to `ends_on`, both included.

    `status`: open, submitted, approved, locked (`rules/approval.py`). The figures are those of its submission.
    """

    period: str
    starts_on: date
    ends_on: date
    status: str
    submitted_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    target_seconds: int | None = None
    worked_seconds: int | None = None
    break_seconds: int | None = None
    balance_seconds: int | None = None


shelf = Shelf(timesheet, Timesheet)

_of_period = Statement(
    shelf.select(
        timesheet.c.person_id == bindparam("person_id"),
        timesheet.c.deleted_at.is_(None),
        timesheet.c.starts_on == bindparam("starts_on"),
        timesheet.c.period == bindparam("period"),
    )
)


async def of_period(tx: Tx, workspace_id: str, person_id: str, period: str, starts_on: date) -> Timesheet | None:
    """The person's timesheet of that week or month."""
    values = {"person_id": person_id, "period": period, "starts_on": starts_on}
    return await shelf.first(tx, _of_period, workspace_id=workspace_id, **values)
