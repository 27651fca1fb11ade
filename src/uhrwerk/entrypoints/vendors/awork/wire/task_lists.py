"""Task lists, and tasks' places in them."""

from typing import Any, Final, Literal
from uuid import UUID

from uhrwerk.entrypoints.vendors.awork.wire.forms import Form
from uhrwerk.entrypoints.vendors.awork.wire.task_forms import StatusMapping
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.storage.tasks import TaskList

NAMES: Final = {"name": "name"}
"""The form's members by the core's names."""


class TaskListForm(Form):
    name: str
    order: float | None = None


class TaskListChanges(Form):
    name: str


class DeleteForm(Form):
    delete_tasks: bool | None = None
    delete_times: bool | None = None


class ArchiveForm(Form):
    """What becomes of the tasks: they stay in the list, move to the one of `task_list_id`, or are deleted."""

    is_archived: bool = False
    task_operation: Literal["keep", "move", "delete"] | None = None
    task_list_id: UUID | None = None
    delete_time_trackings: bool | None = None


class PlaceForm(Form):
    """A task for the list; without an order it comes last."""

    task_id: UUID
    order: float | None = None


class MoveForm(Form):
    project_id: UUID
    task_status_mapping: list[StatusMapping]


class TaskListModel(Answer, kw_only=True):
    id: str
    name: str
    order: float
    is_archived: bool
    is_hidden_for_connect_users: bool
    tracked_duration: int | None = None
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


class TaskOrderList(Answer, kw_only=True):
    """A list as a task shows it, with its place there."""

    id: str
    name: str
    order: float
    is_archived: bool
    is_hidden_for_connect_users: bool
    order_of_task: float
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


def task_list(record: TaskList) -> TaskListModel:
    return TaskListModel(**_members(record))


def task_order_list(record: TaskList, position: float) -> TaskOrderList:
    return TaskOrderList(**_members(record), order_of_task=position)


def _members(record: TaskList) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "order": record.position,
        "is_archived": record.archived,
        "is_hidden_for_connect_users": False,
        "created_on": timestamp(record.created_at),
        "created_by": record.created_by,
        "updated_on": timestamp(record.updated_at),
        "updated_by": record.updated_by,
    }
