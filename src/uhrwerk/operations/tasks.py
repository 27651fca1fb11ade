"""Tasks as a whole: with what is below them and the time recorded on them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from uhrwerk.operations import time_entries
from uhrwerk.operations.catalog import PROJECTS, TASKS, first_todo
from uhrwerk.rules.access import Actor, check_may_track_for
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import projects, tasks
from uhrwerk.storage import time_entries as entries_kept
from uhrwerk.storage.parts import ListPlace
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task, TaskStatus
from uhrwerk.storage.time_entries import EntryFilter, TimeEntry

MOST: Final = 100_000

_COPIED: Final = (
    *("name", "note", "project_id", "person_id", "type_of_work_id", "task_status_id", "assignees", "planned_seconds"),
    *("archived", "parent_id", "position", "priority", "starts_at", "due_at", "hour_rate", "lists", "tags"),
)

NO_MAPPING: Final[Mapping[str, str]] = {}


async def by_identifier(tx: Tx, actor: Actor, identifier: str) -> Task:
    """The task of `KEY-17`: the project's key, without regard to case, and the task's number. Raises NotFound."""
    key, _, number = identifier.rpartition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound("task")
    task = await tasks.shelf.numbered(tx, actor.workspace_id, int(number))
    project_id = None if task is None else task.project_id
    project = None if project_id is None else await projects.shelf.get(tx, actor.workspace_id, project_id)
    if task is None or project is None or project.key is None or project.key.lower() != key.lower():
        raise NotFound("task")
    return await TASKS.get(tx, actor, task.id)


async def of_project(tx: Tx, actor: Actor, project_id: str, task_id: str) -> Task:
    """The task, if it is the project's. Raises NotFound."""
    await PROJECTS.get(tx, actor, project_id)
    task = await TASKS.get(tx, actor, task_id)
    if task.project_id != project_id:
        raise NotFound("task")
    return task


async def with_subtasks(tx: Tx, task: Task) -> list[Task]:
    """The task and all that are below it, a parent before what is below it."""
    found = [task]
    for each in found:
        found += await tasks.subtasks(tx, task.workspace_id, each.id)
    return found


async def move(
    tx: Tx,
    actor: Actor,
    now: datetime,
    task_id: str,
    *,
    project_id: str | None = None,
    person_id: str | None = None,
    status_id: str | None = None,
    mapping: Mapping[str, str] = NO_MAPPING,
) -> None:
    """Move a task with all below it to a project, or make it the private one of a person.

    Its lists and its parent stay behind; its time entries go with it to a project. `mapping` says which status takes
    the place of which, `status_id` the task's own; where neither does, one that does not fit gives way to the first
    of its stage. Raises NotFound, NotAllowed (also where an entry is not the actor's to change), Invalid.
    """
    await tx.lock(actor.workspace_id, actor.workspace_id)
    if project_id is not None:
        await check_project(tx, actor, project_id)
    top = await TASKS.get(tx, actor, task_id)
    fitting = await tasks.statuses_for(tx, actor.workspace_id, project_id)
    for task in await with_subtasks(tx, top):
        own = status_id if task is top else None
        wanted = own or mapping.get(task.task_status_id or "") or await _fitting(tx, task, fitting, project_id)
        members: dict[str, Any] = {"project_id": project_id, "person_id": person_id, "task_status_id": wanted}
        if task is top and (task.project_id, task.person_id) != (project_id, person_id):
            members |= {"parent_id": None}
        if task.project_id != project_id:
            members |= {"lists": ()}
        if person_id is not None:
            members |= {"assignees": []}
        await TASKS.change(tx, actor, now, task.id, members)
        if project_id is not None:
            await _change_entries(tx, actor, now, task.id, {"project_id": project_id, "task_id": task.id})


async def check_project(tx: Tx, actor: Actor, project_id: str) -> None:
    """Raise NotFound, naming the field, for a project that the actor cannot know."""
    try:
        await PROJECTS.get(tx, actor, project_id)
    except NotFound:
        raise NotFound("project", "project_id") from None


