"""Projects as parts of other answers, with their status, type and company (our client)."""

from uhrwerk.entrypoints.vendors.awork.wire.types_of_work import NestedType, nested_type
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer
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


def nested_project(details: ProjectDetails) -> NestedProject:
    project = details.project
    return NestedProject(
        id=project.id,
        name=project.name,
        project_status=nested_status(details),
        company=nested_company(details),
        project_type=nested_project_type(details),
        project_key=project.key,
        is_private=project.private,
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
