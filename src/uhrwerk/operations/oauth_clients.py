"""Client applications: programs that people let act for them. A workspace's own are kept by its admins.

Programs may also register themselves (RFC 7591). Those are of no workspace until somebody lets them in.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final

import msgspec

from uhrwerk.operations import grants
from uhrwerk.operations.credentials import bearer_token, random_text
from uhrwerk.operations.records import check_version, new_id, write_down
from uhrwerk.operations.redirect_uris import checked
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, check_is_admin
from uhrwerk.rules.refusals import AlreadyTaken, Conflict, Invalid, NotFound, Problem
from uhrwerk.storage import oauth, people
from uhrwerk.storage.oauth import Grant, OAuthClient
from uhrwerk.storage.store import Tx

CLIENT_ID_LENGTH: Final = 100

_CLIENT_ID: Final = re.compile(rf"[A-Za-z0-9._~-]{{1,{CLIENT_ID_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class NewClient:
    """`face` is the one that its tokens open, `scopes` what it may ask for there."""

    face: str
    name: str
    redirect_uris: list[str]
    scopes: list[str]
    confidential: bool
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class WithSecret:
    """A client and, once, its secret; None where it has none."""

    client: OAuthClient
    secret: str | None


def secret_fits(client: OAuthClient, secret: str) -> bool:
    return client.secret_hash is not None and compare_digest(client.secret_hash, _hashed(secret))


async def add(tx: Tx, actor: Actor, now: datetime, new: NewClient) -> WithSecret:
    """A client of the actor's workspace. Raises NotAllowed, Invalid, AlreadyTaken."""
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    made = await _make(tx, now, new, actor.workspace_id)
    await write_down(tx, actor, now, "oauth_client.added", None, made.client)
    return made


async def register(tx: Tx, now: datetime, new: NewClient) -> WithSecret:
    """A client of no workspace, by itself. Raises Invalid."""
    return await _make(tx, now, new, None)


async def get(tx: Tx, actor: Actor, id: str) -> OAuthClient:
    """By its own id. Raises NotAllowed, NotFound."""
    check_is_admin(actor)
    found = await oauth.client(tx, id)
    if found is None or found.workspace_id != actor.workspace_id or found.deleted_at is not None:
        raise NotFound("client application")
    return found


async def by_client_id(tx: Tx, actor: Actor, face: str, client_id: str) -> OAuthClient:
    """By what the protocol calls it. Raises NotAllowed, NotFound."""
    check_is_admin(actor)
    found = await oauth.client_by_client_id(tx, client_id)
    if found is None or found.workspace_id != actor.workspace_id or found.face != face:
        raise NotFound("client application")
    return found


async def every(tx: Tx, actor: Actor) -> list[OAuthClient]:
    """The workspace's clients, oldest first. Raises NotAllowed."""
    check_is_admin(actor)
    return await oauth.clients_of(tx, actor.workspace_id)


async def page(tx: Tx, actor: Actor, *, limit: int, after: tuple[datetime, str] | None) -> list[OAuthClient]:
    """The workspace's clients, newest first. Raises NotAllowed."""
    check_is_admin(actor)
    return await oauth.page_of_clients(tx, actor.workspace_id, limit=limit, after=after)


async def grants_of(tx: Tx, actor: Actor, now: datetime, id: str) -> list[Grant]:
    """What people let the client do, as far as it is in force. Raises NotAllowed, NotFound."""
    await get(tx, actor, id)
    return [each for each in await oauth.grants_of_client(tx, id, now) if each.workspace_id == actor.workspace_id]


async def change(
    tx: Tx, actor: Actor, now: datetime, id: str, members: dict[str, Any], version: int | None = None
) -> OAuthClient:
    """Change `name`, `redirect_uris`, `scopes` or `person_id`, a program's own account.

    Raises NotAllowed, NotFound, Invalid, VersionMismatch.
    """
    before = await _locked(tx, actor, id, version)
    kept = {name: _checked(name, value) for name, value in members.items()}
    if kept.get("person_id") is not None:
        await _check_account(tx, actor, kept["person_id"])
    return await _keep(tx, actor, now, "oauth_client.changed", before, **kept)


async def rotate_secret(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> WithSecret:
    """A new secret in the old one's place. Raises NotAllowed, NotFound, Conflict for a public client."""
    before = await _locked(tx, actor, id, version)
    if not before.confidential:
        raise Conflict("A public client application has no secret.")
    secret = _new_secret()
    after = await _keep(tx, actor, now, "oauth_client.secret_rotated", before, secret_hash=_hashed(secret))
    return WithSecret(after, secret)


async def remove(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> None:
    """Delete it: everything that it was granted ends. Raises NotAllowed, NotFound, VersionMismatch."""
    before = await _locked(tx, actor, id, version)
    # Nobody grants it anything more while the workspace's chain is ours; what it has can still be renewed or ended.
    affected = {grant.person_id for grant in await oauth.grants_of_client(tx, id, now)}
    await tx.lock(actor.workspace_id, *sorted(affected))
    for grant in await oauth.grants_of_client(tx, id, now):
        await grants.revoke_found_grant(tx, actor, now, grant)
    await _keep(tx, actor, now, "oauth_client.deleted", before, deleted_at=now)


async def _make(tx: Tx, now: datetime, new: NewClient, workspace_id: str | None) -> WithSecret:
    client_id = new.client_id or random_text(32)
    if not _CLIENT_ID.fullmatch(client_id):
        raise Invalid.field("client_id", f"must be 1 to {CLIENT_ID_LENGTH} letters, digits or . _ ~ -")
    if await oauth.client_id_taken(tx, client_id):
        message = "is taken"
        raise AlreadyTaken(f"client_id: {message}", [Problem("client_id", message)])
    secret = _new_secret() if new.confidential else None
    client = OAuthClient(
        id=new_id(),
        client_id=client_id,
        workspace_id=workspace_id,
        face=new.face,
        name=text.name(new.name),
        secret_hash=None if secret is None else _hashed(secret),
        redirect_uris=checked(new.redirect_uris),
        scopes=new.scopes,
        person_id=None,
        created_at=now,
        updated_at=now,
        version=1,
    )
    await oauth.add_client(tx, client)
    return WithSecret(client, secret)


async def _locked(tx: Tx, actor: Actor, id: str, version: int | None) -> OAuthClient:
    """The client, with the workspace's chain locked."""
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    found = await get(tx, actor, id)
    check_version(found, version)
    return found


async def _keep(tx: Tx, actor: Actor, now: datetime, act: str, before: OAuthClient, **members: Any) -> OAuthClient:
    if all(getattr(before, name) == value for name, value in members.items()):
        return before
    after = msgspec.structs.replace(before, **members, updated_at=now, version=before.version + 1)
    await oauth.change_client(tx, after)
    await write_down(tx, actor, now, act, before, after)
    return after


async def _check_account(tx: Tx, actor: Actor, person_id: str) -> None:
    person = await people.shelf.get(tx, actor.workspace_id, person_id)
    if person is None or not person.service or not person.active:
        raise NotFound("service account", "person_id")


def _checked(name: str, value: Any) -> Any:
    match name:
        case "name":
            return text.name(value)
        case "redirect_uris":
            return checked(value)
        case "scopes" | "person_id":
            return value
        case _:
            raise Invalid.field(name, "cannot be changed")


def _new_secret() -> str:
    return bearer_token("uhrs")


def _hashed(secret: str) -> str:
    """Secrets are made here, random and long: a plain SHA-256 is enough."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
