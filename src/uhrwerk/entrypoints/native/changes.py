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
from uhrwerk.entrypoints.native.models import catalog, clock
from uhrwerk.entrypoints.native.models import people as staff
from uhrwerk.entrypoints.native.models.changes import Change, Changes
from uhrwerk.entrypoints.native.models.values import same
from uhrwerk.entrypoints.native.paging import LONG_PAGE, Limit
from uhrwerk.operations import attendance, changes, people, time_entries
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS, TYPES_OF_WORK
from uhrwerk.operations.changes import Changed
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import Deleted, Invalid, NotFound
from uhrwerk.storage import workspaces
from uhrwerk.storage.order import Order
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task
from uhrwerk.storage.workspaces import Workspace

Get = Callable[[Tx, Actor, str], Awaitable[Any]]
Show = Callable[[Any, datetime], msgspec.Struct]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a changed record is read and shown, and the scope that its own paths ask for."""

    scope: Scope
    get: Get
    show: Show


def _timeless(model: Callable[[Any], msgspec.Struct]) -> Show:
    """A model that does not depend on the instant it is shown at."""
    return lambda record, now: model(record)


async def _workspace(tx: Tx, actor: Actor, id: str) -> Workspace:
    found = await workspaces.get(tx, actor.workspace_id)
    assert found is not None
    return found


def _show_workspace(record: Workspace) -> msgspec.Struct:
    return staff.Workspace(**same(record, staff.Workspace))


async def _task(tx: Tx, actor: Actor, id: str) -> Task:
    """Somebody's private task is theirs and the admins' to see."""
    task = await TASKS.get(tx, actor, id)
    if task.person_id not in (None, actor.person_id) and actor.role is not Role.ADMIN:
        raise NotFound("task")
    return task


TIME: Final = Scope.TIME_READ
ATTENDANCE: Final = Scope.ATTENDANCE_READ
DIRECTORY: Final = Scope.DIRECTORY_READ

KINDS: Final[dict[str, Kind]] = {
    "time_entry": Kind(TIME, time_entries.get, clock.time_entry),
    "attendance": Kind(ATTENDANCE, attendance.get, clock.attendance),
    "workspace": Kind(DIRECTORY, _workspace, _timeless(_show_workspace)),
    "person": Kind(DIRECTORY, people.get, staff.person),
    "client": Kind(DIRECTORY, CLIENTS.get, _timeless(catalog.client)),
    "project": Kind(DIRECTORY, PROJECTS.get, _timeless(catalog.project)),
    "task": Kind(DIRECTORY, _task, _timeless(catalog.task)),
    "type_of_work": Kind(DIRECTORY, TYPES_OF_WORK.get, _timeless(catalog.type_of_work)),
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
    now, actor, after = house.now(), guest_of(request).actor, _place(since)
    kinds = [name for name, kind in KINDS.items() if kind.scope in actor.scopes]

    async def read(tx: Tx) -> Changes:
        found = await changes.since(tx, actor, after, limit, kinds)
        told = [await _change(tx, actor, now, each) for each in found.changed]
        return Changes(
            items=[each for each in told if each is not None], next_cursor=_cursor(found.read_up_to), more=found.more
        )

    return await house.store.read(read, long=limit > LONG_PAGE)


async def _change(tx: Tx, actor: Actor, now: datetime, changed: Changed) -> Change | None:
    """The record as it is now, or its tombstone; None where it is not the actor's to see."""
    try:
        record = await present(tx, actor, now, changed.kind, changed.id)
    except NotFound:
        return None
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
    shown: dict[str, Any] = msgspec.to_builtins(known.show(record, now))
    return shown


def _cursor(place: Order) -> str:
    return urlsafe_b64encode(msgspec.json.encode((place.transaction_id, place.position))).decode().rstrip("=")


def _place(cursor: str | None) -> Order | None:
    """Raises Invalid for a cursor that is not ours."""
    if cursor is None:
        return None
    try:
        transaction_id, position = _PLACE.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, msgspec.MsgspecError):
        raise Invalid.field("since", "is not a cursor of this feed") from None
    return Order(transaction_id, position)


HANDLERS: list[Any] = [list_changes]
