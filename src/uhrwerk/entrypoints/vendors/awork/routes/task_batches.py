"""Many tasks at once. Where the vendor answers 207, each is changed or refused by itself; else all or none are."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from litestar import post
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.entrypoints.vendors.awork import errors
from uhrwerk.entrypoints.vendors.awork.routes.batches import Act, done_to_each, multi_status, nothing_or_multi_status
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of, forms_of, naming
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, nothing, text_id
from uhrwerk.entrypoints.vendors.awork.wire import task_forms as forms
from uhrwerk.entrypoints.vendors.awork.wire.forms import instant
from uhrwerk.operations import people, tags, task_lists, tasks
from uhrwerk.operations.catalog import TASK_LISTS, TASKS, TYPES_OF_WORK, Keeper
from uhrwerk.operations.checks import must_exist
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage import people as people_kept
from uhrwerk.storage.store import Tx

T = TypeVar("T")


@post("/tasks/changestatuses", status_code=200)
async def change_statuses(request: AnyRequest) -> Reply:
    call = await admitted(request)
    wanted = {str(form.task_id): form for form in await forms_of(request, forms.StatusForm)}

    async def act(tx: Tx, task_id: str) -> None:
        form = wanted[task_id]
        members: dict[str, Any] = {"task_status_id": str(form.status_id)}
        if form.order is not None:
            members["position"] = form.order
        await TASKS.change(tx, call.actor, call.now, task_id, members)

    return nothing_or_multi_status(await done_to_each(request, wanted, act))


@post("/tasks/changelists", status_code=200)
async def change_lists(request: AnyRequest) -> Reply:
    """The lists named are those that the task is in afterwards."""
    call = await admitted(request)
    wanted = await forms_of(request, forms.ListsForm)

    async def act(tx: Tx) -> list[forms.Lists]:
        return [await _change_lists(tx, call, form) for form in wanted]

    with naming(lists="task_lists"):
        return answer(await call.write(act))


async def _change_lists(tx: Tx, call: Call, form: forms.ListsForm) -> forms.Lists:
    await tx.lock(call.actor.workspace_id, call.actor.workspace_id)
    places = await task_lists.places(tx, call.actor, [(str(each.id), each.order) for each in form.task_lists])
    task = await TASKS.change(tx, call.actor, call.now, str(form.task_id), {"lists": places})
    shown = [
        forms.PlaceInList(id=place.task_list_id, order=place.position, is_primary=place is task.lists[0])
        for place in task.lists
    ]
    return forms.Lists(task_id=task.id, task_lists=shown)


@post("/tasks/changetypeofwork", status_code=200)
async def change_type_of_work(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, forms.TypeOfWorkForm)
    act = await _type_of_work(call, str(form.type_of_work_id), "type_of_work_id", form.change_time_entries)
    return nothing_or_multi_status(await done_to_each(request, _ids(form.task_ids), act))


async def _type_of_work(call: Call, id: str, field: str, with_entries: bool) -> Act:
    await _known(call, TYPES_OF_WORK, id, field)
    return lambda tx, task_id: tasks.change_type_of_work(
        tx, call.actor, call.now, task_id, id, with_entries=with_entries
    )


@post("/tasks/changebasetypes", status_code=200)
async def change_base_types(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, forms.BaseTypeForm)
    project_id = str(form.entity_id) if form.base_type == "projecttask" else None
    person_id = str(form.entity_id) if form.base_type == "private" else None

    async def check(tx: Tx) -> None:
        await must_exist(tx, call.actor.workspace_id, people_kept.shelf, "person_id", person_id)
        if project_id is not None:
            await tasks.check_project(tx, call.actor, project_id)

    async def act(tx: Tx, task_id: str) -> None:
        await tasks.move(tx, call.actor, call.now, task_id, project_id=project_id, person_id=person_id)

    with naming(project_id="entity_id", person_id="entity_id"):
        await call.read(check)
    return nothing_or_multi_status(await done_to_each(request, _ids(form.task_ids), act))


@post("/tasks/delete", status_code=200)
async def delete_tasks(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, forms.DeleteForm)
    act = _removal(call, form.delete_time_trackings)
    return nothing_or_multi_status(await done_to_each(request, _ids(form.task_ids), act))


def _removal(call: Call, with_entries: bool) -> Act:
    return lambda tx, id: tasks.remove(tx, call.actor, call.now, id, with_entries=with_entries)


@post("/tasks/settaskpriority", status_code=200)
async def set_priority(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, forms.PriorityForm)
    members = {"priority": form.is_prio}
    await call.write(lambda tx: TASKS.change(tx, call.actor, call.now, str(form.task_id), members))
    return nothing()


@post("/tasks/assignuserbyemail", status_code=200)
async def assign_by_email(request: AnyRequest) -> Reply:
    """Nobody is invited: an address that is nobody's is not found."""
    call = await admitted(request)
    form = await form_of(request, forms.EmailForm)

    async def act(tx: Tx) -> None:
        task = await TASKS.get(tx, call.actor, str(form.task_id))
        person = await people.by_email(tx, call.actor, form.email)
        if person is None:
            raise NotFound("person", "email")
        members = {"assignees": list(dict.fromkeys([*task.assignees, person.id]))}
        await TASKS.change(tx, call.actor, call.now, task.id, members)

    with naming(assignees="email"):
        await call.write(act)
    return EncodedResponse(b"", 200, headers={"trace-id": errors.trace_id()})


