"""Records together with their neighbours, for faces that answer with the whole of it."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from uhrwerk.rules.access import Actor
from uhrwerk.storage import clients, people, projects, tags, task_figures, tasks, types_of_work, workspaces
from uhrwerk.storage.clients import Client
from uhrwerk.storage.people import Person
from uhrwerk.storage.projects import Project, ProjectStatus, ProjectType
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tags import Tag
from uhrwerk.storage.tasks import Task, TaskList, TaskStatus
from uhrwerk.storage.time_entries import TimeEntry
from uhrwerk.storage.types_of_work import TypeOfWork
from uhrwerk.storage.workspaces import Workspace

K = TypeVar("K", bound=Kept)


class ProjectDetails(msgspec.Struct, frozen=True):
    project: Project
    client: Client | None
    type: ProjectType | None
    status: ProjectStatus | None


class TaskDetails(msgspec.Struct, frozen=True):
    """`lists` with the task's position in each; `tracked_seconds` is the net of its stopped entries."""

    task: Task
    status: TaskStatus | None
    type_of_work: TypeOfWork | None
    project: ProjectDetails | None
    assignees: list[Person]
    lists: list[tuple[TaskList, float]] = []
    tags: list[Tag] = []
    parent: Task | None = None
    subtasks: int = 0
    tracked_seconds: int = 0


class EntryDetails(msgspec.Struct, frozen=True, gc=False):
    entry: TimeEntry
    person: Person
    type_of_work: TypeOfWork
    task: TaskDetails | None
    project: ProjectDetails | None


