"""Types and statuses of projects."""

from typing import Final, Literal
from uuid import UUID

from uhrwerk.entrypoints.vendors.awork.wire.forms import Form
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.storage.projects import ProjectStatus, ProjectType

TYPE_NAMES: Final = {"name": "name", "note": "description", "icon": "icon"}
STATUS_NAMES: Final = {"name": "name", "stage": "type"}
"""The forms' members by the core's names."""


class StatusForm(Form):
    name: str
    type: Literal["not-started", "progress", "stuck", "closed"]


class StatusOrderForm(Form):
    project_status_id: UUID
    order: int | None = None


class DeleteTypeForm(Form):
    project_type_id: UUID | None = None


class DeleteStatusForm(Form):
    project_status_id: UUID | None = None


class ProjectTypeModel(Answer, kw_only=True):
    id: str
    name: str
    description: str | None = None
    icon: str | None = None
    is_archived: bool
    is_preset: bool
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


class ProjectStatusModel(Answer, kw_only=True):
    id: str
    name: str
    type: str
    order: int
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    project_id: str | None = None
    is_external: bool


def project_type(kind: ProjectType) -> ProjectTypeModel:
    return ProjectTypeModel(
        id=kind.id,
        name=kind.name,
        description=kind.note,
        icon=kind.icon,
        is_archived=kind.archived,
        is_preset=False,
        created_on=timestamp(kind.created_at),
        created_by=kind.created_by,
        updated_on=timestamp(kind.updated_at),
        updated_by=kind.updated_by,
    )


def project_status(status: ProjectStatus) -> ProjectStatusModel:
    return ProjectStatusModel(
        id=status.id,
        name=status.name,
        type=status.stage,
        order=status.position,
        created_on=timestamp(status.created_at),
        created_by=status.created_by,
        updated_on=timestamp(status.updated_at),
        updated_by=status.updated_by,
        project_id=status.project_id,
        is_external=False,
    )
