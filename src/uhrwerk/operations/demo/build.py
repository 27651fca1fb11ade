"""Making the demo's workspaces, people and projects, or finding those made before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uhrwerk.operations import people, workspaces
from uhrwerk.operations.catalog import (
    CLIENTS,
    PROJECT_STATUSES,
    PROJECT_TYPES,
    PROJECTS,
    TASK_STATUSES,
    TASKS,
    TYPES_OF_WORK,
)
from uhrwerk.operations.demo import cast
from uhrwerk.operations.demo.cast import WorkspacePlan
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.records import new_record, write_down
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor
from uhrwerk.storage import settings, teams
from uhrwerk.storage import workspaces as workspaces_kept
from uhrwerk.storage.people import Person
from uhrwerk.storage.projects import Project
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task
from uhrwerk.storage.teams import Team
from uhrwerk.storage.types_of_work import TypeOfWork
from uhrwerk.storage.workspaces import Workspace

SETTING = "demo"
"""The setting that marks a demo workspace; its value is the plan's mark."""

MANY = 500


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
    tx: Tx, now: datetime, since: datetime, plan: WorkspacePlan, password_hash: str, extra_settings: dict[str, Any]
) -> Made:
    """The workspace of that plan, as made `since` (some weeks before `now`); the people get this password."""
    workspace = await workspace_of(tx, plan)
    if workspace is None:
        workspace = await workspaces.make(tx, since, plan.name, plan.zone)
        actor = command_line_actor(workspace.id)
        await workspaces.change_setting(tx, actor, since, SETTING, plan.mark)
        for name, value in extra_settings.items():
            await workspaces.change_setting(tx, actor, since, name, value)
        await _fill(tx, actor, since, plan)
    actor = command_line_actor(workspace.id)
    cast_people = []
    for person_plan in plan.people:
        person = await people.by_username(tx, actor, person_plan.username)
        changes = {"password_hash": password_hash, "active": True, "role": person_plan.role.value}
        cast_people.append(await people.change(tx, actor, now, person.id, changes))
    return Made(
        plan,
        workspace,
        cast_people,
        await PROJECTS.every(tx, actor, limit=MANY, archived=False),
        await TASKS.every(tx, actor, limit=MANY, archived=False),
        await TYPES_OF_WORK.every(tx, actor, limit=MANY, archived=False),
    )


async def _fill(tx: Tx, actor: Actor, now: datetime, plan: WorkspacePlan) -> None:
    members = [
        await people.add(
            tx,
            actor,
            now,
            NewPerson(
                username=each.username,
                email=f"{each.username}@{plan.mark}.example",
                first_name=each.first_name,
                last_name=each.last_name,
                role=each.role,
                zone=each.zone,
                language=each.language,
            ),
        )
        for each in plan.people
    ]
    await _add_team(tx, actor, now, members)
    types = {
        name: await PROJECT_TYPES.add(tx, actor, now, {"name": name, "icon": icon, "archived": False})
        for name, icon in cast.PROJECT_TYPES
    }
    statuses = {
        name: await PROJECT_STATUSES.add(tx, actor, now, {"name": name, "stage": stage, "archived": False})
        for name, stage in cast.PROJECT_STATUSES
    }
    task_statuses = [
        await TASK_STATUSES.add(tx, actor, now, {"name": name, "stage": stage, "icon": icon, "position": position})
        for position, (name, stage, icon) in enumerate(cast.TASK_STATUSES, 1)
    ]
    kinds = [
        await TYPES_OF_WORK.add(tx, actor, now, {"name": name, "icon": icon, "archived": False}, id)
        for name, icon, id in plan.types_of_work
    ]
    clients = {}
    tasks_made = 0
    for project_plan in plan.projects:
        name = project_plan.client
        if name is not None and name not in clients:
            clients[name] = await CLIENTS.add(tx, actor, now, {"name": name, "archived": False})
        project = await PROJECTS.add(
            tx,
            actor,
            now,
            {
                "name": project_plan.name,
                "key": project_plan.key,
                "client_id": clients[name].id if name else None,
                "project_type_id": types[project_plan.kind].id,
                "project_status_id": statuses[project_plan.status].id,
                "billable": project_plan.billable,
                "archived": False,
            },
        )
        for task_name in project_plan.tasks:
            await TASKS.add(
                tx,
                actor,
                now,
                {
                    "name": task_name,
                    "project_id": project.id,
                    "type_of_work_id": kinds[tasks_made % len(kinds)].id,
                    "task_status_id": task_statuses[tasks_made % 3].id,
                    # Two of the people each, in turn, so that everybody has a task.
                    "assignees": [members[(tasks_made + step) % len(members)].id for step in (0, 1)],
                    "planned_seconds": 3600 * (4 + 4 * (tasks_made % 4)),
                    "archived": False,
                },
            )
            tasks_made += 1


async def _add_team(tx: Tx, actor: Actor, now: datetime, members: list[Person]) -> None:
    team = Team(**await new_record(tx, actor, now), name="Team")
    await teams.shelf.add(tx, team)
    await write_down(tx, actor, now, "team.added", None, team)
    for person in members:
        await teams.add_member(tx, actor.workspace_id, team.id, person.id)
