"""Many tasks at once. Where the vendor answers 207, each is changed or refused by itself; else all or none are."""

from typing import Any

from litestar import post
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.entrypoints.vendors.awork import errors
from uhrwerk.entrypoints.vendors.awork.routes import task_operations as operations
from uhrwerk.entrypoints.vendors.awork.routes.batches import done_to_each, ids, multi_status, nothing_or_multi_status
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of, forms_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, nothing
from uhrwerk.entrypoints.vendors.awork.wire import task_forms as forms
from uhrwerk.operations import people, task_lists, tasks
from uhrwerk.operations.catalog import TASKS
from uhrwerk.operations.checks import must_exist
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import people as people_kept
from uhrwerk.storage.store import Tx


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
        await tx.lock(call.actor.workspace_id, call.actor.workspace_id)
        ends = task_lists.Ends(tx)
        return [await _change_lists(tx, call, form, ends) for form in wanted]

    with naming(lists="task_lists"):
        return answer(await call.write(act))


async def _change_lists(tx: Tx, call: Call, form: forms.ListsForm, ends: task_lists.Ends) -> forms.Lists:
    places = await task_lists.places(tx, call.actor, [(str(each.id), each.order) for each in form.task_lists], ends)
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
    act = await operations.type_of_work(call, str(form.type_of_work_id), "type_of_work_id", form.change_time_entries)
    return nothing_or_multi_status(await done_to_each(request, ids(form.task_ids, "task_ids"), act))


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
    return nothing_or_multi_status(await done_to_each(request, ids(form.task_ids, "task_ids"), act))


@post("/tasks/delete", status_code=200)
async def delete_tasks(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, forms.DeleteForm)
    act = operations.removal(call, form.delete_time_trackings)
    return nothing_or_multi_status(await done_to_each(request, ids(form.task_ids, "task_ids"), act))


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
        await TASKS.get(tx, call.actor, str(form.task_id))
        person = await people.by_email(tx, call.actor, form.email)
        if person is None:
            raise NotFound("person", "email")
        await operations.assign(tx, call, str(form.task_id), [person.id])

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
        ends = task_lists.Ends(tx, [str(form.task_id) for form in wanted])
        for form in wanted:
            task = await TASKS.change(tx, call.actor, call.now, str(form.task_id), {"parent_id": None})
            if form.list_id is not None:
                await operations.put(tx, call, task.id, str(form.list_id), form.order, ends)

    with naming(lists="list_id"):
        await call.write(act)
    return nothing()


@post("/tasks/batch/{operation:str}", status_code=200)
async def do_batch(request: AnyRequest, operation: FromPath[str]) -> Reply:
    call = await admitted(request)
    prepare = operations.OPERATIONS.get(operation.lower())
    if prepare is None:
        raise NotFound("operation")
    form = await form_of(request, forms.BatchForm)
    act = await prepare(call, form)
    return multi_status(await done_to_each(request, ids(form.task_ids, "task_ids"), act))


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
