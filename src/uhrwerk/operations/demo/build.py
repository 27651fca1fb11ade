"""Making the demo's workspaces, people and projects, or finding those made before."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeVar

from uhrwerk.operations import contracts, people, workspaces
from uhrwerk.operations.catalog import (
    CLIENTS,
    PROJECT_STATUSES,
    PROJECT_TYPES,
    PROJECTS,
    TASK_STATUSES,
    TASKS,
    TYPES_OF_WORK,
    Keeper,
)
from uhrwerk.operations.demo import cast
from uhrwerk.operations.demo.agreements import agreed_with, birth_date, first_day
from uhrwerk.operations.demo.cast import PersonPlan, WorkspacePlan
from uhrwerk.operations.demo.surroundings import surround
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.lock import PeriodLocked
from uhrwerk.storage import people as people_kept
from uhrwerk.storage import settings
from uhrwerk.storage import workspaces as workspaces_kept
from uhrwerk.storage.people import Person
from uhrwerk.storage.projects import Project
from uhrwerk.storage.records import Kept
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task
from uhrwerk.storage.types_of_work import TypeOfWork
from uhrwerk.storage.workspaces import Workspace

K = TypeVar("K", bound=Kept)

SETTING = "demo"
"""The setting that marks a demo workspace; its value is the plan's mark."""

MANY = 500
BEFORE: Final = timedelta(days=7)
"""So long before the first day of work everything was set up."""


@dataclass(frozen=True, slots=True)
class Made:
    """A demo workspace with what it is worked on; `people` in the plan's order."""

    plan: WorkspacePlan
    workspace: Workspace
    people: list[Person]
    projects: list[Project]
    tasks: list[Task]
    types_of_work: list[TypeOfWork]

    @property
    def actor(self) -> Actor:
        return command_line_actor(self.workspace.id)

    def person(self, username: str) -> Person:
        return next(each for each in self.people if each.username == username)

    @property
    def present(self) -> set[str]:
        """Usernames of those who are at work now."""
        return {each.username for each in self.plan.people if each.now is not None}

    @property
    def example_project(self) -> Project:
        return next(each for each in self.projects if each.name == self.plan.example)

    @property
    def example_task(self) -> Task:
        return next(each for each in self.tasks if each.project_id == self.example_project.id)

    @property
    def example_type_of_work(self) -> TypeOfWork:
        name = self.plan.types_of_work[0][0]
        return next(each for each in self.types_of_work if each.name == name)


async def workspace_of(tx: Tx, plan: WorkspacePlan) -> Workspace | None:
    """The workspace made for that plan before."""
    for workspace_id in await settings.workspaces_with(tx, SETTING):
        if (await settings.all_of(tx, workspace_id))[SETTING] == plan.mark:
            return await workspaces_kept.get(tx, workspace_id)
    return None


async def make_or_refresh(
    tx: Tx, now: datetime, plan: WorkspacePlan, password_hash: str, extra_settings: dict[str, Any]
) -> Made:
    """The workspace of that plan, as made some days before its first day of work; the people get this password.

    What somebody has renamed, archived or deleted meanwhile is there again afterwards.
    """
    today = now.date()
    workspace = await workspace_of(tx, plan)
    if workspace is None:
        since = datetime.combine(first_day(plan, today) - BEFORE, time(7), UTC)
        workspace = await workspaces.make(tx, since, plan.name, plan.zone)
        await workspaces.change_setting(tx, command_line_actor(workspace.id), since, SETTING, plan.mark)
        now = since
    actor = command_line_actor(workspace.id)
    for name, value in extra_settings.items():
        await workspaces.change_setting(tx, actor, now, name, value)
    members = [await _person(tx, actor, now, plan, each, password_hash) for each in plan.people]
    await _employ(tx, actor, now, today, plan, members)
    await _fill(tx, actor, now, plan, members)
    projects = await PROJECTS.every(tx, actor, limit=MANY, archived=False)
    await surround(tx, actor, now, today, members, projects, await _shared_tasks(tx, actor))
    return Made(
        plan,
        workspace,
        members,
        await PROJECTS.every(tx, actor, limit=MANY, archived=False),
        await _shared_tasks(tx, actor),
        await TYPES_OF_WORK.every(tx, actor, limit=MANY, archived=False),
    )


