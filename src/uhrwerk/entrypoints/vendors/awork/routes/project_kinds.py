"""Types and statuses of projects. A status is the workspace's, or one project's alone."""

from typing import Any, Final

from litestar import get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.filters.lists import PROJECT_STATUSES as STATUSES_LISTED
from uhrwerk.entrypoints.vendors.awork.filters.lists import PROJECT_TYPES as TYPES_LISTED
from uhrwerk.entrypoints.vendors.awork.filters.lists import Listed
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
    nothing,
    path_id,
    text_id,
)
from uhrwerk.entrypoints.vendors.awork.wire import project_kinds as wire
from uhrwerk.entrypoints.vendors.awork.wire.forms import NamedForm, given
from uhrwerk.entrypoints.vendors.awork.wire.types_of_work import ICONS
from uhrwerk.operations import projects
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECT_STATUSES, PROJECT_TYPES, PROJECTS
from uhrwerk.storage.projects import statuses
from uhrwerk.storage.search.tree import And, Condition, Field, Or, Order, equal
from uhrwerk.storage.store import Tx

TYPE: Final = Kind(PROJECT_TYPES, each(wire.project_type), wire.TYPE_NAMES)
STATUS: Final = Kind(PROJECT_STATUSES, each(wire.project_status), wire.STATUS_NAMES)

IN_ORDER: Final = Listed(statuses, STATUSES_LISTED.model, (Order(Field("position")), *STATUSES_LISTED.order))


@get("/projecttypes")
async def list_types(request: AnyRequest) -> Reply:
    return await answer_list(request, TYPES_LISTED, TYPE.show, not_archived(request))


@get("/projecttypes/icons")
async def list_icons(request: AnyRequest) -> Reply:
    await admitted(request)
    return answer(ICONS)


@get("/projecttypes/{project_type_id:str}")
async def get_type(request: AnyRequest, project_type_id: FromPath[str]) -> Reply:
    return await keeping.get_one(request, TYPE, project_type_id)


@post("/projecttypes", status_code=200)
async def add_type(request: AnyRequest) -> Reply:
    return await keeping.add(request, TYPE, NamedForm, archived=False)


@put("/projecttypes/{project_type_id:str}")
async def change_type(request: AnyRequest, project_type_id: FromPath[str]) -> Reply:
    return await keeping.change(request, TYPE, project_type_id, NamedForm)


@post("/projecttypes/{project_type_id:str}/setarchived", status_code=200)
async def archive_type(request: AnyRequest, project_type_id: FromPath[str]) -> Reply:
    return await keeping.set_archived(request, TYPE, project_type_id)


@post("/projecttypes/{project_type_id:str}/delete", status_code=200)
async def delete_type(request: AnyRequest, project_type_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    replacement = text_id((await form_of(request, wire.DeleteTypeForm)).project_type_id)
    users = [(PROJECTS, "project_type_id")]
    return await keeping.delete_replaced(
        call, TYPE, project_type_id, users, replacement, field="project_type_id", optional=True
    )


@get("/projectstatuses")
async def list_statuses(request: AnyRequest) -> Reply:
    return await answer_list(request, IN_ORDER, STATUS.show, not_archived(request))


@get("/projectstatuses/{project_status_id:str}")
async def get_status(request: AnyRequest, project_status_id: FromPath[str]) -> Reply:
    return await keeping.get_one(request, STATUS, project_status_id)


@put("/projectstatuses/{project_status_id:str}")
async def change_status(request: AnyRequest, project_status_id: FromPath[str]) -> Reply:
    return await keeping.change(request, STATUS, project_status_id, wire.StatusForm)


@post("/projectstatuses/{project_status_id:str}/setarchived", status_code=200)
async def archive_status(request: AnyRequest, project_status_id: FromPath[str]) -> Reply:
    return await keeping.set_archived(request, STATUS, project_status_id)


@post("/projectstatuses/{project_status_id:str}/delete", status_code=200)
async def delete_status(request: AnyRequest, project_status_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    replacement = text_id((await form_of(request, wire.DeleteStatusForm)).project_status_id)
    users = [(PROJECTS, "project_status_id")]
    return await keeping.delete_replaced(call, STATUS, project_status_id, users, replacement, field="project_status_id")


@get("/projects/{project_id:str}/projectstatuses")
async def list_statuses_of_project(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    async def of_project(tx: Tx, guest: Guest) -> Condition:
        project = await PROJECTS.get(tx, guest.actor, path_id(project_id, PROJECTS.noun))
        own_or_all = Or((equal("project_id", None), equal("project_id", project.id)))
        return And((own_or_all, equal("archived", False)))

    return await answer_list(request, IN_ORDER, STATUS.show, of_project)


@post("/projects/{project_id:str}/projectstatuses", status_code=200)
async def add_status_of_project(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    """Makes a status of that project alone, the last of its statuses."""
    call = await admitted(request)
    wanted = path_id(project_id, PROJECTS.noun)
    members = given(await form_of(request, wire.StatusForm), wire.STATUS_NAMES)

    async def act(tx: Tx) -> wire.ProjectStatusModel:
        return wire.project_status(await projects.add_status(tx, call.actor, call.now, wanted, members))

    return answer(await call.write(act))


@post("/projects/{project_id:str}/updateprojectstatusorder", status_code=200)
async def place_status(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = path_id(project_id, PROJECTS.noun)
    form = await form_of(request, wire.StatusOrderForm)
    status_id = str(form.project_status_id)
    await call.write(lambda tx: projects.place_status(tx, call.actor, call.now, wanted, status_id, form.order))
    return nothing()


HANDLERS: list[Any] = [
    list_types,
    list_icons,
    get_type,
    add_type,
    change_type,
    archive_type,
    delete_type,
    list_statuses,
    get_status,
    change_status,
    archive_status,
    delete_status,
    list_statuses_of_project,
    add_status_of_project,
    place_status,
]
