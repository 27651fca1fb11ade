"""Tasks, of a project or of the workspace, and their statuses."""

from datetime import datetime
from decimal import Decimal

import msgspec
from sqlalchemy import and_, bindparam

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


async def by_name(tx: Tx, workspace_id: str, project_id: str, name: str) -> Task | None:
    """The task of that name in the project, else in the workspace."""
    found = await shelf.first(tx, _in_project, workspace_id=workspace_id, project_id=project_id, name=name)
    return found or await shelf.first(tx, _in_workspace, workspace_id=workspace_id, name=name)