class Neighbours:
    """Looks records' neighbours up within one transaction, each of them once however many records share it."""

    def __init__(self, tx: Tx, workspace_id: str) -> None:
        self._tx = tx
        self._workspace_id = workspace_id
        self._found: dict[tuple[str, str], Any] = {}
        self._workspace: Workspace | None = None

    async def get(self, shelf: Shelf[K], id: str | None) -> K | None:
        """The record of that id on that shelf, a deleted one too: what refers to it goes on showing it."""
        if id is None:
            return None
        key = (shelf.table.name, id)
        if key not in self._found:
            self._found[key] = await shelf.get(self._tx, self._workspace_id, id)
        record: K | None = self._found[key]
        return record

    async def ahead(self, shelf: Shelf[K], ids: Iterable[str | None]) -> None:
        """Look all of these up in one statement, for `get` to find: what a whole list shows, before it is shown."""
        name = shelf.table.name
        sought = [id for id in dict.fromkeys(ids) if id is not None and (name, id) not in self._found]
        self._found |= dict.fromkeys(((name, id) for id in sought), None)
        for record in await shelf.some(self._tx, self._workspace_id, sought):
            self._found[name, record.id] = record

    async def workspace(self) -> Workspace | None:
        """The workspace itself."""
        if self._workspace is None:
            self._workspace = await workspaces.get(self._tx, self._workspace_id)
        return self._workspace

    async def some(self, shelf: Shelf[K], ids: Iterable[str]) -> list[K]:
        """The records of those ids that are not deleted, in their order."""
        ids = list(ids)
        await self.ahead(shelf, ids)
        found = [await self.get(shelf, id) for id in ids]
        return [record for record in found if record is not None and record.deleted_at is None]

    async def project(self, id: str | None) -> ProjectDetails | None:
        record = await self.get(projects.shelf, id)
        return None if record is None else await self.of_project(record)

    async def of_project(self, project: Project) -> ProjectDetails:
        return ProjectDetails(
            project,
            await self.get(clients.shelf, project.client_id),
            await self.get(projects.types, project.project_type_id),
            await self.get(projects.statuses, project.project_status_id),
        )

    async def of_whole_projects(self, records: Sequence[Project]) -> list[ProjectDetails]:
        await self._ahead_around(records)
        return [await self.of_project(record) for record in records]

    async def ahead_of_projects(self, ids: Iterable[str | None]) -> None:
        """Look these projects up with what stands beside them, for `project` to find."""
        ids = list(ids)
        await self.ahead(projects.shelf, ids)
        await self._ahead_around([record for id in ids if (record := await self.get(projects.shelf, id)) is not None])

    async def _ahead_around(self, records: Sequence[Project]) -> None:
        await self.ahead(clients.shelf, (each.client_id for each in records))
        await self.ahead(projects.types, (each.project_type_id for each in records))
        await self.ahead(projects.statuses, (each.project_status_id for each in records))

    async def of_task(self, task: Task) -> TaskDetails:
        [details] = await self.of_tasks([task])
        return details

    async def of_tasks(self, records: list[Task]) -> list[TaskDetails]:
        await self._ahead_of_tasks(records)
        ids = [task.id for task in records]
        below = await task_figures.subtasks(self._tx, self._workspace_id, ids)
        tracked = await task_figures.tracked_seconds(self._tx, self._workspace_id, ids)
        return [await self._of_task(task, below.get(task.id, 0), tracked.get(task.id, 0)) for task in records]

    async def _ahead_of_tasks(self, records: Sequence[Task]) -> None:
        await self.ahead(tasks.statuses, (each.task_status_id for each in records))
        await self.ahead(types_of_work.shelf, (each.type_of_work_id for each in records))
        await self.ahead_of_projects(each.project_id for each in records)
        await self.ahead(people.shelf, (id for each in records for id in each.assignees))
        await self.ahead(tasks.lists, (place.task_list_id for each in records for place in each.lists))
        await self.ahead(tags.shelf, (id for each in records for id in each.tags))
        await self.ahead(tasks.shelf, (each.parent_id for each in records))

    async def _of_task(self, task: Task, subtasks: int, tracked_seconds: int) -> TaskDetails:
        positions = {place.task_list_id: place.position for place in task.lists}
        return TaskDetails(
            task,
            await self.get(tasks.statuses, task.task_status_id),
            await self.get(types_of_work.shelf, task.type_of_work_id),
            await self.project(task.project_id),
            await self.some(people.shelf, task.assignees),
            [(each, positions[each.id]) for each in await self.some(tasks.lists, positions)],
            await self.some(tags.shelf, task.tags),
            await self.get(tasks.shelf, task.parent_id),
            subtasks,
            tracked_seconds,
        )

    async def of_entries(self, records: Sequence[TimeEntry]) -> list[EntryDetails]:
        """Each with its person, type of work, task and project; what several share is one and the same object."""
        await self.ahead(people.shelf, (each.person_id for each in records))
        await self.ahead(types_of_work.shelf, (each.type_of_work_id for each in records))
        await self.ahead(tasks.shelf, (each.task_id for each in records))
        task_ids = {each.task_id for each in records}
        worked_on = [task for id in task_ids if (task := await self.get(tasks.shelf, id)) is not None]
        await self.ahead(tasks.statuses, (each.task_status_id for each in worked_on))
        project_ids = {each.project_id for each in records} | {task.project_id for task in worked_on}
        await self.ahead_of_projects(project_ids)
        worked_by = {id: self._found[people.shelf.table.name, id] for id in {each.person_id for each in records}}
        kinds = {
            id: self._found[types_of_work.shelf.table.name, id] for id in {each.type_of_work_id for each in records}
        }
        worked_for = {id: await self.project(id) for id in project_ids}
        worked_at = {task.id: await self._task_of_entry(task, worked_for[task.project_id]) for task in worked_on}
        return [
            EntryDetails(
                each,
                worked_by[each.person_id],
                kinds[each.type_of_work_id],
                None if each.task_id is None else worked_at.get(each.task_id),
                worked_for[each.project_id],
            )
            for each in records
        ]

    async def of_entry(self, entry: TimeEntry) -> EntryDetails:
        """The entry with its person, type of work, task and project."""
        person = await self.get(people.shelf, entry.person_id)
        type_of_work = await self.get(types_of_work.shelf, entry.type_of_work_id)
        assert person is not None
        assert type_of_work is not None
        task = await self.get(tasks.shelf, entry.task_id)
        details = None if task is None else await self._task_of_entry(task, await self.project(task.project_id))
        return EntryDetails(entry, person, type_of_work, details, await self.project(entry.project_id))

    async def _task_of_entry(self, task: Task, project: ProjectDetails | None) -> TaskDetails:
        """A task of an entry is shown without its assignees and its own type of work: they are not looked up."""
        return TaskDetails(task, await self.get(tasks.statuses, task.task_status_id), None, project, [])


async def of_project(tx: Tx, project: Project) -> ProjectDetails:
    return await Neighbours(tx, project.workspace_id).of_project(project)


async def of_task(tx: Tx, task: Task) -> TaskDetails:
    return await Neighbours(tx, task.workspace_id).of_task(task)


async def of_entry(tx: Tx, actor: Actor, entry: TimeEntry) -> EntryDetails:
    """The entry with its person, type of work, task and project."""
    return await Neighbours(tx, actor.workspace_id).of_entry(entry)
