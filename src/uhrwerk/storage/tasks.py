"""Tasks, of a project or of the workspace, and their statuses."""

from sqlalchemy import bindparam

from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import task, task_status


class TaskStatus(Kept, frozen=True):
    """`stage` is one of todo, progress, review, stuck, done; `position` orders a board's columns."""

    name: str
    stage: str
    position: int
    icon: str | None


class Task(Kept, frozen=True):
    """`assignees` are ids of people. `planned_seconds` is the estimate."""

    name: str
    note: str | None
    project_id: str | None
    type_of_work_id: str | None
    task_status_id: str | None
    assignees: list[str]
    planned_seconds: int | None
    archived: bool


shelf = Shelf(task, Task)
statuses = Shelf(task_status, TaskStatus)

_named = task.c.name == bindparam("name")
_oldest = (task.c.archived, task.c.number)
_in_project = Statement(shelf.select(_named, task.c.project_id == bindparam("project_id")).order_by(*_oldest))
_in_workspace = Statement(shelf.select(_named, task.c.project_id.is_(None)).order_by(*_oldest))


async def by_name(tx: Tx, workspace_id: str, project_id: str, name: str) -> Task | None:
    """The task of that name in the project, else in the workspace."""
    found = await shelf.first(tx, _in_project, workspace_id=workspace_id, project_id=project_id, name=name)
    return found or await shelf.first(tx, _in_workspace, workspace_id=workspace_id, name=name)
