"""What time is booked on and what sorts it: clients, projects, tasks, types of work, statuses, lists, tags."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar.params import QueryParameter

from uhrwerk.entrypoints.native.alike import Kind, routes
from uhrwerk.entrypoints.native.models import catalog as models
from uhrwerk.entrypoints.native.models.values import text_id
from uhrwerk.operations import contacts
from uhrwerk.operations.catalog import (
    CLIENTS,
    PROJECT_STATUSES,
    PROJECT_TYPES,
    PROJECTS,
    TAGS,
    TASK_LISTS,
    TASK_STATUSES,
    TASKS,
    TYPES_OF_WORK,
)
from uhrwerk.rules.access import Actor
from uhrwerk.storage.clients import Client
from uhrwerk.storage.people import Person

Archived = Annotated[bool | None, QueryParameter(description="Only archived, or only those in use", required=False)]
Owner = Annotated[UUID | None, QueryParameter(required=False)]


def in_use_or_not(archived: Archived = None) -> dict[str, Any]:
    return {"archived": archived}


def of_client(archived: Archived = None, client_id: Owner = None) -> dict[str, Any]:
    return {"archived": archived, "client_id": text_id(client_id)}


def of_project(archived: Archived = None, project_id: Owner = None) -> dict[str, Any]:
    return {"archived": archived, "project_id": text_id(project_id)}


def of_project_alone(project_id: Owner = None) -> dict[str, Any]:
    return {"project_id": text_id(project_id)}


def with_contacts(
    actor: Actor, now: datetime, members: dict[str, Any], before: Client | Person | None
) -> dict[str, Any]:
    """Contact details come as a whole list; which of them are new is seen beside the ones that are there."""
    if "contacts" not in members:
        return members
    known = () if before is None else before.contacts
    return members | {"contacts": contacts.replaced(known, actor, now, members["contacts"])}


CLIENT = Kind(
    "Client",
    "Clients",
    models.client,
    models.Client,
    models.NewClient,
    models.ClientChanges,
    prepare=with_contacts,
)
PROJECT = Kind("Project", "Projects", models.project, models.Project, models.NewProject, models.ProjectChanges)
PROJECT_TYPE = Kind(
    "ProjectType",
    "ProjectTypes",
    models.project_type,
    models.ProjectType,
    models.NewProjectType,
    models.ProjectTypeChanges,
)
PROJECT_STATUS = Kind(
    "ProjectStatus",
    "ProjectStatuses",
    models.project_status,
    models.ProjectStatus,
    models.NewProjectStatus,
    models.ProjectStatusChanges,
)
TASK = Kind(
    "Task",
    "Tasks",
    models.task,
    models.Task,
    models.NewTask,
    models.TaskChanges,
    keepers="admins and leads; a private one its person; who is assigned moves it along",
)
TASK_STATUS = Kind(
    "TaskStatus",
    "TaskStatuses",
    models.task_status,
    models.TaskStatus,
    models.NewTaskStatus,
    models.TaskStatusChanges,
)
TASK_LIST = Kind("TaskList", "TaskLists", models.task_list, models.TaskList, models.NewTaskList, models.TaskListChanges)
TYPE_OF_WORK = Kind(
    "TypeOfWork",
    "TypesOfWork",
    models.type_of_work,
    models.TypeOfWork,
    models.NewTypeOfWork,
    models.TypeOfWorkChanges,
)
TAG = Kind("Tag", "Tags", models.tag, models.Tag, models.NewTag, models.TagChanges, unused="")

HANDLERS: list[Any] = [
    routes(CLIENT, CLIENTS, in_use_or_not),
    routes(PROJECT, PROJECTS, of_client),
    routes(PROJECT_TYPE, PROJECT_TYPES, in_use_or_not),
    routes(PROJECT_STATUS, PROJECT_STATUSES, of_project),
    routes(TASK, TASKS, of_project),
    routes(TASK_STATUS, TASK_STATUSES, of_project_alone),
    routes(TASK_LIST, TASK_LISTS, of_project),
    routes(TYPE_OF_WORK, TYPES_OF_WORK, in_use_or_not),
    routes(TAG, TAGS),
]
