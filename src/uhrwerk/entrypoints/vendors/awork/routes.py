"""awork's operations on the clock: decode, one operation, encode."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.bodies import fill, json_object
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.entrypoints.vendors.awork import errors, wire
from uhrwerk.entrypoints.vendors.awork.auth import admit
from uhrwerk.operations import details, timers
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECTS, TASKS, TYPES_OF_WORK
from uhrwerk.operations.purposes import Purpose
from uhrwerk.rules.access import Actor
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import Conflict, Invalid, NotAllowed, NotFound, NothingRunning
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

PAGE_SIZE = 1000

Reply = Response[bytes]
Verb = Callable[[Tx, Actor, Act, str], Awaitable[TimeEntry]]


@post("/me/timetracking/start", status_code=200)
async def start_mine(request: AnyRequest) -> Reply:
    return await _start(request, None)


@post("/me/timetracking/stop", status_code=200)
async def stop_mine(request: AnyRequest) -> Reply:
    return await _act(request, None, timers.stop)


@post("/me/timetracking/pause", status_code=200)
async def pause_mine(request: AnyRequest) -> Reply:
    return await _act(request, None, _pause)


@post("/me/timetracking/resume", status_code=200)
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


@get("/me/timeentries/last")
async def my_last_entry(request: AnyRequest) -> Reply:
    return await _last(request, None)


@get("/users/{user_id:str}/timeentries/last")
async def last_entry_of_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    return await _last(request, user_id)


@get(["/me", "/users/me"])
async def me(request: AnyRequest) -> Reply:
    guest = await admit(request, house_of(request).now())
    if guest.person is None:
        raise NotFound("user")
    return _answer(wire.user(guest.person, guest.workspace))


@get("/typeofwork")
async def list_types_of_work(request: AnyRequest) -> Reply:
    guest, query = await _list_request(request)
    archived = None if query.get("showarchived", "false").lower() in ("true", "1") else False

    async def read(tx: Tx) -> list[wire.TypeOfWorkModel]:
        records = await _whole(TYPES_OF_WORK.every, tx, guest.actor, archived=archived)
        return [wire.type_of_work(record) for record in records]

    return _page(await house_of(request).store.read(read), query)


@get("/projects")
async def list_projects(request: AnyRequest) -> Reply:
    guest, query = await _list_request(request)

    async def read(tx: Tx) -> list[wire.Project]:
        records = await _whole(PROJECTS.every, tx, guest.actor, archived=False)
        return [wire.project(await details.of_project(tx, record)) for record in records]

    return _page(await house_of(request).store.read(read, long=True), query)


@get("/projects/{project_id:str}/projecttasks")
async def list_project_tasks(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    guest, query = await _list_request(request)
    wanted = _path_id(project_id, "project")

    async def read(tx: Tx) -> list[wire.Task]:
        project = await details.of_project(tx, await PROJECTS.get(tx, guest.actor, wanted))
        records = await _whole(TASKS.every, tx, guest.actor, project_id=wanted, archived=False)
        return [wire.task(await details.of_task(tx, record, project, with_people=True)) for record in records]

    return _page(await house_of(request).store.read(read, long=True), query)


async def _start(request: AnyRequest, user_id: str | None) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    person_id = _person_id(request, guest, user_id)
    members = {name.lower(): value for name, value in json_object(await request.body()).items()}
    form = fill(wire.StartForm, members)
    purpose = Purpose(
        project_id=_text_id(form.project_id),
        task_id=_text_id(form.task_id),
        type_of_work_id=str(form.type_of_work_id),
        note=form.note,
        billable=form.is_billable,
        billed=bool(form.is_billed),
    )

    async def start(tx: Tx) -> details.EntryDetails:
        entry = await timers.start(tx, guest.actor, Act(now), person_id, purpose, form.timezone)
        return await details.of_entry(tx, guest.actor, entry)

    return _answer(wire.time_tracking(await house.store.write(start)))


async def _act(request: AnyRequest, user_id: str | None, verb: Verb) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    person_id = _person_id(request, guest, user_id)
    json_object(await request.body())

    async def act(tx: Tx) -> details.EntryDetails | None:
        try:
            entry = await verb(tx, guest.actor, Act(now), person_id)
        except NothingRunning:
            return None
        return await details.of_entry(tx, guest.actor, entry)

    found = await house.store.write(act)
    return _nothing() if found is None else _answer(wire.time_tracking(found))


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
    person_id = _person_id(request, guest, user_id)

    async def read(tx: Tx) -> details.EntryDetails | None:
        try:
            entry = await timers.last_started(tx, guest.actor, person_id, now)
        except NotFound:
            return None
        return None if entry is None else await details.of_entry(tx, guest.actor, entry)

    found = await house.store.read(read)
    return _nothing() if found is None else _answer(wire.time_tracking(found))


async def _list_request(request: AnyRequest) -> tuple[Guest, dict[str, str]]:
    guest = await admit(request, house_of(request).now())
    query = _query(request)
    for name in ("filterBy", "orderBy"):
        if query.get(name.lower()):
            # Answering with everything would be taken for the filtered list.
            raise errors.FilterOrOrder.field(name, "is not supported on this list yet")
    return guest, query


async def _whole(every: Callable[..., Awaitable[list[Any]]], tx: Tx, actor: Actor, **equal: Any) -> list[Any]:
    """All records, oldest first, as awork lists them."""
    return list(reversed(await every(tx, actor, limit=100_000, **equal)))


def _page(models: Sequence[msgspec.Struct], query: dict[str, str]) -> Reply:
    page = _whole_number(query, "page", 1, 1, 2**31 - 1)
    size = _whole_number(query, "pageSize", PAGE_SIZE, 1, PAGE_SIZE)
    shown = models[(page - 1) * size : page * size]
    return _answer(
        shown,
        {
            "aw-page": str(page),
            "aw-pagesize": str(size),
            "aw-items": str(len(shown)),
            "aw-totalitems": str(len(models)),
        },
    )


def _whole_number(query: dict[str, str], name: str, default: int, least: int, most: int) -> int:
    text = query.get(name.lower())
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 10 or not least <= int(text) <= most:
        raise Invalid.field(name, f"must be a whole number from {least} to {most}")
    return int(text)


def _query(request: AnyRequest) -> dict[str, str]:
    """Query parameters; names are matched without regard to case."""
    return {name.lower(): value for name, value in request.query_params.items()}


def _person_id(request: AnyRequest, guest: Guest, user_id: str | None) -> str:
    """Whose clock: the path's user, else the query's `userId`, else the token's own."""
    if user_id is not None and user_id.lower() != "me":
        return _path_id(user_id, "user")
    wanted = _query(request).get("userid")
    if wanted:
        try:
            return str(UUID(wanted))
        except ValueError:
            raise Invalid.field("userId", "must be a UUID") from None
    if guest.person is None:
        raise NotFound("user")
    return guest.person.id


def _path_id(text: str, kind: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise NotFound(kind) from None


def _text_id(id: UUID | None) -> str | None:
    return None if id is None else str(id)


def _answer(model: msgspec.Struct | Sequence[msgspec.Struct], headers: dict[str, str] | None = None) -> Reply:
    headers = {"trace-id": errors.trace_id(), **(headers or {})}
    return EncodedResponse(msgspec.json.encode(model), media_type=errors.MEDIA_TYPE, headers=headers)


def _nothing() -> Reply:
    return EncodedResponse(b"", 204, headers={"trace-id": errors.trace_id()})


router = Router(
    "/api/v1",
    route_handlers=[
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
        me,
        list_types_of_work,
        list_projects,
        list_project_tasks,
    ],
    include_in_schema=False,
)
