"""What time can be booked on, to choose from: what somebody worked on lately, and what is found by name.

Only what the actor may know of and book on: nothing archived, closed or deleted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from uhrwerk.operations import search
from uhrwerk.operations.catalog import sees
from uhrwerk.operations.details import EntryDetails, Neighbours
from uhrwerk.rules.access import Actor, may_read_task
from uhrwerk.storage import clients, projects, recent_purposes, tasks, types_of_work
from uhrwerk.storage.projects import Project
from uhrwerk.storage.search.tree import And, Comparison, Condition, Field, Matches, Or, Order, equal
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task
from uhrwerk.storage.types_of_work import TypeOfWork

LATELY: Final = timedelta(weeks=6)
MOST_RECENT: Final = 12
MOST_FOUND: Final = 12
"""Of each kind: projects, tasks."""

MOST_WORDS: Final = 6
MOST_TYPES: Final = 100
BY_NAME: Final = (Order(Field("name")),)
CLOSED: Final = "closed"
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to book on, with its names; `note` and `type_of_work` are those of the entries it comes from."""

    project_id: str | None = None
    task_id: str | None = None
    type_of_work_id: str | None = None
    note: str | None = None
    client: str | None = None
    project: str | None = None
    task: str | None = None
    type_of_work: str | None = None


