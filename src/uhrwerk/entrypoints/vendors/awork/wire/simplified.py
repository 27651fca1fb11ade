"""Time entries in short, for lists of many."""

from uhrwerk.entrypoints.vendors.awork.wire.tasks import NestedTaskStatus, nested_task_status
from uhrwerk.entrypoints.vendors.awork.wire.time_entries import time_tracking
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer
from uhrwerk.operations.details import EntryDetails, ProjectDetails, TaskDetails
from uhrwerk.storage.people import Person


class SimplifiedCompany(Answer, kw_only=True):
    id: str
    has_image: bool


class SimplifiedProject(Answer, kw_only=True):
    id: str
    name: str
    has_image: bool
    company: SimplifiedCompany | None = None


class SimplifiedTask(Answer, kw_only=True):
    id: str
    name: str
    base_type: str
    created_by: str
    project_id: str | None = None
    parent_id: str | None = None
    task_status_id: str | None = None
    task_status: NestedTaskStatus | None = None


class SimplifiedUser(Answer, kw_only=True):
    id: str
    first_name: str
    last_name: str
    has_image: bool


class SimplifiedType(Answer, kw_only=True):
    id: str
    name: str
    icon: str | None = None


class SimplifiedTimeTracking(Answer, kw_only=True):
    id: str
    duration: int
    start_date_utc: str
    start_date_local: str
    start_time_local: str | None = None
    is_billable: bool
    is_billed: bool
    created_by: str
    created_on: str
    task: SimplifiedTask | None = None
    task_id: str | None = None
    project: SimplifiedProject | None = None
    project_id: str | None = None
    user: SimplifiedUser
    user_id: str
    type_of_work: SimplifiedType
    type_of_work_id: str


def simplified(details: EntryDetails) -> SimplifiedTimeTracking:
    whole, kind = time_tracking(details), details.type_of_work
    return SimplifiedTimeTracking(
        id=whole.id,
        duration=whole.duration or 0,
        start_date_utc=whole.start_date_utc,
        start_date_local=whole.start_date_local,
        start_time_local=whole.start_time_local,
        is_billable=details.entry.billable,
        is_billed=details.entry.billed,
        created_by=whole.created_by,
        created_on=whole.created_on,
        task=_task(details.task) if details.task else None,
        task_id=whole.task_id,
        project=_project(details.project) if details.project else None,
        project_id=whole.project_id,
        user=simplified_user(details.person),
        user_id=whole.user_id,
        type_of_work=SimplifiedType(id=kind.id, name=kind.name, icon=kind.icon),
        type_of_work_id=whole.type_of_work_id,
    )


def simplified_user(person: Person) -> SimplifiedUser:
    return SimplifiedUser(id=person.id, first_name=person.first_name, last_name=person.last_name, has_image=False)


def _project(details: ProjectDetails) -> SimplifiedProject:
    project, client = details.project, details.client
    company = SimplifiedCompany(id=client.id, has_image=False) if client else None
    return SimplifiedProject(id=project.id, name=project.name, has_image=False, company=company)


def _task(details: TaskDetails) -> SimplifiedTask:
    task = details.task
    return SimplifiedTask(
        id=task.id,
        name=task.name,
        base_type="projecttask" if task.project_id else "private",
        created_by=task.created_by,
        project_id=task.project_id,
        parent_id=task.parent_id,
        task_status_id=task.task_status_id,
        task_status=nested_task_status(details),
    )
