"""Clients."""

from typing import Any

from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call, required, unchanged
from uhrwerk.entrypoints.vendors.timetrack.routes.resources import Change, Resource, always, each, names_for
from uhrwerk.entrypoints.vendors.timetrack.routes.spans import part_of
from uhrwerk.entrypoints.vendors.timetrack.wire import clients as wire
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import NameFilter
from uhrwerk.entrypoints.vendors.timetrack.wire.values import given
from uhrwerk.operations import contacts, names
from uhrwerk.operations.catalog import CLIENTS
from uhrwerk.operations.contacts import Details
from uhrwerk.storage.clients import Client
from uhrwerk.storage.search.tree import Condition
from uhrwerk.storage.store import Operation, Tx


def _find(call: Call) -> Operation[Condition]:
    return always(part_of("name", call.form(NameFilter).name))


async def _add(call: Call) -> Operation[Client]:
    form = call.form(wire.ClientForm)
    [name] = required(form, "name")
    members = {"name": name, "archived": form.enabled is False, **_members(call, form)}

    async def add(tx: Tx) -> Client:
        return await names.add_client(tx, call.actor, call.now, members)

    return add


async def _change(call: Call) -> Change[Client]:
    form = call.form(wire.ClientForm)

    async def change(tx: Tx, before: Client) -> Client:
        unchanged(form, name=before.name, enabled=not before.archived)
        return await CLIENTS.change_with(
            tx, call.actor, call.now, before.id, lambda client: _members(call, form, client)
        )

    return change


def _members(call: Call, form: wire.ClientForm, before: Client | None = None) -> dict[str, Any]:
    """The core's members that the form has, of a client that is there or of a new one."""
    return {
        **given(form, "color", "note"),
        "contacts": _contacts(call, form, before.contacts if before else ()),
        "custom": wire.custom_of(before.custom if before else {}, form),
    }


def _contacts(call: Call, form: wire.ClientForm, details: Details) -> Details:
    for kind in ("email", "phone"):
        for value in given(form, kind).values():
            with naming(value=kind):
                details = contacts.with_first(details, call.actor, call.now, kind, {"value": value})
    return contacts.with_first(details, call.actor, call.now, "address", wire.address_of(form))


async def _remove(tx: Tx, call: Call, client: Client) -> None:
    await CLIENTS.remove(tx, call.actor, call.now, client.id, even_in_use=True)


HANDLERS = Resource(
    path="clients",
    shelf=CLIENTS.shelf,
    get=CLIENTS.get,
    show=each(wire.client),
    find=_find,
    add=_add,
    change=_change,
    remove=_remove,
    names=names_for(wire.ClientForm, custom="field1"),
).doors()
