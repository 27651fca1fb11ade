"""Links by which somebody chooses a password: an admin's invitation, or a reset that they asked for themselves.

A link holds for a while and is used once; a new one puts an end to the older ones.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from uhrwerk.operations import sign_in
from uhrwerk.operations.credentials import bearer_token, token_hash
from uhrwerk.operations.people import get
from uhrwerk.operations.records import changed, write_down
from uhrwerk.operations.sessions import FACE, check_proven, end_all
from uhrwerk.rules.access import Actor, Role, check_is_admin
from uhrwerk.rules.refusals import Conflict, Invalid, NotFound
from uhrwerk.storage import account_links, people, workspaces
from uhrwerk.storage.account_links import AccountLink, LinkKind
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace

LASTS: Final = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Opened:
    """Whom a link is for. `token` is what stands in its address; it is stored nowhere."""

    kind: LinkKind
    token: str
    person: Person
    workspace: Workspace


async def invite(tx: Tx, actor: Actor, now: datetime, person_id: str) -> Opened:
    """A link for somebody who has no password yet (admins only).

    Raises NotAllowed, NotFound, Conflict for somebody who is not active or has a password.
    """
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, person_id)
    person = await get(tx, actor, person_id)
    if person.service:
        raise NotFound("person")
    if not person.active:
        raise Conflict("This person is not active.")
    if person.password_hash is not None:
        raise Conflict("This person has a password already; they can reset it themselves.")
    made = await _make(tx, now, LinkKind.INVITATION, person)
    await write_down(tx, actor, now, "account.invited", person, person, subject_id=person.id)
    return made


async def ask_reset(tx: Tx, now: datetime, name: str) -> list[Opened]:
    """A link for each account with that username or e-mail address, in whichever workspace."""
    found = []
    for account in await sign_in.accounts(tx, name, None):
        await tx.lock(account.person.workspace_id, account.person.id)
        found.append(await _make(tx, now, LinkKind.RESET, account.person))
    return found


async def opened(tx: Tx, now: datetime, kind: LinkKind, token: str) -> Opened:
    """Whom the link is for. Raises NotFound for one that is not known, over, used, or somebody's who is gone."""
    link = await account_links.get(tx, token_hash(kind.value, token))
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise NotFound("link")
    person = await people.shelf.get(tx, link.workspace_id, link.person_id)
    workspace = await workspaces.get(tx, link.workspace_id)
    if person is None or not person.active or workspace is None:
        raise NotFound("link")
    return Opened(kind, token, person, workspace)


async def redeem(tx: Tx, now: datetime, kind: LinkKind, token: str, password_hash: str) -> Person:
    """Choose the password that the link was for; all sessions end. Raises NotFound."""
    person = (await opened(tx, now, kind, token)).person
    await tx.lock(person.workspace_id, person.id)
    # Read again: a twin may have been faster before the lock was ours.
    before = (await opened(tx, now, kind, token)).person
    await account_links.use(tx, token_hash(kind.value, token), now)
    actor = Actor(before.workspace_id, before.id, Role(before.role), FACE, before.id)
    return await keep_password(tx, actor, now, before, password_hash)


async def change_password(
    tx: Tx, actor: Actor, now: datetime, shown: str | None, password_hash: str, session_id: str
) -> None:
    """Somebody's own new password, chosen in that session; all others end.

    `shown` is the hash that the old password fitted. Who has none yet has shown in another way who they are. Raises
    Invalid where the password is another one by now, and ProofRequired.
    """
    assert actor.person_id is not None
    await tx.lock(actor.workspace_id, actor.person_id)
    before = await get(tx, actor, actor.person_id)
    if before.password_hash is None:
        await check_proven(tx, actor, now)
    elif before.password_hash != shown:
        raise Invalid.field("current", "This is not your password.")
    await keep_password(tx, actor, now, before, password_hash, session_id=session_id)


async def keep_password(
    tx: Tx, actor: Actor, now: datetime, before: Person, password_hash: str, *, session_id: str | None = None
) -> Person:
    """Somebody's own new password: open links end, and all sessions but that one. The person's chain is locked."""
    after = changed(before, actor, now, password_hash=password_hash)
    await people.shelf.change(tx, before, after)
    await account_links.remove_of_person(tx, before.workspace_id, before.id)
    await end_all(tx, actor, now, before.id, session_id)
    await write_down(tx, actor, now, "account.password_changed", before, after, subject_id=before.id)
    tx.directory_changed()
    return after


async def forget_old(tx: Tx, now: datetime) -> int:
    """Drop links that are over; how many."""
    return await account_links.forget(tx, now)


async def _make(tx: Tx, now: datetime, kind: LinkKind, person: Person) -> Opened:
    workspace = await workspaces.get(tx, person.workspace_id)
    assert workspace is not None
    await account_links.remove_of_person(tx, person.workspace_id, person.id)
    token = bearer_token("uwl")
    link = AccountLink(
        token_hash(kind.value, token), person.workspace_id, person.id, kind.value, now, now + LASTS[kind]
    )
    await account_links.add(tx, link)
    return Opened(kind, token, person, workspace)
