"""People: who may keep time here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from uhrwerk.operations import attendance_days, preferences, rollups, sessions, tags
from uhrwerk.operations.credentials import revoke_found
from uhrwerk.operations.grants import revoke_of_person
from uhrwerk.operations.records import changed, check_version, differs, new_record, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import (
    Actor,
    Role,
    check_is_admin,
    check_keeps_records,
    check_may_track_for,
    knows_personal_data,
)
from uhrwerk.rules.day import Zones, zone
from uhrwerk.rules.refusals import AlreadyTaken, Conflict, Deleted, Invalid, NotFound, Problem, StillActive
from uhrwerk.storage import attendances, credentials, erasure, people, teams, time_entries
from uhrwerk.storage.parts import ContactDetail
from uhrwerk.storage.people import Person
from uhrwerk.storage.search.pages import page
from uhrwerk.storage.search.tree import Comparison, Field, Form
from uhrwerk.storage.store import Tx
from uhrwerk.storage.teams import Membership

EMAIL_LENGTH = 320
MOST_CONTACTS = 100
PROFILE = frozenset(
    ("first_name", "last_name", "title", "position", "birth_date", "language", "contacts", "preferences")
)
"""What people may change of themselves; the rest is for admins."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """`password_hash` is made before the transaction: hashing is slow on purpose. `zone` is an IANA name.

    `service` makes a program's own account.
    """

    username: str
    email: str
    first_name: str
    last_name: str
    role: str = Role.MEMBER
    zone: str = "Europe/Berlin"
    language: str = "en"
    password_hash: str | None = None
    personnel_number: str | None = None
    active: bool = True
    service: bool = False


async def get(tx: Tx, actor: Actor, person_id: str) -> Person:
    """A person of the actor's workspace. Raises NotFound."""
    person = await people.shelf.get(tx, actor.workspace_id, person_id)
    if person is None:
        raise NotFound("person")
    if person.deleted_at is not None:
        raise Deleted("person")
    return person


async def listed(tx: Tx, actor: Actor, person_id: str) -> Person:
    """A person as lists of people have them: a program's own account is known to itself alone. Raises NotFound."""
    person = await get(tx, actor, person_id)
    if person.service and person.id != actor.person_id:
        raise NotFound("person")
    return person


def seen_by(actor: Actor, person: Person) -> Person:
    """The person without what the actor may not know of them."""
    if knows_personal_data(actor, person.id):
        return person
    return msgspec.structs.replace(person, birth_date=None, personnel_number=None, contacts=())


async def by_username(tx: Tx, actor: Actor, username: str) -> Person:
    """The person of that username. Raises NotFound."""
    person = await people.by_username(tx, actor.workspace_id, text.name(username, "username"))
    if person is None or person.service:
        raise NotFound("person", "username")
    return person


async def by_email(tx: Tx, actor: Actor, email: str) -> Person | None:
    """The oldest of those with that address, which is matched without regard to case. Raises Invalid."""
    wanted = text.name(email, "email", EMAIL_LENGTH).lower()
    same = Comparison(Field("email", form=Form.LOWER), "=", wanted)
    found = await page(tx, people.shelf, actor.workspace_id, same, limit=1)
    return found[0] if found else None


async def to_track(tx: Tx, actor: Actor, person_id: str) -> Person:
    """A person whose clock the actor may move. Raises NotFound, NotAllowed."""
    person = await get(tx, actor, person_id)
    await check_may_keep(tx, actor, person_id)
    return person


async def check_may_keep(tx: Tx, actor: Actor, person_id: str) -> None:
    """Whose time the actor may keep: their own, a lead's team's, an admin's everybody's. Raises NotAllowed."""
    check_may_track_for(actor, person_id, leads=await leads(tx, actor, person_id))


async def leads(tx: Tx, actor: Actor, person_id: str) -> bool:
    """Whether the person is in a team that the actor is a lead of; nobody leads themself."""
    if actor.role is not Role.LEAD or actor.person_id in (None, person_id):
        return False
    assert actor.person_id is not None
    return person_id in await people.team_mates(tx, actor.workspace_id, actor.person_id)


