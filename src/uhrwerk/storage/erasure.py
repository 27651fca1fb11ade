"""Erasing a person: which tables tell of them, and what becomes of each.

A table with a person's id is in one of SILENCED, GONE_AT_ONCE, GONE_AT_LAST and BARE at least; a test sees to that.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, exists, null, or_, select, update

from uhrwerk.storage.columns import Id, Instant
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import (
    absence,
    account_link,
    attendance,
    attendance_day,
    badge,
    balance_adjustment,
    contract,
    correction,
    credential,
    entitlement,
    expense,
    finding,
    identity,
    journal,
    kiosk_pin,
    kiosk_punch,
    law_check,
    lock_exception,
    oauth_client,
    oauth_grant,
    oauth_ticket,
    overtime,
    passkey,
    period_lock,
    person,
    recovery_code,
    rollup,
    saved_report,
    session_mark,
    task,
    team_member,
    time_entry,
    timesheet,
    totp,
    webhook_delivery,
)

_PLACES: Final = ("latitude_start", "longitude_start", "latitude_end", "longitude_end")

SILENCED: Final[dict[Table, dict[str, Any]]] = {
    attendance: dict.fromkeys(("note", *_PLACES)),
    time_entry: dict.fromkeys(("note", *_PLACES)),
    absence: dict.fromkeys(("note", "source", "decision_reason")),
    expense: {"note": None},
    contract: {"note": None},
    balance_adjustment: {"note": None},
    entitlement: {"note": None},
    overtime: dict.fromkeys(("note", "decision_reason")),
    timesheet: {"decision_reason": None},
    period_lock: {"note": None},
    lock_exception: {"reason": ""},
    task: {"name": "-", "note": None},
}
"""What goes of rows that stay, under the person's id alone. Of tasks those that were theirs alone."""

LETS_IN: Final[tuple[Table, ...]] = (totp, recovery_code, passkey, account_link, identity)
"""How somebody signs in beside the password."""

GONE_AT_ONCE: Final[tuple[Table, ...]] = (
    *(session_mark, *LETS_IN, credential, oauth_grant),
    *(kiosk_pin, badge, kiosk_punch),
    *(team_member, saved_report, correction),
)
"""What nothing asks to keep. Grants take their tickets along."""

GONE_AT_LAST: Final[tuple[Table, ...]] = (
    *(attendance, attendance_day, absence, contract, balance_adjustment, entitlement, overtime, timesheet),
    *(period_lock, lock_exception, finding, law_check),
)
"""What goes with the last attendance that the law asks to keep. Project time and expenses stay: books rest on them."""

BARE: Final[tuple[Table, ...]] = (rollup, oauth_client)
"""What has no word of a person: sums, and applications that act as a program's account."""


def _of_person(table: Table) -> tuple[Any, Any]:
    return table.c.workspace_id == bindparam("workspace_id"), table.c.person_id == bindparam("person_id", type_=Id)


def _set(values: dict[str, Any]) -> dict[str, Any]:
    return {name: null() if value is None else value for name, value in values.items()}


_silence = [
    Statement(update(table).where(*_of_person(table)).values(_set(values))) for table, values in SILENCED.items()
]
_delete_tasks = Statement(
    update(task).where(*_of_person(task), task.c.deleted_at.is_(None)).values(deleted_at=bindparam("at", type_=Instant))
)
_delete_tickets = Statement(
    delete(oauth_ticket).where(oauth_ticket.c.grant_id.in_(select(oauth_grant.c.id).where(*_of_person(oauth_grant))))
)
_delete_what_lets_in = [Statement(delete(table).where(*_of_person(table))) for table in LETS_IN]
_delete_at_once = [Statement(delete(table).where(*_of_person(table))) for table in GONE_AT_ONCE]
_delete_at_last = [Statement(delete(table).where(*_of_person(table))) for table in GONE_AT_LAST]
_keys = [Statement(select(table.c.id).where(*_of_person(table))) for table in (credential, oauth_grant)]

_chain = (journal.c.workspace_id == bindparam("workspace_id"), journal.c.subject_id == bindparam("person_id", type_=Id))
_erase_chain = Statement(update(journal).where(*_chain).values(payload=null(), salt=null()))
_delete_deliveries = Statement(
    delete(webhook_delivery).where(
        webhook_delivery.c.workspace_id == bindparam("workspace_id"),
        webhook_delivery.c.subject_id == bindparam("person_id", type_=Id),
    )
)
_any_attendance = Statement(select(attendance.c.id).where(*_of_person(attendance)).limit(1))
_unfinished = Statement(
    select(person.c.id).where(
        person.c.workspace_id == bindparam("workspace_id"),
        person.c.erased_at.is_not(None),
        or_(
            *[
                exists().where(table.c.workspace_id == person.c.workspace_id, table.c.person_id == person.c.id)
                for table in GONE_AT_LAST
                if table is not attendance
            ]
        ),
    )
)


async def silence(tx: Tx, workspace_id: str, person_id: str, at: datetime) -> None:
    """Take every word and place out of the person's records, and the journal's payloads of their chain."""
    key = {"workspace_id": workspace_id, "person_id": person_id}
    for statement in (*_silence, _delete_deliveries, _erase_chain):
        await tx.run(statement, **key)
    await tx.run(_delete_tasks, **key, at=at)


async def take_out_at_once(tx: Tx, workspace_id: str, person_id: str) -> None:
    """Take out what nothing asks to keep."""
    for statement in (_delete_tickets, *_delete_at_once):
        await tx.run(statement, workspace_id=workspace_id, person_id=person_id)


async def take_out_what_lets_in(tx: Tx, workspace_id: str, person_id: str) -> None:
    """Take out how the person signs in beside the password."""
    for statement in _delete_what_lets_in:
        await tx.run(statement, workspace_id=workspace_id, person_id=person_id)


async def take_out_the_rest(tx: Tx, workspace_id: str, person_id: str) -> None:
    """Take out all that was kept because of the law."""
    for statement in _delete_at_last:
        await tx.run(statement, workspace_id=workspace_id, person_id=person_id)


async def keys_of(tx: Tx, workspace_id: str, person_id: str) -> list[str]:
    """The ids of the person's credentials and of what they let applications do."""
    found = [await tx.all(statement, workspace_id=workspace_id, person_id=person_id) for statement in _keys]
    return [row[0] for rows in found for row in rows]


async def has_attendances(tx: Tx, workspace_id: str, person_id: str) -> bool:
    """Whether there is any attendance of theirs, a deleted one too."""
    return await tx.one(_any_attendance, workspace_id=workspace_id, person_id=person_id) is not None


async def unfinished(tx: Tx, workspace_id: str) -> list[str]:
    """Who has been erased but for what the law asks to keep."""
    return [row[0] for row in await tx.all(_unfinished, workspace_id=workspace_id)]
