"""Teams: who is in them, what they work on."""

from typing import Any

from litestar import delete, get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.filters.lists import TEAMS as LISTED
from uhrwerk.entrypoints.vendors.awork.routes import keeping
from uhrwerk.entrypoints.vendors.awork.routes.calls import admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import ids_of
from uhrwerk.entrypoints.vendors.awork.routes.keeping import Kind
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_list, nothing, path_id, query_of
from uhrwerk.entrypoints.vendors.awork.wire import teams as wire
from uhrwerk.operations import teams
from uhrwerk.operations.directory import Directory
from uhrwerk.operations.teams import TEAMS
from uhrwerk.rules.access import Actor
from uhrwerk.storage.store import Tx
from uhrwerk.storage.teams import Team


def _kind(request: AnyRequest) -> Kind[Team, wire.Team]:
    """Teams, shown with what the request asks to include."""
    query = query_of(request)
    users, projects = (query.get(name, "").lower() in ("true", "1") for name in ("includeuserids", "includeprojectids"))

    async def shown(tx: Tx, actor: Actor, records: list[Team]) -> list[wire.Team]:
        found = await Directory(tx, actor.workspace_id).of_teams(actor, records)
        return [wire.team(each, users=users, projects=projects) for each in found]

    return Kind(TEAMS, shown, wire.NAMES)


@get("/teams")
async def list_teams(request: AnyRequest) -> Reply:
    return await answer_list(request, LISTED, _kind(request).show)


@get("/teams/{team_id:str}")
async def get_team(request: AnyRequest, team_id: FromPath[str]) -> Reply:
    return await keeping.get_one(request, _kind(request), team_id)


@post("/teams", status_code=200)
async def add_team(request: AnyRequest) -> Reply:
    return await keeping.add(request, _kind(request), wire.TeamForm)


@put("/teams/{team_id:str}")
async def change_team(request: AnyRequest, team_id: FromPath[str]) -> Reply:
    return await keeping.change(request, _kind(request), team_id, wire.TeamForm)


@delete("/teams/{team_id:str}", status_code=200)
async def delete_team(request: AnyRequest, team_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = path_id(team_id, TEAMS.noun)
    await call.write(lambda tx: teams.remove(tx, call.actor, call.now, wanted))
    return nothing()


@post("/teams/{team_id:str}/addusers", status_code=200)
async def add_users(request: AnyRequest, team_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted, ids = path_id(team_id, TEAMS.noun), await ids_of(request)
    with naming(person_id="user_id"):
        await call.write(lambda tx: teams.add_members(tx, call.actor, call.now, wanted, ids))
    return answer([wire.UserInTeam(id, wanted) for id in dict.fromkeys(ids)])


@post("/teams/{team_id:str}/removeusers", status_code=200)
async def remove_users(request: AnyRequest, team_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted, ids = path_id(team_id, TEAMS.noun), await ids_of(request)
    with naming(person_id="user_id"):
        await call.write(lambda tx: teams.remove_members(tx, call.actor, call.now, wanted, ids))
    return nothing()


@post("/teams/{team_id:str}/addprojects", status_code=200)
async def add_projects(request: AnyRequest, team_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted, ids = path_id(team_id, TEAMS.noun), await ids_of(request)
    with naming(projects="project_id"):
        await call.write(lambda tx: teams.add_projects(tx, call.actor, call.now, wanted, ids))
    return answer([wire.ProjectInTeam(id, wanted) for id in dict.fromkeys(ids)])


@post("/teams/{team_id:str}/removeprojects", status_code=200)
async def remove_projects(request: AnyRequest, team_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted, ids = path_id(team_id, TEAMS.noun), await ids_of(request)
    with naming(projects="project_id"):
        await call.write(lambda tx: teams.remove_projects(tx, call.actor, call.now, wanted, ids))
    return nothing()


HANDLERS: list[Any] = [
    list_teams,
    get_team,
    add_team,
    change_team,
    delete_team,
    add_users,
    remove_users,
    add_projects,
    remove_projects,
]
