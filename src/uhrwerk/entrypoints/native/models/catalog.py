"""What time is booked on: clients, projects, tasks, types of work."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.values import Kept, Name, Note, same
from uhrwerk.storage.clients import Client as ClientRecord
from uhrwerk.storage.projects import Project as ProjectRecord
from uhrwerk.storage.tasks import Task as TaskRecord
from uhrwerk.storage.types_of_work import TypeOfWork as TypeOfWorkRecord


class Client(Kept, frozen=True, kw_only=True):
    name: str
    note: str | None
    archived: bool


class NewClient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    note: Note | None = None
    archived: bool = False


class ClientChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class Project(Kept, frozen=True, kw_only=True):
    name: str
    key: str | None
    note: str | None
    client_id: str | None
    billable: bool
    archived: bool


class NewProject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    key: Annotated[str, Meta(description="Short name for task numbers", examples=["WEB"])] | None = None
    note: Note | None = None
    client_id: UUID | None = None
    billable: bool = True
    archived: bool = False


class ProjectChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    key: str | None | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    client_id: UUID | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class Task(Kept, frozen=True, kw_only=True):
    name: str
    note: str | None
    project_id: str | None
    type_of_work_id: str | None
    assignees: list[str]
    planned_seconds: int | None
    archived: bool


class NewTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without a project it is a task of the workspace."""

    name: Name
    note: Note | None = None
    project_id: UUID | None = None
    type_of_work_id: UUID | None = None
    assignees: list[UUID] = []
    planned_seconds: Annotated[int, Meta(ge=0, lt=2**31)] | None = None
    archived: bool = False


class TaskChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    type_of_work_id: UUID | None | UnsetType = UNSET
    assignees: list[UUID] | UnsetType = UNSET
    planned_seconds: Annotated[int, Meta(ge=0, lt=2**31)] | None | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class TypeOfWork(Kept, frozen=True, kw_only=True):
    name: str
    icon: str | None
    note: str | None
    archived: bool


class NewTypeOfWork(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    icon: str | None = None
    note: Note | None = None
    archived: bool = False


class TypeOfWorkChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    icon: str | None | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


def client(record: ClientRecord) -> Client:
    return Client(**same(record, Client))


def project(record: ProjectRecord) -> Project:
    return Project(**same(record, Project))


def task(record: TaskRecord) -> Task:
    return Task(**same(record, Task))


def type_of_work(record: TypeOfWorkRecord) -> TypeOfWork:
    return TypeOfWork(**same(record, TypeOfWork))