def check_active(person: Person) -> None:
    """Nothing begins for somebody inactive, nor for an auditor, whoever acts; what runs can still be ended.

    Raises Conflict, NotAllowed.
    """
    if not person.active:
        raise Conflict("This person is not active.")
    check_keeps_records(person.role)


async def check_readable(tx: Tx, actor: Actor, person_id: str) -> None:
    """Whose time the actor may read: their own, a lead's team's; everybody's for admins and auditors.

    Raises NotFound for everybody else: who may not read a record does not learn that it is there.
    """
    if not await may_read(tx, actor, person_id):
        raise NotFound("person")
    if person_id != actor.person_id:
        await get(tx, actor, person_id)


async def may_read(tx: Tx, actor: Actor, person_id: str) -> bool:
    """Whether the person's records are the actor's to read; those of somebody deleted stay readable."""
    return person_id == actor.person_id or actor.reads_all or await leads(tx, actor, person_id)


async def add(tx: Tx, actor: Actor, now: datetime, new: NewPerson) -> Person:
    """Add a person. Raises NotAllowed, Invalid, AlreadyTaken."""
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    username = _username(new.username)
    await _check_username_free(tx, actor.workspace_id, username)
    zone(new.zone)
    person = Person(
        **await new_record(tx, actor, now),
        username=username,
        email=_email(new.email),
        first_name=text.name(new.first_name, "first_name"),
        last_name=text.clean(new.last_name, "last_name", text.NAME_LENGTH).strip(),
        role=_role(new.role),
        zones=Zones.always(new.zone),
        language=text.name(new.language, "language", 20),
        password_hash=new.password_hash,
        personnel_number=_line(new.personnel_number, "personnel_number"),
        active=new.active,
        service=new.service,
    )
    await people.shelf.add(tx, person)
    await write_down(tx, actor, now, "person.added", None, person)
    tx.directory_changed()
    return person


async def change(
    tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any], version: int | None = None
) -> Person:
    """Change a person's members; `zone` holds from now on (`zones`: the whole history).

    What one may say of oneself is in PROFILE.
    Raises NotFound, NotAllowed, Invalid, AlreadyTaken.
    """
    if actor.person_id != person_id or not members.keys() <= PROFILE:
        check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id, person_id)
    before = await get(tx, actor, person_id)
    check_version(before, version)
    checked = await _checked(tx, actor, now, before, members)
    if not differs(before, checked):
        return before
    after = changed(before, actor, now, **checked)
    was_admin = before.role == Role.ADMIN and before.active and not before.service
    if was_admin and (after.role != Role.ADMIN or not after.active):
        await _check_not_last_admin(tx, actor)
    await people.shelf.change(tx, before, after)
    await _follow(tx, actor, now, before, after)
    await write_down(tx, actor, now, "person.changed", before, after)
    tx.directory_changed()
    return after


async def _checked(tx: Tx, actor: Actor, now: datetime, before: Person, members: dict[str, Any]) -> dict[str, Any]:
    """The members as they are kept. Raises Invalid, AlreadyTaken."""
    checked: dict[str, Any] = {}
    for name, value in members.items():
        match name:
            case "username":
                checked[name] = _username(value)
                if checked[name] != before.username:
                    await _check_username_free(tx, actor.workspace_id, checked[name])
            case "email":
                checked[name] = _email(value)
            case "first_name":
                checked[name] = text.name(value, name)
            case "last_name":
                checked[name] = text.clean(value, name, text.NAME_LENGTH).strip()
            case "language":
                checked[name] = text.name(value, name, 20)
            case "role":
                checked[name] = _role(value)
            case "zone":
                zone(value)
                checked["zones"] = before.zones.changed(now, value)
            case "zones":
                checked[name] = value
            case "personnel_number" | "title" | "position":
                checked[name] = _line(value, name)
            case "tags":
                await tags.check(tx, actor.workspace_id, value)
                checked[name] = value
            case "birth_date":
                checked[name] = _birth_date(value, now)
            case "contacts":
                checked[name] = _contacts(value)
            case "preferences":
                checked[name] = preferences.checked(value)
            case "active" | "archived" | "password_hash":
                checked[name] = value
            case _:
                raise Invalid.field(name, "cannot be changed")
    return checked


