"""Tasks: a new one belongs to the whole workspace; a project's own are here too, private ones are not."""

from typing import Any

from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call, required, unchanged
from uhrwerk.entrypoints.vendors.timetrack.routes.resources import Change, Resource, always, each, names_for
from uhrwerk.entrypoints.vendors.timetrack.routes.spans import part_of
from uhrwerk.entrypoints.vendors.timetrack.wire import tasks as wire
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import NameFilter
from uhrwerk.entrypoints.vendors.timetrack.wire.values import given
from uhrwerk.operations import names
from uhrwerk.operations.catalog import TASKS
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.search.tree import And, Condition, equal
from uhrwerk.storage.store import Operation, Tx
from uhrwerk.storage.tasks import Task


async def _get(tx: Tx, actor: Actor, id: str) -> Task:
    task = await TASKS.get(tx, actor, id)
    if task.person_id is not None:
        raise NotFound("task")
    return task


def _find(call: Call) -> Operation[Condition]:
    return always(And((equal("person_id", None), part_of("name", call.form(NameFilter).name))))


async def _add(call: Call) -> Operation[Task]:
    form = call.form(wire.TaskForm)
    [name] = required(form, "name")
    members = {"name": name, "assignees": [], "archived": False, **_members(form)}

    async def add(tx: Tx) -> Task:
        return await names.add_task(tx, call.actor, call.now, members)

    return add


async def _change(call: Call) -> Change[Task]:
    form = call.form(wire.TaskForm)

    async def change(tx: Tx, before: Task) -> Task:
        unchanged(form, name=before.name)
        return await TASKS.change(tx, call.actor, call.now, before.id, _members(form))

    return change


def _members(form: wire.TaskForm) -> dict[str, Any]:
    return given(form, "note", "hour_rate")


async def _remove(tx: Tx, call: Call, task: Task) -> None:
    await TASKS.remove(tx, call.actor, call.now, task.id, even_in_use=True)


HANDLERS = Resource(
    path="tasks",
    shelf=TASKS.shelf,
    get=_get,
    show=each(wire.task),
    find=_find,
    add=_add,
    change=_change,
    remove=_remove,
    names=names_for(wire.TaskForm),
).doors()
