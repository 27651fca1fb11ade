"""What time is booked on: clients, projects, tasks, types of work, and what sorts them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.contacts import ContactDetail, GivenContact, contact_details
from uhrwerk.entrypoints.native.models.values import (
    Color,
    Icon,
    Instant,
    Kept,
    Name,
    Note,
    PositiveAmount,
    Seconds,
    Tags,
    same,
)
from uhrwerk.storage.clients import Client as ClientRecord
from uhrwerk.storage.parts import ListPlace as ListPlaceOfRecord
from uhrwerk.storage.parts import ProjectMember as ProjectMemberOfRecord
from uhrwerk.storage.projects import Project as ProjectRecord
from uhrwerk.storage.projects import ProjectStatus as ProjectStatusRecord
from uhrwerk.storage.projects import ProjectType as ProjectTypeRecord
from uhrwerk.storage.tags import Tag as TagRecord
from uhrwerk.storage.tasks import Task as TaskRecord
from uhrwerk.storage.tasks import TaskList as TaskListRecord
from uhrwerk.storage.tasks import TaskStatus as TaskStatusRecord
from uhrwerk.storage.types_of_work import TypeOfWork as TypeOfWorkRecord

Key = Annotated[str, Meta(description="Short name for task numbers, at most 20 characters", examples=["WEB"])]
Position = Annotated[float, Meta(description="Smaller ones come first")]
Place = Annotated[int, Meta(ge=0, lt=2**31, description="Smaller ones come first")]
ProjectStage = Literal["not-started", "progress", "stuck", "closed"]
TaskStage = Literal["todo", "progress", "review", "stuck", "done"]
Fields = Annotated[dict[str, str], Meta(description="Fields of the workspace's own, text by name")]


class Client(Kept, frozen=True, kw_only=True):
    """For whom projects are done. `custom` are fields of the workspace's own, `tags` ids."""

    name: str
    note: str | None
    archived: bool
    color: str | None
    industry: str | None
    contacts: list[ContactDetail]
    custom: dict[str, str]
    tags: list[str]


class NewClient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    note: Note | None = None
    archived: bool = False
    color: Color | None = None
    industry: Name | None = None
    contacts: list[GivenContact] = []
    custom: Fields = {}
    tags: Tags = []


class ClientChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are; lists are replaced as a whole."""

    name: Name | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    color: Color | None | UnsetType = UNSET
    industry: Name | None | UnsetType = UNSET
    contacts: list[GivenContact] | UnsetType = UNSET
    custom: Fields | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET


class ProjectMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody on a project; `responsible` for those who answer for it."""

    person_id: UUID
    responsible: bool = False

    def kept(self, field: str) -> ProjectMemberOfRecord:
        return ProjectMemberOfRecord(str(self.person_id), self.responsible)


class Project(Kept, frozen=True, kw_only=True):
    """`private`: known to its members and to admins alone. `budget` and `hour_rate` are in the workspace's currency."""

    name: str
    key: str | None
    note: str | None
    client_id: str | None
    project_type_id: str | None
    project_status_id: str | None
    billable: bool
    archived: bool
    color: str | None
    private: bool
    starts_on: date | None
    due_on: date | None
    planned_seconds: int | None
    budget: str | None
    hour_rate: str | None
    members: list[ProjectMember]
    tags: list[str]


class NewProject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    key: Key | None = None
    note: Note | None = None
    client_id: UUID | None = None
    project_type_id: UUID | None = None
    project_status_id: UUID | None = None
    billable: bool = True
    archived: bool = False
    color: Color | None = None
    private: bool = False
    starts_on: date | None = None
    due_on: date | None = None
    planned_seconds: Seconds | None = None
    budget: PositiveAmount | None = None
    hour_rate: PositiveAmount | None = None
    members: list[ProjectMember] = []
    tags: Tags = []


class ProjectChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are; lists are replaced as a whole."""

    name: Name | UnsetType = UNSET
    key: Key | None | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    client_id: UUID | None | UnsetType = UNSET
    project_type_id: UUID | None | UnsetType = UNSET
    project_status_id: UUID | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    color: Color | None | UnsetType = UNSET
    private: bool | UnsetType = UNSET
    starts_on: date | None | UnsetType = UNSET
    due_on: date | None | UnsetType = UNSET
    planned_seconds: Seconds | None | UnsetType = UNSET
    budget: PositiveAmount | None | UnsetType = UNSET
    hour_rate: PositiveAmount | None | UnsetType = UNSET
    members: list[ProjectMember] | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET


class ProjectType(Kept, frozen=True, kw_only=True):
    name: str
    icon: str | None
    note: str | None
    archived: bool


class NewProjectType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    icon: Icon | None = None
    note: Note | None = None
    archived: bool = False


class ProjectTypeChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    icon: Icon | None | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class ProjectStatus(Kept, frozen=True, kw_only=True):
    """With a `project_id` it is that project's alone."""

    name: str
    stage: str
    position: int
    archived: bool
    project_id: str | None


