"""Projects, which are known by their own name and their client's."""

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET

from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call, required
from uhrwerk.entrypoints.vendors.timetrack.routes.resources import Change, Resource, always, names_for
from uhrwerk.entrypoints.vendors.timetrack.routes.spans import part_of
from uhrwerk.entrypoints.vendors.timetrack.wire import projects as wire
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import NamesFilter
from uhrwerk.entrypoints.vendors.timetrack.wire.values import given
from uhrwerk.operations import details, names, projects
from uhrwerk.operations.catalog import PROJECTS
from uhrwerk.storage.projects import Project
from uhrwerk.storage.search.tree import And, Condition
from uhrwerk.storage.store import Operation, Tx


async def _show(tx: Tx, call: Call, records: Sequence[Project]) -> list[wire.Project]:
    neighbours = details.Neighbours(tx, call.actor.workspace_id)
    return [wire.project(each) for each in await neighbours.of_whole_projects(records)]


def _find(call: Call) -> Operation[Condition]:
    wanted = call.form(NamesFilter)
    return always(And((part_of("name", wanted.project_name), part_of("client.name", wanted.client_name))))


async def _add(call: Call) -> Operation[Project]:
    form = call.form(wire.ProjectForm)
    client_name, _ = required(form, "client_name", "name")
    members = {"billable": True, "archived": False, **_members(form)}

    async def add(tx: Tx) -> Project:
        client = await names.client(tx, call.actor, client_name, call.made_at)
        return await names.add_project(tx, call.actor, call.now, members | {"client_id": client.id})

    return add


async def _change(call: Call) -> Change[Project]:
    form = call.form(wire.ProjectForm)

    async def change(tx: Tx, before: Project) -> Project:
        members = _members(form)
        if form.client_name is not None:
            members["client_id"] = (await names.client(tx, call.actor, form.client_name)).id
        return await names.change_project(tx, call.actor, call.now, before, members)

    return change


def _members(form: wire.ProjectForm) -> dict[str, Any]:
    members = given(form, "note", "hour_rate", "budget")
    if form.planned_minutes is not UNSET:
        members["planned_seconds"] = wire.seconds(form.planned_minutes)
    if isinstance(form.enabled, bool):
        members["archived"] = not form.enabled
    if form.name is not None:
        members["name"] = form.name
    return members


async def _remove(tx: Tx, call: Call, project: Project) -> None:
    await projects.remove(tx, call.actor, call.now, project.id, with_entries=False)


HANDLERS = Resource(
    path="projects",
    shelf=PROJECTS.shelf,
    get=PROJECTS.get,
    show=_show,
    find=_find,
    add=_add,
    change=_change,
    remove=_remove,
    names=names_for(wire.ProjectForm),
).doors()
