"""Users; programs' own accounts are none."""

from typing import Any

from uhrwerk.entrypoints.passwords import hashed
from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call, required, unchanged
from uhrwerk.entrypoints.vendors.timetrack.routes.resources import Change, Resource, always, each, names_for
from uhrwerk.entrypoints.vendors.timetrack.routes.spans import whole
from uhrwerk.entrypoints.vendors.timetrack.wire import users as wire
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import UserFilter
from uhrwerk.entrypoints.vendors.timetrack.wire.values import given
from uhrwerk.operations import people
from uhrwerk.operations.people import NewPerson
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import people as people_kept
from uhrwerk.storage.people import Person
from uhrwerk.storage.search.tree import Condition
from uhrwerk.storage.store import Operation, Tx

NEEDED = ("username", "first_name", "last_name", "email", "password")


async def _get(tx: Tx, actor: Actor, id: str) -> Person:
    person = await people.get(tx, actor, id)
    if person.service:
        raise NotFound("person")
    return person


def _find(call: Call) -> Operation[Condition]:
    wanted = call.form(UserFilter)
    return always(whole("username", wanted.username.strip().lower() if wanted.username else None))


async def _add(call: Call) -> Operation[Person]:
    form = call.form(wire.UserForm)
    username, first_name, last_name, email, password = required(form, *NEEDED)
    new = NewPerson(
        username=username,
        email=email,
        first_name=first_name,
        last_name=last_name,
        role=wire.role(form),
        zone=call.guest.workspace.zone,
        language=form.language or "en",
        # Before the transaction: hashing is slow on purpose.
        password_hash=await hashed(password),
        active=form.enabled is not False,
        **_personnel_number(form),
    )

    async def add(tx: Tx) -> Person:
        return await people.add(tx, call.actor, call.now, new)

    return add


async def _change(call: Call) -> Change[Person]:
    form = call.form(wire.UserForm)
    profile = {name: getattr(form, name) for name in ("first_name", "last_name", "email", "language")}
    members = {name: value for name, value in profile.items() if value is not None} | _personnel_number(form)
    if form.password is not None:
        members["password_hash"] = await hashed(form.password)

    async def change(tx: Tx, before: Person) -> Person:
        unchanged(form, username=before.username, enabled=before.active)
        more = members | {"role": wire.role(form, before.role)}
        return await people.change(tx, call.actor, call.now, before.id, more)

    return change


def _personnel_number(form: wire.UserForm) -> dict[str, Any]:
    said = given(form, "personnel_number")
    return {name: None if value is None else str(value) for name, value in said.items()}


async def _remove(tx: Tx, call: Call, person: Person) -> None:
    await people.remove(tx, call.actor, call.now, person.id)


HANDLERS = Resource(
    path="users",
    shelf=people_kept.shelf,
    get=_get,
    show=each(wire.user),
    find=_find,
    add=_add,
    change=_change,
    remove=_remove,
    names=names_for(wire.UserForm, role="admin"),
).doors()