async def _fitting(tx: Tx, task: Task, fitting: list[TaskStatus], project_id: str | None) -> str | None:
    """The task's status if it fits, else the first of its stage, else the first of stage todo."""
    if task.task_status_id in {status.id for status in fitting}:
        return task.task_status_id
    old = None
    if task.task_status_id is not None:
        old = await tasks.statuses.get(tx, task.workspace_id, task.task_status_id)
    alike = [status.id for status in fitting if old is not None and status.stage == old.stage]
    return alike[0] if alike else await first_todo(tx, task.workspace_id, project_id)


async def change_type_of_work(
    tx: Tx, actor: Actor, now: datetime, task_id: str, type_of_work_id: str, *, with_entries: bool
) -> None:
    """Raises NotFound, NotAllowed (also where an entry is not the actor's to change)."""
    members = {"type_of_work_id": type_of_work_id}
    await TASKS.change(tx, actor, now, task_id, members)
    if with_entries:
        await _change_entries(tx, actor, now, task_id, members)


async def _change_entries(tx: Tx, actor: Actor, now: datetime, task_id: str, members: dict[str, Any]) -> None:
    for entry in await _entries(tx, actor, task_id):
        if any(getattr(entry, name) != value for name, value in members.items()):
            check_may_track_for(actor, entry.person_id)
            await time_entries.change(tx, actor, now, entry.id, members)


async def _entries(tx: Tx, actor: Actor, task_id: str) -> list[TimeEntry]:
    wanted = EntryFilter(task_id=task_id)
    found = await entries_kept.page(tx, actor.workspace_id, wanted, limit=MOST, after=None)
    # All at once, so that acts on several chains wait for one another in one order.
    await tx.lock(actor.workspace_id, *{entry.person_id for entry in found})
    return found


async def remove(tx: Tx, actor: Actor, now: datetime, task_id: str, *, with_entries: bool) -> None:
    """Delete a task with all below it.

    Its time entries go too `with_entries`; otherwise they stay and go on showing it. Raises NotFound, NotAllowed (also
    where an entry is not the actor's to delete).
    """
    await tx.lock(actor.workspace_id, actor.workspace_id)
    for task in await with_subtasks(tx, await TASKS.get(tx, actor, task_id)):
        if with_entries:
            for entry in await _entries(tx, actor, task.id):
                check_may_track_for(actor, entry.person_id)
                await time_entries.delete(tx, actor, now, entry.id)
        await TASKS.remove(tx, actor, now, task.id, even_in_use=True)


async def copy(
    tx: Tx, actor: Actor, now: datetime, task_id: str, into: Mapping[str, str] | None = None, **members: Any
) -> Task:
    """A new task like that one but for `members`, with copies of all below it.

    It stands in the same lists, or in those that `into` names for them. Raises NotFound, NotAllowed.
    """
    await tx.lock(actor.workspace_id, actor.workspace_id)
    old = await TASKS.get(tx, actor, task_id)
    like = {name: getattr(old, name) for name in _COPIED}
    if into is not None:
        like["lists"] = tuple(
            ListPlace(into[place.task_list_id], place.position) for place in old.lists if place.task_list_id in into
        )
    made = await TASKS.add(tx, actor, now, like | members)
    for below in await tasks.subtasks(tx, actor.workspace_id, old.id):
        await copy(tx, actor, now, below.id, into, parent_id=made.id)
    return made


def placed(places: Iterable[ListPlace], list_id: str, position: float) -> tuple[ListPlace, ...]:
    """The places, with this one in that list."""
    return (*taken_out(places, list_id), ListPlace(list_id, position))


def taken_out(places: Iterable[ListPlace], list_id: str) -> tuple[ListPlace, ...]:
    """The places but for that in this list."""
    return tuple(place for place in places if place.task_list_id != list_id)
