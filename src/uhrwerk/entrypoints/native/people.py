"""People: /v1/people and /v1/me."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.catalog import with_contacts
from uhrwerk.entrypoints.native.models.people import (
    AboutPerson,
    Erasure,
    Me,
    NewPerson,
    Person,
    PersonChanges,
    Workspace,
    about_person,
    person,
)
from uhrwerk.entrypoints.native.models.values import Page, given
from uhrwerk.entrypoints.native.paging import Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.whose import because
from uhrwerk.entrypoints.native.writing import IdempotencyKey, IfMatch, expected_version, with_etag, write
from uhrwerk.entrypoints.passwords import hashed
from uhrwerk.operations import disclosure, erasure, people
from uhrwerk.rules.access import check_is_admin
from uhrwerk.rules.refusals import ScopeMissing
from uhrwerk.storage.store import Tx

TAGS = ["People"]

DISCLOSED: Final = frozenset(scope for scope in Scope if scope.endswith(":read"))
"""What a token must be good for to be told all that is kept."""


@get("/me", tags=TAGS, operation_id="getMe")
async def me(request: AnyRequest) -> Me:
    """Who the token belongs to, and what it may be used for."""
    now, guest = house_of(request).now(), guest_of(request)
    home = guest.workspace
    return Me(
        person=person(guest.person, now, guest.actor) if guest.person else None,
        workspace=Workspace(home.id, home.name, home.zone, home.default_type_of_work_id),
        scopes=sorted(guest.actor.scopes),
    )


@get("/people", scope=Scope.DIRECTORY_READ, tags=TAGS, operation_id="listPeople")
async def list_people(request: AnyRequest, limit: Limit = 50, cursor: Cursor = None) -> Page[Person]:
    """The workspace's people, newest first."""
    house = house_of(request)
    now, actor, after = house.now(), guest_of(request).actor, after_key(cursor)
    records = await house.store.read(lambda tx: people.every(tx, actor, limit=limit + 1, after=after))
    return page(records, limit, "created_at", lambda record: person(record, now, actor))


@get("/people/{person_id:uuid}", scope=Scope.DIRECTORY_READ, tags=TAGS, operation_id="getPerson")
async def get_person(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Person]:
    """One person."""
    house = house_of(request)
    now, actor = house.now(), guest_of(request).actor
    record = await house.store.read(lambda tx: people.listed(tx, actor, str(person_id)))
    return with_etag(person(record, now, actor))


@post("/people", scope=Scope.DIRECTORY_WRITE, tags=TAGS, operation_id="addPerson")
async def add_person(request: AnyRequest, data: JSONBody[NewPerson], key: IdempotencyKey = None) -> Response[Person]:
    """Add a person (admins only)."""
    guest, now = guest_of(request), house_of(request).now()
    # Before the password is hashed, which is slow on purpose.
    check_is_admin(guest.actor)
    new = people.NewPerson(
        username=data.username,
        email=data.email,
        first_name=data.first_name,
        last_name=data.last_name,
        role=data.role,
        zone=data.zone or guest.workspace.zone,
        language=data.language,
        password_hash=await hashed(data.password) if data.password is not None else None,
    )

    async def run(tx: Tx) -> Person:
        return person(await people.add(tx, guest.actor, now, new), now, guest.actor)

    return await write(request, key, run, 201)


@patch("/people/{person_id:uuid}", scope=Scope.DIRECTORY_WRITE, tags=TAGS, operation_id="changePerson")
async def change_person(
    request: AnyRequest, person_id: FromPath[UUID], data: JSONBody[PersonChanges], if_match: IfMatch = None
) -> Response[Person]:
    """Change a person (admins; oneself: names, title, position, birth date, language, contacts)."""
    house = house_of(request)
    now, actor = house.now(), guest_of(request).actor
    members, version = given(data), expected_version(if_match)

    async def run(tx: Tx) -> Person:
        # Held before it is read: contact details are reckoned from those that are there.
        await tx.lock(actor.workspace_id, actor.workspace_id)
        before = await people.get(tx, actor, str(person_id))
        ready = with_contacts(actor, now, members, before)
        return person(await people.change(tx, actor, now, before.id, ready, version), now, actor)

    return with_etag(await house.store.write(run))


@delete("/people/{person_id:uuid}", scope=Scope.DIRECTORY_WRITE, tags=TAGS, operation_id="deactivatePerson")
async def deactivate_person(request: AnyRequest, person_id: FromPath[UUID], if_match: IfMatch = None) -> None:
    """Deactivate a person (admins only): their credentials end, their record stays."""
    house = house_of(request)
    now, actor, version = house.now(), guest_of(request).actor, expected_version(if_match)
    await house.store.write(lambda tx: people.change(tx, actor, now, str(person_id), {"active": False}, version))


@post(
    "/people/{person_id:uuid}/erase",
    status_code=204,
    scope=Scope.DIRECTORY_WRITE,
    tags=TAGS,
    operation_id="erasePerson",
)
async def erase_person(request: AnyRequest, person_id: FromPath[UUID], data: JSONBody[Erasure]) -> None:
    """Erase somebody who is not active any more (admins only): this cannot be undone."""
    house = house_of(request)
    now, actor = house.now(), because(guest_of(request).actor, data.reason)
    await house.store.write(lambda tx: erasure.erase(tx, actor, now, str(person_id), keep_records=data.keep_records))
    await house.store.scrub()


@get("/people/{person_id:uuid}/record", scope=Scope.DIRECTORY_READ, tags=TAGS, operation_id="getPersonRecord")
async def person_record(request: AnyRequest, person_id: FromPath[UUID]) -> AboutPerson:
    """All that is kept about oneself, or about anybody for admins and auditors; the token needs every scope to read."""
    house, actor = house_of(request), guest_of(request).actor
    missing = sorted(DISCLOSED - actor.scopes)
    if missing:
        raise ScopeMissing(f"The token lacks the scope {missing[0]}.")
    found = await house.store.read(lambda tx: disclosure.disclose(tx, actor, str(person_id)), long=True)
    return about_person(found)


HANDLERS: list[Any] = [
    me,
    list_people,
    get_person,
    add_person,
    change_person,
    deactivate_person,
    erase_person,
    person_record,
]
