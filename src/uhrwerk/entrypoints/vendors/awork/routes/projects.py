"""Projects: themselves, their people, their state."""

from typing import Any, Final

from litestar import get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.filters.lists import PROJECTS as LISTED
from uhrwerk.entrypoints.vendors.awork.routes import keeping
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.keeping import Kind
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_list, answer_models, nothing
from uhrwerk.entrypoints.vendors.awork.wire import project_sheets as wire
from uhrwerk.operations import projects
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECTS
from uhrwerk.operations.directory import Directory
from uhrwerk.rules.access import Actor
from uhrwerk.storage.parts import ProjectMember
from uhrwerk.storage.projects import Project
from uhrwerk.storage.search.tree import equal
from uhrwerk.storage.store import Tx


async def _shown(tx: Tx, actor: Actor, records: list[Project]) -> list[wire.Project]:
    return [wire.project(each) for each in await Directory(tx, actor.workspace_id).of_projects(records)]


KIND: Final = Kind(PROJECTS, _shown, wire.NEW_NAMES)


@get("/projects")
async def list_projects(request: AnyRequest) -> Reply:
    return await answer_list(request, LISTED, _shown, equal("archived", False))


@get("/projects/{project_id:str}")
async def get_project(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    return await keeping.get_one(request, KIND, project_id)


@get("/projects/key/{project_key:str}")
async def get_project_by_key(request: AnyRequest, project_key: FromPath[str]) -> Reply:
    call = await admitted(request)

    async def read(tx: Tx) -> wire.Project:
        return await KIND.shown(tx, call.actor, await projects.by_key(tx, call.actor, project_key))

    with naming(**wire.NEW_NAMES):
        return answer(await call.read(read))


@post("/projects", status_code=200)
async def add_project(request: AnyRequest) -> Reply:
    """Whoever makes a project is on it and answers for it."""
    call = await admitted(request)
    members = wire.members_of(await form_of(request, wire.NewProjectForm), wire.NEW_NAMES)
    maker = () if call.actor.person_id is None else (ProjectMember(call.actor.person_id, responsible=True),)
    return await keeping.add_made(call, KIND, {"billable": False, "archived": False, "members": maker} | members)


@put("/projects/{project_id:str}")
async def change_project(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = KIND.id(project_id)
    members = wire.members_of(await form_of(request, wire.ProjectForm), wire.NAMES)
    return await keeping.change_made(call, KIND, wanted, members)


@post("/projects/{project_id:str}/setprojectkey", status_code=200)
async def set_project_key(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = KIND.id(project_id)
    form = await form_of(request, wire.ProjectKeyForm)
    return await keeping.change_made(call, KIND, wanted, {"key": form.project_key})


@post("/projects/{project_id:str}/changestatus", status_code=200)
async def change_status(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = KIND.id(project_id)
    form = await form_of(request, wire.ChangeStatusForm)
    await keeping.change_made(call, KIND, wanted, {"project_status_id": str(form.project_status_id)})
    return nothing()


@post("/projects/{project_id:str}/changeprojecttype", status_code=200)
async def change_type(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = KIND.id(project_id)
    form = await form_of(request, wire.ChangeTypeForm)
    await keeping.change_made(call, KIND, wanted, {"project_type_id": str(form.project_type_id)})
    return nothing()


@post("/projects/{project_id:str}/delete", status_code=200)
async def delete_project(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = KIND.id(project_id)
    with_entries = (await form_of(request, wire.DeleteProjectForm)).delete_time_trackings
    await call.write(lambda tx: projects.remove(tx, call.actor, call.now, wanted, with_entries=with_entries))
    return nothing()


@get("/projects/{project_id:str}/members")
async def list_members(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    async def found(tx: Tx, guest: Guest) -> list[wire.ProjectMember]:
        project = await PROJECTS.get(tx, guest.actor, KIND.id(project_id))
        return [wire.project_member(each) for each in await Directory(tx, guest.actor.workspace_id).members_of(project)]

    return await answer_models(request, wire.ProjectMember, found)


@post("/projects/{project_id:str}/addprojectmember", status_code=200)
async def add_member(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    """Somebody who is on the project already is changed."""
    call = await admitted(request)
    wanted = KIND.id(project_id)
    return await _put_member(call, wanted, await form_of(request, wire.MemberForm), new=True)


@post("/projects/{project_id:str}/updateprojectmember", status_code=200)
async def change_member(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = KIND.id(project_id)
    return await _put_member(call, wanted, await form_of(request, wire.MemberForm), new=False)


@post("/projects/{project_id:str}/removeprojectmember", status_code=200)
async def remove_member(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = KIND.id(project_id)
    person_id = str((await form_of(request, wire.MemberRemovalForm)).user_id)
    with naming(person_id="user_id"):
        await call.write(lambda tx: projects.take_member(tx, call.actor, call.now, wanted, person_id))
    return nothing()


async def _put_member(call: Call, project_id: str, form: wire.MemberForm, *, new: bool) -> Reply:
    person_id = str(form.user_id)

    async def act(tx: Tx) -> wire.ProjectMember:
        if not new:
            projects.check_member(await PROJECTS.get(tx, call.actor, project_id), person_id)
        await projects.put_member(tx, call.actor, call.now, project_id, person_id, responsible=form.is_responsible)
        project = await PROJECTS.get(tx, call.actor, project_id)
        found = await Directory(tx, call.actor.workspace_id).members_of(project)
        return wire.project_member(next(each for each in found if each.person.id == person_id))

    with naming(person_id="user_id"):
        return answer(await call.write(act))


HANDLERS: list[Any] = [
    list_projects,
    get_project,
    get_project_by_key,
    add_project,
    change_project,
    set_project_key,
    change_status,
    change_type,
    delete_project,
    list_members,
    add_member,
    change_member,
    remove_member,
]
