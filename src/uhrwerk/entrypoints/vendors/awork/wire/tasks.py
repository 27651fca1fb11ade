"""Tasks, and what they show of others."""

from typing import Any, Final

from uhrwerk.entrypoints.vendors.awork.wire.projects import NestedProject, nested_project
from uhrwerk.entrypoints.vendors.awork.wire.task_lists import TaskOrderList, task_order_list
from uhrwerk.entrypoints.vendors.awork.wire.task_statuses import TaskStatusModel, task_status
from uhrwerk.entrypoints.vendors.awork.wire.types_of_work import NestedType, nested_type
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, ticks, timestamp
from uhrwerk.operations.details import TaskDetails
from uhrwerk.storage.tags import Tag
from uhrwerk.storage.tasks import Task as TaskRecord


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


class Assignee(Answer, kw_only=True):
    """`planned_effort` is an even share of what is planned for the task, in seconds."""

    id: str
    first_name: str
    last_name: str
    has_image: bool
    planned_effort: int
    is_distributed_planned_effort: bool
    updated_on: str
    is_external: bool


class ParentTask(Answer, kw_only=True):
    id: str
    name: str
    created_by: str
    user_id: str | None = None
    assignee_ids: list[str]


class TaskTag(Answer, kw_only=True):
    id: str
    name: str
    color: str | None = None


class BaseTag(Answer, kw_only=True):
    id: str
    name: str
    color: str | None = None
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


class Task(Answer, kw_only=True):
    id: str
    name: str
    description: str | None = None
    base_type: str
    entity_id: str | None = None
    user_id: str | None = None
    task_number: int
    task_identifier: str | None = None
    task_status_id: str | None = None
    task_status: TaskStatusModel | None = None
    type_of_work_id: str | None = None
    type_of_work: NestedType | None = None
    assignees: list[Assignee]
    project_id: str | None = None
    project: NestedProject | None = None
    correlation_id: str
    parent_id: str | None = None
    parent_task: ParentTask | None = None
    is_subtask: bool
    number_of_subtasks: int
    lists: list[TaskOrderList]
    tags: list[TaskTag]
    order: float
    subtask_order: float | None = None
    lane_order: int
    is_prio: bool
    start_on: str | None = None
    due_on: str | None = None
    closed_on: str | None = None
    planned_duration: int
    tracked_duration: int
    is_external: bool
    is_hidden_for_connect_users: bool
    is_recurring: bool
    has_attachment: bool
    custom_fields: list[Any]
    checklist_items_count: int
    checklist_items_done_count: int
    task_schedules_count: int
    is_completely_scheduled: bool
    comment_count: int
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
        entity_id=record.project_id or record.person_id,
        user_id=record.person_id,
        task_number=record.number,
        task_identifier=task_identifier(details),
        task_status_id=record.task_status_id,
        task_status=task_status(details.status) if details.status else None,
        type_of_work_id=record.type_of_work_id,
        type_of_work=nested_type(details.type_of_work) if details.type_of_work else None,
        assignees=_assignees(details),
        project_id=record.project_id,
        project=nested_project(details.project) if details.project else None,
        correlation_id=record.id,
        parent_id=record.parent_id,
        parent_task=_parent(details.parent) if details.parent else None,
        is_subtask=record.parent_id is not None,
        number_of_subtasks=details.subtasks,
        lists=[task_order_list(each, position) for each, position in details.lists],
        tags=[TaskTag(id=tag.id, name=tag.name, color=tag.color) for tag in details.tags],
        order=record.position,
        subtask_order=None if record.parent_id is None else record.position,
        is_prio=record.priority,
        start_on=timestamp(record.starts_at) if record.starts_at else None,
        due_on=timestamp(record.due_at) if record.due_at else None,
        closed_on=timestamp(record.closed_at) if record.closed_at else None,
        planned_duration=record.planned_seconds or 0,
        tracked_duration=details.tracked_seconds,
        **_NOT_KEPT,
        created_on=timestamp(record.created_at),
        created_by=record.created_by,
        updated_on=timestamp(record.updated_at),
        updated_by=record.updated_by,
        resource_version=ticks(record.updated_at),
    )


_NOT_KEPT: Final[dict[str, Any]] = {
    "lane_order": 0,
    "is_external": False,
    "is_hidden_for_connect_users": False,
    "is_recurring": False,
    "has_attachment": False,
    "custom_fields": [],
    "checklist_items_count": 0,
    "checklist_items_done_count": 0,
    "task_schedules_count": 0,
    "is_completely_scheduled": False,
    "comment_count": 0,
}


def _assignees(details: TaskDetails) -> list[Assignee]:
    share = (details.task.planned_seconds or 0) // max(len(details.assignees), 1)
    return [
        Assignee(
            id=person.id,
            first_name=person.first_name,
            last_name=person.last_name,
            has_image=False,
            planned_effort=share,
            is_distributed_planned_effort=True,
            updated_on=timestamp(details.task.updated_at),
            is_external=False,
        )
        for person in details.assignees
    ]


def _parent(parent: TaskRecord) -> ParentTask:
    return ParentTask(
        id=parent.id,
        name=parent.name,
        created_by=parent.created_by,
        user_id=parent.person_id,
        assignee_ids=parent.assignees,
    )


def base_tag(tag: Tag) -> BaseTag:
    return BaseTag(
        id=tag.id,
        name=tag.name,
        color=tag.color,
        created_on=timestamp(tag.created_at),
        created_by=tag.created_by,
        updated_on=timestamp(tag.updated_at),
        updated_by=tag.updated_by,
    )
