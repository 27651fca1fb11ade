"""Users: who the token belongs to, and everybody else."""

from typing import Any

from litestar import delete, get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.filters.lists import USERS
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted, user_id_of
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import (
    Reply,
    answer,
    answer_list,
    not_archived,
    nothing,
    query_of,
)
from uhrwerk.entrypoints.vendors.awork.wire import users as wire
from uhrwerk.entrypoints.vendors.awork.wire.forms import ArchivedForm
from uhrwerk.operations import contracts, people
from uhrwerk.operations.directory import Directory, PersonDetails
from uhrwerk.rules.access import Actor
from uhrwerk.rules.contract import week_of
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx


@get(["/me", "/users/me"])
async def me(request: AnyRequest) -> Reply:
    call = await admitted(request)
    person = call.guest.person
    if person is None:
        raise NotFound("person")

    async def read(tx: Tx) -> wire.UserAndWorkspace:
        return wire.user_and_workspace(await _details(tx, call.actor, person), call.guest.workspace)

    return answer(await call.read(read))


@get("/users")
async def list_users(request: AnyRequest) -> Reply:
    async def shown(tx: Tx, actor: Actor, records: list[Person]) -> list[wire.User]:
        return [wire.user(each) for each in await Directory(tx, actor.workspace_id).of_people(actor, records)]

    return await answer_list(request, USERS, shown, not_archived(request))


@get("/users/{user_id:str}")
async def get_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = user_id_of(call.guest, user_id)

    async def read(tx: Tx) -> wire.User:
        return wire.user(await _details(tx, call.actor, await people.listed(tx, call.actor, wanted)))

    return answer(await call.read(read))


@put("/users/{user_id:str}")
async def change_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = user_id_of(call.guest, user_id)
    members = wire.profile(await form_of(request, wire.UserForm))
    return answer(wire.user(await _changed(call, wanted, members)))


@delete("/users/{user_id:str}", status_code=200)
async def delete_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = user_id_of(call.guest, user_id)
    await call.write(lambda tx: people.remove(tx, call.actor, call.now, wanted))
    return nothing()


@post("/users/{user_id:str}/activate", status_code=200)
async def activate_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    await _changed(call, user_id_of(call.guest, user_id), {"active": True})
    return nothing()


@post("/users/{user_id:str}/deactivate", status_code=200)
async def deactivate_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    """Private projects stay as they are: admins know them all, so none loses its last reader."""
    call = await admitted(request)
    await _changed(call, user_id_of(call.guest, user_id), {"active": False})
    if query_of(request).get("includesummary", "").lower() not in ("true", "1"):
        return nothing()
    return answer(
        wire.DeactivationSummary(private_project_managers_reassigned_count=0, private_projects_deleted_count=0)
    )


@post("/users/{user_id:str}/setarchived", status_code=200)
async def archive_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = user_id_of(call.guest, user_id)
    form = await form_of(request, ArchivedForm)
    return answer(wire.extended_user(await _changed(call, wanted, {"archived": form.is_archived})))


@get("/users/{user_id:str}/capacity")
async def get_capacity(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = user_id_of(call.guest, user_id)

    async def read(tx: Tx) -> wire.Capacity:
        await people.check_readable(tx, call.actor, wanted)
        person = await people.get(tx, call.actor, wanted)
        return wire.capacity(person, week_of(await contracts.at(tx, person, call.now)))

    return answer(await call.read(read))


@put("/users/{user_id:str}/capacity")
async def change_capacity(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    wanted = user_id_of(call.guest, user_id)
    form = await form_of(request, wire.CapacityForm)

    async def act(tx: Tx) -> wire.Capacity:
        await tx.lock(call.actor.workspace_id, call.actor.workspace_id, wanted)
        person = await people.get(tx, call.actor, wanted)
        week = wire.week_of(form, week_of(await contracts.at(tx, person, call.now)))
        return wire.capacity(person, week_of(await contracts.set_week(tx, call.actor, call.now, wanted, week)))

    with naming(weekday_seconds="capacity_per_week"):
        return answer(await call.write(act))


@get("/users/autofill/{email:str}")
async def autofill(request: AnyRequest, email: FromPath[str]) -> Reply:
    """What is known of an address: the name of the user who has it."""
    call = await admitted(request)
    person = await call.read(lambda tx: people.by_email(tx, call.actor, email))
    if person is None:
        return nothing()
    return answer(wire.AutofillUser(first_name=person.first_name, last_name=person.last_name))


async def _changed(call: Call, person_id: str, members: dict[str, Any]) -> PersonDetails:
    async def act(tx: Tx) -> PersonDetails:
        after = await people.change(tx, call.actor, call.now, person_id, members)
        return await _details(tx, call.actor, after)

    return await call.write(act)


async def _details(tx: Tx, actor: Actor, person: Person) -> PersonDetails:
    [found] = await Directory(tx, actor.workspace_id).of_people(actor, [person])
    return found


HANDLERS: list[Any] = [
    me,
    list_users,
    get_user,
    change_user,
    delete_user,
    activate_user,
    deactivate_user,
    archive_user,
    get_capacity,
    change_capacity,
    autofill,
]