class Purpose(Protocol):
    """What time is for, by ids."""

    @property
    def project_id(self) -> str | None: ...
    @property
    def task_id(self) -> str | None: ...
    @property
    def type_of_work_id(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an entry is for, by name; `hidden` names are withheld from the actor."""

    choice: Choice
    hidden: bool


async def recent(tx: Tx, actor: Actor, person_id: str, now: datetime) -> list[Choice]:
    """What the person's entries of the last weeks were for, each once, the latest first, as far as it is still open."""
    # Some of it may be closed by now: a few more than are shown.
    rows = await recent_purposes.recent(tx, actor.workspace_id, person_id, now - LATELY, 3 * MOST_RECENT)
    near = Neighbours(tx, actor.workspace_id)
    await near.ahead(types_of_work.shelf, (row.type_of_work_id for row in rows))
    await _look_ahead(near, (row.project_id for row in rows), (row.task_id for row in rows))
    choices = []
    for row in rows:
        task, project = await near.get(tasks.shelf, row.task_id), await near.get(projects.shelf, row.project_id)
        kind = await near.get(types_of_work.shelf, row.type_of_work_id)
        if await _is_open(near, actor, project, task) and kind is not None and not kind.archived:
            choices.append(await _choice(near, project, task, kind, row.note))
    return choices[:MOST_RECENT]


async def found(tx: Tx, actor: Actor, text: str) -> list[Choice]:
    """Projects, then tasks, in whose own, project's or client's name every word of the text stands, by name.

    Without any text: projects alone.
    """
    words = text.split()[:MOST_WORDS]
    open_projects = await search.find(
        tx,
        actor,
        projects.shelf,
        And((_open_projects(""), *(_named(word, ("name", "client.name")) for word in words))),
        BY_NAME,
        limit=MOST_FOUND if words else 4 * MOST_FOUND,
    )
    open_tasks: list[Task] = []
    if words:
        where = And((*_OPEN_TASK, *(_named(word, ("name", "project.name", "project.client.name")) for word in words)))
        open_tasks = await search.find(tx, actor, tasks.shelf, where, BY_NAME, limit=MOST_FOUND)
    near = Neighbours(tx, actor.workspace_id)
    await _look_ahead(near, [*(each.id for each in open_projects), *(each.project_id for each in open_tasks)], ())
    choices = [await _choice(near, each) for each in open_projects]
    for task in open_tasks:
        choices.append(await _choice(near, await near.get(projects.shelf, task.project_id), task))
    return choices


async def types(tx: Tx, actor: Actor) -> list[TypeOfWork]:
    """The types of work that can be chosen, by name."""
    return await search.find(tx, actor, types_of_work.shelf, equal("archived", False), BY_NAME, limit=MOST_TYPES)


async def chosen(tx: Tx, actor: Actor, purposes: Sequence[tuple[str | None, str | None]]) -> list[Chosen]:
    """The names of what is booked on already, by ids of project and task, whether or not it is still open."""
    near = Neighbours(tx, actor.workspace_id)
    await _look_ahead(near, (project for project, _ in purposes), (task for _, task in purposes))
    return [await _chosen(near, actor, *purpose) for purpose in purposes]


def of_details(actor: Actor, details: EntryDetails) -> Chosen:
    """What an entry is for, by name, from what was looked up with it."""
    project = details.project.project if details.project else None
    task = details.task.task if details.task else None
    entry = details.entry
    if not _knows(actor, project, task):
        return Chosen(Choice(entry.project_id, entry.task_id, entry.type_of_work_id, entry.note), hidden=True)
    client = details.project.client if details.project else None
    return Chosen(
        Choice(
            project_id=entry.project_id,
            task_id=entry.task_id,
            type_of_work_id=entry.type_of_work_id,
            note=entry.note,
            client=client.name if client else None,
            project=project.name if project else None,
            task=task.name if task else None,
            type_of_work=details.type_of_work.name,
        ),
        hidden=False,
    )


async def named(tx: Tx, actor: Actor, purpose: Purpose) -> Chosen:
    """The names of what can be booked on, with its type of work."""
    near = Neighbours(tx, actor.workspace_id)
    chosen = await _chosen(near, actor, purpose.project_id, purpose.task_id)
    kind = await near.get(types_of_work.shelf, purpose.type_of_work_id)
    choice = replace(chosen.choice, type_of_work_id=purpose.type_of_work_id, type_of_work=kind.name if kind else None)
    return replace(chosen, choice=choice)


async def _chosen(near: Neighbours, actor: Actor, project_id: str | None, task_id: str | None) -> Chosen:
    project, task = await near.get(projects.shelf, project_id), await near.get(tasks.shelf, task_id)
    if not _knows(actor, project, task):
        return Chosen(Choice(project_id, task_id), hidden=True)
    return Chosen(await _choice(near, project, task), hidden=False)


async def _look_ahead(near: Neighbours, project_ids: Iterable[str | None], task_ids: Iterable[str | None]) -> None:
    await near.ahead(tasks.shelf, task_ids)
    await near.ahead_of_projects(project_ids)


def _named(word: str, paths: Iterable[str]) -> Condition:
    return Or(tuple(Matches(Field(path), "anywhere", word) for path in paths))


def _open_projects(path: str) -> Condition:
    """The projects at `path` (empty: the records themselves) that can be booked on."""
    return And(
        (
            equal(f"{path}archived", False),
            Comparison(Field(f"{path}client.archived"), "!=", True),
            Comparison(Field(f"{path}project_status.stage"), "!=", CLOSED),
        )
    )


_OPEN_TASK: Final[tuple[Condition, ...]] = (
    equal("archived", False),
    equal("closed_at", None),
    Comparison(Field("task_status.stage"), "!=", DONE),
    Or((equal("project_id", None), And((equal("project.deleted_at", None), _open_projects("project."))))),
)


def _knows(actor: Actor, project: Project | None, task: Task | None) -> bool:
    return (project is None or sees(actor, project)) and (task is None or may_read_task(actor, task.person_id))


async def _is_open(near: Neighbours, actor: Actor, project: Project | None, task: Task | None) -> bool:
    """As `found` has it, for records that are read already."""
    if not _knows(actor, project, task):
        return False
    if task is not None:
        status = await near.get(tasks.statuses, task.task_status_id)
        if task.archived or task.deleted_at or task.closed_at or (status is not None and status.stage == DONE):
            return False
    if project is None:
        return True
    stands = await near.get(projects.statuses, project.project_status_id)
    client = await near.get(clients.shelf, project.client_id)
    closed = stands is not None and stands.stage == CLOSED
    return not (project.archived or project.deleted_at or closed or (client is not None and client.archived))


async def _choice(
    near: Neighbours,
    project: Project | None,
    task: Task | None = None,
    kind: TypeOfWork | None = None,
    note: str | None = None,
) -> Choice:
    client = None if project is None else await near.get(clients.shelf, project.client_id)
    return Choice(
        project_id=project.id if project else None,
        task_id=task.id if task else None,
        type_of_work_id=kind.id if kind else None,
        note=note,
        client=client.name if client else None,
        project=project.name if project else None,
        task=task.name if task else None,
        type_of_work=kind.name if kind else None,
    )