async def _follow(tx: Tx, actor: Actor, now: datetime, before: Person, after: Person) -> None:
    """What a change of a person brings with it: keys that end, sums that are counted anew."""
    if before.active and not after.active:
        await revoke_of_person(tx, actor, now, after.id)
        for credential in await credentials.valid_of_person(tx, actor.workspace_id, after.id):
            await revoke_found(tx, actor, now, credential)
        await erasure.take_out_what_lets_in(tx, actor.workspace_id, after.id)
    elif before.password_hash != after.password_hash:
        await sessions.end_all(tx, actor, now, after.id)
    if before.zones != after.zones:
        await rollups.rebuild(tx, after)
        await attendance_days.rebuild(tx, after)
    if before.birth_date != after.birth_date:
        await attendance_days.look_again(tx, after, date.min, now)


async def remove(tx: Tx, actor: Actor, now: datetime, person_id: str) -> None:
    """Delete a person: their credentials end, they leave all teams, their username is free again; their time stays.

    Raises NotFound, NotAllowed, StillActive while a clock of theirs runs, Conflict for the last admin.
    """
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id, person_id)
    active = [await clock.active(tx, actor.workspace_id, person_id) for clock in (time_entries, attendances)]
    if any(record is not None for record in active):
        raise StillActive("A clock of this person is running; stop it first.")
    for team_id in await teams.of_person(tx, actor.workspace_id, person_id):
        await teams.remove_member(tx, actor.workspace_id, team_id, person_id)
        await write_down(tx, actor, now, "team.member_removed", Membership(team_id, person_id), None)
    before = await change(tx, actor, now, person_id, {"active": False})
    after = changed(before, actor, now, username=person_id, deleted_at=now)
    await people.shelf.change(tx, before, after)
    await write_down(tx, actor, now, "person.deleted", before, after)
    tx.directory_changed()


async def every(tx: Tx, actor: Actor, *, limit: int, after: tuple[Any, ...] | None) -> list[Person]:
    """The workspace's people, newest first; programs' own accounts are none."""
    where = [("service", "=", False), ("deleted_at", "is null", None)]
    return await people.shelf.page(
        tx, actor.workspace_id, order=("created_at", "id"), after=after, limit=limit, where=where
    )


async def _check_username_free(tx: Tx, workspace_id: str, username: str) -> None:
    if await people.by_username(tx, workspace_id, username) is not None:
        message = "is taken by somebody else"
        raise AlreadyTaken(f"username: {message}", [Problem("username", message)])


async def _check_not_last_admin(tx: Tx, actor: Actor) -> None:
    if await people.active_admins(tx, actor.workspace_id) <= 1:
        raise Conflict("A workspace keeps at least one admin.")


def _line(value: str | None, field: str) -> str | None:
    return None if value is None else text.name(value, field)


def _birth_date(value: date | None, now: datetime) -> date | None:
    if value is not None and not date(1900, 1, 1) <= value <= now.date():
        raise Invalid.field("birth_date", "must be a day since 1900 that is not to come")
    return value


def _contacts(value: tuple[ContactDetail, ...]) -> tuple[ContactDetail, ...]:
    if len(value) > MOST_CONTACTS:
        raise Invalid.field("contacts", f"must not be more than {MOST_CONTACTS}")
    return value


def _username(value: str) -> str:
    return text.name(value, "username", 100).lower()


def _email(value: str) -> str:
    value = text.name(value, "email", EMAIL_LENGTH)
    local, _, host = value.rpartition("@")
    if not local or not host or " " in value:
        raise Invalid.field("email", "is not an e-mail address")
    return value


def _role(value: str) -> str:
    try:
        return Role(value).value
    except ValueError:
        raise Invalid.field("role", f"must be one of {', '.join(Role)}") from None
