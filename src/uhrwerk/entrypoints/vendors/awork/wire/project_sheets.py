"""Projects by themselves: their forms, the whole of a project, its members."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec import UNSET, UnsetType

from uhrwerk.entrypoints.vendors.awork.wire.contacts import Text
from uhrwerk.entrypoints.vendors.awork.wire.forms import Form, day, given
from uhrwerk.entrypoints.vendors.awork.wire.projects import NestedCompany, nested_company, nested_project_type
from uhrwerk.entrypoints.vendors.awork.wire.types_of_work import NestedType
from uhrwerk.entrypoints.vendors.awork.wire.users import Tag, TeamOfUser, tag, team_of_user
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, midnight, ticks, timestamp
from uhrwerk.operations.directory import Member, ProjectSheet
from uhrwerk.storage.projects import ProjectStatus

ROLE_ID: Final = str(uuid5(NAMESPACE_URL, "urn:uhrwerk:project-role:member"))
ROLE_NAME: Final = "Member"
"""Projects have one role here, the same in every workspace; who answers for a project is marked besides."""

NAMES: Final = {
    "name": "name",
    "private": "is_private",
    "note": "description",
    "starts_on": "start_date",
    "due_on": "due_date",
    "client_id": "company_id",
    "planned_seconds": "time_budget",
    "billable": "is_billable_by_default",
    "project_type_id": "project_type_id",
    "color": "color",
}
"""The forms' members by the core's names."""

NEW_NAMES: Final = NAMES | {"key": "project_key", "project_status_id": "project_status_id"}

Id = UUID | None | UnsetType


class ProjectForm(Form):
    name: str
    is_private: bool | UnsetType = UNSET
    description: Text = UNSET
    start_date: Text = UNSET
    due_date: Text = UNSET
    company_id: Id = UNSET
    time_budget: int | None | UnsetType = UNSET
    is_billable_by_default: bool | None | UnsetType = UNSET
    project_type_id: Id = UNSET
    color: Text = UNSET


class NewProjectForm(ProjectForm):
    project_key: Text = UNSET
    project_status_id: Id = UNSET


class ProjectKeyForm(Form):
    project_key: str


class ChangeStatusForm(Form):
    project_status_id: UUID


class ChangeTypeForm(Form):
    project_type_id: UUID


class DeleteProjectForm(Form):
    delete_time_trackings: bool = False


class MemberForm(Form):
    user_id: UUID
    project_role_id: UUID
    is_responsible: bool = False


class MemberRemovalForm(Form):
    user_id: UUID


class TagForm(Form):
    name: str
    color: str | None = None


class BatchForm(Form):
    """The members that an operation needs are checked by it."""

    project_ids: list[UUID]
    project_status_id: UUID | None = None
    project_type_id: UUID | None = None
    company_id: UUID | None = None
    responsible_user_id: UUID | None = None
    team_ids: list[UUID] | None = None
    new_start_date: str | None = None
    new_due_date: str | None = None
    remove_start_date: bool | None = None
    remove_due_date: bool | None = None
    days_offset: float | None = None
    tags: list[TagForm] | None = None
    tags_to_remove: list[TagForm] | None = None
    delete_time_trackings: bool | None = None


class ExtendedProjectStatus(Answer, kw_only=True):
    id: str
    name: str
    type: str
    is_archived: bool
    type_order: int
    is_external: bool


class CompanyOfProject(NestedCompany, kw_only=True):
    tags: list[Tag]


class ProjectMember(Answer, kw_only=True):
    id: str
    user_id: str
    first_name: str
    last_name: str
    has_image: bool
    project_role_id: str
    project_role_name: str
    is_responsible: bool
    is_deactivated: bool
    is_external: bool


class Project(Answer, kw_only=True):
    id: str
    name: str
    is_private: bool
    description: str | None = None
    start_date: str | None = None
    due_date: str | None = None
    company_id: str | None = None
    time_budget: int | None = None
    is_billable_by_default: bool
    project_type_id: str | None = None
    color: str | None = None
    deduct_non_billable_hours: bool
    is_project_key_visible: bool
    project_status_id: str | None = None
    project_key: str | None = None
    has_image: bool
    is_external: bool
    is_retainer: bool
    is_multi_assignment_allowed: bool
    project_type: NestedType | None = None
    project_status: ExtendedProjectStatus | None = None
    company: CompanyOfProject | None = None
    tags: list[Tag]
    members: list[ProjectMember]
    teams: list[TeamOfUser]
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    resource_version: int


STAGES: Final = ("not-started", "progress", "stuck", "closed")


def members_of(form: ProjectForm, names: Mapping[str, str]) -> dict[str, Any]:
    """What the form says, by the core's names. Raises Invalid."""
    members = given(form, names)
    for name in ("starts_on", "due_on"):
        if members.get(name) is not None:
            members[name] = day(members[name], names[name])
    if "billable" in members:
        members["billable"] = bool(members["billable"])
    return members


def project_member(member: Member) -> ProjectMember:
    """A membership has no id of its own here: the person's stands for it."""
    person = member.person
    return ProjectMember(
        id=person.id,
        user_id=person.id,
        first_name=person.first_name,
        last_name=person.last_name,
        has_image=False,
        project_role_id=ROLE_ID,
        project_role_name=ROLE_NAME,
        is_responsible=member.responsible,
        is_deactivated=not person.active,
        is_external=False,
    )


def project(sheet: ProjectSheet) -> Project:
    record = sheet.details.project
    return Project(
        id=record.id,
        name=record.name,
        is_private=record.private,
        description=record.note,
        start_date=midnight(record.starts_on) + "Z" if record.starts_on else None,
        due_date=midnight(record.due_on) + "Z" if record.due_on else None,
        company_id=record.client_id,
        time_budget=record.planned_seconds,
        is_billable_by_default=record.billable,
        project_type_id=record.project_type_id,
        color=record.color,
        deduct_non_billable_hours=False,
        is_project_key_visible=record.key is not None,
        project_status_id=record.project_status_id,
        project_key=record.key,
        has_image=False,
        is_external=False,
        is_retainer=False,
        is_multi_assignment_allowed=True,
        project_type=nested_project_type(sheet.details),
        project_status=_status(sheet.details.status),
        company=_company(sheet),
        tags=[tag(each) for each in sheet.tags],
        members=[project_member(each) for each in sheet.members],
        teams=[team_of_user(each) for each in sheet.teams],
        created_on=timestamp(record.created_at),
        created_by=record.created_by,
        updated_on=timestamp(record.updated_at),
        updated_by=record.updated_by,
        resource_version=ticks(record.updated_at),
    )


def _status(status: ProjectStatus | None) -> ExtendedProjectStatus | None:
    if status is None:
        return None
    return ExtendedProjectStatus(
        id=status.id,
        name=status.name,
        type=status.stage,
        is_archived=status.archived,
        type_order=STAGES.index(status.stage) if status.stage in STAGES else len(STAGES),
        is_external=False,
    )


def _company(sheet: ProjectSheet) -> CompanyOfProject | None:
    nested = nested_company(sheet.details)
    if nested is None:
        return None
    return CompanyOfProject(
        id=nested.id,
        name=nested.name,
        has_image=nested.has_image,
        description=nested.description,
        tags=[tag(each) for each in sheet.client_tags],
    )
