"""Tasks and their statuses."""

from typing import Any

from uhrwerk.entrypoints.vendors.awork.wire.projects import NestedProject, nested_project
from uhrwerk.entrypoints.vendors.awork.wire.types_of_work import NestedType, nested_type
from uhrwerk.entrypoints.vendors.awork.wire.users import NestedUser, nested_user
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, ticks, timestamp
from uhrwerk.operations.details import TaskDetails


class NestedTaskStatus(Answer, kw_only=True):
    id: str
    name: str
    type: str
    order: float
    icon: str | None = None


class NestedTask(Answer, kw_only=True):
    id: str
    name: str
    base_type: str
    task_identifier: str | None = None
    task_status_id: str | None = None
    type_of_work_id: str | None = None
    project: NestedProject | None = None
    project_id: str | None = None
    planned_duration: int | None = None
    task_status: NestedTaskStatus | None = None
    created_by: str


class Task(Answer, kw_only=True):
    id: str
    name: str
    description: str | None = None
    base_type: str
    task_number: int
    task_identifier: str | None = None
    task_status_id: str | None = None
    task_status: NestedTaskStatus | None = None
    type_of_work_id: str | None = None
    type_of_work: NestedType | None = None
    assignees: list[NestedUser]
    project_id: str | None = None
    project: NestedProject | None = None
    planned_duration: int | None = None
    is_prio: bool | None = None
    is_external: bool | None = None
    tags: list[Any]
    lists: list[Any]
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    resource_version: int


def nested_task_status(details: TaskDetails) -> NestedTaskStatus | None:
    status = details.status
    if status is None:
        return None
    return NestedTaskStatus(
        id=status.id, name=status.name, type=status.stage, order=float(status.position), icon=status.icon
    )


def task_identifier(details: TaskDetails) -> str | None:
    """`KEY-17`, where the project has a key."""
    key = details.project.project.key if details.project else None
    return f"{key}-{details.task.number}" if key else None


def nested_task(details: TaskDetails) -> NestedTask:
    task = details.task
    return NestedTask(
        id=task.id,
        name=task.name,
        base_type="projecttask" if task.project_id else "private",
        task_identifier=task_identifier(details),
        task_status_id=task.task_status_id,
        type_of_work_id=task.type_of_work_id,
        project=nested_project(details.project) if details.project else None,
        project_id=task.project_id,
        planned_duration=task.planned_seconds,
        task_status=nested_task_status(details),
        created_by=task.created_by,
    )


def task(details: TaskDetails) -> Task:
    record = details.task
    return Task(
        id=record.id,
        name=record.name,
        description=record.note,
        base_type="projecttask" if record.project_id else "private",
        task_number=record.number,
        task_identifier=task_identifier(details),
        task_status_id=record.task_status_id,
        task_status=nested_task_status(details),
        type_of_work_id=record.type_of_work_id,
        type_of_work=nested_type(details.type_of_work) if details.type_of_work else None,
        assignees=[nested_user(person) for person in details.assignees],
        project_id=record.project_id,
        project=nested_project(details.project) if details.project else None,
        planned_duration=record.planned_seconds,
        is_prio=False,
        is_external=False,
        tags=[],
        lists=[],
        created_on=timestamp(record.created_at),
        created_by=record.created_by,
        updated_on=timestamp(record.updated_at),
        updated_by=record.updated_by,
        resource_version=ticks(record.updated_at),
    )
