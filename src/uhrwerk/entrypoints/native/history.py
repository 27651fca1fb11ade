"""What became of a record: /v1/attendance/{id}/history, /v1/time-entries/{id}/history."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath, QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.changes import cursor_of, place_of
from uhrwerk.entrypoints.native.models.approvals import HistoryEntry
from uhrwerk.entrypoints.native.models.values import Page, same
from uhrwerk.entrypoints.native.paging import Limit
from uhrwerk.operations import history
from uhrwerk.operations.history import Change

Cursor = Annotated[
    str | None, QueryParameter(description="`next_cursor` of the page before", required=False, max_length=100)
]


@get(
    "/attendance/{id:uuid}/history",
    scope=Scope.ATTENDANCE_READ,
    tags=["Attendance"],
    operation_id="listAttendanceHistory",
)
async def of_attendance(
    request: AnyRequest, id: FromPath[UUID], limit: Limit = 50, cursor: Cursor = None
) -> Page[HistoryEntry]:
    """Every change of an attendance, newest first: who, when, through which face, before, after, and why."""
    return await _page(request, "attendance", str(id), limit, cursor)


@get(
    "/time-entries/{id:uuid}/history",
    scope=Scope.TIME_READ,
    tags=["Time entries"],
    operation_id="listTimeEntryHistory",
)
async def of_time_entry(
    request: AnyRequest, id: FromPath[UUID], limit: Limit = 50, cursor: Cursor = None
) -> Page[HistoryEntry]:
    """Every change of an entry, newest first: who, when, through which face, before, after, and why."""
    return await _page(request, "time_entry", str(id), limit, cursor)


async def _page(request: AnyRequest, kind: str, id: str, limit: int, cursor: str | None) -> Page[HistoryEntry]:
    actor, before = guest_of(request).actor, place_of(cursor, "cursor")
    found, rest = await house_of(request).store.read(
        lambda tx: history.page(tx, actor, kind, id, before=before, limit=limit)
    )
    return Page([_shown(each) for each in found], None if rest is None else cursor_of(rest))


def _shown(change: Change) -> HistoryEntry:
    own = {name: getattr(change, name) for name in ("actor_name", "before", "after", "reason", "request_id")}
    return HistoryEntry(**same(change.row, HistoryEntry, **own))


HANDLERS: list[Any] = [of_attendance, of_time_entry]
