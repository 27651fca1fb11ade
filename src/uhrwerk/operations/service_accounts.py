"""Programs' own accounts: a person that is a program. It signs in with tokens alone and stands in no list of people.

An admin makes them, for API keys and for client applications that act on their own.
"""

from datetime import datetime
from typing import Any

from uhrwerk.operations import grants, oauth_clients, people
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.records import new_id
from uhrwerk.rules.access import Actor, Role, check_is_admin
from uhrwerk.rules.refusals import Conflict, NotFound
from uhrwerk.storage import people as people_kept
from uhrwerk.storage import workspaces
from uhrwerk.storage.oauth import OAuthClient
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx


async def add(
    tx: Tx, actor: Actor, now: datetime, name: str, role: str = Role.MEMBER, client: OAuthClient | None = None
) -> Person:
    """An account, the client's own where one is named. Raises NotAllowed, Invalid, Conflict."""
    check_is_admin(actor)
    workspace = await workspaces.get(tx, actor.workspace_id)
    assert workspace is not None
    username = f"service-{new_id()}"
    new = NewPerson(username, f"{username}@service.invalid", name, "", role, workspace.zone, service=True)
    account = await people.add(tx, actor, now, new)
    if client is not None:
        current = await oauth_clients.get(tx, actor, client.id)
        if current.person_id is not None:
            raise Conflict("This client application has an account of its own already.")
        await oauth_clients.change(tx, actor, now, client.id, {"person_id": account.id})
    return account


async def get(tx: Tx, actor: Actor, account_id: str, field: str | None = None) -> Person:
    """Raises NotAllowed, NotFound, naming the field that the id came in."""
    check_is_admin(actor)
    found = await people_kept.shelf.get(tx, actor.workspace_id, account_id)
    if found is None or not found.service or not found.active:
        raise NotFound("service account", field)
    return found


async def every(tx: Tx, actor: Actor) -> list[Person]:
    """The workspace's, oldest first. Raises NotAllowed."""
    check_is_admin(actor)
    return await people_kept.services(tx, actor.workspace_id)


async def change(tx: Tx, actor: Actor, now: datetime, account_id: str, name: str, role: str | None) -> Person:
    """Raises NotAllowed, NotFound, Invalid."""
    await get(tx, actor, account_id)
    members: dict[str, Any] = {"first_name": name} | ({} if role is None else {"role": role})
    return await people.change(tx, actor, now, account_id, members)


async def remove(tx: Tx, actor: Actor, now: datetime, account_id: str) -> None:
    """It signs in no more; what it did stays. Raises NotAllowed, NotFound."""
    await get(tx, actor, account_id)
    await tx.lock(actor.workspace_id, actor.workspace_id, account_id)
    for client in await oauth_clients.every(tx, actor):
        if client.person_id == account_id:
            await oauth_clients.change(tx, actor, now, client.id, {"person_id": None})
    await people.change(tx, actor, now, account_id, {"active": False})


async def make_key(tx: Tx, actor: Actor, now: datetime, client: OAuthClient, account_id: str, token: str) -> None:
    """`token` opens the client's face for that account until it is revoked. Raises NotAllowed, NotFound."""
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id, account_id)
    account = await get(tx, actor, account_id, "account_id")
    # Read again: it may have been changed or deleted before the lock was ours.
    client = await oauth_clients.get(tx, actor, client.id)
    await grants.make_api_key(tx, actor, now, client, account, token)
