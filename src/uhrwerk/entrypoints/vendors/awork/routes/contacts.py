"""How to reach users and companies; the two are kept alike."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from litestar import delete, get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted, user_id_of
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_models, nothing, path_id
from uhrwerk.entrypoints.vendors.awork.wire import contacts as wire
from uhrwerk.operations import contacts, people
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import CLIENTS
from uhrwerk.operations.contacts import Details
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Conflict
from uhrwerk.storage.clients import Client
from uhrwerk.storage.parts import ContactDetail
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

NOUN: Final = "contact detail"

Change = Callable[[Details], tuple[Details, ContactDetail]]
"""What is done to somebody's details: all of them as they are afterwards, and the one that it was about."""


@dataclass(frozen=True)
class Owner:
    """Whose details: read and changed by their operations."""

    get: Callable[[Tx, Actor, str], Awaitable[Person | Client]]
    change: Callable[[Tx, Actor, datetime, str, dict[str, Any]], Awaitable[Person | Client]]


USER: Final = Owner(people.get, people.change)
COMPANY: Final = Owner(CLIENTS.get, CLIENTS.change)


@get("/users/{user_id:str}/contactinfo")
async def list_of_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    async def found(tx: Tx, guest: Guest) -> list[wire.ContactInfo]:
        return wire.of_user(people.seen_by(guest.actor, await people.get(tx, guest.actor, user_id_of(guest, user_id))))

    return await answer_models(request, wire.ContactInfo, found)


@get("/users/{user_id:str}/contactinfo/{contact_info_id:str}")
async def get_of_user(request: AnyRequest, user_id: FromPath[str], contact_info_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner_id, wanted = user_id_of(call.guest, user_id), path_id(contact_info_id, NOUN)

    async def read(tx: Tx) -> wire.ContactInfo:
        person = people.seen_by(call.actor, await people.get(tx, call.actor, owner_id))
        if wanted == person.id:
            return wire.email_address(person)
        return wire.contact_info(contacts.one(person.contacts, wanted))

    return answer(await call.read(read))


@post("/users/{user_id:str}/contactinfo", status_code=200)
async def add_to_user(request: AnyRequest, user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner_id = user_id_of(call.guest, user_id)
    return await _add(call, USER, owner_id, await form_of(request, wire.ContactInfoForm))


@put("/users/{user_id:str}/contactinfo/{contact_info_id:str}")
async def change_of_user(request: AnyRequest, user_id: FromPath[str], contact_info_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner_id, wanted = user_id_of(call.guest, user_id), path_id(contact_info_id, NOUN)
    form = await form_of(request, wire.ContactInfoForm)
    if wanted == owner_id:
        return await _change_email(call, owner_id, form)
    return await _change(call, USER, owner_id, wanted, form)


@delete("/users/{user_id:str}/contactinfo/{contact_info_id:str}", status_code=200)
async def delete_of_user(request: AnyRequest, user_id: FromPath[str], contact_info_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner_id, wanted = user_id_of(call.guest, user_id), path_id(contact_info_id, NOUN)
    if wanted == owner_id:
        await call.read(lambda tx: people.get(tx, call.actor, owner_id))
        raise Conflict("The address that a user signs in with stays.")
    return await _delete(call, USER, owner_id, wanted)


@get("/companies/{company_id:str}/contactinfo")
async def list_of_company(request: AnyRequest, company_id: FromPath[str]) -> Reply:
    async def found(tx: Tx, guest: Guest) -> list[wire.ContactInfo]:
        company = await CLIENTS.get(tx, guest.actor, path_id(company_id, CLIENTS.noun))
        return [wire.contact_info(each) for each in company.contacts]

    return await answer_models(request, wire.ContactInfo, found)


@get("/companies/{company_id:str}/contactinfo/{contact_info_id:str}")
async def get_of_company(request: AnyRequest, company_id: FromPath[str], contact_info_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner_id, wanted = path_id(company_id, CLIENTS.noun), path_id(contact_info_id, NOUN)

    async def read(tx: Tx) -> wire.ContactInfo:
        company = await CLIENTS.get(tx, call.actor, owner_id)
        return wire.contact_info(contacts.one(company.contacts, wanted))

    return answer(await call.read(read))


@post("/companies/{company_id:str}/contactinfo", status_code=200)
async def add_to_company(request: AnyRequest, company_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner_id = path_id(company_id, CLIENTS.noun)
    return await _add(call, COMPANY, owner_id, await form_of(request, wire.CompanyContactInfoForm))


@put("/companies/{company_id:str}/contactinfo/{contact_info_id:str}")
async def change_of_company(request: AnyRequest, company_id: FromPath[str], contact_info_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    owner_id, wanted = path_id(company_id, CLIENTS.noun), path_id(contact_info_id, NOUN)
    return await _change(call, COMPANY, owner_id, wanted, await form_of(request, wire.CompanyContactInfoForm))


@delete("/companies/{company_id:str}/contactinfo/{contact_info_id:str}", status_code=200)
async def delete_of_company(request: AnyRequest, company_id: FromPath[str], contact_info_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    return await _delete(call, COMPANY, path_id(company_id, CLIENTS.noun), path_id(contact_info_id, NOUN))


async def _add(call: Call, owner: Owner, owner_id: str, form: wire.ContactInfoForm) -> Reply:
    members = {"kind": wire.OTHER} | wire.members_of(form)
    return await _kept(call, owner, owner_id, lambda details: contacts.added(details, call.actor, call.now, members))


async def _change(call: Call, owner: Owner, owner_id: str, id: str, form: wire.ContactInfoForm) -> Reply:
    members = wire.members_of(form)
    return await _kept(
        call, owner, owner_id, lambda details: contacts.changed(details, call.actor, call.now, id, members)
    )


async def _delete(call: Call, owner: Owner, owner_id: str, id: str) -> Reply:
    await _kept(call, owner, owner_id, lambda details: (contacts.removed(details, id), contacts.one(details, id)))
    return nothing()


async def _kept(call: Call, owner: Owner, owner_id: str, change: Change) -> Reply:
    async def act(tx: Tx) -> ContactDetail:
        await tx.lock(call.actor.workspace_id, call.actor.workspace_id)
        record = await owner.get(tx, call.actor, owner_id)
        details, detail = change(record.contacts)
        await owner.change(tx, call.actor, call.now, owner_id, {"contacts": details})
        return detail

    with naming(**wire.NAMES):
        return answer(wire.contact_info(await call.write(act)))


async def _change_email(call: Call, person_id: str, form: wire.ContactInfoForm) -> Reply:
    """Of the address that a user signs in with, the value alone can be changed."""
    members = {"email": form.value} if isinstance(form.value, str) else {}
    with naming(email="value"):
        person = await call.write(lambda tx: people.change(tx, call.actor, call.now, person_id, members))
    return answer(wire.email_address(person))


HANDLERS: list[Any] = [
    list_of_user,
    get_of_user,
    add_to_user,
    change_of_user,
    delete_of_user,
    list_of_company,
    get_of_company,
    add_to_company,
    change_of_company,
    delete_of_company,
]
