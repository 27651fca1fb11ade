"""Attendance: /v1/attendance."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models.clock import (
    Attendance,
    AttendanceChanges,
    ClockIn,
    NewAttendance,
    Punch,
    attendance,
)
from uhrwerk.entrypoints.native.models.values import Instant, Page, given, utc
from uhrwerk.entrypoints.native.paging import Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.whose import Everyone, PersonId, ReasonGiven, ToConfirm, because, own_or, own_or_all
from uhrwerk.entrypoints.native.writing import IdempotencyKey, IfMatch, expected_version, with_etag, write
from uhrwerk.operations import attendance as operations
from uhrwerk.rules.access import Actor
from uhrwerk.rules.instants import Act
from uhrwerk.rules.place import place
from uhrwerk.storage.attendances import Attendance as AttendanceRecord
from uhrwerk.storage.store import Tx

TAGS = ["Attendance"]


@get("/attendance/current", scope=Scope.ATTENDANCE_READ, hot=True, tags=TAGS, operation_id="getCurrentAttendance")
async def current(request: AnyRequest, person_id: PersonId = None) -> Response[Attendance | None]:
    """The attendance of somebody who is in or on break; null when out."""
    house = house_of(request)
    now = house.now()
    actor, wanted = own_or(request, person_id)
    record = await house.store.read(lambda tx: operations.current(tx, actor, wanted))
    return with_etag(None if record is None else attendance(record, now))


@get("/attendance", scope=Scope.ATTENDANCE_READ, tags=TAGS, operation_id="listAttendance")
async def list_attendance(
    request: AnyRequest,
    limit: Limit = 50,
    cursor: Cursor = None,
    person_id: PersonId = None,
    everyone: Everyone = False,
    begin: Annotated[
        Instant | None, QueryParameter(name="from", description="Started at or after", required=False)
    ] = None,
    end: Annotated[Instant | None, QueryParameter(name="to", description="Started before", required=False)] = None,
    to_confirm: ToConfirm = None,
) -> Page[Attendance]:
    """Attendances, newest first."""
    house = house_of(request)
    now = house.now()
    actor, wanted = own_or_all(request, person_id, everyone)
    after, begin_at, end_at = after_key(cursor), utc(begin, "from"), utc(end, "to")
    records = await house.store.read(
        lambda tx: operations.every(
            tx, actor, wanted, limit=limit + 1, after=after, begin=begin_at, end=end_at, to_confirm=to_confirm
        )
    )
    return page(records, limit, "started_at", lambda record: attendance(record, now))


@get("/attendance/{id:uuid}", scope=Scope.ATTENDANCE_READ, tags=TAGS, operation_id="getAttendance")
async def get_attendance(request: AnyRequest, id: FromPath[UUID]) -> Response[Attendance]:
    """One attendance."""
    house = house_of(request)
    now, actor = house.now(), guest_of(request).actor
    return with_etag(attendance(await house.store.read(lambda tx: operations.get(tx, actor, str(id))), now))


@post("/attendance", scope=Scope.ATTENDANCE_WRITE, tags=TAGS, operation_id="createAttendance")
async def create_attendance(
    request: AnyRequest, data: JSONBody[NewAttendance], key: IdempotencyKey = None
) -> Response[Attendance]:
    """Write an attendance down; without an end it is active from then on."""
    now = house_of(request).now()
    somebody, person_id = own_or(request, data.person_id)
    actor, members = because(somebody, data.reason), given(data, "person_id", "reason")

    async def run(tx: Tx) -> Attendance:
        return attendance(await operations.create(tx, actor, now, person_id, members), now)

    return await write(request, key, run, 201)


@patch("/attendance/{id:uuid}", scope=Scope.ATTENDANCE_WRITE, tags=TAGS, operation_id="changeAttendance")
async def change_attendance(
    request: AnyRequest, id: FromPath[UUID], data: JSONBody[AttendanceChanges], if_match: IfMatch = None
) -> Response[Attendance]:
    """Correct an attendance; an end clocks out somebody who is in."""
    house = house_of(request)
    now, actor = house.now(), because(guest_of(request).actor, data.reason)
    members, version = given(data, "reason"), expected_version(if_match)
    record = await house.store.write(lambda tx: operations.change(tx, actor, now, str(id), members, version))
    return with_etag(attendance(record, now))


@delete("/attendance/{id:uuid}", scope=Scope.ATTENDANCE_WRITE, tags=TAGS, operation_id="deleteAttendance")
async def delete_attendance(
    request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None, reason: ReasonGiven = None
) -> None:
    """Delete an attendance; the journal keeps it."""
    house = house_of(request)
    actor, now, version = because(guest_of(request).actor, reason), house.now(), expected_version(if_match)
    await house.store.write(lambda tx: operations.delete(tx, actor, now, str(id), version))


@post(
    "/attendance/{id:uuid}/confirm",
    status_code=200,
    scope=Scope.ATTENDANCE_WRITE,
    tags=TAGS,
    operation_id="confirmAttendance",
)
async def confirm_attendance(
    request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None, key: IdempotencyKey = None
) -> Response[Attendance]:
    """Say that an attendance that was stopped by itself is right; one that needs no such word stays unchanged."""
    now, actor, version = house_of(request).now(), guest_of(request).actor, expected_version(if_match)

    async def run(tx: Tx) -> Attendance:
        return attendance(await operations.confirm(tx, actor, now, str(id), version), now)

    return await write(request, key, run)


@post(
    "/attendance/clock-in", status_code=200, scope=Scope.ATTENDANCE_WRITE, hot=True, tags=TAGS, operation_id="clockIn"
)
async def clock_in(
    request: AnyRequest, data: JSONBody[ClockIn | None] = None, key: IdempotencyKey = None
) -> Response[Attendance]:
    """Clock in, or come back from a break; in already: unchanged."""
    form = data or ClockIn()
    pressed_at = place(form.latitude, form.longitude)

    async def verb(tx: Tx, actor: Actor, act: Act, person_id: str) -> AttendanceRecord:
        return await operations.clock_in(tx, actor, act, person_id, note=form.note, place=pressed_at)

    return await _act(request, form, key, verb)


@post(
    "/attendance/start-break",
    status_code=200,
    scope=Scope.ATTENDANCE_WRITE,
    hot=True,
    tags=TAGS,
    operation_id="startBreak",
)
async def start_break(
    request: AnyRequest, data: JSONBody[Punch | None] = None, key: IdempotencyKey = None
) -> Response[Attendance]:
    """Go on a break; on one already: unchanged."""
    return await _act(request, data or Punch(), key, operations.start_break)


@post(
    "/attendance/end-break", status_code=200, scope=Scope.ATTENDANCE_WRITE, hot=True, tags=TAGS, operation_id="endBreak"
)
async def end_break(
    request: AnyRequest, data: JSONBody[Punch | None] = None, key: IdempotencyKey = None
) -> Response[Attendance]:
    """Come back from a break; in already: unchanged."""
    return await _act(request, data or Punch(), key, operations.end_break)


@post(
    "/attendance/clock-out", status_code=200, scope=Scope.ATTENDANCE_WRITE, hot=True, tags=TAGS, operation_id="clockOut"
)
async def clock_out(
    request: AnyRequest, data: JSONBody[ClockIn | None] = None, key: IdempotencyKey = None
) -> Response[Attendance | None]:
    """Clock out, from a break too; out already: unchanged, null."""
    form = data or ClockIn()
    pressed_at = place(form.latitude, form.longitude)

    async def verb(tx: Tx, actor: Actor, act: Act, person_id: str) -> AttendanceRecord | None:
        return await operations.clock_out(tx, actor, act, person_id, note=form.note, place=pressed_at)

    return await _act(request, form, key, verb)


async def _act(
    request: AnyRequest,
    form: Punch | ClockIn,
    key: str | None,
    verb: Callable[[Tx, Actor, Act, str], Awaitable[AttendanceRecord | None]],
) -> Response[Any]:
    now = house_of(request).now()
    actor, person_id = own_or(request, form.person_id)
    act = Act(now, utc(form.at, "at"))

    async def run(tx: Tx) -> Attendance | None:
        record = await verb(tx, actor, act, person_id)
        return None if record is None else attendance(record, now)

    return await write(request, key, run)


HANDLERS: list[Any] = [
    current,
    list_attendance,
    get_attendance,
    create_attendance,
    change_attendance,
    delete_attendance,
    confirm_attendance,
    clock_in,
    start_break,
    end_break,
    clock_out,
]
