"""Making the demo's workspaces, people and projects, or finding those made before."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final, TypeVar

from uhrwerk.operations import contracts, people, second_factors, workspaces
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
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.lock import PeriodLocked
from uhrwerk.storage import people as people_kept
from uhrwerk.storage import projects as projects_kept
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
    """A demo workspace with what it is worked on, of the plan alone: not what visitors have made. `people` in the
    plan's order. What is made with it is made at `since`: before the first day of work, or now.
    """

    plan: WorkspacePlan
    workspace: Workspace
    since: datetime
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


Piece = Callable[[Tx, Made, datetime], Awaitable[None]]
"""A part of the demo that it can do without; the instant is now."""


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
    workspace = await workspace_of(tx, plan)
    if workspace is None:
        since = datetime.combine(first_day(plan, now.date()) - BEFORE, time(7), UTC)
        workspace = await workspaces.make(tx, since, plan.name, plan.zone)
        await workspaces.change_setting(tx, command_line_actor(workspace.id), since, SETTING, plan.mark)
        now = since
    actor = command_line_actor(workspace.id)
    for name, value in extra_settings.items():
        await workspaces.change_setting(tx, actor, now, name, value)
    members = [await _person(tx, actor, now, plan, each, password_hash) for each in plan.people]
    return await _fill(tx, actor, now, Made(plan, workspace, now, members, [], [], []))


async def _person(
    tx: Tx, actor: Actor, now: datetime, plan: WorkspacePlan, each: PersonPlan, password_hash: str
) -> Person:
    """Whoever has the username, else who was made with it and has another one now; made where there is nobody."""
    email = f"{each.username}@{plan.mark}.example"
    person = await people_kept.by_username(tx, actor.workspace_id, each.username)
    if person is None:
        everybody = await people_kept.every(tx, actor.workspace_id)
        renamed = [one for one in everybody if one.created_by == actor.id and one.email == email]
        person = next(iter(renamed), None)
    if person is None:
        new = NewPerson(
            username=each.username,
            email=email,
            first_name=each.first_name,
            last_name=each.last_name,
            role=each.role,
            zone=each.zone,
            language=each.language,
            password_hash=password_hash,
        )
        return await people.add(tx, actor, now, new)
    means = await second_factors.means_of(tx, person)
    if means.has_second_factor or means.codes_left:
        await second_factors.take_off_all(tx, actor, now, person.id)
    changes = {
        "username": each.username,
        "email": email,
        "password_hash": password_hash,
        "active": True,
        "archived": False,
        "role": each.role.value,
    }
    return await people.change(tx, actor, now, person.id, changes)


async def employ(tx: Tx, made: Made, now: datetime) -> None:
    """A contract for everybody who keeps time and has none, unless its days are closed."""
    today = now.date()
    for number, (each, person) in enumerate(zip(made.plan.people, made.people, strict=True)):
        if each.region is None or await contracts.of_person(tx, person):
            continue
        with suppress(PeriodLocked):
            born = birth_date(each, today)
            if born is not None:
                await people.change(tx, made.actor, made.since, person.id, {"birth_date": born})
            for terms in agreed_with(made.plan, each, number, today):
                await contracts.add(tx, made.actor, made.since, person.id, terms)


async def _fill(tx: Tx, actor: Actor, now: datetime, made: Made) -> Made:
    """With everything that time is booked on."""

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
        for name, icon, id in made.plan.types_of_work
    ]
    staff = [each for each in made.people if each.role != Role.AUDITOR]
    projects: list[Project] = []
    tasks: list[Task] = []
    for each in made.plan.projects:
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
        projects.append(project)
        for task_name in each.tasks:
            number = len(tasks)
            task = await named(
                TASKS,
                task_name,
                project_id=project.id,
                type_of_work_id=kinds[number % len(kinds)].id,
                task_status_id=task_statuses[number % 3].id,
                # Three of the people each, in turn, so that everybody has a task.
                assignees=[staff[(number + step) % len(staff)].id for step in range(3)],
                planned_seconds=3600 * (4 + 4 * (number % 4)),
                archived=False,
            )
            tasks.append(task)
    # The newest first, as lists have them.
    return replace(made, projects=projects[::-1], tasks=tasks[::-1], types_of_work=kinds)


IDENTITY = ("name", "client_id", "project_id")


async def _named(
    tx: Tx, actor: Actor, now: datetime, keeper: Keeper[K], members: dict[str, Any], id: str | None = None
) -> K:
    """The record of that name (and client, or project), with that id if one is given; made where it is missing."""
    found = await _found(tx, actor, keeper, members, id)
    if found is None:
        taken = id is not None and await keeper.shelf.get(tx, actor.workspace_id, id) is not None
        if "key" in members:
            members = members | {"key": await _free_key(tx, actor, members["key"])}
        return await keeper.add(tx, actor, now, members, None if taken else id)
    kept = {name: value for name, value in members.items() if name in (*IDENTITY, "archived")}
    changes = {name: value for name, value in kept.items() if getattr(found, name) != value}
    return await keeper.change(tx, actor, now, found.id, changes) if changes else found


async def _found(tx: Tx, actor: Actor, keeper: Keeper[K], members: dict[str, Any], id: str | None) -> K | None:
    """By the id, else by the name, else by the key that the demo itself gave: a project keeps it when it is renamed."""
    record = None if id is None else await keeper.shelf.get(tx, actor.workspace_id, id)
    if record is not None and record.deleted_at is None:
        return record
    same = {name: members[name] for name in IDENTITY if name in members}
    for each in await keeper.every(tx, actor, limit=MANY, **same):
        # A status of one project alone is not the workspace's of that name.
        if getattr(each, "project_id", None) == members.get("project_id"):
            return each
    if "key" in members:
        project = await projects_kept.by_key(tx, actor.workspace_id, members["key"])
        if project is not None and project.created_by == actor.id:
            return await keeper.get(tx, actor, project.id)
    return None


async def _free_key(tx: Tx, actor: Actor, key: str) -> str:
    """The key, with a number behind it where somebody has given it to another project."""
    wanted, number = key, 1
    while await projects_kept.by_key(tx, actor.workspace_id, wanted) is not None:
        number += 1
        wanted = f"{key}{number}"
    return wanted