@post("/tasks/changesubtasks", status_code=200)
async def change_subtasks(request: AnyRequest) -> Reply:
    call = await admitted(request)
    wanted = await forms_of(request, forms.SubtaskForm)

    async def act(tx: Tx) -> None:
        for form in wanted:
            members: dict[str, Any] = {"parent_id": str(form.parent_id)}
            if form.order is not None:
                members["position"] = form.order
            await TASKS.change(tx, call.actor, call.now, str(form.task_id), members)

    await call.write(act)
    return nothing()


@post("/tasks/changesubtaskstoparent", status_code=200)
async def change_subtasks_to_parent(request: AnyRequest) -> Reply:
    """Subtasks become tasks of their own, in the list if one is named."""
    call = await admitted(request)
    wanted = await forms_of(request, forms.NoSubtaskForm)

    async def act(tx: Tx) -> None:
        for form in wanted:
            task = await TASKS.change(tx, call.actor, call.now, str(form.task_id), {"parent_id": None})
            if form.list_id is not None:
                await _put(tx, call, task.id, str(form.list_id), form.order)

    with naming(lists="list_id"):
        await call.write(act)
    return nothing()


async def _put(tx: Tx, call: Call, task_id: str, list_id: str, order: float | None = None) -> None:
    await must_exist(tx, call.actor.workspace_id, TASK_LISTS.shelf, "lists", list_id)
    await task_lists.put(tx, call.actor, call.now, await TASK_LISTS.get(tx, call.actor, list_id), task_id, order)


@post("/tasks/batch/{operation:str}", status_code=200)
async def do_batch(request: AnyRequest, operation: FromPath[str]) -> Reply:
    call = await admitted(request)
    prepare = OPERATIONS.get(operation.lower())
    if prepare is None:
        raise NotFound("operation")
    form = await form_of(request, forms.BatchForm)
    act = await prepare(call, form)
    return multi_status(await done_to_each(request, _ids(form.task_ids), act))


async def _move_to_project(call: Call, form: forms.BatchForm) -> Act:
    project_id = str(_given(form.new_project_id, "new_project_id"))
    with naming(project_id="new_project_id"):
        await call.read(lambda tx: tasks.check_project(tx, call.actor, project_id))
    list_id = text_id(form.new_task_list_id)

    async def act(tx: Tx, task_id: str) -> None:
        await tasks.move(
            tx,
            call.actor,
            call.now,
            task_id,
            project_id=project_id,
            status_id=text_id(form.new_task_status_id),
            mapping=forms.mapping(form.task_status_mapping),
        )
        if list_id is not None:
            await _put(tx, call, task_id, list_id)

    return act


async def _move_to_list(call: Call, form: forms.BatchForm) -> Act:
    list_id = str(_given(form.new_task_list_id, "new_task_list_id"))
    await _known(call, TASK_LISTS, list_id, "new_task_list_id")

    async def act(tx: Tx, task_id: str) -> None:
        if form.remove_from_current_list:
            await TASKS.change(tx, call.actor, call.now, task_id, {"lists": ()})
        await _put(tx, call, task_id, list_id)

    return act


async def _move_under_task(call: Call, form: forms.BatchForm) -> Act:
    parent_id = str(_given(form.new_parent_task_id, "new_parent_task_id"))
    await _known(call, TASKS, parent_id, "new_parent_task_id")
    return _change(call, {"parent_id": parent_id})


async def _set_dates(call: Call, form: forms.BatchForm) -> Act:
    members: dict[str, datetime | None] = {}
    for name, field, text, removed in (
        ("starts_at", "new_start_date", form.new_start_date, form.remove_start_date),
        ("due_at", "new_due_date", form.new_due_date, form.remove_due_date),
    ):
        if text is not None:
            members[name] = instant(text, field)
        elif removed:
            members[name] = None
    if not members:
        raise Invalid.field("new_due_date", "is required, unless a date is to be removed")
    return _change(call, members)


