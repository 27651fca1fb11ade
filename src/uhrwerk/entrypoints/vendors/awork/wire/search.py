"""What a search finds: hits of each kind of thing, with the thing in short."""

from typing import Any

import msgspec

from uhrwerk.entrypoints.vendors.awork.wire.tasks import task_identifier
from uhrwerk.entrypoints.vendors.awork.wire.time_entries import time_tracking
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, midnight, timestamp
from uhrwerk.operations.details import EntryDetails, ProjectDetails, TaskDetails
from uhrwerk.storage.clients import Client
from uhrwerk.storage.people import Person
from uhrwerk.storage.saved_reports import SavedReport
from uhrwerk.storage.tasks import TaskList

SCORE = 1.0
"""Of every hit: what is found is not ranked."""


class UserHit(Answer, kw_only=True):
    id: str
    workspace_id: str
    first_name: str
    last_name: str
    title: str | None = None
    position: str | None = None
    language: str
    has_image: bool
    is_deactivated: bool


class CompanyHit(Answer, kw_only=True):
    id: str
    workspace_id: str
    name: str
    industry: str | None = None
    has_image: bool


class StatusEntity(Answer, kw_only=True):
    id: str | None = None
    name: str
    type: str
    icon: str | None = None


class NamedEntity(Answer, kw_only=True):
    id: str | None = None
    name: str
    icon: str | None = None


class ProjectEntity(Answer, kw_only=True):
    """The project of what is found; `company` is a name."""

    id: str
    name: str
    company: str | None = None
    is_private: bool
    is_billable_by_default: bool
    project_status: StatusEntity | None = None
    created_by: str
    is_external: bool


class ProjectHit(Answer, kw_only=True):
    id: str
    workspace_id: str
    name: str
    project_key: str | None = None
    description: str | None = None
    project_type_id: str | None = None
    project_status_id: str | None = None
    is_private: bool
    is_open: bool
    is_billable_by_default: bool
    start_date: str | None = None
    due_date: str | None = None
    company: CompanyHit | None = None
    project_type: NamedEntity | None = None
    project_status: StatusEntity | None = None
    has_image: bool
    created_by: str
    is_external: bool


class TaskHit(Answer, kw_only=True):
    id: str
    workspace_id: str
    name: str
    task_identifier: str | None = None
    description: str | None = None
    base_type: str
    is_prio: bool
    is_open: bool
    planned_duration: int | None = None
    start_on: str | None = None
    due_on: str | None = None
    task_status: StatusEntity | None = None
    type_of_work: NamedEntity | None = None
    project_id: str | None = None
    project: ProjectEntity | None = None
    parent_id: str | None = None
    user_id: str | None = None
    created_by: str
    is_external: bool


class TaskListHit(Answer, kw_only=True):
    id: str
    workspace_id: str
    name: str
    project: ProjectEntity | None = None
    is_external: bool


class TimeEntryHit(Answer, kw_only=True):
    id: str
    workspace_id: str
    note: str | None = None
    task_id: str | None = None
    project_id: str | None = None
    project: ProjectEntity | None = None
    user_id: str
    start_date_utc: str
    start_time_utc: str | None = None
    timezone: str
    duration: int | None = None
    break_duration: int | None = None
    is_external: bool
    is_billed: bool


class TimeReportHit(Answer, kw_only=True):
    id: str
    workspace_id: str
    name: str
    shared: bool
    user_id: str


class Hit(Answer, kw_only=True):
    type: str
    score: float
    entity: Any


class Hits(Answer, kw_only=True):
    total_count: int
    max_score: float
    hits: list[Hit]
    has_hits: bool


class SearchResults(Answer, kw_only=True):
    """Kinds that were not asked for are left out; `top` has the hits of all of them."""

    total_count: int
    max_score: float
    top: list[Hit]
    company_hits: Hits | None = None
    project_hits: Hits | None = None
    task_hits: Hits | None = None
    task_list_hits: Hits | None = None
    time_entries_hits: Hits | None = None
    time_reports_hits: Hits | None = None
    user_hits: Hits | None = None


def hits(kind: str, entities: list[msgspec.Struct], total: int) -> Hits:
    found = [Hit(type=kind, score=SCORE, entity=entity) for entity in entities]
    return Hits(total_count=total, max_score=SCORE if found else 0.0, hits=found, has_hits=bool(found))


