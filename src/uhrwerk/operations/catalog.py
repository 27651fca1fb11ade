"""What time is booked on and what describes it: clients, projects, tasks, types of work and the like, kept alike.

Everybody of the workspace reads them; admins and leads keep them. Deletion is soft: the record stays for what refers
to it, and is found no more.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

import msgspec

from uhrwerk.operations import locks
from uhrwerk.operations.checks import (
    Check,
    absence_type,
    client,
    company_holiday,
    project,
    project_status,
    simple,
    tag,
    task,
    task_list,
    task_status,
)
from uhrwerk.operations.records import changed, check_version, differs, new_record, write_down
from uhrwerk.rules.access import (
    Actor,
    check_is_admin,
    check_may_keep_projects,
    check_may_keep_task,
    may_read_task,
    sees_project,
)
from uhrwerk.rules.refusals import Conflict, Deleted, InUse, NotFound, Problem
from uhrwerk.storage import absences, clients, projects, references, tags, tasks, types_of_work, workspaces
from uhrwerk.storage.absences import AbsenceType, CompanyHoliday
from uhrwerk.storage.clients import Client
from uhrwerk.storage.projects import Project, ProjectStatus, ProjectType
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf, Where
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tags import Tag
from uhrwerk.storage.tasks import Task, TaskList, TaskStatus
from uhrwerk.storage.types_of_work import TypeOfWork

K = TypeVar("K", bound=Kept)

MembersOf = Callable[[K], dict[str, Any]]
"""Reckons the members to change from the record as it is."""

TODO: Final = "todo"
DONE: Final = "done"
"""Stages that a task begins and ends in."""


class Keeper(Generic[K]):
    """The verbs on one kind of thing, which has the name of its table.

    `check` takes the members that a client gives and returns them as they are kept.
    """

    def __init__(
        self,
        record: type[K],
        shelf: Shelf[K],
        check: Check,
        may_keep: Callable[[Actor], None] = check_may_keep_projects,
    ) -> None:
        self.shelf = shelf
        self.kind = shelf.table.name
        self.noun = self.kind.replace("_", " ")
        self._record = record
        self._check = check
        self._may_keep = may_keep
        self._required = [field.name for field in msgspec.structs.fields(record) if field.required]

    async def get(self, tx: Tx, actor: Actor, id: str) -> K:
        """Raises NotFound, or Deleted for one that was there."""
        record = await self.shelf.get(tx, actor.workspace_id, id)
        if record is None or not await self.known(tx, actor, [record]):
            raise NotFound(self.noun)
        if record.deleted_at is not None:
            raise Deleted(self.noun)
        return record

    async def every(
        self, tx: Tx, actor: Actor, *, limit: int, after: tuple[Any, ...] | None = None, **equal: Any
    ) -> list[K]:
        """A page, newest first; `equal` narrows it to records with these members (None: any)."""
        where: list[tuple[str, str, Any]] = [("deleted_at", "is null", None), *self._known_where(actor)]
        where += [(name, "=", value) for name, value in equal.items() if value is not None]
        found: list[K] = []
        more = True
        while more and len(found) < limit:
            records = await self.shelf.page(
                tx, actor.workspace_id, order=("created_at", "id"), after=after, limit=limit, where=where
            )
            found += await self.known(tx, actor, records)
            more = len(records) == limit
            after = (records[-1].created_at, records[-1].id) if records else after
        return found[:limit]

    async def known(self, tx: Tx, actor: Actor, records: list[K]) -> list[K]:
        """Those of the records that the actor may know of."""
        return records

    def _known_where(self, actor: Actor) -> Where:
        """As far as the database can say which these are: a page is read at one go, not sought among all the others."""
        return ()

    async def add(self, tx: Tx, actor: Actor, now: datetime, members: dict[str, Any], id: str | None = None) -> K:
        """Make one; `id` is for a migration that brings its own. Raises NotAllowed, Invalid, NotFound, AlreadyTaken."""
        await self._to_add(tx, actor, members)
        checked = await self._check(tx, actor.workspace_id, members, None)
        checked |= await self._following(tx, now, actor.workspace_id, checked, None)
        base = await new_record(tx, actor, now)
        if id is not None:
            base["id"] = id
        left_open: dict[str, Any] = dict.fromkeys(self._required)
        record = self._record(**(left_open | base | checked))
        await self._check_whole(tx, now, None, record)
        await self.shelf.add(tx, record)
        await write_down(tx, actor, now, f"{self.kind}.added", None, record, subject_id=self._subject(record))
        return record

    async def change(
        self, tx: Tx, actor: Actor, now: datetime, id: str, members: dict[str, Any], version: int | None = None
    ) -> K:
        """Raises NotFound, NotAllowed, Invalid, VersionMismatch, AlreadyTaken."""
        return await self.change_with(tx, actor, now, id, lambda before: members, version)

    async def change_with(
        self, tx: Tx, actor: Actor, now: datetime, id: str, members_of: MembersOf[K], version: int | None = None
    ) -> K:
        """Change members that are reckoned from the record as it is: nobody changes it in between. Raises as `change`.

        Who reads a record, reckons and then calls `change` loses what others changed meanwhile.
        """
        before, members = await self._to_keep(tx, actor, id, members_of, version)
        checked = await self._check(tx, actor.workspace_id, members, before)
        checked |= await self._following(tx, now, actor.workspace_id, checked, before)
        if not differs(before, checked):
            return before
        after = changed(before, actor, now, **checked)
        if getattr(after, "archived", False):
            await self._check_not_default(tx, actor, id)
        await self._check_whole(tx, now, before, after)
        await self.shelf.change(tx, before, after)
        subject_id = self._subject(before, after)
        await write_down(tx, actor, now, f"{self.kind}.changed", before, after, subject_id=subject_id)
        return after

    async def remove(
        self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None, *, even_in_use: bool = False
    ) -> None:
        """Delete it; one that others refer to only with `even_in_use`: they go on showing it.

        Raises NotFound, NotAllowed, InUse, VersionMismatch.
        """
        before, _ = await self._to_keep(tx, actor, id, lambda before: {"deleted_at": now}, version)
        await self._check_not_default(tx, actor, id)
        if not even_in_use:
            await self._check_not_in_use(tx, actor, id)
        after = changed(before, actor, now, deleted_at=now)
        await self._check_whole(tx, now, before, after)
        await self.shelf.change(tx, before, after)
        await write_down(tx, actor, now, f"{self.kind}.deleted", before, after, subject_id=self._subject(before))

    async def _to_add(self, tx: Tx, actor: Actor, members: dict[str, Any]) -> None:
        """May the actor add one with these members? If so, the chain that will tell of it is held."""
        self._may_keep(actor)
        await tx.lock(actor.workspace_id, actor.workspace_id)

    async def _to_keep(
        self, tx: Tx, actor: Actor, id: str, members_of: MembersOf[K], version: int | None
    ) -> tuple[K, dict[str, Any]]:
        """The record and its members to change, if the actor may; the chain that will tell of it is held."""
        self._may_keep(actor)
        await tx.lock(actor.workspace_id, actor.workspace_id)
        record = await self.get(tx, actor, id)
        check_version(record, version)
        return record, members_of(record)

    async def _following(
        self, tx: Tx, now: datetime, workspace_id: str, checked: dict[str, Any], before: K | None
    ) -> dict[str, Any]:
        """Members that follow from those that are changed."""
        return {}

    async def _check_whole(self, tx: Tx, now: datetime, before: K | None, after: K) -> None:
        """A look at the record as it was and as it is about to be. Raises what its kind refuses."""

    def _subject(self, *records: K) -> str:
        """Whose chain tells of the record, as it was and as it is."""
        return records[0].workspace_id

    async def _check_not_in_use(self, tx: Tx, actor: Actor, id: str) -> None:
        if await references.referred(tx, self.shelf.table, actor.workspace_id, id):
            raise InUse(f"This {self.noun} is in use; archive it instead.")

    async def _check_not_default(self, tx: Tx, actor: Actor, id: str) -> None:
        workspace = await workspaces.get(tx, actor.workspace_id)
        if workspace is not None and workspace.default_type_of_work_id == id:
            raise Conflict("The workspace's default type of work cannot be archived or deleted.")


def sees(actor: Actor, project: Project) -> bool:
    """Whether the project is the actor's to know: a private one is its members' and the admins' alone."""
    return sees_project(actor, private=project.private, members=[each.person_id for each in project.members])