async def _shared_tasks(tx: Tx, actor: Actor) -> list[Task]:
    """All tasks but the private ones."""
    return [task for task in await TASKS.every(tx, actor, limit=MANY, archived=False) if task.person_id is None]


async def _person(
    tx: Tx, actor: Actor, now: datetime, plan: WorkspacePlan, each: PersonPlan, password_hash: str
) -> Person:
    person = await people_kept.by_username(tx, actor.workspace_id, each.username)
    if person is None:
        new = NewPerson(
            username=each.username,
            email=f"{each.username}@{plan.mark}.example",
            first_name=each.first_name,
            last_name=each.last_name,
            role=each.role,
            zone=each.zone,
            language=each.language,
            password_hash=password_hash,
        )
        return await people.add(tx, actor, now, new)
    changes = {"password_hash": password_hash, "active": True, "role": each.role.value}
    return await people.change(tx, actor, now, person.id, changes)


async def _employ(tx: Tx, actor: Actor, now: datetime, today: date, plan: WorkspacePlan, members: list[Person]) -> None:
    """A contract for everybody who keeps time and has none, unless its days are closed."""
    for number, (each, person) in enumerate(zip(plan.people, members, strict=True)):
        if each.region is None or await contracts.of_person(tx, person):
            continue
        born = birth_date(each, today)
        if born is not None:
            await people.change(tx, actor, now, person.id, {"birth_date": born})
        for terms in agreed_with(plan, each, number, today):
            with suppress(PeriodLocked):
                await contracts.add(tx, actor, now, person.id, terms)


async def _fill(tx: Tx, actor: Actor, now: datetime, plan: WorkspacePlan, members: list[Person]) -> None:
    """Everything that time is booked on."""

    async def named(keeper: Keeper[K], name: str, **others: Any) -> K:
        return await _named(tx, actor, now, keeper, {"name": name, **others})

    types = {name: await named(PROJECT_TYPES, name, icon=icon, archived=False) for name, icon in cast.PROJECT_TYPES}
    statuses = {
        name: await named(PROJECT_STATUSES, name, stage=stage, archived=False) for name, stage in cast.PROJECT_STATUSES
    }
    task_statuses = [
        await named(TASK_STATUSES, name, stage=stage, icon=icon, position=position)
        for position, (name, stage, icon) in enumerate(cast.TASK_STATUSES, 1)
    ]
    kinds = [
        await _named(tx, actor, now, TYPES_OF_WORK, {"name": name, "icon": icon, "archived": False}, id)
        for name, icon, id in plan.types_of_work
    ]
    staff = [each for each in members if each.role != Role.AUDITOR]
    task_number = 0
    for each in plan.projects:
        client = await named(CLIENTS, each.client, archived=False) if each.client else None
        project = await named(
            PROJECTS,
            each.name,
            key=each.key,
            client_id=client.id if client else None,
            project_type_id=types[each.kind].id,
            project_status_id=statuses[each.status].id,
            billable=each.billable,
            archived=False,
        )
        for task_name in each.tasks:
            await named(
                TASKS,
                task_name,
                project_id=project.id,
                type_of_work_id=kinds[task_number % len(kinds)].id,
                task_status_id=task_statuses[task_number % 3].id,
                # Three of the people each, in turn, so that everybody has a task.
                assignees=[staff[(task_number + step) % len(staff)].id for step in range(3)],
                planned_seconds=3600 * (4 + 4 * (task_number % 4)),
                archived=False,
            )
            task_number += 1


IDENTITY = ("name", "client_id", "project_id")


async def _named(
    tx: Tx, actor: Actor, now: datetime, keeper: Keeper[K], members: dict[str, Any], id: str | None = None
) -> K:
    """The record of that name (and client, or project), with that id if one is given; made where it is missing."""
    same = {name: members[name] for name in IDENTITY if name in members}
    if id is None:
        found = await keeper.every(tx, actor, limit=1, **same)
    else:
        found = [each for each in await keeper.every(tx, actor, limit=MANY) if each.id == id]
    if not found:
        return await keeper.add(tx, actor, now, members, id)
    changes = {name: value for name, value in members.items() if name in (*same, "archived")}
    if all(getattr(found[0], name) == value for name, value in changes.items()):
        return found[0]
    return await keeper.change(tx, actor, now, found[0].id, changes)