async def _adjust_dates(call: Call, form: forms.BatchForm) -> Act:
    """Dates move by the wall clock: over a change of the clocks they keep their time of day."""
    offset = timedelta(days=_given(form.days_offset, "days_offset"))
    zone = call.guest.zone(call.now)

    def moved(instant: datetime | None) -> datetime | None:
        return None if instant is None else (instant.astimezone(zone) + offset).astimezone(instant.tzinfo)

    async def act(tx: Tx, task_id: str) -> None:
        task = await TASKS.get(tx, call.actor, task_id)
        members = {"starts_at": moved(task.starts_at), "due_at": moved(task.due_at)}
        await TASKS.change(tx, call.actor, call.now, task_id, members)

    return act


async def _add_tags(call: Call, form: forms.BatchForm) -> Act:
    wanted = _given(form.tags, "tags")

    async def act(tx: Tx, task_id: str) -> None:
        await tx.lock(call.actor.workspace_id, call.actor.workspace_id)
        task = await TASKS.get(tx, call.actor, task_id)
        found = [id for tag in wanted for id in await tags.named(tx, call.actor, call.now, [tag.name], tag.color)]
        members = {"tags": list(dict.fromkeys([*task.tags, *found]))}
        await TASKS.change(tx, call.actor, call.now, task_id, members)

    return act


async def _delete(call: Call, form: forms.BatchForm) -> Act:
    return _removal(call, bool(form.delete_time_trackings))


async def _change_type_of_work(call: Call, form: forms.BatchForm) -> Act:
    id = str(_given(form.new_type_of_work_id, "new_type_of_work_id"))
    return await _type_of_work(call, id, "new_type_of_work_id", bool(form.change_time_entries))


async def _assign(call: Call, form: forms.BatchForm) -> Act:
    wanted = _ids(_given(form.user_ids, "user_ids"))

    async def act(tx: Tx, task_id: str) -> None:
        task = await TASKS.get(tx, call.actor, task_id)
        present = [] if form.remove_old_assignments else task.assignees
        members = {"assignees": list(dict.fromkeys([*present, *wanted]))}
        await TASKS.change(tx, call.actor, call.now, task_id, members)

    return act


async def _unassign(call: Call, form: forms.BatchForm) -> Act:
    gone = None if form.user_ids is None else _ids(form.user_ids)

    async def act(tx: Tx, task_id: str) -> None:
        task = await TASKS.get(tx, call.actor, task_id)
        members = {"assignees": [id for id in task.assignees if gone is not None and id not in gone]}
        await TASKS.change(tx, call.actor, call.now, task_id, members)

    return act


async def _set_priority(call: Call, form: forms.BatchForm) -> Act:
    return _change(call, {"priority": _given(form.is_prio, "is_prio")})


async def _change_status(call: Call, form: forms.BatchForm) -> Act:
    return _change(call, {"task_status_id": str(_given(form.new_task_status_id, "new_task_status_id"))})


async def _copy(call: Call, form: forms.BatchForm) -> Act:
    return lambda tx, task_id: tasks.copy(tx, call.actor, call.now, task_id)


OPERATIONS: Final[dict[str, Callable[[Call, forms.BatchForm], Any]]] = {
    "movetoproject": _move_to_project,
    "movetotasklist": _move_to_list,
    "moveundertask": _move_under_task,
    "setdates": _set_dates,
    "adjustdates": _adjust_dates,
    "addtags": _add_tags,
    "delete": _delete,
    "changetypeofwork": _change_type_of_work,
    "assignusers": _assign,
    "unassignusers": _unassign,
    "setprio": _set_priority,
    "changetaskstatus": _change_status,
    "copy": _copy,
}
"""What can be done to many tasks: from the form to what is done to each. Raises Invalid, NotFound for the form."""


def _change(call: Call, members: dict[str, Any]) -> Act:
    return lambda tx, task_id: TASKS.change(tx, call.actor, call.now, task_id, members)


def _given(value: T | None, field: str) -> T:
    if value is None:
        raise Invalid.field(field, "is required")
    return value


async def _known(call: Call, keeper: Keeper[Any], id: str, field: str) -> None:
    """Raise NotFound, naming the form's field, for what all of the tasks would get in vain."""
    try:
        await call.read(lambda tx: keeper.get(tx, call.actor, id))
    except NotFound:
        raise NotFound(keeper.noun, field) from None


def _ids(given: Iterable[Any]) -> list[str]:
    return [str(id) for id in given]


HANDLERS: list[Any] = [
    change_statuses,
    change_lists,
    change_type_of_work,
    change_base_types,
    delete_tasks,
    set_priority,
    assign_by_email,
    change_subtasks,
    change_subtasks_to_parent,
    do_batch,
]
