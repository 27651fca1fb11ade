"""Task statuses: the workspace's, which every project has, and a project's own."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from uhrwerk.operations import replacing
from uhrwerk.operations.catalog import DONE, PROJECTS, TASK_STATUSES, TASKS
from uhrwerk.rules.access import Actor, Role, check_may_keep_projects
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import tasks
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import TaskStatus


async def of_project(tx: Tx, actor: Actor, project_id: str, status_id: str) -> TaskStatus:
    """The status, if tasks of the project can have it. Raises NotFound."""
    await PROJECTS.get(tx, actor, project_id)
    status = await TASK_STATUSES.get(tx, actor, status_id)
    if status.project_id not in (None, project_id):
        raise NotFound("task status")
    return status


async def add(
    tx: Tx, actor: Actor, now: datetime, project_id: str, members: dict[str, Any], position: int | None = None
) -> TaskStatus:
    """A new status of the project's own, the last one unless it is given a position.

    Raises NotFound, NotAllowed, Invalid.
    """
    check_may_keep_projects(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    await PROJECTS.get(tx, actor, project_id)
    if position is None:
        present = await tasks.statuses_for(tx, actor.workspace_id, project_id)
        position = max((each.position for each in present), default=0) + 1
    return await TASK_STATUSES.add(tx, actor, now, members | {"project_id": project_id, "position": position})


async def change(tx: Tx, actor: Actor, now: datetime, status_id: str, members: dict[str, Any]) -> TaskStatus:
    """Change a status; one that becomes the end, or no longer is it, closes or reopens the tasks that are in it.

    Raises NotFound, NotAllowed, Invalid.
    """
    await tx.lock(actor.workspace_id, actor.workspace_id)
    before = await TASK_STATUSES.get(tx, actor, status_id)
    after = await TASK_STATUSES.change(tx, actor, now, status_id, members)
    if (before.stage == DONE) is not (after.stage == DONE):
        # It follows from the change that the actor may make, whosever tasks they are.
        everybody = replace(actor, role=Role.ADMIN)
        for task in await tasks.of_status(tx, actor.workspace_id, status_id):
            await TASKS.change(tx, everybody, now, task.id, {"closed_at": now if after.stage == DONE else None})
    return after


async def remove(tx: Tx, actor: Actor, now: datetime, status_id: str, replacement_id: str | None) -> None:
    """Delete a status; tasks that are in it get the replacement. Raises as `replacing.remove` does."""
    users = [(TASKS, "task_status_id")]
    await replacing.remove(tx, actor, now, TASK_STATUSES, status_id, users, replacement_id, field="task_status_id")