class NewProjectStatus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    stage: ProjectStage
    position: Place = 0
    archived: bool = False
    project_id: UUID | None = None


class ProjectStatusChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    stage: ProjectStage | UnsetType = UNSET
    position: Place | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class ListPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a task stands in a task list."""

    task_list_id: UUID
    position: Position = 0.0

    def kept(self, field: str) -> ListPlaceOfRecord:
        return ListPlaceOfRecord(str(self.task_list_id), self.position)


class Task(Kept, frozen=True, kw_only=True):
    """A task of a person (`person_id`) is private: it belongs to no project, and others do not see it."""

    name: str
    note: str | None
    project_id: str | None
    person_id: str | None
    parent_id: str | None
    type_of_work_id: str | None
    task_status_id: str | None
    assignees: list[str]
    planned_seconds: int | None
    position: float
    priority: bool
    starts_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    hour_rate: str | None
    lists: list[ListPlace]
    tags: list[str]
    archived: bool


class NewTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without a project it is a task of the workspace, with a person a private one."""

    name: Name
    note: Note | None = None
    project_id: UUID | None = None
    person_id: UUID | None = None
    parent_id: UUID | None = None
    type_of_work_id: UUID | None = None
    task_status_id: UUID | None = None
    assignees: list[UUID] = []
    planned_seconds: Seconds | None = None
    position: Position = 0.0
    priority: bool = False
    starts_at: Instant | None = None
    due_at: Instant | None = None
    hour_rate: PositiveAmount | None = None
    lists: list[ListPlace] = []
    tags: Tags = []
    archived: bool = False


class TaskChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are; lists are replaced as a whole."""

    name: Name | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    parent_id: UUID | None | UnsetType = UNSET
    type_of_work_id: UUID | None | UnsetType = UNSET
    task_status_id: UUID | UnsetType = UNSET
    assignees: list[UUID] | UnsetType = UNSET
    planned_seconds: Seconds | None | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    priority: bool | UnsetType = UNSET
    starts_at: Instant | None | UnsetType = UNSET
    due_at: Instant | None | UnsetType = UNSET
    closed_at: Instant | None | UnsetType = UNSET
    hour_rate: PositiveAmount | None | UnsetType = UNSET
    lists: list[ListPlace] | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class TaskStatus(Kept, frozen=True, kw_only=True):
    """With a `project_id` it is that project's alone."""

    name: str
    stage: str
    position: int
    icon: str | None
    project_id: str | None


class NewTaskStatus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    stage: TaskStage
    position: Place = 0
    icon: Icon | None = None
    project_id: UUID | None = None


class TaskStatusChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    stage: TaskStage | UnsetType = UNSET
    position: Place | UnsetType = UNSET
    icon: Icon | None | UnsetType = UNSET


class TaskList(Kept, frozen=True, kw_only=True):
    """A list of a project's tasks; which tasks stand in it, the tasks say (`lists`)."""

    name: str
    project_id: str
    position: float
    archived: bool


class NewTaskList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    project_id: UUID
    position: Position = 0.0
    archived: bool = False


class TaskListChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class TypeOfWork(Kept, frozen=True, kw_only=True):
    name: str
    icon: str | None
    note: str | None
    archived: bool


class NewTypeOfWork(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    icon: Icon | None = None
    note: Note | None = None
    archived: bool = False


class TypeOfWorkChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    icon: Icon | None | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class Tag(Kept, frozen=True, kw_only=True):
    """A word of the workspace's own, on people, clients, projects, tasks, time entries and expenses."""

    name: str
    color: str | None


class NewTag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    color: Color | None = None


class TagChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    color: Color | None | UnsetType = UNSET


def client(record: ClientRecord) -> Client:
    return Client(**same(record, Client, contacts=contact_details(record.contacts)))


def project(record: ProjectRecord) -> Project:
    members = [ProjectMember(UUID(each.person_id), each.responsible) for each in record.members]
    return Project(**same(record, Project, members=members))


def project_type(record: ProjectTypeRecord) -> ProjectType:
    return ProjectType(**same(record, ProjectType))


def project_status(record: ProjectStatusRecord) -> ProjectStatus:
    return ProjectStatus(**same(record, ProjectStatus))


def task(record: TaskRecord) -> Task:
    lists = [ListPlace(UUID(each.task_list_id), each.position) for each in record.lists]
    return Task(**same(record, Task, lists=lists))


def task_status(record: TaskStatusRecord) -> TaskStatus:
    return TaskStatus(**same(record, TaskStatus))


def task_list(record: TaskListRecord) -> TaskList:
    return TaskList(**same(record, TaskList))


def type_of_work(record: TypeOfWorkRecord) -> TypeOfWork:
    return TypeOfWork(**same(record, TypeOfWork))


def tag(record: TagRecord) -> Tag:
    return Tag(**same(record, Tag))
