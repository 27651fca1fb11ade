"""Projects, with their status, type and company (our client)."""

from typing import Any

import msgspec

from uhrwerk.entrypoints.vendors.awork.wire.types_of_work import NestedType, nested_type
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, ticks, timestamp
from uhrwerk.operations.details import ProjectDetails


class NestedStatus(Answer, kw_only=True):
    id: str
    name: str
    type: str
    is_archived: bool | None = None


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
