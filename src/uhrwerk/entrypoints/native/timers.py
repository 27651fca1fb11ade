"""The project timer: /v1/timers."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import JSONBody, QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope
from uhrwerk.entrypoints.native.models.clock import Discard, Punch, StartTimer, Switch, TimeEntry
from uhrwerk.entrypoints.native.models.values import given, text_id, utc
from uhrwerk.entrypoints.native.showing import showing
from uhrwerk.entrypoints.native.whose import because, own_or
from uhrwerk.entrypoints.native.writing import IdempotencyKey, IfMatch, expected_version, with_etag, write
from uhrwerk.operations import timers
from uhrwerk.operations.purposes import Purpose
from uhrwerk.rules.access import Actor
from uhrwerk.rules.instants import Act
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry as TimeEntryRecord

TAGS = ["Timer"]

PersonId = Annotated[UUID | None, QueryParameter(description="Whose clock; left out: one's own", required=False)]


@get("/timers/current", scope=Scope.TIME_READ, hot=True, tags=TAGS, operation_id="getCurrentTimer")
async def current(request: AnyRequest, person_id: PersonId = None) -> Response[TimeEntry | None]:
    """The running or paused entry, or null."""
    house = house_of(request)
    now = house.now()
    actor, wanted = own_or(request, person_id)
    entry = await house.store.read(lambda tx: timers.current(tx, actor, wanted))
    return with_etag(None if entry is None else showing(request, now)(entry))


@post("/timers/start", status_code=200, scope=Scope.TIME_WRITE, hot=True, tags=TAGS, operation_id="startTimer")
async def start(
    request: AnyRequest, data: JSONBody[StartTimer | None] = None, key: IdempotencyKey = None
) -> Response[TimeEntry]:
    """Start an entry; what runs is stopped at the same instant."""
    form = data or StartTimer()
    now = house_of(request).now()
    actor, person_id = own_or(request, form.person_id)
    act = Act(now, utc(form.at, "at"))
    purpose = Purpose(
        project_id=text_id(form.project_id),
        task_id=text_id(form.task_id),
        type_of_work_id=text_id(form.type_of_work_id),
        note=form.note,
        billable=form.billable,
    )

    shown = showing(request, now)

    async def run(tx: Tx) -> TimeEntry:
        return shown(await timers.start(tx, actor, act, person_id, purpose, form.zone))

    return await write(request, key, run)


@post("/timers/pause", status_code=200, scope=Scope.TIME_WRITE, hot=True, tags=TAGS, operation_id="pauseTimer")
async def pause(
    request: AnyRequest, data: JSONBody[Punch | None] = None, key: IdempotencyKey = None
) -> Response[TimeEntry]:
    """Begin a break; paused already: unchanged."""
    return await _act(request, data, key, timers.pause)


@post("/timers/resume", status_code=200, scope=Scope.TIME_WRITE, hot=True, tags=TAGS, operation_id="resumeTimer")
async def resume(
    request: AnyRequest, data: JSONBody[Punch | None] = None, key: IdempotencyKey = None
) -> Response[TimeEntry]:
    """End the break; running already: unchanged."""
    return await _act(request, data, key, timers.resume)


@post("/timers/stop", status_code=200, scope=Scope.TIME_WRITE, hot=True, tags=TAGS, operation_id="stopTimer")
async def stop(
    request: AnyRequest, data: JSONBody[Punch | None] = None, key: IdempotencyKey = None
) -> Response[TimeEntry]:
    """Stop the entry, from a break too; its seconds are fixed."""
    return await _act(request, data, key, timers.stop)


@post("/timers/switch", status_code=200, scope=Scope.TIME_WRITE, tags=TAGS, operation_id="switchTimer")
async def switch(
    request: AnyRequest, data: JSONBody[Switch], key: IdempotencyKey = None, if_match: IfMatch = None
) -> Response[TimeEntry]:
    """Change what the active entry is for, while it runs."""
    now = house_of(request).now()
    somebody, person_id = own_or(request, data.person_id)
    actor, members = because(somebody, data.reason), given(data, "person_id", "reason")
    version = expected_version(if_match)

    shown = showing(request, now)

    async def run(tx: Tx) -> TimeEntry:
        return shown(await timers.switch(tx, actor, now, person_id, members, version))

    return await write(request, key, run)


@post("/timers/discard", status_code=200, scope=Scope.TIME_WRITE, tags=TAGS, operation_id="discardTimer")
async def discard(
    request: AnyRequest, data: JSONBody[Discard | None] = None, key: IdempotencyKey = None, if_match: IfMatch = None
) -> Response[TimeEntry]:
    """Throw the active entry away; the journal keeps it. The answer is the entry as it was."""
    now = house_of(request).now()
    form = data or Discard()
    somebody, person_id = own_or(request, form.person_id)
    actor, version = because(somebody, form.reason), expected_version(if_match)

    shown = showing(request, now)

    async def run(tx: Tx) -> TimeEntry:
        return shown(await timers.discard(tx, actor, now, person_id, version))

    return await write(request, key, run)


Verb = Callable[[Tx, Actor, Act, str], Awaitable[TimeEntryRecord]]


async def _act(request: AnyRequest, data: Punch | None, key: str | None, verb: Verb) -> Response[TimeEntry]:
    form = data or Punch()
    now = house_of(request).now()
    actor, person_id = own_or(request, form.person_id)
    act = Act(now, utc(form.at, "at"))

    shown = showing(request, now)

    async def run(tx: Tx) -> TimeEntry:
        return shown(await verb(tx, actor, act, person_id))

    return await write(request, key, run)


HANDLERS = [current, start, pause, resume, stop, switch, discard]
