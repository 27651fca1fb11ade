"""What some faces know by name alone: found, made when it is unknown, or made under a name that is free."""

from datetime import datetime
from typing import Any

from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import AlreadyTaken, NotFound, Problem
from uhrwerk.storage import clients, projects, tasks
from uhrwerk.storage.clients import Client
from uhrwerk.storage.projects import Project
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task


async def client(tx: Tx, actor: Actor, name: str, made_at: datetime | None = None) -> Client:
    """The client of that name; with `made_at` one that is unknown is made. Raises NotFound naming `client_name`."""
    name = text.name(name, "client_name")
    found = await clients.by_name(tx, actor.workspace_id, name)
    if found is None and made_at is not None:
        await tx.lock(actor.workspace_id, actor.workspace_id)
        # Looked up again: somebody may have made it before the lock was ours.
        found = await clients.by_name(tx, actor.workspace_id, name)
        found = found or await CLIENTS.add(tx, actor, made_at, {"name": name, "archived": False})
    if found is None:
        raise NotFound("client", "client_name")
    return found


async def project(
    tx: Tx, actor: Actor, client_name: str, project_name: str, made_at: datetime | None = None
) -> Project:
    """The client's project of that name; with `made_at` what is unknown is made.

    Raises NotFound naming `client_name` or `project_name`.
    """
    name = text.name(project_name, "project_name")
    client_id = (await client(tx, actor, client_name, made_at)).id
    found = await projects.by_name(tx, actor.workspace_id, client_id, name)
    if found is None and made_at is not None:
        await tx.lock(actor.workspace_id, actor.workspace_id)
        found = await projects.by_name(tx, actor.workspace_id, client_id, name)
        members = {"name": name, "client_id": client_id, "billable": True, "archived": False}
        found = found or await PROJECTS.add(tx, actor, made_at, members)
    if found is None:
        raise NotFound("project", "project_name")
    return found


async def add_client(tx: Tx, actor: Actor, now: datetime, members: dict[str, Any]) -> Client:
    """Add a client. Raises AlreadyTaken for the name of one in use, and what CLIENTS.add raises."""
    await tx.lock(actor.workspace_id, actor.workspace_id)
    _check_free(await clients.by_name(tx, actor.workspace_id, text.name(members["name"])))
    return await CLIENTS.add(tx, actor, now, members)


async def add_project(tx: Tx, actor: Actor, now: datetime, members: dict[str, Any]) -> Project:
    """Add a project of a client. Raises AlreadyTaken for the name of another one in use, and what PROJECTS.add does."""
    await tx.lock(actor.workspace_id, actor.workspace_id)
    _check_free(await projects.by_name(tx, actor.workspace_id, members["client_id"], text.name(members["name"])))
    return await PROJECTS.add(tx, actor, now, members)


async def change_project(tx: Tx, actor: Actor, now: datetime, before: Project, members: dict[str, Any]) -> Project:
    """Change a project. Raises AlreadyTaken where its client has another one in use of the new name."""
    await tx.lock(actor.workspace_id, actor.workspace_id)
    name, client_id = members.get("name", before.name), members.get("client_id", before.client_id)
    if client_id is not None and (name, client_id) != (before.name, before.client_id):
        _check_free(await projects.by_name(tx, actor.workspace_id, client_id, text.name(name)))
    return await PROJECTS.change(tx, actor, now, before.id, members)


async def add_task(tx: Tx, actor: Actor, now: datetime, members: dict[str, Any]) -> Task:
    """Add a task of the workspace. Raises AlreadyTaken for the name of another one in use, and what TASKS.add does."""
    await tx.lock(actor.workspace_id, actor.workspace_id)
    _check_free(await tasks.of_workspace(tx, actor.workspace_id, text.name(members["name"])))
    return await TASKS.add(tx, actor, now, members)


def _check_free(same: Client | Project | Task | None) -> None:
    if same is not None and not same.archived:
        message = "is in use already"
        raise AlreadyTaken(f"name: {message}", [Problem("name", message)])
