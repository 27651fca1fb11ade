"""What time is booked on and what describes it: clients, projects, tasks, types of work and the like, kept alike.

Everybody of the workspace reads them; admins and leads keep them. Deletion is soft: the record stays for what refers
to it, and is found no more.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from uhrwerk.operations.checks import (
    Check,
    absence_type,
    client,
    company_holiday,
    project,
    simple,
    tag,
    task,
    task_list,
)
from uhrwerk.operations.records import changed, check_version, differs, new_record, write_down
from uhrwerk.rules.access import Actor, check_may_keep_people, check_may_keep_projects
from uhrwerk.rules.refusals import Conflict, Deleted, InUse, NotFound
from uhrwerk.storage import absences, clients, projects, references, tags, tasks, types_of_work, workspaces
from uhrwerk.storage.absences import AbsenceType, CompanyHoliday
from uhrwerk.storage.clients import Client
from uhrwerk.storage.projects import Project, ProjectStatus, ProjectType
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tags import Tag
from uhrwerk.storage.tasks import Task, TaskList, TaskStatus
from uhrwerk.storage.types_of_work import TypeOfWork

K = TypeVar("K", bound=Kept)


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
        if record is None:
            raise NotFound(self.noun)
        if record.deleted_at is not None:
            raise Deleted(self.noun)
        return record

    async def every(
        self, tx: Tx, actor: Actor, *, limit: int, after: tuple[Any, ...] | None = None, **equal: Any
    ) -> list[K]:
        """A page, newest first; `equal` narrows it to records with these members (None: any)."""
        where = [("deleted_at", "is null", None)]
        where += [(name, "=", value) for name, value in equal.items() if value is not None]
        return await self.shelf.page(
            tx, actor.workspace_id, order=("created_at", "id"), after=after, limit=limit, where=where
        )

    async def add(self, tx: Tx, actor: Actor, now: datetime, members: dict[str, Any], id: str | None = None) -> K:
        """Make one; `id` is for a migration that brings its own. Raises NotAllowed, Invalid, NotFound, AlreadyTaken."""
        self._may_keep(actor)
        await tx.lock(actor.workspace_id, actor.workspace_id)
        checked = await self._check(tx, actor.workspace_id, members, None)
        base = await new_record(tx, actor, now)
        if id is not None:
            base["id"] = id
        left_open: dict[str, Any] = dict.fromkeys(self._required)
        record = self._record(**(left_open | base | checked))
        await self.shelf.add(tx, record)
        await write_down(tx, actor, now, f"{self.kind}.added", None, record)
        return record

    async def change(
        self, tx: Tx, actor: Actor, now: datetime, id: str, members: dict[str, Any], version: int | None = None
    ) -> K:
        """Raises NotFound, NotAllowed, Invalid, VersionMismatch, AlreadyTaken."""
        self._may_keep(actor)
        await tx.lock(actor.workspace_id, actor.workspace_id)
        before = await self.get(tx, actor, id)
        check_version(before, version)
        checked = await self._check(tx, actor.workspace_id, members, before)
        if not differs(before, checked):
            return before
        after = changed(before, actor, now, **checked)
        if getattr(after, "archived", False):
            await self._check_not_default(tx, actor, id)
        await self.shelf.change(tx, before, after)
        await write_down(tx, actor, now, f"{self.kind}.changed", before, after)
        return after

    async def remove(
        self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None, *, even_in_use: bool = False
    ) -> None:
        """Delete it; one that others refer to only with `even_in_use`: they go on showing it.

        Raises NotFound, NotAllowed, InUse, VersionMismatch.
        """
        self._may_keep(actor)
        await tx.lock(actor.workspace_id, actor.workspace_id)
        before = await self.get(tx, actor, id)
        check_version(before, version)
        await self._check_not_default(tx, actor, id)
        if not even_in_use:
            await self._check_not_in_use(tx, actor, id)
        after = changed(before, actor, now, deleted_at=now)
        await self.shelf.change(tx, before, after)
        await write_down(tx, actor, now, f"{self.kind}.deleted", before, after)

    async def _check_not_in_use(self, tx: Tx, actor: Actor, id: str) -> None:
        if await references.referred(tx, self.shelf.table, actor.workspace_id, id):
            raise InUse(f"This {self.noun} is in use; archive it instead.")

    async def _check_not_default(self, tx: Tx, actor: Actor, id: str) -> None:
        workspace = await workspaces.get(tx, actor.workspace_id)
        if workspace is not None and workspace.default_type_of_work_id == id:
            raise Conflict("The workspace's default type of work cannot be archived or deleted.")


CLIENTS = Keeper(Client, clients.shelf, client)
PROJECTS = Keeper(Project, projects.shelf, project)
PROJECT_TYPES = Keeper(ProjectType, projects.types, simple)
PROJECT_STATUSES = Keeper(ProjectStatus, projects.statuses, simple)
TASKS = Keeper(Task, tasks.shelf, task)
TASK_LISTS = Keeper(TaskList, tasks.lists, task_list)
TASK_STATUSES = Keeper(TaskStatus, tasks.statuses, simple)
TYPES_OF_WORK = Keeper(TypeOfWork, types_of_work.shelf, simple)
TAGS = Keeper(Tag, tags.shelf, tag)
ABSENCE_TYPES = Keeper(AbsenceType, absences.types, absence_type, check_may_keep_people)
COMPANY_HOLIDAYS = Keeper(CompanyHoliday, absences.company_holidays, company_holiday, check_may_keep_people)
