"""Time entries: /v1/time-entries."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models.clock import Continue, NewTimeEntry, TimeEntry, TimeEntryChanges
from uhrwerk.entrypoints.native.models.values import Instant, Page, given, text_id, utc
from uhrwerk.entrypoints.native.paging import Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.showing import showing
from uhrwerk.entrypoints.native.whose import Everyone, PersonId, ReasonGiven, ToConfirm, because, own_or, own_or_all
from uhrwerk.entrypoints.native.writing import IdempotencyKey, IfMatch, expected_version, with_etag, write
from uhrwerk.operations import time_entries, timers
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.rules.instants import Act
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import EntryFilter

TAGS = ["Time entries"]

WRITTEN: Final = ("started_at", "ended_at", "breaks", "zone", "length_only")
PURPOSE: Final = ("project_id", "task_id", "type_of_work_id", "note", "billable")

Optional = QueryParameter(required=False)


@get("/time-entries", scope=Scope.TIME_READ, tags=TAGS, operation_id="listTimeEntries")
async def list_entries(
    request: AnyRequest,
    limit: Limit = 50,
    cursor: Cursor = None,
    person_id: PersonId = None,
    everyone: Everyone = False,
    project_id: Annotated[UUID | None, Optional] = None,
    task_id: Annotated[UUID | None, Optional] = None,
    begin: Annotated[
        Instant | None, QueryParameter(name="from", description="Started at or after", required=False)
    ] = None,
    end: Annotated[Instant | None, QueryParameter(name="to", description="Started before", required=False)] = None,
    active: Annotated[bool | None, QueryParameter(description="Only active, or only stopped", required=False)] = None,
    to_confirm: ToConfirm = None,
) -> Page[TimeEntry]:
    """Entries, newest first."""
    house = house_of(request)
    now = house.now()
    actor, wanted_person = own_or_all(request, person_id, everyone)
    wanted = EntryFilter(
        person_id=wanted_person,
        project_id=text_id(project_id),
        task_id=text_id(task_id),
        begin=utc(begin, "from"),
        end=utc(end, "to"),
        active=active,
        to_confirm=to_confirm,
    )
    after = after_key(cursor)
    records = await house.store.read(lambda tx: time_entries.every(tx, actor, wanted, limit=limit + 1, after=after))
    return page(records, limit, "started_at", showing(request, now))


@get("/time-entries/{entry_id:uuid}", scope=Scope.TIME_READ, tags=TAGS, operation_id="getTimeEntry")
async def get_entry(request: AnyRequest, entry_id: FromPath[UUID]) -> Response[TimeEntry]:
    """One entry."""
    house = house_of(request)
    now, actor = house.now(), guest_of(request).actor
    record = await house.store.read(lambda tx: time_entries.get(tx, actor, str(entry_id)))
    return with_etag(showing(request, now)(record))


@post("/time-entries", scope=Scope.TIME_WRITE, tags=TAGS, operation_id="createTimeEntry")
async def create_entry(
    request: AnyRequest, data: JSONBody[NewTimeEntry], key: IdempotencyKey = None
) -> Response[TimeEntry]:
    """Write an entry down afterwards."""
    now = house_of(request).now()
    somebody, person_id = own_or(request, data.person_id)
    actor, members = because(somebody, data.reason), given(data, "person_id", "reason")
    written = Written(**{name: members.pop(name) for name in WRITTEN})
    purpose = Purpose(**{name: members.pop(name) for name in PURPOSE})

    shown = showing(request, now)

    async def run(tx: Tx) -> TimeEntry:
        return shown(await time_entries.create(tx, actor, now, person_id, written, purpose, members))

    return await write(request, key, run, 201)


@patch("/time-entries/{entry_id:uuid}", scope=Scope.TIME_WRITE, tags=TAGS, operation_id="changeTimeEntry")
async def change_entry(
    request: AnyRequest, entry_id: FromPath[UUID], data: JSONBody[TimeEntryChanges], if_match: IfMatch = None
) -> Response[TimeEntry]:
    """Change members of an entry; of an active one's clock only the start."""
    house = house_of(request)
    now, actor = house.now(), because(guest_of(request).actor, data.reason)
    members, version = given(data, "reason"), expected_version(if_match)
    record = await house.store.write(lambda tx: time_entries.change(tx, actor, now, str(entry_id), members, version))
    return with_etag(showing(request, now)(record))


@delete("/time-entries/{entry_id:uuid}", scope=Scope.TIME_WRITE, tags=TAGS, operation_id="deleteTimeEntry")
async def delete_entry(
    request: AnyRequest, entry_id: FromPath[UUID], if_match: IfMatch = None, reason: ReasonGiven = None
) -> None:
    """Delete an entry; the journal keeps it."""
    house = house_of(request)
    now, actor, version = house.now(), because(guest_of(request).actor, reason), expected_version(if_match)
    await house.store.write(lambda tx: time_entries.delete(tx, actor, now, str(entry_id), version))


@post(
    "/time-entries/{entry_id:uuid}/continue",
    status_code=200,
    scope=Scope.TIME_WRITE,
    tags=TAGS,
    operation_id="continueTimeEntry",
)
async def continue_entry(
    request: AnyRequest, entry_id: FromPath[UUID], data: JSONBody[Continue | None] = None, key: IdempotencyKey = None
) -> Response[TimeEntry]:
    """Start a new entry for what an old one was for."""
    now, actor = house_of(request).now(), guest_of(request).actor
    act = Act(now, utc(data.at, "at") if data else None)

    shown = showing(request, now)

    async def run(tx: Tx) -> TimeEntry:
        return shown(await timers.continue_(tx, actor, act, str(entry_id)))

    return await write(request, key, run)


@post(
    "/time-entries/{entry_id:uuid}/confirm",
    status_code=200,
    scope=Scope.TIME_WRITE,
    tags=TAGS,
    operation_id="confirmTimeEntry",
)
async def confirm_entry(
    request: AnyRequest, entry_id: FromPath[UUID], if_match: IfMatch = None, key: IdempotencyKey = None
) -> Response[TimeEntry]:
    """Say that an entry that was stopped by itself is right; one that needs no such word stays unchanged."""
    now, actor, version = house_of(request).now(), guest_of(request).actor, expected_version(if_match)
    shown = showing(request, now)

    async def run(tx: Tx) -> TimeEntry:
        return shown(await time_entries.confirm(tx, actor, now, str(entry_id), version))

    return await write(request, key, run)


HANDLERS: list[Any] = [
    list_entries,
    get_entry,
    create_entry,
    change_entry,
    delete_entry,
    continue_entry,
    confirm_entry,
]
