"""Time entries: listed, written down, corrected, deleted."""

from collections.abc import Sequence
from typing import Final

from litestar import delete, get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.filters.lists import TIME_ENTRIES
from uhrwerk.entrypoints.vendors.awork.routes.calls import admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_list, nothing, path_id, query_of
from uhrwerk.entrypoints.vendors.awork.wire import entry_forms as forms
from uhrwerk.entrypoints.vendors.awork.wire import time_entries as wire
from uhrwerk.entrypoints.vendors.awork.wire.simplified import SimplifiedTimeTracking, simplified
from uhrwerk.operations import details, time_entries
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECTS, TASKS
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.search.tree import Condition, Field, Form, Order, equal
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

KIND: Final = "time entry"

NAMES: Final = {
    "started_at": "start_date_utc",
    "ended_at": "end_date_utc",
    "break_seconds": "break_duration",
    "breaks": "break_duration",
    "person_id": "user_id",
}
"""The form's members by the core's names, where they differ."""

GROUPINGS: Final[dict[str, tuple[Order, ...]]] = {
    "user": (Order(Field("person.last_name")), Order(Field("person.first_name")), Order(Field("person_id"))),
    "project": (Order(Field("project.name")), Order(Field("project_id"))),
    "company": (Order(Field("project.client.name")), Order(Field("project.client_id"))),
    "task": (Order(Field("task.name")), Order(Field("task_id"))),
    "typeofwork": (Order(Field("type_of_work.name")), Order(Field("type_of_work_id"))),
    "date": (Order(Field("start_local", form=Form.DAY)),),
}
"""By what entries are put together: they come group by group, within a group in the list's own order."""


@get("/timeentries")
async def list_entries(request: AnyRequest) -> Reply:
    return await answer_list(request, TIME_ENTRIES, _shown)


@get("/projects/{project_id:str}/timeentries")
async def list_entries_of_project(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    async def of_project(tx: Tx, guest: Guest) -> Condition:
        project = await PROJECTS.get(tx, guest.actor, path_id(project_id, "project"))
        return equal("project_id", project.id)

    return await answer_list(request, TIME_ENTRIES, _shown, of_project)


@get("/tasks/{task_id:str}/timeentries")
async def list_entries_of_task(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    async def of_task(tx: Tx, guest: Guest) -> Condition:
        task = await TASKS.get(tx, guest.actor, path_id(task_id, "task"))
        return equal("task_id", task.id)

    return await answer_list(request, TIME_ENTRIES, _shown, of_task)


@get("/timeentries/simplified")
async def list_simplified(request: AnyRequest) -> Reply:
    grouping = query_of(request).get("grouping", "").strip().lower()
    if grouping and grouping not in GROUPINGS:
        raise Invalid.field("grouping", f"must be one of {', '.join(GROUPINGS)}")
    return await answer_list(request, TIME_ENTRIES, _in_short, first=GROUPINGS.get(grouping, ()))


@get("/timeentries/{time_entry_id:str}")
async def one_entry(request: AnyRequest, time_entry_id: FromPath[str]) -> Reply:
    call = await admitted(request)

    async def read(tx: Tx) -> details.EntryDetails:
        entry = await time_entries.get(tx, call.actor, path_id(time_entry_id, KIND))
        return await details.of_entry(tx, call.actor, entry)

    return answer(wire.time_tracking(await call.read(read)))


@post("/timeentries", status_code=200)
async def add_entry(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, forms.NewEntry)

    async def add(tx: Tx) -> details.EntryDetails:
        written, purpose = forms.written(form, call.now), forms.purpose(form)
        entry = await time_entries.create(tx, call.actor, call.now, str(form.user_id), written, purpose)
        return await details.of_entry(tx, call.actor, entry)

    with naming(**NAMES):
        return answer(wire.time_tracking(await call.write(add)))


@put("/timeentries/{time_entry_id:str}")
async def change_entry(request: AnyRequest, time_entry_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = path_id(time_entry_id, KIND)
    form = await form_of(request, forms.EntryChanges)

    async def change(tx: Tx) -> details.EntryDetails:
        await time_entries.hold(tx, call.actor, [id])
        before = await time_entries.get(tx, call.actor, id)
        entry = await time_entries.change(tx, call.actor, call.now, id, forms.changes(form, call.now, before))
        if form.user_id is not None and str(form.user_id) != entry.person_id:
            entry = await time_entries.hand_over(tx, call.actor, call.now, id, str(form.user_id))
        return await details.of_entry(tx, call.actor, entry)

    with naming(**NAMES):
        return answer(wire.time_tracking(await call.write(change)))


@delete("/timeentries/{time_entry_id:str}", status_code=200)
async def delete_entry(request: AnyRequest, time_entry_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = path_id(time_entry_id, KIND)
    await call.write(lambda tx: time_entries.delete(tx, call.actor, call.now, id))
    return nothing()


@post("/timeentries/{time_entry_id:str}/removebreaks", status_code=200)
async def remove_breaks(request: AnyRequest, time_entry_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = path_id(time_entry_id, KIND)

    async def remove(tx: Tx) -> details.EntryDetails:
        entry = await time_entries.change(tx, call.actor, call.now, id, {"breaks": ()})
        return await details.of_entry(tx, call.actor, entry)

    return answer(wire.time_tracking(await call.write(remove)))


async def _shown(tx: Tx, actor: Actor, records: list[TimeEntry]) -> list[wire.TimeTracking]:
    return wire.time_trackings(await _with_neighbours(tx, actor, records))


async def _in_short(tx: Tx, actor: Actor, records: list[TimeEntry]) -> list[SimplifiedTimeTracking]:
    return [simplified(each) for each in await _with_neighbours(tx, actor, records)]


async def _with_neighbours(tx: Tx, actor: Actor, records: Sequence[TimeEntry]) -> list[details.EntryDetails]:
    return await details.Neighbours(tx, actor.workspace_id).of_entries(records)


HANDLERS = [
    list_entries,
    list_entries_of_project,
    list_entries_of_task,
    list_simplified,
    one_entry,
    add_entry,
    change_entry,
    delete_entry,
    remove_breaks,
]
