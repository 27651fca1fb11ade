"""Task statuses of a project: its own, and the workspace's, which every project has."""

from typing import Any, Final

from litestar import get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.filters.lists import TASK_STATUSES, Listed
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import (
    Reply,
    answer,
    answer_list,
    each,
    nothing,
    path_id,
    person_id_of,
    text_id,
)
from uhrwerk.entrypoints.vendors.awork.wire import task_statuses as wire
from uhrwerk.entrypoints.vendors.awork.wire.forms import given
from uhrwerk.operations import people, task_statuses
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECTS
from uhrwerk.storage.search.tree import Condition, Field, Or, Order, equal
from uhrwerk.storage.store import Tx

IN_ORDER: Final = Listed(TASK_STATUSES.shelf, TASK_STATUSES.model, (Order(Field("position")), *TASK_STATUSES.order))


@get("/projects/{project_id:str}/taskstatuses")
async def list_statuses(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    wanted = path_id(project_id, "project")

    async def of_project(tx: Tx, guest: Guest) -> Condition:
        await PROJECTS.get(tx, guest.actor, wanted)
        return Or((equal("project_id", wanted), equal("project_id", None)))

    return await answer_list(request, IN_ORDER, each(wire.task_status), of_project)


@get(["/me/privatetasks/taskstatuses", "/users/{user_id:str}/privatetasks/taskstatuses"])
async def list_statuses_of_private_tasks(request: AnyRequest) -> Reply:
    async def of_workspace(tx: Tx, guest: Guest) -> Condition:
        await people.get(tx, guest.actor, person_id_of(request, guest, request.path_params.get("user_id")))
        return equal("project_id", None)

    return await answer_list(request, IN_ORDER, each(wire.task_status), of_workspace)


@get("/projects/{project_id:str}/taskstatuses/{task_status_id:str}")
async def get_status(request: AnyRequest, project_id: FromPath[str], task_status_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner, wanted = _ids(project_id, task_status_id)
    status = await call.read(lambda tx: task_statuses.of_project(tx, call.actor, owner, wanted))
    return answer(wire.task_status(status))


@post("/projects/{project_id:str}/taskstatuses", status_code=200)
async def add_status(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner = path_id(project_id, "project")
    form = await form_of(request, wire.TaskStatusForm)
    members = given(form, wire.NAMES)
    with naming(**wire.NAMES, position="order"):
        status = await call.write(
            lambda tx: task_statuses.add(tx, call.actor, call.now, owner, members, _position(form))
        )
    return answer(wire.task_status(status))


@put("/projects/{project_id:str}/taskstatuses/{task_status_id:str}")
async def change_status(request: AnyRequest, project_id: FromPath[str], task_status_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner, wanted = _ids(project_id, task_status_id)
    form = await form_of(request, wire.TaskStatusForm)
    members = given(form, wire.NAMES)
    position = _position(form)
    if position is not None:
        members["position"] = position

    async def act(tx: Tx) -> wire.TaskStatusModel:
        await task_statuses.of_project(tx, call.actor, owner, wanted)
        return wire.task_status(await task_statuses.change(tx, call.actor, call.now, wanted, members))

    with naming(**wire.NAMES, position="order"):
        return answer(await call.write(act))


@post("/projects/{project_id:str}/taskstatuses/{task_status_id:str}/delete", status_code=200)
async def delete_status(request: AnyRequest, project_id: FromPath[str], task_status_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner, wanted = _ids(project_id, task_status_id)
    form = await form_of(request, wire.DeleteForm)
    await call.write(lambda tx: _delete(tx, call, owner, wanted, text_id(form.task_status_id)))
    return nothing()


async def _delete(tx: Tx, call: Call, project_id: str, status_id: str, replacement_id: str | None) -> None:
    await task_statuses.of_project(tx, call.actor, project_id, status_id)
    await task_statuses.remove(tx, call.actor, call.now, status_id, replacement_id)


def _ids(project_id: str, status_id: str) -> tuple[str, str]:
    return path_id(project_id, "project"), path_id(status_id, "task status")


def _position(form: wire.TaskStatusForm) -> int | None:
    """Columns are numbered; a client that puts one between two others names the next of them."""
    return None if form.order is None else round(form.order)


HANDLERS: list[Any] = [
    list_statuses,
    list_statuses_of_private_tasks,
    get_status,
    add_status,
    change_status,
    delete_status,
]
