"""The feed of changes: /v1/changes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from litestar import get
from litestar.params import QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models import absences as absence_models
from uhrwerk.entrypoints.native.models import approvals as approval_models
from uhrwerk.entrypoints.native.models import catalog as catalog_models
from uhrwerk.entrypoints.native.models import contracts as contract_models
from uhrwerk.entrypoints.native.models import law as law_models
from uhrwerk.entrypoints.native.models.changes import Change, Changes
from uhrwerk.entrypoints.native.models.clock import attendance as attendance_model
from uhrwerk.entrypoints.native.models.clock import time_entry as time_entry_model
from uhrwerk.entrypoints.native.models.expenses import expense as expense_model
from uhrwerk.entrypoints.native.models.people import Workspace as WorkspaceModel
from uhrwerk.entrypoints.native.models.people import person as person_model
from uhrwerk.entrypoints.native.models.reports import report as report_model
from uhrwerk.entrypoints.native.models.teams import team as team_model
from uhrwerk.entrypoints.native.models.values import same
from uhrwerk.entrypoints.native.paging import Limit
from uhrwerk.operations import (
    absences,
    attendance,
    catalog,
    changes,
    contracts,
    entitlements,
    people,
    personal,
    teams,
    time_entries,
    timesheets,
)
from uhrwerk.operations.balance_adjustments import ADJUSTMENTS
from uhrwerk.operations.billing import rounding_of
from uhrwerk.operations.changes import Changed
from uhrwerk.operations.corrections import CORRECTIONS
from uhrwerk.operations.law import RECORDED
from uhrwerk.operations.overtime import OVERTIME
from uhrwerk.operations.period_locks import EXCEPTIONS, LOCKS
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Deleted, Invalid, NotFound
from uhrwerk.rules.rounding import Rounding
from uhrwerk.storage import settings, workspaces
from uhrwerk.storage.order import Order
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry
from uhrwerk.storage.workspaces import Workspace

Get = Callable[[Tx, Actor, str], Awaitable[Any]]
Show = Callable[[Any, datetime, Actor], msgspec.Struct]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a changed record is read and shown, and the scope that its own paths ask for.

    `get` raises NotFound for a record that is not the actor's to know of, and Deleted for one that was there.
    """

    scope: Scope
    get: Get
    show: Show


def _plain(model: Callable[[Any], msgspec.Struct]) -> Show:
    """A model that depends neither on the instant nor on who looks at it."""
    return lambda record, now, actor: model(record)


def _at_instant(model: Callable[[Any, datetime], msgspec.Struct]) -> Show:
    return lambda record, now, actor: model(record, now)


async def _get_workspace(tx: Tx, actor: Actor, id: str) -> Workspace:
    found = await workspaces.get(tx, actor.workspace_id)
    assert found is not None
    return found


def _workspace_model(record: Workspace) -> WorkspaceModel:
    return WorkspaceModel(**same(record, WorkspaceModel))


async def _get_entry(tx: Tx, actor: Actor, id: str) -> tuple[TimeEntry, Rounding]:
    """With the rounding of what its workspace bills."""
    entry = await time_entries.get(tx, actor, id)
    return entry, rounding_of(await settings.all_of(tx, actor.workspace_id))


def _entry_model(found: tuple[TimeEntry, Rounding], now: datetime, actor: Actor) -> msgspec.Struct:
    entry, rounding = found
    return time_entry_model(entry, now, rounding)


TIME: Final = Scope.TIME_READ
ABSENCES: Final = Scope.ABSENCES_READ
APPROVALS: Final = Scope.APPROVALS_READ
DIRECTORY: Final = Scope.DIRECTORY_READ

