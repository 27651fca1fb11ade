"""What a time entry is for: from what a client names to what the entry keeps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uhrwerk.operations import names
from uhrwerk.operations.catalog import sees
from uhrwerk.operations.details import Neighbours
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, may_read_task
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage import projects, tasks, types_of_work, workspaces
from uhrwerk.storage.store import Lookup, Tx
from uhrwerk.storage.tasks import Task


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the time is for, as a client says it: ids, or None for what it leaves open."""

    project_id: str | None = None
    task_id: str | None = None
    type_of_work_id: str | None = None
    note: str | None = None
    billable: bool | None = None
    billed: bool = False


async def resolve(tx: Tx, actor: Actor, wanted: Purpose, around: Neighbours | None = None) -> dict[str, Any]:
    """The members of a time entry that say what it is for.

    A task brings its project and its type of work along; the workspace's default type of work fills the gap; an
    entry is billable as its project is, and without a project it is not. Raises NotFound for an id that the actor
    cannot know or that has been deleted, Invalid for an archived one, for a task of another project, and for a note
    that cannot be kept. `around` knows what was looked up before, for many.
    """
    around = around or Neighbours(tx, actor.workspace_id)
    project_id, type_of_work_id, billable = wanted.project_id, wanted.type_of_work_id, wanted.billable
    if wanted.task_id is not None:
        task = await around.get(tasks.shelf, wanted.task_id)
        if task is None or task.deleted_at is not None or not may_read_task(actor, task.person_id):
            raise NotFound("task", "task_id")
        if task.archived:
            raise Invalid.field("task_id", "the task is archived")
        if project_id is not None and task.project_id is not None and project_id != task.project_id:
            raise Invalid.field("task_id", "the task belongs to another project")
        project_id = project_id or task.project_id
        type_of_work_id = type_of_work_id or await _still_there(around, task.type_of_work_id)
    if project_id is not None:
        project = await around.get(projects.shelf, project_id)
        if project is None or project.deleted_at is not None or not sees(actor, project):
            raise NotFound("project", "project_id")
        if project.archived:
            raise Invalid.field("project_id", "the project is archived")
        billable = project.billable if billable is None else billable
    return {
        "project_id": project_id,
        "task_id": wanted.task_id,
        "type_of_work_id": await _type_of_work(around, type_of_work_id),
        "note": text.note(wanted.note),
        "billable": bool(billable),
        "billed": wanted.billed,
    }


def lookups(workspace_id: str, wanted: Purpose) -> Iterator[Lookup]:
    """What `resolve` is going to ask, as far as the purpose itself tells."""
    if wanted.task_id is not None:
        yield tasks.shelf.lookup(workspace_id, wanted.task_id)
    if wanted.project_id is not None:
        yield projects.shelf.lookup(workspace_id, wanted.project_id)
    if wanted.type_of_work_id is not None:
        yield types_of_work.shelf.lookup(workspace_id, wanted.type_of_work_id)
    elif wanted.task_id is None:
        yield workspaces.lookup(workspace_id)


async def ahead(around: Neighbours, wanted: Iterable[Purpose]) -> None:
    """Look up in a few statements what `resolve` asks for of all of these."""
    wanted = list(wanted)
    await around.ahead(tasks.shelf, (each.task_id for each in wanted))
    found = [task for each in wanted if (task := await around.get(tasks.shelf, each.task_id)) is not None]
    saying: list[Purpose | Task] = [*wanted, *found]
    await around.ahead(projects.shelf, (each.project_id for each in saying))
    await around.ahead(types_of_work.shelf, (each.type_of_work_id for each in saying))


async def _type_of_work(around: Neighbours, wanted: str | None) -> str:
    if wanted is None:
        workspace = await around.workspace()
        if workspace is None:
            raise NotFound("workspace")
        return workspace.default_type_of_work_id
    kind = await around.get(types_of_work.shelf, wanted)
    if kind is None or kind.deleted_at is not None:
        raise NotFound("type of work", "type_of_work_id")
    if kind.archived:
        raise Invalid.field("type_of_work_id", "the type of work is archived")
    return kind.id


async def _still_there(around: Neighbours, type_of_work_id: str | None) -> str | None:
    """A task's own type of work, None for one that is deleted or archived: nobody has asked for it by name."""
    if type_of_work_id is None:
        return None
    kind = await around.get(types_of_work.shelf, type_of_work_id)
    return None if kind is None or kind.deleted_at is not None or kind.archived else kind.id


async def by_names(
    tx: Tx,
    actor: Actor,
    client_name: str,
    project_name: str,
    task_name: str | None,
    note: str | None,
    made_at: datetime | None = None,
) -> Purpose:
    """The purpose that these names stand for, for faces whose clients know no ids.

    A task is looked up in the project, then in the workspace. With `made_at` an unknown client or project is made.
    Raises NotFound naming the field.
    """
    project = await names.project(tx, actor, client_name, project_name, made_at)
    task = None
    if task_name:
        task = await tasks.by_name(tx, actor.workspace_id, project.id, text.name(task_name, "task_name"))
        if task is None:
            raise NotFound("task", "task_name")
    return Purpose(project_id=project.id, task_id=task.id if task else None, note=note)
