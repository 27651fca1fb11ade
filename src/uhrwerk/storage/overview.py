"""What stands open in a workspace, in figures: one statement each, however much there is."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy import Table as SqlTable

from uhrwerk.rules.approval import Decision, TimesheetStatus
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import (
    absence,
    contract,
    correction,
    credential,
    finding,
    overtime,
    person,
    project,
    timesheet,
    webhook,
)


def _count(table: SqlTable, *where: ColumnElement[bool]) -> Select[Any]:
    there = [table.c.deleted_at.is_(None)] if "deleted_at" in table.c else []
    return (
        select(func.count()).select_from(table).where(table.c.workspace_id == bindparam("workspace_id"), *there, *where)
    )


_asked = [_count(table, table.c.status == Decision.REQUESTED.value) for table in (absence, correction, overtime)]
_waiting = [*_asked, _count(timesheet, timesheet.c.status == TimesheetStatus.SUBMITTED.value)]
_open = Statement(select(*(each.scalar_subquery() for each in _waiting)))
_findings = Statement(_count(finding, finding.c.day >= bindparam("first"), finding.c.day <= bindparam("last")))
_failing = Statement(_count(webhook, webhook.c.active.is_(False), webhook.c.paused_reason.is_not(None)))
_there = Statement(
    select(
        _count(person, person.c.active.is_(True), person.c.service.is_(False)).scalar_subquery(),
        select(func.count(contract.c.person_id.distinct()))
        .where(contract.c.workspace_id == bindparam("workspace_id"), contract.c.deleted_at.is_(None))
        .scalar_subquery(),
        _count(project, project.c.archived.is_(False)).scalar_subquery(),
        _count(
            credential,
            credential.c.face != bindparam("not_face"),
            credential.c.grant_id.is_(None),
            credential.c.revoked_at.is_(None),
        ).scalar_subquery(),
    )
)


async def open_decisions(tx: Tx, workspace_id: str) -> int:
    """Absences, corrections and overtime that were asked for, and timesheets that were handed in."""
    row = await tx.one(_open, workspace_id=workspace_id)
    return sum(row) if row else 0


async def findings(tx: Tx, workspace_id: str, first: date, last: date) -> int:
    row = await tx.one(_findings, workspace_id=workspace_id, first=first, last=last)
    return row[0] if row else 0


async def failing_webhooks(tx: Tx, workspace_id: str) -> int:
    """Those that the server has paused itself."""
    row = await tx.one(_failing, workspace_id=workspace_id)
    return row[0] if row else 0


async def set_up(tx: Tx, workspace_id: str, *, but: str) -> tuple[int, int, int, int]:
    """Active people, people with a contract, projects in use, and credentials of other faces than `but`."""
    row = await tx.one(_there, workspace_id=workspace_id, not_face=but)
    return (row[0], row[1], row[2], row[3]) if row else (0, 0, 0, 0)