class _Projects(Keeper[Project]):
    async def known(self, tx: Tx, actor: Actor, records: list[Project]) -> list[Project]:
        return [record for record in records if sees(actor, record)]

    async def remove(
        self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None, *, even_in_use: bool = False
    ) -> None:
        """Delete it, and the statuses that are its own alone. Raises as for every other kind."""
        await super().remove(tx, actor, now, id, version, even_in_use=even_in_use)
        statuses: tuple[tuple[Keeper[Any], list[Any]], ...] = (
            (TASK_STATUSES, await tasks.statuses_for(tx, actor.workspace_id, id)),
            (PROJECT_STATUSES, await projects.statuses_of(tx, actor.workspace_id, id)),
        )
        for keeper, found in statuses:
            for status in found:
                if status.project_id == id:
                    await keeper.remove(tx, actor, now, status.id, even_in_use=True)


class _OfProjects(Keeper[K]):
    """What belongs to a project is known to those who know the project."""

    async def known(self, tx: Tx, actor: Actor, records: list[K]) -> list[K]:
        owners = {_project_id(record) for record in records} - {None}
        found = [await projects.shelf.get(tx, actor.workspace_id, id) for id in owners if id is not None]
        hidden = {project.id for project in found if project is not None and not sees(actor, project)}
        return [record for record in records if _project_id(record) not in hidden]


