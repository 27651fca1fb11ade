"""TimeTrack's two timers: decode, one operation, encode."""

from collections.abc import Awaitable, Callable

from litestar import post, route

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.timetrack.routes.requests import READ, Call, Reply, answer, opened, required
from uhrwerk.entrypoints.vendors.timetrack.wire import timers as wire
from uhrwerk.operations import attendance, details, purposes, timers
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.instants import Act
from uhrwerk.rules.place import Place, place
from uhrwerk.rules.refusals import NothingRunning
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry


@route(["/timers/project_timer", "/project_timer"], http_method=READ, status_code=200, hot=True)
async def read_project_timer(request: AnyRequest) -> Reply:
    call = await opened(request)
    username, date = required(call.form(wire.ProjectTimerForm), "username", "date")

    async def read(tx: Tx) -> wire.ProjectTimer:
        person = await call.person(tx, username)
        wall = call.wall(person)
        read_at = wall.instant(date, call.now)
        entry = await timers.last_clocked(tx, call.actor, person.id)
        whole = None if entry is None else await details.of_entry(tx, call.actor, entry)
        return wire.project_timer(person, wall, whole, read_at)

    return answer(await call.house.store.read(read))


@post(["/timers/project_timer/start", "/project_timer/start"], status_code=200, hot=True)
async def start_project_timer(request: AnyRequest) -> Reply:
    call = await opened(request)
    form = call.form(wire.ProjectTimerForm)
    date, client_name, project_name, username = required(form, "date", "client_name", "project_name", "username")

    async def start(tx: Tx, act: Act, person: Person) -> TimeEntry:
        purpose = await purposes.by_names(
            tx, call.actor, client_name, project_name, form.task_name, form.note, call.made_at
        )
        return await timers.start(tx, call.actor, act, person.id, purpose)

    return await _move_project_timer(call, date, username, start)


@post(["/timers/project_timer/pause", "/project_timer/pause"], status_code=200, hot=True)
async def pause_project_timer(request: AnyRequest) -> Reply:
    return await _act_on_project_timer(request, timers.pause)


@post(["/timers/project_timer/resume", "/project_timer/resume"], status_code=200, hot=True)
async def resume_project_timer(request: AnyRequest) -> Reply:
    return await _act_on_project_timer(request, timers.resume)


@post(["/timers/project_timer/stop", "/project_timer/stop"], status_code=200, hot=True)
async def stop_project_timer(request: AnyRequest) -> Reply:
    return await _act_on_project_timer(request, timers.stop)


async def _act_on_project_timer(
    request: AnyRequest, verb: Callable[[Tx, Actor, Act, str], Awaitable[TimeEntry]]
) -> Reply:
    call = await opened(request)
    date, username = required(call.form(wire.ProjectTimerForm), "date", "username")
    return await _move_project_timer(call, date, username, lambda tx, act, person: verb(tx, call.actor, act, person.id))


async def _move_project_timer(
    call: Call, date: str, username: str, verb: Callable[[Tx, Act, Person], Awaitable[TimeEntry]]
) -> Reply:
    async def move(tx: Tx) -> wire.ProjectTimer:
        person = await call.person(tx, username)
        wall = call.wall(person)
        entry = await verb(tx, Act(call.now, wall.instant(date, call.now)), person)
        return wire.project_timer(person, wall, await details.of_entry(tx, call.actor, entry))

    return answer(await call.house.store.write(move))


@route(["/attendance_timer", "/timers/attendance_timer"], http_method=READ, status_code=200, hot=True)
async def read_attendance_timer(request: AnyRequest) -> Reply:
    call = await opened(request)
    username, date = required(call.form(wire.AttendanceTimerForm), "username", "date")

    async def read(tx: Tx) -> wire.AttendanceTimer:
        person = await call.person(tx, username)
        wall = call.wall(person)
        read_at = wall.instant(date, call.now)
        record = await attendance.last_clocked(tx, call.actor, person.id)
        return wire.attendance_timer(person, wall, record, read_at)

    return answer(await call.house.store.read(read))


@post(["/attendance_timer/start", "/timers/attendance_timer/start"], status_code=200, hot=True)
async def start_attendance_timer(request: AnyRequest) -> Reply:
    call = await opened(request)

    async def start(tx: Tx, act: Act, person: Person, form: wire.AttendanceTimerForm) -> Attendance:
        return await attendance.clock_in(tx, call.actor, act, person.id, note=_notes(form), place=_place(form))

    return await _move_attendance_timer(call, start)


@post(["/attendance_timer/stop", "/timers/attendance_timer/stop"], status_code=200, hot=True)
async def stop_attendance_timer(request: AnyRequest) -> Reply:
    call = await opened(request)

    async def stop(tx: Tx, act: Act, person: Person, form: wire.AttendanceTimerForm) -> Attendance:
        record = await attendance.clock_out(tx, call.actor, act, person.id, note=_notes(form), place=_place(form))
        if record is None:
            raise NothingRunning("attendance timer")
        return record

    return await _move_attendance_timer(call, stop)


async def _move_attendance_timer(
    call: Call, verb: Callable[[Tx, Act, Person, wire.AttendanceTimerForm], Awaitable[Attendance]]
) -> Reply:
    form = call.form(wire.AttendanceTimerForm)
    date, username = required(form, "date", "username")

    async def move(tx: Tx) -> wire.AttendanceTimer:
        person = await call.person(tx, username)
        wall = call.wall(person)
        record = await verb(tx, Act(call.now, wall.instant(date, call.now)), person, form)
        return wire.attendance_timer(person, wall, record)

    return answer(await call.house.store.write(move))


def _notes(form: wire.AttendanceTimerForm) -> str | None:
    """`notes`, or `note` as the project timer calls it; checked here, where its name is known."""
    if form.notes is not None:
        return text.note(form.notes, "notes")
    return text.note(form.note)


def _place(form: wire.AttendanceTimerForm) -> Place | None:
    return place(form.latitude, form.longitude)


HANDLERS = [
    read_project_timer,
    start_project_timer,
    pause_project_timer,
    resume_project_timer,
    stop_project_timer,
    read_attendance_timer,
    start_attendance_timer,
    stop_attendance_timer,
]
