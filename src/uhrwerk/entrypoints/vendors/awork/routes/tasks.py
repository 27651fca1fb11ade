"""Tasks, one at a time."""

from typing import Any

from litestar import get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.filters.lists import TASKS as LISTED
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of, forms_of, ids_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_list, nothing, path_id, text_id
from uhrwerk.entrypoints.vendors.awork.wire import task_forms as forms
from uhrwerk.entrypoints.vendors.awork.wire import tasks as wire
from uhrwerk.operations import details, task_lists, tasks
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECTS, TASKS
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.search.tree import And, Condition, equal
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task


@post("/tasks", status_code=200)
async def add_task(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, forms.NewTaskForm)
    members = _new_members(call, form)

    async def act(tx: Tx) -> wire.Task:
        places = [(str(each.id), each.order) for each in form.lists or ()]
        await tx.lock(call.actor.workspace_id, call.actor.workspace_id)
        lists = await task_lists.places(tx, call.actor, places, task_lists.Ends(tx))
        return await shown_one(tx, await TASKS.add(tx, call.actor, call.now, members | {"lists": lists}))

    with naming(**forms.PROPERTIES, project_id="entity_id", person_id="entity_id"):
        return answer(await call.write(act))


def _new_members(call: Call, form: forms.NewTaskForm) -> dict[str, Any]:
    """Raises Invalid."""
    entity_id = text_id(form.entity_id)
    if form.base_type == "private":
        owner = {"person_id": entity_id or call.actor.person_id}
    else:
        owner = {"project_id": entity_id}
    if None in owner.values():
        raise Invalid.field("entity_id", "is required")
    position = form.order if form.subtask_order is None else form.subtask_order
    return {
        "assignees": [],
        "archived": False,
        "position": position or 0.0,
        "type_of_work_id": text_id(form.type_of_work_id),
        "task_status_id": text_id(form.task_status_id),
        "parent_id": text_id(form.parent_id),
        **owner,
        **forms.members(form),
    }


@get("/tasks/{task_id:str}")
async def get_task(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = path_id(task_id, "task")

    async def read(tx: Tx) -> wire.Task:
        return await shown_one(tx, await TASKS.get(tx, call.actor, wanted))

    return answer(await call.read(read))


@get("/tasks/key/{task_identifier:str}")
async def get_task_by_identifier(request: AnyRequest, task_identifier: FromPath[str]) -> Reply:
    call = await admitted(request)

    async def read(tx: Tx) -> wire.Task:
        return await shown_one(tx, await tasks.by_identifier(tx, call.actor, task_identifier))

    return answer(await call.read(read))


@put("/tasks/{task_id:str}")
async def change_task(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = path_id(task_id, "task")
    members = forms.members(await form_of(request, forms.TaskForm))

    async def act(tx: Tx) -> wire.Task:
        return await shown_one(tx, await TASKS.change(tx, call.actor, call.now, wanted, members))

    with naming(**forms.PROPERTIES):
        return answer(await call.write(act))


@post("/tasks/{task_id:str}/copy", status_code=200)
async def copy_task(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = path_id(task_id, "task")

    async def act(tx: Tx) -> wire.Task:
        return await shown_one(tx, await tasks.copy(tx, call.actor, call.now, wanted))

    return answer(await call.write(act))


@post("/tasks/{task_id:str}/setassignees", status_code=200)
async def set_assignees(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = path_id(task_id, "task")
    members = {"assignees": list(dict.fromkeys(await ids_of(request)))}
    with naming(**forms.PROPERTIES):
        await call.write(lambda tx: TASKS.change(tx, call.actor, call.now, wanted, members))
    return nothing()


@post("/tasks/{task_id:str}/setplannedefforts", status_code=200)
async def set_planned_efforts(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    """What is planned is kept of the task alone: it becomes the sum."""
    call = await admitted(request)
    wanted = path_id(task_id, "task")
    efforts = {str(each.user_id): each.planned_effort for each in await forms_of(request, forms.EffortForm)}

    async def act(tx: Tx) -> None:
        task = await TASKS.get(tx, call.actor, wanted)
        if not set(task.assignees).issuperset(efforts):
            raise Invalid.field("user_id", "is not assigned to the task")
        planned = sum(each or 0 for each in efforts.values()) or None
        await TASKS.change(tx, call.actor, call.now, wanted, {"planned_seconds": planned})

    with naming(**forms.PROPERTIES | {"planned_seconds": "planned_effort"}):
        await call.write(act)
    return nothing()


@post("/tasks/{task_id:str}/updateorder", status_code=200)
async def update_order(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = path_id(task_id, "task")
    form = await form_of(request, forms.OrderForm)
    members = {} if form.order is None else {"position": form.order}
    task = await call.write(lambda tx: TASKS.change(tx, call.actor, call.now, wanted, members))
    return answer([forms.Reordered(task.id, task.position)])


@get("/projects/{project_id:str}/projecttasks")
async def list_project_tasks(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    wanted = path_id(project_id, "project")

    async def of_project(tx: Tx, guest: Guest) -> Condition:
        await PROJECTS.get(tx, guest.actor, wanted)
        return And((equal("project_id", wanted), equal("archived", False)))

    return await answer_list(request, LISTED, shown, of_project)


@get("/projects/{project_id:str}/projecttasks/{task_id:str}")
async def get_project_task(request: AnyRequest, project_id: FromPath[str], task_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner, wanted = path_id(project_id, "project"), path_id(task_id, "task")

    async def read(tx: Tx) -> wire.Task:
        return await shown_one(tx, await tasks.of_project(tx, call.actor, owner, wanted))

    return answer(await call.read(read))


@post("/projects/{project_id:str}/projecttasks/{task_id:str}/changeproject", status_code=200)
async def change_project(request: AnyRequest, project_id: FromPath[str], task_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner, wanted = path_id(project_id, "project"), path_id(task_id, "task")
    form = await form_of(request, forms.MoveForm)

    async def act(tx: Tx) -> None:
        await tasks.of_project(tx, call.actor, owner, wanted)
        await tasks.move(
            tx,
            call.actor,
            call.now,
            wanted,
            project_id=str(form.project_id),
            status_id=text_id(form.task_status_id),
            mapping=forms.mapping(form.task_status_mapping),
        )

    await call.write(act)
    return nothing()


async def shown_one(tx: Tx, record: Task) -> wire.Task:
    return wire.task(await details.of_task(tx, record))


async def shown(tx: Tx, actor: Actor, records: list[Task]) -> list[wire.Task]:
    neighbours = details.Neighbours(tx, actor.workspace_id)
    return [wire.task(each) for each in await neighbours.of_tasks(records)]


HANDLERS: list[Any] = [
    add_task,
    get_task,
    get_task_by_identifier,
    change_task,
    copy_task,
    set_assignees,
    set_planned_efforts,
    update_order,
    list_project_tasks,
    get_project_task,
    change_project,
]