def _project_id(record: Any) -> str | None:
    id: str | None = record.project_id
    return id


class _Tasks(_OfProjects[Task]):
    """Tasks are known to those who know their project, private ones to their person alone; admins know them all.

    A new one has the workspace's default type of work and the first status of stage todo, unless it is given others.
    It is closed while its status is of stage done.
    """

    async def known(self, tx: Tx, actor: Actor, records: list[Task]) -> list[Task]:
        found = await super().known(tx, actor, records)
        return [record for record in found if may_read_task(actor, record.person_id)]

    async def _to_add(self, tx: Tx, actor: Actor, members: dict[str, Any]) -> None:
        person_id = members.get("person_id")
        check_may_keep_task(actor, person_id, (), members)
        await tx.lock(actor.workspace_id, actor.workspace_id, *_somebody(person_id))

    async def _to_keep(
        self, tx: Tx, actor: Actor, id: str, members_of: MembersOf[Task], version: int | None
    ) -> tuple[Task, dict[str, Any]]:
        await tx.lock(actor.workspace_id, actor.workspace_id)
        record = await self.get(tx, actor, id)
        members = members_of(record)
        check_may_keep_task(actor, record.person_id, record.assignees, members)
        new_owner = members.get("person_id", record.person_id)
        if new_owner != record.person_id:
            check_may_keep_task(actor, new_owner, (), members)
        await tx.lock(actor.workspace_id, *_somebody(record.person_id, new_owner))
        check_version(record, version)
        return record, members

    async def _following(
        self, tx: Tx, now: datetime, workspace_id: str, checked: dict[str, Any], before: Task | None
    ) -> dict[str, Any]:
        following: dict[str, Any] = {}
        if before is None:
            if checked.get("type_of_work_id") is None:
                workspace = await workspaces.get(tx, workspace_id)
                following["type_of_work_id"] = workspace and workspace.default_type_of_work_id
            if checked.get("task_status_id") is None:
                following["task_status_id"] = await first_todo(tx, workspace_id, checked.get("project_id"))
        if "task_status_id" in checked | following and "closed_at" not in checked:
            status_id = (checked | following)["task_status_id"]
            status = None if status_id is None else await tasks.statuses.get(tx, workspace_id, status_id)
            closed_before = None if before is None else before.closed_at
            following["closed_at"] = (closed_before or now) if status is not None and status.stage == DONE else None
        return following

    def _subject(self, *records: Task) -> str:
        owners = {record.person_id for record in records}
        [owner] = owners if len(owners) == 1 else {None}
        return owner or records[0].workspace_id


def _somebody(*person_ids: str | None) -> list[str]:
    return [id for id in person_ids if id is not None]


async def first_todo(tx: Tx, workspace_id: str, project_id: str | None) -> str | None:
    """The status that a new task gets: the first of stage todo, the project's own before the workspace's."""
    found = await tasks.statuses_for(tx, workspace_id, project_id)
    return next((status.id for status in found if status.stage == TODO), None)


class _AbsenceTypes(Keeper[AbsenceType]):
    """What a type means to balances and entitlements stays what it was when days were booked on it."""

    async def _check_whole(self, tx: Tx, now: datetime, before: AbsenceType | None, after: AbsenceType) -> None:
        if before is None or before.kind == after.kind:
            return
        if await references.referred(tx, self.shelf.table, after.workspace_id, after.id):
            message = "cannot be changed of a type that is in use; make another type"
            raise InUse(f"kind: {message}", [Problem("kind", message)])


class _CompanyHolidays(Keeper[CompanyHoliday]):
    """They take from what is due: the days that one lies on, as it was and as it becomes, have to be open."""

    async def _check_whole(self, tx: Tx, now: datetime, before: CompanyHoliday | None, after: CompanyHoliday) -> None:
        for each in (before, after):
            if each is not None:
                await locks.check_region(tx, each.workspace_id, each.region, each.starts_on, each.ends_on, now)


CLIENTS = Keeper(Client, clients.shelf, client)
PROJECTS = _Projects(Project, projects.shelf, project)
PROJECT_TYPES = Keeper(ProjectType, projects.types, simple)
PROJECT_STATUSES = _OfProjects(ProjectStatus, projects.statuses, project_status)
TASKS = _Tasks(Task, tasks.shelf, task)
TASK_LISTS = _OfProjects(TaskList, tasks.lists, task_list)
TASK_STATUSES = _OfProjects(TaskStatus, tasks.statuses, task_status)
TYPES_OF_WORK = Keeper(TypeOfWork, types_of_work.shelf, simple)
TAGS = Keeper(Tag, tags.shelf, tag)
ABSENCE_TYPES = _AbsenceTypes(AbsenceType, absences.types, absence_type, check_is_admin)
COMPANY_HOLIDAYS = _CompanyHolidays(CompanyHoliday, absences.company_holidays, company_holiday, check_is_admin)
