"""The timer's verbs, for oneself and for a user."""

from collections.abc import Awaitable, Callable

from litestar import get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.bodies import fill, json_object
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.auth import admit
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, nothing, person_id_of, text_id
from uhrwerk.entrypoints.vendors.awork.wire import time_entries as wire
from uhrwerk.operations import details, timers
from uhrwerk.operations.purposes import Purpose
from uhrwerk.rules.access import Actor
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import Conflict, NotAllowed, NotFound, NothingRunning
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

Verb = Callable[[Tx, Actor, Act, str], Awaitable[TimeEntry]]


@post("/me/timetracking/start", status_code=200, hot=True)
async def start_mine(request: AnyRequest) -> Reply:
    return await _start(request, None)


@post("/me/timetracking/stop", status_code=200, hot=True)
async def stop_mine(request: AnyRequest) -> Reply:
    return await _act(request, None, timers.stop)


@post("/me/timetracking/pause", status_code=200, hot=True)
async def pause_mine(request: AnyRequest) -> Reply:
    return await _act(request, None, _pause)


@post("/me/timetracking/resume", status_code=200, hot=True)
async def resume_mine(request: AnyRequest) -> Reply:
    return await _act(request, None, timers.resume)


@post("/users/{user_id:str}/timetracking/start", status_code=200)
async def start_of_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    return await _start(request, user_id)


@post("/users/{user_id:str}/timetracking/stop", status_code=200)
async def stop_of_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    return await _act(request, user_id, timers.stop)


@post("/users/{user_id:str}/timetracking/pause", status_code=200)
async def pause_of_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    return await _act(request, user_id, _pause)


@post("/users/{user_id:str}/timetracking/resume", status_code=200)
async def resume_of_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    return await _act(request, user_id, timers.resume)


@get("/me/timeentries/last", hot=True)
async def my_last_entry(request: AnyRequest) -> Reply:
    return await _last(request, None)


@get("/users/{user_id:str}/timeentries/last")
async def last_entry_of_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    return await _last(request, user_id)


async def _start(request: AnyRequest, user_id: str | None) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    person_id = person_id_of(request, guest, user_id)
    members = {name.lower(): value for name, value in json_object(await request.body()).items()}
    form = fill(wire.StartForm, members)
    purpose = Purpose(
        project_id=text_id(form.project_id),
        task_id=text_id(form.task_id),
        type_of_work_id=str(form.type_of_work_id),
        note=form.note,
        billable=form.is_billable,
        billed=bool(form.is_billed),
    )

    async def start(tx: Tx) -> details.EntryDetails:
        entry = await timers.start(tx, guest.actor, Act(now), person_id, purpose, form.timezone)
        return await details.of_entry(tx, guest.actor, entry)

    return answer(wire.time_tracking(await house.store.write(start)))


async def _act(request: AnyRequest, user_id: str | None, verb: Verb) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    person_id = person_id_of(request, guest, user_id)
    json_object(await request.body())

    async def act(tx: Tx) -> details.EntryDetails | None:
        try:
            entry = await verb(tx, guest.actor, Act(now), person_id)
        except NothingRunning:
            return None
        return await details.of_entry(tx, guest.actor, entry)

    found = await house.store.write(act)
    return nothing() if found is None else answer(wire.time_tracking(found))


async def _pause(tx: Tx, actor: Actor, act: Act, person_id: str) -> TimeEntry:
    """Pausing for somebody else without the right is, alone of the verbs, an invalid operation."""
    try:
        return await timers.pause(tx, actor, act, person_id)
    except NotAllowed as refusal:
        raise Conflict(refusal.message) from None


async def _last(request: AnyRequest, user_id: str | None) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    person_id = person_id_of(request, guest, user_id)

    async def read(tx: Tx) -> details.EntryDetails | None:
        try:
            entry = await timers.last_started(tx, guest.actor, person_id, now)
        except NotFound:
            return None
        return None if entry is None else await details.of_entry(tx, guest.actor, entry)

    found = await house.store.read(read)
    return nothing() if found is None else answer(wire.time_tracking(found))


HANDLERS = [
    start_mine,
    stop_mine,
    pause_mine,
    resume_mine,
    start_of_user,
    stop_of_user,
    pause_of_user,
    resume_of_user,
    my_last_entry,
    last_entry_of_user,
]
