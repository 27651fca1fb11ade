"""Task lists with the tasks in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from uhrwerk.operations import tasks
from uhrwerk.operations.catalog import PROJECTS, TASK_LISTS, TASKS
from uhrwerk.operations.checks import must_exist
from uhrwerk.rules.access import Actor, check_may_keep_projects
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import tasks as tasks_kept
from uhrwerk.storage.parts import ListPlace
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task, TaskList


async def of_project(tx: Tx, actor: Actor, project_id: str, list_id: str) -> TaskList:
    """The list, if it is the project's. Raises NotFound."""
    await PROJECTS.get(tx, actor, project_id)
    found = await TASK_LISTS.get(tx, actor, list_id)
    if found.project_id != project_id:
        raise NotFound("task list")
    return found


async def tasks_of(tx: Tx, list_: TaskList) -> list[tuple[Task, float]]:
    """The tasks in the list with their positions, in order."""
    found = [
        (task, place.position)
        for task in await tasks_kept.of_project(tx, list_.workspace_id, list_.project_id)
        for place in task.lists
        if place.task_list_id == list_.id
    ]
    return sorted(found, key=lambda each: each[1])


async def add(
    tx: Tx, actor: Actor, now: datetime, project_id: str, name: str, position: float | None = None
) -> TaskList:
    """A new list of the project, the last one unless it is given a position. Raises NotFound, NotAllowed, Invalid."""
    check_may_keep_projects(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    await PROJECTS.get(tx, actor, project_id)
    if position is None:
        present = await TASK_LISTS.every(tx, actor, limit=tasks.MOST, project_id=project_id)
        position = max((each.position for each in present), default=0.0) + 1
    members = {"name": name, "project_id": project_id, "position": position, "archived": False}
    return await TASK_LISTS.add(tx, actor, now, members)


async def put(
    tx: Tx, actor: Actor, now: datetime, list_: TaskList, task_id: str, position: float | None = None
) -> float:
    """Put a task into the list, or move it within: to that position, else to the end; where it is now.

    Raises NotFound, NotAllowed, Invalid for a task of another project.
    """
    await tx.lock(actor.workspace_id, actor.workspace_id)
    task = await TASKS.get(tx, actor, task_id)
    if position is None:
        position = await _last(tx, list_, but=task_id) + 1
    await TASKS.change(tx, actor, now, task_id, {"lists": tasks.placed(task.lists, list_.id, position)})
    return position


async def places(tx: Tx, actor: Actor, wanted: Sequence[tuple[str, float | None]]) -> tuple[ListPlace, ...]:
    """Places in those lists, at a position or at the end. Raises NotFound naming the lists."""
    found = []
    for list_id, position in wanted:
        await must_exist(tx, actor.workspace_id, tasks_kept.lists, "lists", list_id)
        last = await _last(tx, await TASK_LISTS.get(tx, actor, list_id))
        found.append(ListPlace(list_id, last + 1 if position is None else position))
    return tuple(found)


async def _last(tx: Tx, list_: TaskList, but: str | None = None) -> float:
    """The position of the last task in the list, 0 in an empty one; `but` one task is passed over."""
    return max((at for task, at in await tasks_of(tx, list_) if task.id != but), default=0.0)


async def take(tx: Tx, actor: Actor, now: datetime, list_: TaskList, task_id: str) -> None:
    """Take a task out of the list. Raises NotFound (also for one that is not in it), NotAllowed."""
    await tx.lock(actor.workspace_id, actor.workspace_id)
    task = await task_in(tx, actor, list_, task_id)
    await TASKS.change(tx, actor, now, task_id, {"lists": tasks.taken_out(task.lists, list_.id)})


async def task_in(tx: Tx, actor: Actor, list_: TaskList, task_id: str) -> Task:
    """The task, if it is in the list. Raises NotFound."""
    task = await TASKS.get(tx, actor, task_id)
    if all(place.task_list_id != list_.id for place in task.lists):
        raise NotFound("task")
    return task


async def empty(
    tx: Tx,
    actor: Actor,
    now: datetime,
    list_: TaskList,
    *,
    into: TaskList | None = None,
    deleting: bool = False,
    with_entries: bool = False,
) -> None:
    """Take all tasks out of the list: into another one, or `deleting` them. Raises NotAllowed, Invalid."""
    await tx.lock(actor.workspace_id, actor.workspace_id)
    for task, _ in await tasks_of(tx, list_):
        if not deleting:
            await take(tx, actor, now, list_, task.id)
            if into is not None:
                await put(tx, actor, now, into, task.id)
        elif await _still_there(tx, task):
            await tasks.remove(tx, actor, now, task.id, with_entries=with_entries)


async def _still_there(tx: Tx, task: Task) -> bool:
    """Whether it has not been deleted with a task above it."""
    found = await tasks_kept.shelf.get(tx, task.workspace_id, task.id)
    return found is not None and found.deleted_at is None


async def remove(tx: Tx, actor: Actor, now: datetime, list_: TaskList, *, deleting: bool, with_entries: bool) -> None:
    """Delete the list; its tasks stay unless `deleting`. Raises NotFound, NotAllowed."""
    await empty(tx, actor, now, list_, deleting=deleting, with_entries=with_entries)
    await TASK_LISTS.remove(tx, actor, now, list_.id, even_in_use=True)


async def copy(tx: Tx, actor: Actor, now: datetime, list_: TaskList) -> TaskList:
    """A list of the same name at the end, with copies of the tasks and all below them. Raises NotAllowed."""
    made = await add(tx, actor, now, list_.project_id, list_.name)
    present = await tasks_of(tx, list_)
    for task, _ in present:
        if task.parent_id not in {each.id for each, _ in present}:
            await tasks.copy(tx, actor, now, task.id, {list_.id: made.id})
    return made


async def move(
    tx: Tx, actor: Actor, now: datetime, list_: TaskList, project_id: str, mapping: Mapping[str, str]
) -> None:
    """Move the list to another project, its tasks and their time with it (see `tasks.move`). Raises as that does."""
    check_may_keep_projects(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    await tasks.check_project(tx, actor, project_id)
    present = await tasks_of(tx, list_)
    for task, _ in present:
        if (await TASKS.get(tx, actor, task.id)).project_id != project_id:
            await tasks.move(tx, actor, now, task.id, project_id=project_id, mapping=mapping)
    moved = await TASK_LISTS.change(tx, actor, now, list_.id, {"project_id": project_id})
    for task, position in present:
        await put(tx, actor, now, moved, task.id, position)
