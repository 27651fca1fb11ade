"""Task lists of a project, and the tasks in them."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from litestar import get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.filters.lists import TASK_LISTS as LISTED
from uhrwerk.entrypoints.vendors.awork.filters.lists import Listed
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of, forms_of, ids_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import (
    Reply,
    answer,
    answer_list,
    each,
    not_archived,
    nothing,
    path_id,
)
from uhrwerk.entrypoints.vendors.awork.routes.tasks import shown_one
from uhrwerk.entrypoints.vendors.awork.wire import task_forms as forms
from uhrwerk.entrypoints.vendors.awork.wire import task_lists as wire
from uhrwerk.operations import task_lists
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECTS, TASK_LISTS
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage.search.tree import And, Condition, Field, Order, equal
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import TaskList

T = TypeVar("T")

IN_ORDER: Final = Listed(LISTED.shelf, LISTED.model, (Order(Field("position")), *LISTED.order))

Act = Callable[[Tx, Call, TaskList], Awaitable[T]]
"""What is done to a project's list."""


@get("/projects/{project_id:str}/tasklists")
async def list_lists(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    wanted = path_id(project_id, "project")

    async def of_project(tx: Tx, guest: Guest) -> Condition:
        await PROJECTS.get(tx, guest.actor, wanted)
        return And((equal("project_id", wanted), not_archived(request)))

    return await answer_list(request, IN_ORDER, each(wire.task_list), of_project)


@post("/projects/{project_id:str}/tasklists", status_code=200)
async def add_list(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = path_id(project_id, "project")
    form = await form_of(request, wire.TaskListForm)
    made = await call.write(lambda tx: task_lists.add(tx, call.actor, call.now, wanted, form.name, form.order))
    return answer(wire.task_list(made))


@get("/projects/{project_id:str}/tasklists/{list_id:str}")
async def get_list(request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str]) -> Reply:
    async def show(tx: Tx, call: Call, found: TaskList) -> wire.TaskListModel:
        return wire.task_list(found)

    return answer(await _read(await admitted(request), project_id, list_id, show))


@put("/projects/{project_id:str}/tasklists/{list_id:str}")
async def change_list(request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.TaskListChanges)

    async def act(tx: Tx, call: Call, found: TaskList) -> wire.TaskListModel:
        return wire.task_list(await TASK_LISTS.change(tx, call.actor, call.now, found.id, {"name": form.name}))

    return answer(await _write(call, project_id, list_id, act))


@post("/projects/{project_id:str}/tasklists/{list_id:str}/delete", status_code=200)
async def delete_list(request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.DeleteForm)

    async def act(tx: Tx, call: Call, found: TaskList) -> None:
        deleting, with_entries = bool(form.delete_tasks), bool(form.delete_times)
        await task_lists.remove(tx, call.actor, call.now, found, deleting=deleting, with_entries=with_entries)

    await _write(call, project_id, list_id, act)
    return nothing()


@post("/projects/{project_id:str}/tasklists/{list_id:str}/setarchived", status_code=200)
async def archive_list(request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.ArchiveForm)
    if form.task_operation == "move" and form.task_list_id is None:
        raise Invalid.field("task_list_id", "is required to move the tasks")

    async def act(tx: Tx, call: Call, found: TaskList) -> wire.TaskListModel:
        if form.task_operation in ("move", "delete"):
            await task_lists.empty(
                tx,
                call.actor,
                call.now,
                found,
                into=await _target(tx, call, found, form) if form.task_operation == "move" else None,
                deleting=form.task_operation == "delete",
                with_entries=bool(form.delete_time_trackings),
            )
        members = {"archived": form.is_archived}
        return wire.task_list(await TASK_LISTS.change(tx, call.actor, call.now, found.id, members))

    return answer(await _write(call, project_id, list_id, act))


async def _target(tx: Tx, call: Call, found: TaskList, form: wire.ArchiveForm) -> TaskList:
    try:
        return await task_lists.of_project(tx, call.actor, found.project_id, str(form.task_list_id))
    except NotFound:
        raise NotFound("task list", "task_list_id") from None


@post("/projects/{project_id:str}/tasklists/{list_id:str}/copy", status_code=200)
async def copy_list(request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str]) -> Reply:
    async def act(tx: Tx, call: Call, found: TaskList) -> wire.TaskListModel:
        return wire.task_list(await task_lists.copy(tx, call.actor, call.now, found))

    return answer(await _write(await admitted(request), project_id, list_id, act))


