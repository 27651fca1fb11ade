"""Task statuses: the columns of a board."""

from typing import Final, Literal
from uuid import UUID

from uhrwerk.entrypoints.vendors.awork.wire.forms import Form
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.storage.tasks import TaskStatus

NAMES: Final = {"name": "name", "stage": "type", "icon": "icon"}
"""The form's members by the core's names."""


class TaskStatusForm(Form):
    name: str
    type: Literal["todo", "progress", "review", "stuck", "done"]
    order: float | None = None
    icon: str | None = None


class DeleteForm(Form):
    """Where the tasks go that are in it."""

    task_status_id: UUID | None = None


class TaskStatusModel(Answer, kw_only=True):
    id: str
    name: str
    type: str
    order: float
    icon: str | None = None
    project_id: str | None = None
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    is_external: bool


def task_status(status: TaskStatus) -> TaskStatusModel:
    return TaskStatusModel(
        id=status.id,
        name=status.name,
        type=status.stage,
        order=float(status.position),
        icon=status.icon,
        project_id=status.project_id,
        created_on=timestamp(status.created_at),
        created_by=status.created_by,
        updated_on=timestamp(status.updated_at),
        updated_by=status.updated_by,
        is_external=False,
    )
