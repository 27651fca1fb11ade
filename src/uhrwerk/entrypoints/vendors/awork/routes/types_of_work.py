"""Types of work."""

from typing import Any, Final

from litestar import get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.filters.lists import TYPES_OF_WORK as LISTED
from uhrwerk.entrypoints.vendors.awork.routes import keeping
from uhrwerk.entrypoints.vendors.awork.routes.calls import admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.keeping import Kind
from uhrwerk.entrypoints.vendors.awork.routes.requests import (
    Reply,
    answer,
    answer_list,
    each,
    not_archived,
    path_id,
    text_id,
)
from uhrwerk.entrypoints.vendors.awork.wire import types_of_work as wire
from uhrwerk.entrypoints.vendors.awork.wire.forms import NamedForm
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECTS, TASKS, TYPES_OF_WORK
from uhrwerk.storage.search.tree import Condition, equal
from uhrwerk.storage.store import Tx

KIND: Final = Kind(TYPES_OF_WORK, each(wire.type_of_work), wire.NAMES)


@get("/typeofwork")
async def list_types_of_work(request: AnyRequest) -> Reply:
    return await answer_list(request, LISTED, KIND.show, not_archived(request))


@get("/typeofwork/icons")
async def list_icons(request: AnyRequest) -> Reply:
    await admitted(request)
    return answer(wire.ICONS)


@get("/typeofwork/{type_of_work_id:str}")
async def get_type_of_work(request: AnyRequest, type_of_work_id: FromPath[str]) -> Reply:
    return await keeping.get_one(request, KIND, type_of_work_id)


@post("/typeofwork", status_code=200)
async def add_type_of_work(request: AnyRequest) -> Reply:
    return await keeping.add(request, KIND, NamedForm, archived=False)


@put("/typeofwork/{type_of_work_id:str}")
async def change_type_of_work(request: AnyRequest, type_of_work_id: FromPath[str]) -> Reply:
    return await keeping.change(request, KIND, type_of_work_id, NamedForm)


@post("/typeofwork/{type_of_work_id:str}/setarchived", status_code=200)
async def archive_type_of_work(request: AnyRequest, type_of_work_id: FromPath[str]) -> Reply:
    return await keeping.set_archived(request, KIND, type_of_work_id)


@post("/typeofwork/{type_of_work_id:str}/delete", status_code=200)
async def delete_type_of_work(request: AnyRequest, type_of_work_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.DeleteForm)
    users = [(TASKS, "type_of_work_id")]
    replacement = text_id(form.type_of_work_id)
    return await keeping.delete_replaced(call, KIND, type_of_work_id, users, replacement, field="type_of_work_id")


@get("/projects/{project_id:str}/typeofwork")
async def list_types_of_work_of_project(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    """Every project takes all of the workspace's."""

    async def of_project(tx: Tx, guest: Guest) -> Condition:
        await PROJECTS.get(tx, guest.actor, path_id(project_id, PROJECTS.noun))
        return equal("archived", False)

    return await answer_list(request, LISTED, KIND.show, of_project)


HANDLERS: list[Any] = [
    list_types_of_work,
    list_icons,
    get_type_of_work,
    add_type_of_work,
    change_type_of_work,
    archive_type_of_work,
    delete_type_of_work,
    list_types_of_work_of_project,
]
