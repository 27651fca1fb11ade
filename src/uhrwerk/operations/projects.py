"""Projects: found by key, who is on one, in which order its statuses stand, its end with all that belongs to it."""

from datetime import datetime
from typing import Any

from uhrwerk.operations import time_entries
from uhrwerk.operations.bulk import all_of, held_entries
from uhrwerk.operations.catalog import (
    PROJECT_STATUSES,
    PROJECTS,
    TASK_LISTS,
    TASKS,
    Keeper,
    sees,
)
from uhrwerk.operations.checks import must_exist
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, check_may_act_for, check_may_keep_projects
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import people, projects
from uhrwerk.storage.parts import ProjectMember
from uhrwerk.storage.projects import Project, ProjectStatus
from uhrwerk.storage.search.tree import Condition, equal
from uhrwerk.storage.store import Tx


async def by_key(tx: Tx, actor: Actor, key: str) -> Project:
    """Raises NotFound, Invalid for what can be no key."""
    project = await projects.by_key(tx, actor.workspace_id, text.name(key, "key"))
    if project is None or not sees(actor, project):
        raise NotFound("project")
    return project


async def put_member(
    tx: Tx, actor: Actor, now: datetime, project_id: str, person_id: str, *, responsible: bool
) -> None:
    """Put somebody on the project, or change what they are on it. Raises NotFound, NotAllowed."""
    project = await _to_change(tx, actor, project_id)
    await must_exist(tx, actor.workspace_id, people.shelf, "person_id", person_id)
    member = ProjectMember(person_id, responsible)
    present = {each.person_id: each for each in project.members} | {person_id: member}
    await PROJECTS.change(tx, actor, now, project_id, {"members": tuple(present.values())})


async def take_member(tx: Tx, actor: Actor, now: datetime, project_id: str, person_id: str) -> None:
    """Take somebody off the project. Raises NotFound (also for somebody who is not on it), NotAllowed."""
    project = await _to_change(tx, actor, project_id)
    check_member(project, person_id)
    left = tuple(each for each in project.members if each.person_id != person_id)
    await PROJECTS.change(tx, actor, now, project_id, {"members": left})


def check_member(project: Project, person_id: str) -> None:
    """Raise NotFound unless that person is on the project."""
    if all(each.person_id != person_id for each in project.members):
        raise NotFound("project member", "person_id")


async def add_status(tx: Tx, actor: Actor, now: datetime, project_id: str, members: dict[str, Any]) -> ProjectStatus:
    """Make a status of that project alone, the last in order. Raises NotFound, NotAllowed, Invalid."""
    await _to_change(tx, actor, project_id)
    last = max((each.position for each in await statuses_of(tx, actor, project_id)), default=0)
    more = {"project_id": project_id, "archived": False, "position": last + 1}
    return await PROJECT_STATUSES.add(tx, actor, now, members | more)


async def statuses_of(tx: Tx, actor: Actor, project_id: str) -> list[ProjectStatus]:
    """What the project can stand at, in order. Raises NotFound."""
    await PROJECTS.get(tx, actor, project_id)
    return await projects.statuses_of(tx, actor.workspace_id, project_id)


async def place_status(tx: Tx, actor: Actor, now: datetime, project_id: str, status_id: str, place: int | None) -> None:
    """Put a status at that place (from 0, None: last) among those of the project; the others close up.

    The workspace's statuses stand in the same order in all projects. Raises NotFound, NotAllowed.
    """
    await _to_change(tx, actor, project_id)
    present = await statuses_of(tx, actor, project_id)
    moved = next((each for each in present if each.id == status_id), None)
    if moved is None:
        raise NotFound("project status", "project_status_id")
    order = [each for each in present if each is not moved]
    order.insert(len(order) if place is None else max(place, 0), moved)
    for position, status in enumerate(order, 1):
        await PROJECT_STATUSES.change(tx, actor, now, status.id, {"position": position})


async def remove(tx: Tx, actor: Actor, now: datetime, project_id: str, *, with_entries: bool) -> None:
    """Delete the project with its tasks, task lists, and its own statuses and those of its tasks.

    Its time entries go too `with_entries`; otherwise they stay and go on showing it. Raises NotFound, NotAllowed
    (also where an entry is not the actor's to delete), TooMany.
    """
    await _to_change(tx, actor, project_id)
    its = equal("project_id", project_id)
    belonging: tuple[Keeper[Any], ...] = (TASKS, TASK_LISTS)
    found = [(keeper, await all_of(tx, keeper.shelf, actor.workspace_id, its)) for keeper in belonging]
    if with_entries:
        await _remove_entries(tx, actor, now, its)
    for keeper, records in found:
        for record in records:
            await keeper.remove(tx, actor, now, record.id, even_in_use=True)
    await PROJECTS.remove(tx, actor, now, project_id, even_in_use=True)


async def _remove_entries(tx: Tx, actor: Actor, now: datetime, where: Condition) -> None:
    found = await held_entries(tx, actor, [where])
    for person_id in {each.person_id for each in found}:
        check_may_act_for(actor, person_id)
    for entry in found:
        await time_entries.delete(tx, actor, now, entry.id)


async def _to_change(tx: Tx, actor: Actor, project_id: str) -> Project:
    check_may_keep_projects(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    return await PROJECTS.get(tx, actor, project_id)
