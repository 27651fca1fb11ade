"""Records together with their neighbours, for faces that answer with the whole of it."""

import msgspec

from uhrwerk.rules.access import Actor
from uhrwerk.storage import clients, people, projects, tasks, types_of_work
from uhrwerk.storage.clients import Client
from uhrwerk.storage.people import Person
from uhrwerk.storage.projects import Project, ProjectStatus, ProjectType
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task, TaskStatus
from uhrwerk.storage.time_entries import TimeEntry
from uhrwerk.storage.types_of_work import TypeOfWork


class ProjectDetails(msgspec.Struct, frozen=True):
    project: Project
    client: Client | None
    type: ProjectType | None
    status: ProjectStatus | None


class TaskDetails(msgspec.Struct, frozen=True):
    task: Task
    status: TaskStatus | None
    type_of_work: TypeOfWork | None
    project: ProjectDetails | None
    assignees: list[Person]


class EntryDetails(msgspec.Struct, frozen=True):
    entry: TimeEntry
    person: Person
    type_of_work: TypeOfWork
    task: TaskDetails | None
    project: ProjectDetails | None


async def of_project(tx: Tx, project: Project) -> ProjectDetails:
    workspace_id = project.workspace_id
    return ProjectDetails(
        project,
        await clients.shelf.get(tx, workspace_id, project.client_id) if project.client_id else None,
        await projects.types.get(tx, workspace_id, project.project_type_id) if project.project_type_id else None,
        await projects.statuses.get(tx, workspace_id, project.project_status_id) if project.project_status_id else None,
    )


async def of_task(tx: Tx, task: Task, project: ProjectDetails | None, *, with_people: bool) -> TaskDetails:
    """`project` is the task's own where the caller has it already; assignees are read only where they are shown."""
    workspace_id = task.workspace_id
    if task.project_id is not None and (project is None or project.project.id != task.project_id):
        found = await projects.shelf.get(tx, workspace_id, task.project_id)
        project = await of_project(tx, found) if found else None
    assignees = [await people.shelf.get(tx, workspace_id, each) for each in task.assignees] if with_people else []
    return TaskDetails(
        task,
        await tasks.statuses.get(tx, workspace_id, task.task_status_id) if task.task_status_id else None,
        await types_of_work.shelf.get(tx, workspace_id, task.type_of_work_id)
        if with_people and task.type_of_work_id
        else None,
        project if task.project_id is not None else None,
        [person for person in assignees if person is not None],
    )


async def of_entry(tx: Tx, actor: Actor, entry: TimeEntry) -> EntryDetails:
    """The entry with its person, type of work, task and project."""
    workspace_id = actor.workspace_id
    person = await people.shelf.get(tx, workspace_id, entry.person_id)
    type_of_work = await types_of_work.shelf.get(tx, workspace_id, entry.type_of_work_id)
    assert person is not None
    assert type_of_work is not None
    project = None
    if entry.project_id is not None:
        found = await projects.shelf.get(tx, workspace_id, entry.project_id)
        project = await of_project(tx, found) if found else None
    task = None
    if entry.task_id is not None:
        its_task = await tasks.shelf.get(tx, workspace_id, entry.task_id)
        task = await of_task(tx, its_task, project, with_people=False) if its_task else None
    return EntryDetails(entry, person, type_of_work, task, project)