def results(found: dict[str, Hits], top: int) -> SearchResults:
    """`found` has the hits by the members of the answer."""
    first = [hit for each in found.values() for hit in each.hits]
    return SearchResults(
        total_count=sum(each.total_count for each in found.values()),
        max_score=max((each.max_score for each in found.values()), default=0.0),
        top=first[:top],
        **found,
    )


def user(person: Person) -> UserHit:
    return UserHit(
        id=person.id,
        workspace_id=person.workspace_id,
        first_name=person.first_name,
        last_name=person.last_name,
        title=person.title,
        position=person.position,
        language=person.language,
        has_image=False,
        is_deactivated=not person.active,
    )


def company(client: Client) -> CompanyHit:
    return CompanyHit(
        id=client.id, workspace_id=client.workspace_id, name=client.name, industry=client.industry, has_image=False
    )


def project(details: ProjectDetails) -> ProjectHit:
    record, kind = details.project, details.type
    return ProjectHit(
        id=record.id,
        workspace_id=record.workspace_id,
        name=record.name,
        project_key=record.key,
        description=record.note,
        project_type_id=record.project_type_id,
        project_status_id=record.project_status_id,
        is_private=record.private,
        is_open=details.status is None or details.status.stage != "closed",
        is_billable_by_default=record.billable,
        start_date=midnight(record.starts_on) + "Z" if record.starts_on else None,
        due_date=midnight(record.due_on) + "Z" if record.due_on else None,
        company=company(details.client) if details.client else None,
        project_type=NamedEntity(id=kind.id, name=kind.name, icon=kind.icon) if kind else None,
        project_status=_project_status(details),
        has_image=False,
        created_by=record.created_by,
        is_external=False,
    )


def task(details: TaskDetails) -> TaskHit:
    record, status, kind = details.task, details.status, details.type_of_work
    return TaskHit(
        id=record.id,
        workspace_id=record.workspace_id,
        name=record.name,
        task_identifier=task_identifier(details),
        description=record.note,
        base_type="projecttask" if record.project_id else "private",
        is_prio=record.priority,
        is_open=status is None or status.stage != "done",
        planned_duration=record.planned_seconds,
        start_on=timestamp(record.starts_at) if record.starts_at else None,
        due_on=timestamp(record.due_at) if record.due_at else None,
        task_status=StatusEntity(name=status.name, type=status.stage, icon=status.icon) if status else None,
        type_of_work=NamedEntity(name=kind.name) if kind else None,
        project_id=record.project_id,
        project=_project(details.project),
        parent_id=record.parent_id,
        user_id=record.person_id,
        created_by=record.created_by,
        is_external=False,
    )


def task_list(record: TaskList, details: ProjectDetails | None) -> TaskListHit:
    return TaskListHit(
        id=record.id,
        workspace_id=record.workspace_id,
        name=record.name,
        project=_project(details),
        is_external=False,
    )


def time_entry(details: EntryDetails) -> TimeEntryHit:
    whole, record = time_tracking(details), details.entry
    return TimeEntryHit(
        id=record.id,
        workspace_id=record.workspace_id,
        note=record.note,
        task_id=record.task_id,
        project_id=record.project_id,
        project=_project(details.project),
        user_id=record.person_id,
        start_date_utc=whole.start_date_utc,
        start_time_utc=whole.start_time_utc,
        timezone=record.zone,
        duration=whole.duration,
        break_duration=whole.break_duration,
        is_external=False,
        is_billed=record.billed,
    )


def time_report(record: SavedReport) -> TimeReportHit:
    return TimeReportHit(
        id=record.id,
        workspace_id=record.workspace_id,
        name=record.name,
        shared=record.shared,
        user_id=record.person_id,
    )


def _project(details: ProjectDetails | None) -> ProjectEntity | None:
    if details is None:
        return None
    record = details.project
    return ProjectEntity(
        id=record.id,
        name=record.name,
        company=details.client.name if details.client else None,
        is_private=record.private,
        is_billable_by_default=record.billable,
        project_status=_project_status(details),
        created_by=record.created_by,
        is_external=False,
    )


def _project_status(details: ProjectDetails) -> StatusEntity | None:
    status = details.status
    return None if status is None else StatusEntity(id=status.id, name=status.name, type=status.stage)
