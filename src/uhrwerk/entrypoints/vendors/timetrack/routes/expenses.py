"""Expenses."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call, required, unchanged
from uhrwerk.entrypoints.vendors.timetrack.routes.resources import Change, Resource, names_for
from uhrwerk.entrypoints.vendors.timetrack.routes.spans import of_user, on_days, part_of, whole
from uhrwerk.entrypoints.vendors.timetrack.routes.tagging import tags_of
from uhrwerk.entrypoints.vendors.timetrack.wire import expenses as wire
from uhrwerk.entrypoints.vendors.timetrack.wire import values
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import ExpenseFilter
from uhrwerk.entrypoints.vendors.timetrack.wire.values import filled, given
from uhrwerk.operations import names
from uhrwerk.operations.details import Neighbours
from uhrwerk.operations.personal import EXPENSES
from uhrwerk.rules.day import local_date
from uhrwerk.storage import people, tags
from uhrwerk.storage.expenses import Expense
from uhrwerk.storage.search.tree import And, Condition
from uhrwerk.storage.store import Operation, Tx


async def _show(tx: Tx, call: Call, records: Sequence[Expense]) -> list[wire.Expense]:
    neighbours = Neighbours(tx, call.actor.workspace_id)
    await neighbours.ahead(people.shelf, (record.person_id for record in records))
    await neighbours.ahead(tags.shelf, (id for record in records for id in record.tags))
    await neighbours.ahead_of_projects(record.project_id for record in records)
    shown = []
    for record in records:
        person = await neighbours.get(people.shelf, record.person_id)
        assert person is not None
        project = await neighbours.project(record.project_id)
        shown.append(wire.expense(record, person, project, await neighbours.some(tags.shelf, record.tags)))
    return shown


def _find(call: Call) -> Operation[Condition]:
    wanted = call.form(ExpenseFilter)
    conditions = (
        on_days(wanted, "spent_on", "spent_on"),
        part_of("name", wanted.name),
        whole("project.client.name", wanted.client_name),
        whole("project.name", wanted.project_name),
    )

    async def find(tx: Tx) -> Condition:
        return And((await of_user(tx, call, wanted), *conditions))

    return find


async def _add(call: Call) -> Operation[Expense]:
    form = call.form(wire.ExpenseForm)
    username, client_name, project_name, *_ = required(form, "username", "client_name", "project_name", "name", "price")
    members = {"quantity": Decimal(1), "billable": True, "payment": None, "note": None, "tags": []}
    members |= _members(form)

    async def add(tx: Tx) -> Expense:
        person = await call.person(tx, username)
        project = await names.project(tx, call.actor, client_name, project_name, call.made_at)
        more = {"project_id": project.id, **await tags_of(tx, call, form.tags, person.id)}
        return await EXPENSES.add(
            tx, call.actor, call.now, person.id, {"spent_on": local_date(call.now, person.zones)} | members | more
        )

    return add


async def _change(call: Call) -> Change[Expense]:
    form = call.form(wire.ExpenseForm)

    async def change(tx: Tx, before: Expense) -> Expense:
        [shown] = await _show(tx, call, [before])
        unchanged(form, username=shown.user)
        members = _members(form) | await _project(tx, call, form, shown)
        members |= await tags_of(tx, call, form.tags, before.person_id)
        return await EXPENSES.change(tx, call.actor, call.now, before.id, members)

    return change


def _members(form: wire.ExpenseForm) -> dict[str, Any]:
    members = given(form, "note") | filled(form, "price", "quantity", "billable")
    if form.name is not None:
        members["name"] = form.name
    members |= {name: None if value is None else str(value) for name, value in given(form, "payment").items()}
    members |= {name: values.day(value, "date") for name, value in filled(form, "spent_on").items()}
    return members


async def _project(tx: Tx, call: Call, form: wire.ExpenseForm, shown: wire.Expense) -> dict[str, Any]:
    """The project, where the form says other names than are shown."""
    now_shown = {"client_name": shown.client_name, "project_name": shown.project_name}
    said = given(form, "client_name", "project_name")
    if said.items() <= now_shown.items():
        return {}
    client_name, project_name = required(wire.ExpenseForm(**now_shown | said), "client_name", "project_name")
    project = await names.project(tx, call.actor, client_name, project_name, call.made_at)
    return {"project_id": project.id}


async def _remove(tx: Tx, call: Call, expense: Expense) -> None:
    await EXPENSES.remove(tx, call.actor, call.now, expense.id)


HANDLERS = Resource(
    path="expenses",
    shelf=EXPENSES.shelf,
    get=EXPENSES.get,
    show=_show,
    find=_find,
    add=_add,
    change=_change,
    remove=_remove,
    names=names_for(wire.ExpenseForm, project_id="projectName"),
).doors()
