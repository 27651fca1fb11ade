"""TimeTrack's two timers: decode, one operation, encode."""

from collections.abc import Awaitable, Callable

from litestar import post, route

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.timetrack.auth import admit
from uhrwerk.entrypoints.vendors.timetrack.routes.requests import READ, Reply, answer, form_of, required
from uhrwerk.entrypoints.vendors.timetrack.wire import timers as wire
from uhrwerk.entrypoints.vendors.timetrack.wire import values
from uhrwerk.operations import attendance, details, people, purposes, timers
from uhrwerk.operations.attendance import Place
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import Invalid, NothingRunning
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

Verb = Callable[[Tx, Actor, Act, str], Awaitable[TimeEntry]]


@route(["/timers/project_timer", "/project_timer"], http_method=READ, status_code=200)
async def read_project_timer(request: AnyRequest) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    form = await form_of(request, wire.ProjectTimerForm)
    username, date = required(form, "username", "date")

    async def read(tx: Tx) -> wire.ProjectTimer:
        person = await people.by_username(tx, guest.actor, username)
        read_at = values.instant(date, person.zones, now)
        entry = await timers.last_clocked(tx, guest.actor, person.id)
        whole = None if entry is None else await details.of_entry(tx, guest.actor, entry)
        return wire.project_timer(person, whole, read_at)

    return answer(await house.store.read(read))


@post(["/timers/project_timer/start", "/project_timer/start"], status_code=200)
async def start_project_timer(request: AnyRequest) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    form = await form_of(request, wire.ProjectTimerForm)
    date, client_name, project_name, username = required(form, "date", "client_name", "project_name", "username")

    async def start(tx: Tx) -> wire.ProjectTimer:
        person = await people.by_username(tx, guest.actor, username)
        act = Act(now, values.instant(date, person.zones, now))
        purpose = await purposes.by_names(tx, guest.actor, client_name, project_name, form.task_name, form.note)
        entry = await timers.start(tx, guest.actor, act, person.id, purpose)
        return wire.project_timer(person, await details.of_entry(tx, guest.actor, entry), None)

    return answer(await house.store.write(start))


@post(["/timers/project_timer/pause", "/project_timer/pause"], status_code=200)
async def pause_project_timer(request: AnyRequest) -> Reply:
    return await _move_project_timer(request, timers.pause)


@post(["/timers/project_timer/resume", "/project_timer/resume"], status_code=200)
async def resume_project_timer(request: AnyRequest) -> Reply:
    return await _move_project_timer(request, timers.resume)


@post(["/timers/project_timer/stop", "/project_timer/stop"], status_code=200)
async def stop_project_timer(request: AnyRequest) -> Reply:
    return await _move_project_timer(request, timers.stop)


async def _move_project_timer(request: AnyRequest, verb: Verb) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    form = await form_of(request, wire.ProjectTimerForm)
    date, username = required(form, "date", "username")

    async def move(tx: Tx) -> wire.ProjectTimer:
        person = await people.by_username(tx, guest.actor, username)
        entry = await verb(tx, guest.actor, Act(now, values.instant(date, person.zones, now)), person.id)
        return wire.project_timer(person, await details.of_entry(tx, guest.actor, entry), None)

    return answer(await house.store.write(move))


@route(["/attendance_timer", "/timers/attendance_timer"], http_method=READ, status_code=200)
async def read_attendance_timer(request: AnyRequest) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    form = await form_of(request, wire.AttendanceTimerForm)
    username, date = required(form, "username", "date")

    async def read(tx: Tx) -> wire.AttendanceTimer:
        person = await people.by_username(tx, guest.actor, username)
        read_at = values.instant(date, person.zones, now)
        record = await attendance.last_clocked(tx, guest.actor, person.id)
        return wire.attendance_timer(person, record, read_at)

    return answer(await house.store.read(read))


@post(["/attendance_timer/start", "/timers/attendance_timer/start"], status_code=200)
async def start_attendance_timer(request: AnyRequest) -> Reply:
    async def start(
        tx: Tx, actor: Actor, act: Act, person: Person, form: wire.AttendanceTimerForm
    ) -> wire.AttendanceTimer:
        record = await attendance.clock_in(tx, actor, act, person.id, note=_notes(form), place=_place(form))
        return wire.attendance_timer(person, record, None)

    return await _move_attendance_timer(request, start)


@post(["/attendance_timer/stop", "/timers/attendance_timer/stop"], status_code=200)
async def stop_attendance_timer(request: AnyRequest) -> Reply:
    async def stop(
        tx: Tx, actor: Actor, act: Act, person: Person, form: wire.AttendanceTimerForm
    ) -> wire.AttendanceTimer:
        record = await attendance.clock_out(tx, actor, act, person.id, note=_notes(form), place=_place(form))
        if record is None:
            raise NothingRunning("attendance timer")
        return wire.attendance_timer(person, record, None)

    return await _move_attendance_timer(request, stop)


AttendanceVerb = Callable[[Tx, Actor, Act, Person, wire.AttendanceTimerForm], Awaitable[wire.AttendanceTimer]]


async def _move_attendance_timer(request: AnyRequest, verb: AttendanceVerb) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    form = await form_of(request, wire.AttendanceTimerForm)
    date, username = required(form, "date", "username")

    async def move(tx: Tx) -> wire.AttendanceTimer:
        person = await people.by_username(tx, guest.actor, username)
        return await verb(tx, guest.actor, Act(now, values.instant(date, person.zones, now)), person, form)

    return answer(await house.store.write(move))


def _notes(form: wire.AttendanceTimerForm) -> str | None:
    """`notes`, or `note` as the project timer calls it; checked here, where its name is known."""
    if form.notes is not None:
        return text.note(form.notes, "notes")
    return text.note(form.note)


def _place(form: wire.AttendanceTimerForm) -> Place | None:
    if form.latitude is None and form.longitude is None:
        return None
    if form.latitude is None or form.longitude is None:
        missing = "latitude" if form.latitude is None else "longitude"
        raise Invalid.field(missing, "is required with the other coordinate")
    return Place(form.latitude, form.longitude)


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
