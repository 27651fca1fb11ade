"""Tasks as a whole: with what is below them and the time recorded on them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from uhrwerk.operations import time_entries
from uhrwerk.operations.bulk import check_size, held_entries
from uhrwerk.operations.catalog import PROJECTS, TASKS, first_todo
from uhrwerk.rules.access import Actor, check_may_act_for
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import people, projects, tags, tasks
from uhrwerk.storage.parts import ListPlace
from uhrwerk.storage.search.tree import equal
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task, TaskStatus
from uhrwerk.storage.time_entries import TimeEntry

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


async def with_subtasks(tx: Tx, *tops: Task) -> list[Task]:
    """The tasks and all that are below them, each once, a parent before what is below it. Raises TooMany."""
    found = {task.id: task for task in tops}
    below = list(tops)
    while below:
        deeper = [each for task in below for each in await tasks.subtasks(tx, task.workspace_id, task.id)]
        below = [each for each in deeper if each.id not in found]
        found |= {each.id: each for each in below}
        check_size(found, "tasks")
    return list(found.values())


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
    moved = await with_subtasks(tx, top)
    entries = [] if project_id is None else await entries_of(tx, actor, moved)
    for task in moved:
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
        own_entries = [entry for entry in entries if entry.task_id == task.id]
        await _change_entries(tx, actor, now, own_entries, {"project_id": project_id, "task_id": task.id})


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
    task = await TASKS.change(tx, actor, now, task_id, members)
    if with_entries:
        await _change_entries(tx, actor, now, await entries_of(tx, actor, [task]), members)


async def _change_entries(
    tx: Tx, actor: Actor, now: datetime, entries: Iterable[TimeEntry], members: dict[str, Any]
) -> None:
    for entry in entries:
        if any(getattr(entry, name) != value for name, value in members.items()):
            check_may_act_for(actor, entry.person_id)
            await time_entries.change(tx, actor, now, entry.id, members)


async def entries_of(tx: Tx, actor: Actor, of: Iterable[Task]) -> list[TimeEntry]:
    """The time recorded on these tasks; the chains of all who recorded it are held. Raises TooMany."""
    return await held_entries(tx, actor, [equal("task_id", task.id) for task in of])


async def remove(tx: Tx, actor: Actor, now: datetime, *task_ids: str, with_entries: bool) -> None:
    """Delete tasks with all below them.

    Their time entries go too `with_entries`; otherwise they stay and go on showing them. Raises NotFound, NotAllowed
    (also where an entry is not the actor's to delete), TooMany.
    """
    await tx.lock(actor.workspace_id, actor.workspace_id)
    gone = await with_subtasks(tx, *[await TASKS.get(tx, actor, id) for id in task_ids])
    for entry in await entries_of(tx, actor, gone) if with_entries else ():
        check_may_act_for(actor, entry.person_id)
        await time_entries.delete(tx, actor, now, entry.id)
    for task in gone:
        await TASKS.remove(tx, actor, now, task.id, even_in_use=True)


async def copy(
    tx: Tx, actor: Actor, now: datetime, task_id: str, into: Mapping[str, str] | None = None, **members: Any
) -> Task:
    """A new task like that one but for `members`, with copies of all below it.

    It stands in the same lists, or in those that `into` names for them. Who or what has been deleted since is left
    out. Raises NotFound, NotAllowed, TooMany.
    """
    await tx.lock(actor.workspace_id, actor.workspace_id)
    old = await TASKS.get(tx, actor, task_id)
    await with_subtasks(tx, old)
    return await _copy(tx, actor, now, old, into, members)


async def _copy(
    tx: Tx, actor: Actor, now: datetime, old: Task, into: Mapping[str, str] | None, members: dict[str, Any]
) -> Task:
    like = {name: getattr(old, name) for name in _COPIED}
    like["assignees"] = await _present(tx, people.shelf, actor.workspace_id, old.assignees)
    like["tags"] = await _present(tx, tags.shelf, actor.workspace_id, old.tags)
    if into is None:
        into = {id: id for id in await _present(tx, tasks.lists, actor.workspace_id, _lists_of(old))}
    like["lists"] = tuple(
        ListPlace(into[place.task_list_id], place.position) for place in old.lists if place.task_list_id in into
    )
    made = await TASKS.add(tx, actor, now, like | members)
    for below in await tasks.subtasks(tx, actor.workspace_id, old.id):
        await _copy(tx, actor, now, below, into, {"parent_id": made.id})
    return made


async def _present(tx: Tx, shelf: Shelf[Any], workspace_id: str, ids: Iterable[str]) -> list[str]:
    found = [await shelf.get(tx, workspace_id, id) for id in ids]
    return [each.id for each in found if each is not None and each.deleted_at is None]


def _lists_of(task: Task) -> list[str]:
    return [place.task_list_id for place in task.lists]


def placed(places: Iterable[ListPlace], list_id: str, position: float) -> tuple[ListPlace, ...]:
    """The places, with this one in that list."""
    return (*taken_out(places, list_id), ListPlace(list_id, position))


def taken_out(places: Iterable[ListPlace], list_id: str) -> tuple[ListPlace, ...]:
    """The places but for that in this list."""
    return tuple(place for place in places if place.task_list_id != list_id)