KINDS: Final[dict[str, Kind]] = {
    "time_entry": Kind(TIME, _get_entry, _entry_model),
    "attendance": Kind(Scope.ATTENDANCE_READ, attendance.get, _at_instant(attendance_model)),
    "absence": Kind(ABSENCES, absences.get, _plain(absence_models.absence)),
    "entitlement": Kind(ABSENCES, entitlements.get, _plain(absence_models.entitlement)),
    "timesheet": Kind(APPROVALS, timesheets.get, _plain(approval_models.timesheet)),
    "correction": Kind(APPROVALS, CORRECTIONS.get, _plain(approval_models.correction)),
    "overtime": Kind(APPROVALS, OVERTIME.get, _plain(approval_models.overtime)),
    "period_lock": Kind(APPROVALS, LOCKS.get, _plain(approval_models.lock)),
    "lock_exception": Kind(APPROVALS, EXCEPTIONS.get, _plain(approval_models.lock_exception)),
    "finding": Kind(Scope.ATTENDANCE_READ, RECORDED.get, _plain(law_models.recorded_finding)),
    "contract": Kind(DIRECTORY, contracts.get, _plain(contract_models.contract)),
    "balance_adjustment": Kind(Scope.ATTENDANCE_READ, ADJUSTMENTS.get, _plain(contract_models.balance_adjustment)),
    "expense": Kind(Scope.EXPENSES_READ, personal.EXPENSES.get, _plain(expense_model)),
    "saved_report": Kind(TIME, personal.SAVED_REPORTS.get, _plain(report_model)),
    "workspace": Kind(DIRECTORY, _get_workspace, _plain(_workspace_model)),
    "person": Kind(DIRECTORY, people.listed, person_model),
    "team": Kind(DIRECTORY, teams.TEAMS.get, _plain(team_model)),
    "client": Kind(DIRECTORY, catalog.CLIENTS.get, _plain(catalog_models.client)),
    "project": Kind(DIRECTORY, catalog.PROJECTS.get, _plain(catalog_models.project)),
    "project_type": Kind(DIRECTORY, catalog.PROJECT_TYPES.get, _plain(catalog_models.project_type)),
    "project_status": Kind(DIRECTORY, catalog.PROJECT_STATUSES.get, _plain(catalog_models.project_status)),
    "task": Kind(DIRECTORY, catalog.TASKS.get, _plain(catalog_models.task)),
    "task_list": Kind(DIRECTORY, catalog.TASK_LISTS.get, _plain(catalog_models.task_list)),
    "task_status": Kind(DIRECTORY, catalog.TASK_STATUSES.get, _plain(catalog_models.task_status)),
    "type_of_work": Kind(DIRECTORY, catalog.TYPES_OF_WORK.get, _plain(catalog_models.type_of_work)),
    "tag": Kind(DIRECTORY, catalog.TAGS.get, _plain(catalog_models.tag)),
    "absence_type": Kind(ABSENCES, catalog.ABSENCE_TYPES.get, _plain(absence_models.absence_type)),
    "company_holiday": Kind(ABSENCES, catalog.COMPANY_HOLIDAYS.get, _plain(absence_models.company_holiday)),
}
"""What the feed tells of, a line each."""

_Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
_PLACE: Final = msgspec.json.Decoder(tuple[_Number, _Number])


@get("/changes", tags=["Changes"], operation_id="listChanges")
async def list_changes(
    request: AnyRequest,
    limit: Limit = 50,
    since: Annotated[
        str | None,
        QueryParameter(description="`next_cursor` of the answer before; left out: all there is", required=False),
    ] = None,
) -> Changes:
    """What has changed since a cursor, as far as the token's person may read it and its scopes reach."""
    house = house_of(request)
    now, actor, after = house.now(), guest_of(request).actor, place_of(since, "since")
    kinds = [name for name, kind in KINDS.items() if kind.scope in actor.scopes]

    async def read(tx: Tx) -> Changes:
        found = await changes.since(tx, actor, after, limit, kinds)
        told = [await _change(tx, actor, now, each) for each in found.changed]
        return Changes(
            items=[each for each in told if each is not None], next_cursor=cursor_of(found.read_up_to), more=found.more
        )

    return await house.store.read(read, long=True)


async def _change(tx: Tx, actor: Actor, now: datetime, changed: Changed) -> Change | None:
    """The record as it is now, or its tombstone; None where it is not the actor's to see.

    One that went from a person whom the actor may read to one whom they may not is gone for them.
    """
    try:
        record = await present(tx, actor, now, changed.kind, changed.id)
    except NotFound:
        if not changed.handed_over:
            return None
        record = None
    return Change(
        kind=changed.kind, id=changed.id, deleted=record is None, recorded_at=changed.recorded_at, record=record
    )


async def present(tx: Tx, actor: Actor, now: datetime, kind: str, id: str) -> dict[str, Any] | None:
    """The record in the shape that its own paths have, None for one that has been deleted. Raises NotFound."""
    known = KINDS[kind]
    try:
        record = await known.get(tx, actor, id)
    except Deleted:
        return None
    shown: dict[str, Any] = msgspec.to_builtins(known.show(record, now, actor))
    return shown


def cursor_of(place: Order) -> str:
    return urlsafe_b64encode(msgspec.json.encode((place.transaction_id, place.position))).decode().rstrip("=")


def place_of(cursor: str | None, field: str) -> Order | None:
    """The place in the feed that a cursor stands for. Raises Invalid, naming `field`, for one that is not ours."""
    if cursor is None:
        return None
    try:
        transaction_id, position = _PLACE.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, msgspec.MsgspecError):
        raise Invalid.field(field, "is not a cursor of this list") from None
    return Order(transaction_id, position)


HANDLERS: list[Any] = [list_changes]
