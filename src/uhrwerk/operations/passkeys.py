"""Passkeys of a person: registered, named, used, removed. Whether a signature fits is the entrypoint's to find out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from uhrwerk.operations import second_factors, sessions
from uhrwerk.operations.records import new_id, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import AlreadyTaken, Conflict, NotFound
from uhrwerk.storage import passkeys, people, workspaces
from uhrwerk.storage.passkeys import Passkey
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace

MOST: Final = 20
NAME_LENGTH: Final = 100


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What an authenticator has made; texts are base64url without padding."""

    handle: str
    public_key: str
    sign_count: int
    transports: tuple[str, ...]
    synced: bool


@dataclass(frozen=True, slots=True)
class Owned:
    """A passkey, and whom it lets in where."""

    passkey: Passkey
    person: Person
    workspace: Workspace


async def owned(tx: Tx, handle: str) -> Owned | None:
    """The passkey of that handle and whose it is; None if there is none, or they cannot sign in any more."""
    found = await passkeys.by_handle(tx, handle)
    if found is None:
        return None
    person = await people.shelf.get(tx, found.workspace_id, found.person_id)
    workspace = await workspaces.get(tx, found.workspace_id)
    if person is None or not person.active or workspace is None:
        return None
    return Owned(found, person, workspace)


async def of_actor(tx: Tx, actor: Actor) -> list[Passkey]:
    """One's own, oldest first."""
    assert actor.person_id is not None
    return await passkeys.of_person(tx, actor.workspace_id, actor.person_id)


async def add(tx: Tx, actor: Actor, now: datetime, new: NewPasskey, name: str) -> list[str]:
    """Keep a passkey of one's own; the recovery codes, where it is the first second factor.

    Raises ProofRequired, Invalid, Conflict for too many, AlreadyTaken.
    """
    assert actor.person_id is not None
    await tx.lock(actor.workspace_id, actor.person_id)
    await sessions.check_proven(tx, actor, now)
    if len(await of_actor(tx, actor)) >= MOST:
        raise Conflict(f"Nobody has more than {MOST} passkeys; remove one first.")
    if await passkeys.by_handle(tx, new.handle) is not None:
        raise AlreadyTaken("This passkey is registered already.")
    record = Passkey(
        id=new_id(),
        workspace_id=actor.workspace_id,
        person_id=actor.person_id,
        name=text.name(name, "name", NAME_LENGTH),
        created_at=now,
        handle=new.handle,
        public_key=new.public_key,
        sign_count=new.sign_count,
        transports=new.transports,
        synced=new.synced,
    )
    await passkeys.add(tx, record)
    await write_down(tx, actor, now, "passkey.added", None, record, subject_id=actor.person_id)
    person = await people.shelf.get(tx, actor.workspace_id, actor.person_id)
    assert person is not None
    return await second_factors.codes_for_the_first(tx, actor, now, person)


async def rename(tx: Tx, actor: Actor, now: datetime, id: str, name: str) -> None:
    """Raises NotFound, Invalid."""
    before = await _own(tx, actor, id)
    after = msgspec.structs.replace(before, name=text.name(name, "name", NAME_LENGTH))
    if after.name != before.name:
        await passkeys.rename(tx, id, after.name)
        await write_down(tx, actor, now, "passkey.changed", before, after, subject_id=before.person_id)


async def remove(tx: Tx, actor: Actor, now: datetime, id: str) -> None:
    """Raises NotFound, ProofRequired, Conflict where it is the last second factor and one is needed."""
    before = await _own(tx, actor, id)
    await sessions.check_proven(tx, actor, now)
    await passkeys.remove(tx, id)
    await write_down(tx, actor, now, "passkey.deleted", before, None, subject_id=before.person_id)
    person = await people.shelf.get(tx, before.workspace_id, before.person_id)
    assert person is not None
    await second_factors.check_what_is_left(tx, person, now)


async def used(tx: Tx, now: datetime, passkey: Passkey, sign_count: int, synced: bool) -> bool:
    """It has signed; False if it went, or signed with a higher count, meanwhile: then it is a copy that signs."""
    await tx.lock(passkey.workspace_id, passkey.person_id)
    current = await passkeys.by_handle(tx, passkey.handle)
    if current is None or current.sign_count != passkey.sign_count:
        return False
    await passkeys.use(tx, passkey.id, sign_count, synced, now)
    return True


async def _own(tx: Tx, actor: Actor, id: str) -> Passkey:
    assert actor.person_id is not None
    await tx.lock(actor.workspace_id, actor.person_id)
    found = next((each for each in await of_actor(tx, actor) if each.id == id), None)
    if found is None:
        raise NotFound("passkey")
    return found
