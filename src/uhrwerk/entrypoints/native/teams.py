"""Teams and who is in them: /v1/teams."""

from typing import Any
from uuid import UUID

from litestar import delete, get, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.alike import Kind, add_route, all_of_them, list_route, of_one
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models import teams as models
from uhrwerk.entrypoints.native.models.teams import TeamMembers
from uhrwerk.operations import teams

TEAM = Kind(
    "Team",
    "Teams",
    models.team,
    models.Team,
    models.NewTeam,
    models.TeamChanges,
    keepers="admins only",
    unused=", which its members leave",
)


@get("/{id:uuid}/members", scope=Scope.DIRECTORY_READ, operation_id="listTeamMembers")
async def list_members(request: AnyRequest, id: FromPath[UUID]) -> TeamMembers:
    """Who is in the team."""
    actor = guest_of(request).actor
    return TeamMembers(await house_of(request).store.read(lambda tx: teams.members_of(tx, actor, str(id))))


@put("/{id:uuid}/members/{person_id:uuid}", status_code=204, scope=Scope.DIRECTORY_WRITE, operation_id="addTeamMember")
async def add_member(request: AnyRequest, id: FromPath[UUID], person_id: FromPath[UUID]) -> None:
    """Put somebody into the team (admins only); in it already: unchanged."""
    house = house_of(request)
    actor, now = guest_of(request).actor, house.now()
    await house.store.write(lambda tx: teams.add_members(tx, actor, now, str(id), [str(person_id)]))


@delete("/{id:uuid}/members/{person_id:uuid}", scope=Scope.DIRECTORY_WRITE, operation_id="removeTeamMember")
async def remove_member(request: AnyRequest, id: FromPath[UUID], person_id: FromPath[UUID]) -> None:
    """Take somebody out of the team (admins only)."""
    house = house_of(request)
    actor, now = guest_of(request).actor, house.now()
    await house.store.write(lambda tx: teams.remove_members(tx, actor, now, str(id), [str(person_id)]))


HANDLERS: list[Any] = [
    TEAM.router(
        list_route(TEAM, teams.TEAMS),
        add_route(TEAM, teams.TEAMS),
        *of_one(TEAM, teams),
        list_members,
        add_member,
        remove_member,
        wanted=all_of_them,
    )
]
