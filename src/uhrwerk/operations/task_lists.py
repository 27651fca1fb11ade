"""Task lists with the tasks in them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from uhrwerk.operations import tasks
from uhrwerk.operations.bulk import all_of, check_size
from uhrwerk.operations.catalog import PROJECTS, TASK_LISTS, TASKS, MembersOf
from uhrwerk.operations.checks import must_exist
from uhrwerk.rules.access import Actor, check_may_keep_projects
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import tasks as tasks_kept
from uhrwerk.storage.parts import ListPlace
from uhrwerk.storage.search.tree import equal
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
        present = await all_of(tx, TASK_LISTS.shelf, actor.workspace_id, equal("project_id", project_id))
        position = max((each.position for each in present), default=0.0) + 1
    members = {"name": name, "project_id": project_id, "position": position, "archived": False}
    return await TASK_LISTS.add(tx, actor, now, members)


class Ends:
    """Where lists end. That is read once and then counted up: a list is long, and so may be what is put into it.

    The workspace is held for as long as it is used; tasks that are moved to the end themselves (`but`) count no more.
    """

    def __init__(self, tx: Tx, but: Iterable[str] = ()) -> None:
        self._tx = tx
        self._but = set(but)
        self._last: dict[str, float] = {}

    async def position(self, list_: TaskList, wanted: float | None) -> float:
        """The position that is wanted, else behind the last task."""
        if wanted is None and list_.id not in self._last:
            present = (at for task, at in await tasks_of(self._tx, list_) if task.id not in self._but)
            self._last[list_.id] = max(present, default=0.0)
        found = self._last[list_.id] + 1 if wanted is None else wanted
        if list_.id in self._last:
            self._last[list_.id] = max(self._last[list_.id], found)
        return found


Wanted = tuple[str, float | None]
"""An id, and a position or the end."""


async def put(
    tx: Tx, actor: Actor, now: datetime, list_: TaskList, wanted: Sequence[Wanted], ends: Ends | None = None
) -> list[float]:
    """Put tasks into the list, or move them within: to that position, else to the end; where they are now.

    Raises NotFound, NotAllowed, Invalid for a task of another project.
    """
    await tx.lock(actor.workspace_id, actor.workspace_id)
    ends = ends or Ends(tx, [task_id for task_id, position in wanted if position is None])
    found = []
    for task_id, position in wanted:
        found.append(await ends.position(list_, position))
        await TASKS.change_with(tx, actor, now, task_id, _placing(list_, found[-1]))
    return found


def _placing(list_: TaskList, position: float, out_of: TaskList | None = None) -> MembersOf[Task]:
    def members_of(task: Task) -> dict[str, Any]:
        kept = task.lists if out_of is None else tasks.taken_out(task.lists, out_of.id)
        return {"lists": tasks.placed(kept, list_.id, position)}

    return members_of


async def places(tx: Tx, actor: Actor, wanted: Sequence[Wanted], ends: Ends) -> tuple[ListPlace, ...]:
    """Places in those lists, at a position or at the end. Raises NotFound naming the lists."""
    found = []
    for list_id, position in wanted:
        await must_exist(tx, actor.workspace_id, tasks_kept.lists, "lists", list_id)
        list_ = await TASK_LISTS.get(tx, actor, list_id)
        found.append(ListPlace(list_id, await ends.position(list_, position)))
    return tuple(found)


async def take(tx: Tx, actor: Actor, now: datetime, list_: TaskList, task_id: str) -> None:
    """Take a task out of the list. Raises NotFound (also for one that is not in it), NotAllowed."""
    await tx.lock(actor.workspace_id, actor.workspace_id)
    await task_in(tx, actor, list_, task_id)
    await TASKS.change_with(tx, actor, now, task_id, lambda task: {"lists": tasks.taken_out(task.lists, list_.id)})


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
    """Take all tasks out of the list: into another one, or `deleting` them. Raises NotAllowed, Invalid, TooMany."""
    await tx.lock(actor.workspace_id, actor.workspace_id)
    present = [task.id for task, _ in await tasks_of(tx, list_)]
    check_size(present, "tasks")
    if deleting:
        await tasks.remove(tx, actor, now, *present, with_entries=with_entries)
        return
    ends = Ends(tx, present)
    for task_id in present:
        if into is None:
            await take(tx, actor, now, list_, task_id)
        else:
            placing = _placing(into, await ends.position(into, None), out_of=list_)
            await TASKS.change_with(tx, actor, now, task_id, placing)


async def remove(tx: Tx, actor: Actor, now: datetime, list_: TaskList, *, deleting: bool, with_entries: bool) -> None:
    """Delete the list; its tasks stay unless `deleting`. Raises NotFound, NotAllowed."""
    await empty(tx, actor, now, list_, deleting=deleting, with_entries=with_entries)
    await TASK_LISTS.remove(tx, actor, now, list_.id, even_in_use=True)


async def copy(tx: Tx, actor: Actor, now: datetime, list_: TaskList) -> TaskList:
    """A list of the same name at the end, with copies of the tasks and all below them. Raises NotAllowed."""
    made = await add(tx, actor, now, list_.project_id, list_.name)
    present = [task for task, _ in await tasks_of(tx, list_)]
    await tasks.with_subtasks(tx, *present)
    inside = {task.id for task in present}
    for task in present:
        if task.parent_id not in inside:
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
    # All together first: so much has to be bearable, and everybody's chain is held in one order.
    await tasks.entries_of(tx, actor, await tasks.with_subtasks(tx, *[task for task, _ in present]))
    for task, _ in present:
        if (await TASKS.get(tx, actor, task.id)).project_id != project_id:
            await tasks.move(tx, actor, now, task.id, project_id=project_id, mapping=mapping)
    moved = await TASK_LISTS.change(tx, actor, now, list_.id, {"project_id": project_id})
    await put(tx, actor, now, moved, [(task.id, position) for task, position in present])
