"""What clients say of tasks."""

from typing import Any, Final, Literal
from uuid import UUID

from msgspec import UNSET, UnsetType

from uhrwerk.entrypoints.vendors.awork.wire.forms import Form, instant
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer

NAMES: Final = {
    "name": "name",
    "note": "description",
    "priority": "is_prio",
    "starts_at": "start_on",
    "due_at": "due_on",
    "planned_seconds": "planned_duration",
}
"""The forms' members by the core's names."""

PROPERTIES: Final = NAMES | {"assignees": "user_ids"}
"""As refusals name them."""

BaseType = Literal["private", "projecttask"]


class TaskForm(Form):
    """A member left out stays as it is."""

    name: str
    description: str | None | UnsetType = UNSET
    is_prio: bool | None | UnsetType = UNSET
    start_on: str | None | UnsetType = UNSET
    due_on: str | None | UnsetType = UNSET
    planned_duration: int | None | UnsetType = UNSET


class ListPlaceForm(Form):
    id: UUID
    order: float | None = None


class NewTaskForm(TaskForm, kw_only=True):
    """`entity_id` is the project, or the person whose private task it is."""

    base_type: BaseType
    entity_id: UUID | None = None
    type_of_work_id: UUID | None = None
    task_status_id: UUID | None = None
    parent_id: UUID | None = None
    order: float | None = None
    subtask_order: float | None = None
    lists: list[ListPlaceForm] | None = None


class StatusMapping(Form):
    old_status_id: UUID
    new_status_id: UUID


class MoveForm(Form):
    project_id: UUID
    task_status_id: UUID | None = None
    task_status_mapping: list[StatusMapping] | None = None


class OrderForm(Form):
    order: float | None = None


class StatusForm(Form):
    task_id: UUID
    status_id: UUID
    order: float | None = None


class ListsForm(Form):
    task_id: UUID
    task_lists: list[ListPlaceForm]


class SubtaskForm(Form):
    task_id: UUID
    parent_id: UUID
    order: float | None = None


class NoSubtaskForm(Form):
    task_id: UUID
    list_id: UUID | None = None
    order: float | None = None


class TypeOfWorkForm(Form):
    type_of_work_id: UUID
    task_ids: list[UUID]
    change_time_entries: bool = False


class BaseTypeForm(Form):
    base_type: BaseType
    entity_id: UUID
    task_ids: list[UUID]


class DeleteForm(Form):
    task_ids: list[UUID]
    delete_time_trackings: bool = False


class PriorityForm(Form):
    task_id: UUID
    is_prio: bool = False


class EffortForm(Form):
    user_id: UUID
    planned_effort: int | None = None


class EmailForm(Form):
    """`role_id` and the name are for people who would have to be invited."""

    task_id: UUID
    email: str
    role_id: UUID


class Tag(Form):
    name: str
    color: str | None = None


class BatchForm(Form):
    """One form for all operations; each takes what it needs of it."""

    task_ids: list[UUID]
    new_task_list_id: UUID | None = None
    remove_from_current_list: bool | None = None
    new_project_id: UUID | None = None
    new_parent_task_id: UUID | None = None
    new_task_status_id: UUID | None = None
    task_status_mapping: list[StatusMapping] | None = None
    new_due_date: str | None = None
    new_start_date: str | None = None
    remove_due_date: bool | None = None
    remove_start_date: bool | None = None
    tags: list[Tag] | None = None
    delete_time_trackings: bool | None = None
    new_type_of_work_id: UUID | None = None
    change_time_entries: bool | None = None
    user_ids: list[UUID] | None = None
    remove_old_assignments: bool | None = None
    is_prio: bool | None = None
    days_offset: float | None = None


class Reordered(Answer):
    """Where a task stands now."""

    id: str
    order: float


class PlaceInList(Answer, kw_only=True):
    id: str
    order: float
    is_primary: bool


class Lists(Answer, kw_only=True):
    """The lists that a task is in now."""

    task_id: str
    task_lists: list[PlaceInList]


def members(form: TaskForm) -> dict[str, Any]:
    """What the client gave, by the core's names. Raises Invalid."""
    found = {name: getattr(form, member) for name, member in NAMES.items()}
    for name in ("starts_at", "due_at"):
        if isinstance(found[name], str):
            found[name] = instant(found[name], NAMES[name])
    if found["priority"] is None:
        del found["priority"]
    return {name: value for name, value in found.items() if value is not UNSET}


def mapping(given: list[StatusMapping] | None) -> dict[str, str]:
    """Which status takes the place of which."""
    return {str(each.old_status_id): str(each.new_status_id) for each in given or ()}
