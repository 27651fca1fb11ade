"""awork's names and shapes. Nothing here does anything but map."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from uhrwerk.operations.details import EntryDetails, ProjectDetails, TaskDetails
from uhrwerk.rules.instants import microseconds, whole_seconds
from uhrwerk.rules.timer import Break
from uhrwerk.storage.columns import to_microseconds
from uhrwerk.storage.people import Person
from uhrwerk.storage.projects import ProjectType
from uhrwerk.storage.types_of_work import TypeOfWork
from uhrwerk.storage.workspaces import Workspace

TICKS_AT_1970: Final = 621_355_968_000_000_000
"""100-nanosecond ticks from year 1 to 1970."""


class StartForm(msgspec.Struct, kw_only=True):
    """The body of a start. Members are matched without regard to case, so the names here are lower-case."""

    type_of_work_id: UUID = msgspec.field(name="typeofworkid")
    timezone: str
    project_id: UUID | None = msgspec.field(name="projectid", default=None)
    task_id: UUID | None = msgspec.field(name="taskid", default=None)
    note: str | None = None
    is_billable: bool | None = msgspec.field(name="isbillable", default=None)
    is_billed: bool | None = msgspec.field(name="isbilled", default=None)


class Answer(msgspec.Struct, rename="camel", omit_defaults=True):
    """An answer; null members are left out."""


class BreakModel(Answer, kw_only=True):
    start_date: str
    duration: int | None = None
    end_date: str | None = None


class NestedType(Answer, kw_only=True):
    id: str
    name: str
    icon: str | None = None
    is_archived: bool | None = None


class NestedUser(Answer, kw_only=True):
    id: str
    first_name: str
    last_name: str
    has_image: bool | None = None
    is_external: bool | None = None


class NestedStatus(Answer, kw_only=True):
    id: str
    name: str
    type: str
    is_archived: bool | None = None


class NestedTaskStatus(Answer, kw_only=True):
    id: str
    name: str
    type: str
    order: float
    icon: str | None = None


class NestedCompany(Answer, kw_only=True):
    id: str
    name: str
    has_image: bool | None = None
    description: str | None = None
    tags: list[Any] | None = None


class NestedProject(Answer, kw_only=True):
    id: str
    name: str
    project_status: NestedStatus | None = None
    company: NestedCompany | None = None
    project_type: NestedType | None = None
    project_key: str | None = None
    is_private: bool | None = None
    has_image: bool | None = None
    is_external: bool | None = None
    is_billable_by_default: bool | None = None
    created_by: str


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


class TimeTracking(Answer, kw_only=True):
    timezone: str
    type_of_work_id: str
    is_billable: bool | None = None
    is_billed: bool | None = None
    task_id: str | None = None
    project_id: str | None = None
    note: str | None = None
    start_date_utc: str
    start_time_utc: str
    end_date_utc: str | None = None
    end_time_utc: str | None = None
    start_date_local: str
    start_time_local: str
    end_date_local: str | None = None
    end_time_local: str | None = None
    duration: int | None = None
    break_duration: int | None = None
    user_id: str
    id: str
    created_by: str
    created_on: str
    updated_by: str
    updated_on: str
    type_of_work: NestedType
    user: NestedUser
    task: NestedTask | None = None
    project: NestedProject | None = None
    breaks: list[BreakModel]
    resource_version: int
    is_external: bool | None = None


class TypeOfWorkModel(Answer, kw_only=True):
    id: str
    name: str
    description: str | None = None
    icon: str | None = None
    is_archived: bool | None = None
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


class UserStatus(Answer, kw_only=True):
    invitation_accepted: bool | None = None
    is_deactivated: bool | None = None


class ContactInfo(Answer, kw_only=True):
    id: str
    label: str
    value: str
    type: str
    is_address: bool | None = None
    created_on: str
    updated_on: str


class WorkspaceOfUser(Answer, kw_only=True):
    id: str
    name: str
    url: str | None = None


class User(Answer, kw_only=True):
    id: str
    first_name: str
    last_name: str
    language: str
    status: UserStatus
    is_archived: bool | None = None
    is_deactivated: bool | None = None
    has_image: bool | None = None
    is_external: bool | None = None
    user_contact_infos: list[ContactInfo]
    tags: list[Any]
    teams: list[Any]
    resource_version: int
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    account_id: str | None = None
    workspace: WorkspaceOfUser | None = None


class Project(Answer, kw_only=True):
    id: str
    name: str
    description: str | None = None
    company_id: str | None = None
    is_private: bool | None = None
    is_billable_by_default: bool | None = None
    project_type_id: str | None = None
    project_status_id: str | None = None
    project_key: str | None = None
    has_image: bool | None = None
    is_external: bool | None = None
    project_type: NestedType | None = None
    project_status: NestedStatus | None = None
    company: NestedCompany | None = None
    tags: list[Any]
    members: list[Any]
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    resource_version: int


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


def ticks(instant: datetime) -> int:
    """.NET ticks in UTC."""
    return TICKS_AT_1970 + to_microseconds(instant) * 10


def timestamp(instant: datetime) -> str:
    """`2024-01-15T09:30:00.123Z`: milliseconds, cut."""
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03d}Z"


def exact_timestamp(instant: datetime) -> str:
    """As many decimals as it takes, none for a whole second."""
    fraction = f".{instant.microsecond:06d}".rstrip("0") if instant.microsecond else ""
    return f"{instant:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def midnight(day: date) -> str:
    return f"{day:%Y-%m-%d}T00:00:00"


def time_of_day(moment: time) -> str:
    """`13:08:51.8220630`: seven decimals, none for a whole second."""
    text = moment.strftime("%H:%M:%S")
    return f"{text}.{moment.microsecond:06d}0" if moment.microsecond else text


def time_tracking(details: EntryDetails) -> TimeTracking:
    entry = details.entry
    where = ZoneInfo(entry.zone)
    started, ended = entry.started_at, entry.ended_at
    local_start = started.astimezone(where)
    local_end = None if ended is None else ended.astimezone(where)
    return TimeTracking(
        timezone=entry.zone,
        type_of_work_id=entry.type_of_work_id,
        is_billable=entry.billable,
        is_billed=entry.billed,
        task_id=entry.task_id,
        project_id=entry.project_id,
        note=entry.note,
        start_date_utc=midnight(started) + "Z",
        start_time_utc=time_of_day(started.time()),
        end_date_utc=None if ended is None else midnight(ended) + "Z",
        end_time_utc=None if ended is None else time_of_day(ended.time()),
        start_date_local=midnight(local_start),
        start_time_local=time_of_day(local_start.time()),
        end_date_local=None if local_end is None else midnight(local_end),
        end_time_local=None if local_end is None else time_of_day(local_end.time()),
        duration=entry.net_seconds or 0,
        break_duration=closed_break_seconds(entry.breaks),
        user_id=entry.person_id,
        id=entry.id,
        created_by=entry.created_by,
        created_on=timestamp(entry.created_at),
        updated_by=entry.updated_by,
        updated_on=timestamp(entry.updated_at),
        type_of_work=nested_type(details.type_of_work),
        user=nested_user(details.person),
        task=nested_task(details.task) if details.task else None,
        project=nested_project(details.project) if details.project else None,
        breaks=[break_model(each) for each in entry.breaks],
        resource_version=ticks(entry.updated_at),
        is_external=False,
    )


def closed_break_seconds(breaks: Iterable[Break]) -> int:
    return whole_seconds(sum(microseconds(b.ended_at - b.started_at) for b in breaks if b.ended_at is not None))


def break_model(each: Break) -> BreakModel:
    if each.ended_at is None:
        return BreakModel(start_date=exact_timestamp(each.started_at))
    return BreakModel(
        start_date=exact_timestamp(each.started_at),
        duration=closed_break_seconds([each]),
        end_date=exact_timestamp(each.ended_at),
    )


def nested_type(kind: TypeOfWork | ProjectType) -> NestedType:
    return NestedType(id=kind.id, name=kind.name, icon=kind.icon, is_archived=kind.archived)


def nested_user(person: Person) -> NestedUser:
    return NestedUser(
        id=person.id, first_name=person.first_name, last_name=person.last_name, has_image=False, is_external=False
    )


def nested_project(details: ProjectDetails) -> NestedProject:
    project = details.project
    return NestedProject(
        id=project.id,
        name=project.name,
        project_status=nested_status(details),
        company=nested_company(details),
        project_type=nested_project_type(details),
        project_key=project.key,
        is_private=False,
        has_image=False,
        is_external=False,
        is_billable_by_default=project.billable,
        created_by=project.created_by,
    )


def nested_status(details: ProjectDetails) -> NestedStatus | None:
    status = details.status
    if status is None:
        return None
    return NestedStatus(id=status.id, name=status.name, type=status.stage, is_archived=status.archived)


def nested_company(details: ProjectDetails) -> NestedCompany | None:
    client = details.client
    if client is None:
        return None
    return NestedCompany(id=client.id, name=client.name, has_image=False, description=client.note)


def nested_project_type(details: ProjectDetails) -> NestedType | None:
    return None if details.type is None else nested_type(details.type)


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


def type_of_work(kind: TypeOfWork) -> TypeOfWorkModel:
    return TypeOfWorkModel(
        id=kind.id,
        name=kind.name,
        description=kind.note,
        icon=kind.icon,
        is_archived=kind.archived,
        created_on=timestamp(kind.created_at),
        created_by=kind.created_by,
        updated_on=timestamp(kind.updated_at),
        updated_by=kind.updated_by,
    )


def user(person: Person, workspace: Workspace | None = None) -> User:
    return User(
        id=person.id,
        first_name=person.first_name,
        last_name=person.last_name,
        language=person.language,
        status=UserStatus(invitation_accepted=True, is_deactivated=not person.active),
        is_archived=False,
        is_deactivated=not person.active,
        has_image=False,
        is_external=False,
        user_contact_infos=[
            ContactInfo(
                # The address has no record of its own here: the person's id stands for it.
                id=person.id,
                label="E-Mail",
                value=person.email,
                type="email",
                is_address=False,
                created_on=timestamp(person.created_at),
                updated_on=timestamp(person.updated_at),
            )
        ],
        tags=[],
        teams=[],
        resource_version=ticks(person.updated_at),
        created_on=timestamp(person.created_at),
        created_by=person.created_by,
        updated_on=timestamp(person.updated_at),
        updated_by=person.updated_by,
        account_id=person.id,
        workspace=WorkspaceOfUser(id=workspace.id, name=workspace.name) if workspace else None,
    )


def project(details: ProjectDetails) -> Project:
    record = details.project
    company = nested_company(details)
    return Project(
        id=record.id,
        name=record.name,
        description=record.note,
        company_id=record.client_id,
        is_private=False,
        is_billable_by_default=record.billable,
        project_type_id=record.project_type_id,
        project_status_id=record.project_status_id,
        project_key=record.key,
        has_image=False,
        is_external=False,
        project_type=nested_project_type(details),
        project_status=nested_status(details),
        company=msgspec.structs.replace(company, tags=[]) if company else None,
        tags=[],
        members=[],
        created_on=timestamp(record.created_at),
        created_by=record.created_by,
        updated_on=timestamp(record.updated_at),
        updated_by=record.updated_by,
        resource_version=ticks(record.updated_at),
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