@post("/projects/{project_id:str}/tasklists/{list_id:str}/updateorder", status_code=200)
async def order_list(request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    form = await form_of(request, forms.OrderForm)
    members = {} if form.order is None else {"position": form.order}

    async def act(tx: Tx, call: Call, found: TaskList) -> None:
        await TASK_LISTS.change(tx, call.actor, call.now, found.id, members)

    await _write(call, project_id, list_id, act)
    return nothing()


@post("/projects/{project_id:str}/tasklists/{list_id:str}/changeproject", status_code=200)
async def move_list(request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.MoveForm)

    async def act(tx: Tx, call: Call, found: TaskList) -> None:
        mapping = forms.mapping(form.task_status_mapping)
        await task_lists.move(tx, call.actor, call.now, found, str(form.project_id), mapping)

    await _write(call, project_id, list_id, act)
    return nothing()


@post("/projects/{project_id:str}/tasklists/{list_id:str}/addtasks", status_code=200)
async def add_tasks(request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = await forms_of(request, wire.PlaceForm)

    async def act(tx: Tx, call: Call, found: TaskList) -> list[forms.Reordered]:
        return await _put(tx, call, found, [(str(form.task_id), form.order) for form in wanted])

    return answer(await _write(call, project_id, list_id, act))


@post("/projects/{project_id:str}/tasklists/{list_id:str}/removetasks", status_code=200)
async def remove_tasks(request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = await ids_of(request)

    async def act(tx: Tx, call: Call, found: TaskList) -> None:
        for task_id in dict.fromkeys(wanted):
            await task_lists.take(tx, call.actor, call.now, found, task_id)

    await _write(call, project_id, list_id, act)
    return nothing()


@get("/projects/{project_id:str}/tasklists/{list_id:str}/tasks/{task_id:str}")
async def get_task_in_list(
    request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str], task_id: FromPath[str]
) -> Reply:
    wanted = path_id(task_id, "task")

    async def show(tx: Tx, call: Call, found: TaskList) -> Any:
        return await shown_one(tx, await task_lists.task_in(tx, call.actor, found, wanted))

    return answer(await _read(await admitted(request), project_id, list_id, show))


@post("/projects/{project_id:str}/tasklists/{list_id:str}/tasks/{task_id:str}/updateorder", status_code=200)
async def order_task_in_list(
    request: AnyRequest, project_id: FromPath[str], list_id: FromPath[str], task_id: FromPath[str]
) -> Reply:
    call = await admitted(request)
    wanted = path_id(task_id, "task")
    form = await form_of(request, forms.OrderForm)

    async def act(tx: Tx, call: Call, found: TaskList) -> list[forms.Reordered]:
        await task_lists.task_in(tx, call.actor, found, wanted)
        return await _put(tx, call, found, [(wanted, form.order)])

    return answer(await _write(call, project_id, list_id, act))


async def _put(tx: Tx, call: Call, found: TaskList, wanted: list[task_lists.Wanted]) -> list[forms.Reordered]:
    positions = await task_lists.put(tx, call.actor, call.now, found, wanted)
    return [forms.Reordered(task_id, position) for (task_id, _), position in zip(wanted, positions, strict=True)]


async def _read(call: Call, project_id: str, list_id: str, show: Act[T]) -> T:
    """What there is to show of the project's list. Raises NotFound."""
    return await call.read(_of_list(call, project_id, list_id, show))


async def _write(call: Call, project_id: str, list_id: str, act: Act[T]) -> T:
    """Do it to the project's list, in one transaction. Raises NotFound."""
    with naming(lists="task_id"):
        return await call.write(_of_list(call, project_id, list_id, act))


def _of_list(call: Call, project_id: str, list_id: str, act: Act[T]) -> Callable[[Tx], Awaitable[T]]:
    owner, wanted = path_id(project_id, "project"), path_id(list_id, "task list")

    async def run(tx: Tx) -> T:
        return await act(tx, call, await task_lists.of_project(tx, call.actor, owner, wanted))

    return run


HANDLERS: list[Any] = [
    list_lists,
    add_list,
    get_list,
    change_list,
    delete_list,
    archive_list,
    copy_list,
    order_list,
    move_list,
    add_tasks,
    remove_tasks,
    get_task_in_list,
    order_task_in_list,
]
