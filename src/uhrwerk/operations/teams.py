"""Teams: who works together, and so whose time a lead may read. Kept by admins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from uhrwerk.operations.catalog import PROJECTS, Keeper, sees
from uhrwerk.operations.checks import must_exist, simple
from uhrwerk.operations.records import write_down
from uhrwerk.rules.access import Actor, check_is_admin
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import people, projects, teams
from uhrwerk.storage.store import Tx
from uhrwerk.storage.teams import Membership, Team


async def _team(tx: Tx, workspace_id: str, members: dict[str, Any], before: Team | None) -> dict[str, Any]:
    known = set() if before is None else set(before.projects)
    for project_id in set(members.get("projects", ())) - known:
        await must_exist(tx, workspace_id, projects.shelf, "projects", project_id)
    return await simple(tx, workspace_id, members, before)


async def known_parts(tx: Tx, actor: Actor, records: Sequence[Team]) -> list[Team]:
    """The teams with those of their projects that are not deleted and that the actor may know of."""
    wanted = list(dict.fromkeys(id for team in records for id in team.projects))
    found = await projects.shelf.some(tx, actor.workspace_id, wanted)
    known = {project.id for project in found if project.deleted_at is None and sees(actor, project)}
    return [msgspec.structs.replace(team, projects=[id for id in team.projects if id in known]) for team in records]


class _Teams(Keeper[Team]):
    """Everybody reads them, each with the projects that they know."""

    async def get(self, tx: Tx, actor: Actor, id: str) -> Team:
        [team] = await known_parts(tx, actor, [await super().get(tx, actor, id)])
        return team

    async def every(
        self, tx: Tx, actor: Actor, *, limit: int, after: tuple[Any, ...] | None = None, **equal: Any
    ) -> list[Team]:
        return await known_parts(tx, actor, await super().every(tx, actor, limit=limit, after=after, **equal))


TEAMS = _Teams(Team, teams.shelf, _team, check_is_admin)

get = TEAMS.get
change_with = TEAMS.change_with


async def members_of(tx: Tx, actor: Actor, team_id: str) -> list[str]:
    """Ids of the people in the team. Raises NotFound."""
    await TEAMS.get(tx, actor, team_id)
    return sorted(await teams.members(tx, actor.workspace_id, team_id))


async def memberships(tx: Tx, actor: Actor) -> dict[str, list[str]]:
    """Ids of the people by team, for the whole workspace."""
    found: dict[str, list[str]] = {}
    for each in await teams.memberships(tx, actor.workspace_id):
        found.setdefault(each.id, []).append(each.person_id)
    return found


async def add_members(tx: Tx, actor: Actor, now: datetime, team_id: str, person_ids: Sequence[str]) -> None:
    """Put people into the team; who is in it already stays. Raises NotFound, NotAllowed."""
    present = await _to_change(tx, actor, team_id)
    for person_id in dict.fromkeys(person_ids):
        await must_exist(tx, actor.workspace_id, people.shelf, "person_id", person_id)
        if person_id not in present:
            await teams.add_member(tx, actor.workspace_id, team_id, person_id)
            await write_down(tx, actor, now, "team.member_added", None, Membership(team_id, person_id))
    tx.directory_changed()


async def remove_members(tx: Tx, actor: Actor, now: datetime, team_id: str, person_ids: Sequence[str]) -> None:
    """Take people out of the team. Raises NotFound (also for somebody who is not in it), NotAllowed."""
    present = await _to_change(tx, actor, team_id)
    for person_id in dict.fromkeys(person_ids):
        if person_id not in present:
            raise NotFound("member", "person_id")
        await teams.remove_member(tx, actor.workspace_id, team_id, person_id)
        await write_down(tx, actor, now, "team.member_removed", Membership(team_id, person_id), None)
    tx.directory_changed()


async def add_projects(tx: Tx, actor: Actor, now: datetime, team_id: str, project_ids: Sequence[str]) -> None:
    """Give the team projects to work on; those it has already stay. Raises NotFound, NotAllowed."""
    await _to_change(tx, actor, team_id)
    team = await TEAMS.get(tx, actor, team_id)
    more = [id for id in dict.fromkeys(project_ids) if id not in team.projects]
    await TEAMS.change(tx, actor, now, team_id, {"projects": [*team.projects, *more]})


async def remove_projects(tx: Tx, actor: Actor, now: datetime, team_id: str, project_ids: Sequence[str]) -> None:
    """Take projects from the team. Raises NotFound (also for one that it does not have), NotAllowed."""
    await _to_change(tx, actor, team_id)
    team = await TEAMS.get(tx, actor, team_id)
    if not set(project_ids) <= set(team.projects):
        raise NotFound("project of the team", "projects")
    await TEAMS.change(tx, actor, now, team_id, {"projects": [id for id in team.projects if id not in project_ids]})


async def give_project(tx: Tx, actor: Actor, now: datetime, project_id: str, team_ids: Sequence[str]) -> None:
    """Let these teams work on the project, and no others. Raises NotFound, NotAllowed."""
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    await PROJECTS.get(tx, actor, project_id)
    for team in await teams.every(tx, actor.workspace_id):
        others = [id for id in team.projects if id != project_id]
        wanted = [*others, project_id] if team.id in team_ids else others
        if set(wanted) != set(team.projects):
            await TEAMS.change(tx, actor, now, team.id, {"projects": wanted})


async def _to_change(tx: Tx, actor: Actor, team_id: str) -> set[str]:
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    await TEAMS.get(tx, actor, team_id)
    return await teams.members(tx, actor.workspace_id, team_id)


async def remove(tx: Tx, actor: Actor, now: datetime, team_id: str, version: int | None = None) -> None:
    """Dissolve the team. Raises NotFound, NotAllowed, VersionMismatch."""
    present = await _to_change(tx, actor, team_id)
    await remove_members(tx, actor, now, team_id, sorted(present))
    await TEAMS.remove(tx, actor, now, team_id, version)
