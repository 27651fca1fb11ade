"""What time is booked on: clients, projects, tasks, types of work. All four are kept alike.

Everybody of the workspace reads them; admins and leads keep them. What is in use is archived, not deleted.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from uhrwerk.operations.records import changed, check_version, differs, new_record, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, check_may_keep_projects
from uhrwerk.rules.refusals import Conflict, InUse, Invalid, NotFound
from uhrwerk.storage import clients, people, projects, references, tasks, types_of_work, workspaces
from uhrwerk.storage.clients import Client
from uhrwerk.storage.projects import Project
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task
from uhrwerk.storage.types_of_work import TypeOfWork

K = TypeVar("K", bound=Kept)

Check = Callable[[Tx, str, dict[str, Any]], Awaitable[dict[str, Any]]]
"""Takes the members that a client gives and returns them as they are kept. Raises Invalid, NotFound."""


class Keeper(Generic[K]):
    """The verbs on one kind of thing. `noun` is its name in refusals, `kind` in the journal."""

    def __init__(self, noun: str, kind: str, record: type[K], shelf: Shelf[K], check: Check) -> None:
        self._noun = noun
        self._kind = kind
        self._record = record
        self._shelf = shelf
        self._check = check

    async def get(self, tx: Tx, actor: Actor, id: str) -> K:
        """Raises NotFound."""
        record = await self._shelf.get(tx, actor.workspace_id, id)
        if record is None:
            raise NotFound(self._noun)
        return record

    async def every(
        self, tx: Tx, actor: Actor, *, limit: int, after: tuple[Any, ...] | None = None, **equal: Any
    ) -> list[K]:
        """A page, newest first; `equal` narrows it to records with these members (None: any)."""
        where = [(name, "=", value) for name, value in equal.items() if value is not None]
        return await self._shelf.page(
            tx, actor.workspace_id, order=("created_at", "id"), after=after, limit=limit, where=where
        )

    async def add(self, tx: Tx, actor: Actor, now: datetime, members: dict[str, Any], id: str | None = None) -> K:
        """Make one; `id` is for a migration that brings its own. Raises NotAllowed, Invalid, NotFound."""
        check_may_keep_projects(actor)
        await tx.lock(actor.workspace_id, actor.workspace_id)
        checked = await self._check(tx, actor.workspace_id, members)
        base = await new_record(tx, actor, now)
        if id is not None:
            base["id"] = id
        left_open: dict[str, Any] = dict.fromkeys(self._record.__struct_fields__)
        record = self._record(**(left_open | base | checked))
        await self._shelf.add(tx, record)
        await write_down(tx, actor, now, f"{self._kind}.added", None, record)
        return record

    async def change(
        self, tx: Tx, actor: Actor, now: datetime, id: str, members: dict[str, Any], version: int | None = None
    ) -> K:
        """Raises NotFound, NotAllowed, Invalid, VersionMismatch."""
        check_may_keep_projects(actor)
        await tx.lock(actor.workspace_id, actor.workspace_id)
        before = await self.get(tx, actor, id)
        check_version(before, version)
        checked = await self._check(tx, actor.workspace_id, members)
        if not differs(before, checked):
            return before
        after = changed(before, actor, now, **checked)
        if getattr(after, "archived", False):
            await self._check_not_default(tx, actor, id)
        await self._shelf.change(tx, before, after)
        await write_down(tx, actor, now, f"{self._kind}.changed", before, after)
        return after

    async def remove(self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> None:
        """Raises NotFound, NotAllowed, InUse, VersionMismatch."""
        check_may_keep_projects(actor)
        await tx.lock(actor.workspace_id, actor.workspace_id)
        before = await self.get(tx, actor, id)
        check_version(before, version)
        await self._check_not_default(tx, actor, id)
        if await references.referred(tx, self._shelf.table, actor.workspace_id, id):
            raise InUse(f"This {self._noun} is in use; archive it instead.")
        await self._shelf.remove(tx, actor.workspace_id, id)
        await write_down(tx, actor, now, f"{self._kind}.deleted", before, None)

    async def _check_not_default(self, tx: Tx, actor: Actor, id: str) -> None:
        workspace = await workspaces.get(tx, actor.workspace_id)
        if workspace is not None and workspace.default_type_of_work_id == id:
            raise Conflict("The workspace's default type of work cannot be archived or deleted.")


def _common(name: str, value: Any) -> Any:
    match name:
        case "name":
            return text.name(value)
        case "note":
            return text.note(value)
        case "icon" | "key":
            return None if value is None else text.name(value, name, 50 if name == "icon" else 20)
        case _:
            return value


async def _simple(tx: Tx, workspace_id: str, members: dict[str, Any]) -> dict[str, Any]:
    return {name: _common(name, value) for name, value in members.items()}


async def _project(tx: Tx, workspace_id: str, members: dict[str, Any]) -> dict[str, Any]:
    for name, shelf, noun in (
        ("client_id", clients.shelf, "client"),
        ("project_type_id", projects.types, "project type"),
        ("project_status_id", projects.statuses, "project status"),
    ):
        await _must_exist(tx, workspace_id, shelf, noun, name, members.get(name))
    return await _simple(tx, workspace_id, members)


async def _task(tx: Tx, workspace_id: str, members: dict[str, Any]) -> dict[str, Any]:
    for name, shelf, noun in (
        ("project_id", projects.shelf, "project"),
        ("type_of_work_id", types_of_work.shelf, "type of work"),
        ("task_status_id", tasks.statuses, "task status"),
    ):
        await _must_exist(tx, workspace_id, shelf, noun, name, members.get(name))
    for person_id in members.get("assignees", ()):
        await _must_exist(tx, workspace_id, people.shelf, "person", "assignees", person_id)
    planned = members.get("planned_seconds")
    if planned is not None and not 0 <= planned < 2**31:
        raise Invalid.field("planned_seconds", "must lie between 0 and 2147483647")
    return await _simple(tx, workspace_id, members)


async def _must_exist(tx: Tx, workspace_id: str, shelf: Shelf[Any], noun: str, field: str, id: str | None) -> None:
    if id is not None and await shelf.get(tx, workspace_id, id) is None:
        raise NotFound(noun, field)


CLIENTS = Keeper("client", "client", Client, clients.shelf, _simple)
PROJECTS = Keeper("project", "project", Project, projects.shelf, _project)
TASKS = Keeper("task", "task", Task, tasks.shelf, _task)
TYPES_OF_WORK = Keeper("type of work", "type_of_work", TypeOfWork, types_of_work.shelf, _simple)
PROJECT_TYPES = Keeper("project type", "project_type", projects.ProjectType, projects.types, _simple)
PROJECT_STATUSES = Keeper("project status", "project_status", projects.ProjectStatus, projects.statuses, _simple)
TASK_STATUSES = Keeper("task status", "task_status", tasks.TaskStatus, tasks.statuses, _simple)
