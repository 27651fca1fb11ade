"""Tasks, of a project or of the workspace, and their statuses."""

from datetime import datetime
from decimal import Decimal

import msgspec
from sqlalchemy import and_, bindparam, or_

from uhrwerk.storage.parts import ListPlace
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import task, task_list, task_status


class TaskStatus(Kept, frozen=True):
    """`stage` is one of todo, progress, review, stuck, done; `position` orders a board's columns.

    With a `project_id` it is that project's alone.
    """

    name: str
    stage: str
    position: int
    icon: str | None
    project_id: str | None = None


class TaskList(Kept, frozen=True):
    """A list of a project's tasks; smaller positions come first."""

    name: str
    project_id: str
    position: float
    archived: bool


class Task(Kept, frozen=True):
    """`assignees` and `tags` are ids. `planned_seconds` is the estimate.

    A task of a person is private: it belongs to no project, and others do not see it.
    """

    name: str
    note: str | None
    project_id: str | None
    type_of_work_id: str | None
    task_status_id: str | None
    assignees: list[str]
    planned_seconds: int | None
    archived: bool
    person_id: str | None = None
    parent_id: str | None = None
    position: float = 0.0
    priority: bool = False
    starts_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    hour_rate: Decimal | None = None
    lists: tuple[ListPlace, ...] = ()
    tags: list[str] = msgspec.field(default_factory=list)


shelf = Shelf(task, Task)
statuses = Shelf(task_status, TaskStatus)
lists = Shelf(task_list, TaskList)

_named = and_(task.c.name == bindparam("name"), task.c.deleted_at.is_(None), task.c.person_id.is_(None))
_oldest = (task.c.archived, task.c.number)
_in_project = Statement(shelf.select(_named, task.c.project_id == bindparam("project_id")).order_by(*_oldest))
_in_workspace = Statement(shelf.select(_named, task.c.project_id.is_(None)).order_by(*_oldest))


_of_status = Statement(
    shelf.select(task.c.task_status_id == bindparam("task_status_id"), task.c.deleted_at.is_(None)).order_by(
        task.c.number
    )
)
_subtasks = Statement(
    shelf.select(task.c.parent_id == bindparam("parent_id"), task.c.deleted_at.is_(None)).order_by(
        task.c.position, task.c.number
    )
)
_of_project = Statement(
    shelf.select(task.c.project_id == bindparam("project_id"), task.c.deleted_at.is_(None)).order_by(task.c.number)
)
_statuses = statuses.select(task_status.c.deleted_at.is_(None)).order_by(
    task_status.c.project_id.is_(None), task_status.c.position, task_status.c.number
)
_statuses_of_workspace = Statement(_statuses.where(task_status.c.project_id.is_(None)))
_statuses_of_project = Statement(
    _statuses.where(or_(task_status.c.project_id.is_(None), task_status.c.project_id == bindparam("project_id")))
)


async def statuses_for(tx: Tx, workspace_id: str, project_id: str | None) -> list[TaskStatus]:
    """The statuses that a task of the project (None: of no project) can have, the project's own ones first."""
    if project_id is None:
        return await statuses.every(tx, _statuses_of_workspace, workspace_id=workspace_id)
    return await statuses.every(tx, _statuses_of_project, workspace_id=workspace_id, project_id=project_id)


async def of_status(tx: Tx, workspace_id: str, status_id: str) -> list[Task]:
    """The tasks in a status, oldest first."""
    return await shelf.every(tx, _of_status, workspace_id=workspace_id, task_status_id=status_id)


async def of_project(tx: Tx, workspace_id: str, project_id: str) -> list[Task]:
    """The project's tasks, oldest first."""
    return await shelf.every(tx, _of_project, workspace_id=workspace_id, project_id=project_id)


async def subtasks(tx: Tx, workspace_id: str, parent_id: str) -> list[Task]:
    """The tasks right below another one, in their order."""
    return await shelf.every(tx, _subtasks, workspace_id=workspace_id, parent_id=parent_id)


async def by_name(tx: Tx, workspace_id: str, project_id: str, name: str) -> Task | None:
    """The task of that name in the project, else in the workspace."""
    found = await shelf.first(tx, _in_project, workspace_id=workspace_id, project_id=project_id, name=name)
    return found or await of_workspace(tx, workspace_id, name)


async def of_workspace(tx: Tx, workspace_id: str, name: str) -> Task | None:
    """The task of that name that belongs to no project."""
    return await shelf.first(tx, _in_workspace, workspace_id=workspace_id, name=name)
