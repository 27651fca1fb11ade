"""Teams: who works together, and so whose time a lead may read. Kept by admins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from uhrwerk.operations.catalog import Keeper
from uhrwerk.operations.checks import must_exist, simple
from uhrwerk.operations.records import write_down
from uhrwerk.rules.access import Actor, check_may_keep_people
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import people, projects, teams
from uhrwerk.storage.store import Tx
from uhrwerk.storage.teams import Membership, Team


async def _team(tx: Tx, workspace_id: str, members: dict[str, Any], before: Team | None) -> dict[str, Any]:
    for project_id in members.get("projects", ()):
        await must_exist(tx, workspace_id, projects.shelf, "projects", project_id)
    return await simple(tx, workspace_id, members, before)


TEAMS = Keeper(Team, teams.shelf, _team, check_may_keep_people)

get = TEAMS.get
change = TEAMS.change


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


async def _to_change(tx: Tx, actor: Actor, team_id: str) -> set[str]:
    check_may_keep_people(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    await TEAMS.get(tx, actor, team_id)
    return await teams.members(tx, actor.workspace_id, team_id)


async def remove(tx: Tx, actor: Actor, now: datetime, team_id: str, version: int | None = None) -> None:
    """Dissolve the team. Raises NotFound, NotAllowed, VersionMismatch."""
    present = await _to_change(tx, actor, team_id)
    await remove_members(tx, actor, now, team_id, sorted(present))
    await TEAMS.remove(tx, actor, now, team_id, version)
