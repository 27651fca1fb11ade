"""Grants: what a person let an application do, and the tokens that come of it.

Codes and refresh tokens are exchanged once. One that comes a second time has been copied: its grant ends, and with it
every token that came of it (RFC 6749 §4.1.2, RFC 9700 §4.14).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from uhrwerk.operations.credentials import revoke_found, token_hash
from uhrwerk.operations.records import new_id, write_down
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import credentials, oauth, people
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.oauth import Grant, GrantKind, OAuthClient, Ticket, TicketKind
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

CODE_LASTS: Final = timedelta(seconds=60)
ACCESS_LASTS: Final = timedelta(seconds=86_400)
REFRESH_LASTS: Final = timedelta(days=30)
KEPT_FOR: Final = timedelta(days=30)
"""How long ended grants and expired tokens are known: a client that comes back is told that its token expired."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for and a person allowed: the scopes, and what the code will be held against."""

    scopes: list[str]
    redirect_uri: str | None
    code_challenge: str | None


@dataclass(frozen=True, slots=True)
class NewTokens:
    """The tokens to hand out; `refresh` is None where none was asked for."""

    access: str
    refresh: str | None
    scopes: list[str]


def ticket_hash(kind: TicketKind, text: str) -> str:
    return token_hash(kind.value, text)


def in_force(grant: Grant, now: datetime) -> bool:
    return grant.revoked_at is None and (grant.expires_at is None or grant.expires_at > now)


async def allow(
    tx: Tx, now: datetime, client: OAuthClient, workspace_id: str, person_id: str, request: Request, code: str
) -> Grant:
    """A person allows the client what it asked for; `code` is what the client will exchange within a minute.

    Raises NotFound if the client or the person went meanwhile.
    """
    # The workspace's chain too: no grant is made beside the deletion of its client.
    await tx.lock(workspace_id, workspace_id, person_id)
    person = await _acting(tx, client, workspace_id, person_id)
    grant = await _add(tx, now, client, person, GrantKind.CONSENT, request.scopes, now + CODE_LASTS)
    hashed = ticket_hash(TicketKind.CODE, code)
    await oauth.add_ticket(
        tx,
        Ticket(hashed, grant.id, TicketKind.CODE, request.redirect_uri, request.code_challenge, now + CODE_LASTS),
    )
    return grant


async def act_for_itself(tx: Tx, now: datetime, client: OAuthClient, tokens: NewTokens) -> bool:
    """The client gets a token for its own account. False if the account went meanwhile."""
    if client.workspace_id is None or client.person_id is None:
        return False
    await tx.lock(client.workspace_id, client.workspace_id, client.person_id)
    try:
        person = await _acting(tx, client, client.workspace_id, client.person_id)
    except NotFound:
        return False
    grant = await _add(tx, now, client, person, GrantKind.CLIENT, tokens.scopes, now + ACCESS_LASTS)
    await issue(tx, _actor(grant, person), now, client, grant, tokens.access, tokens.scopes, now + ACCESS_LASTS)
    return True


async def make_api_key(tx: Tx, actor: Actor, now: datetime, client: OAuthClient, person: Person, token: str) -> Grant:
    """A key without an end, for a program's own account; the caller has checked the right and holds the locks."""
    grant = await _add(tx, now, client, person, GrantKind.API_KEY, client.scopes, None, actor)
    await issue(tx, actor, now, client, grant, token, client.scopes, None)
    return grant


async def exchange(tx: Tx, now: datetime, client: OAuthClient, hashed: str, tokens: NewTokens) -> bool:
    """Exchange a code or a refresh token for new tokens.

    False if it cannot be exchanged (any more): expired, of an ended grant, used before. The last one ends the grant.
    """
    found = await oauth.ticket(tx, hashed)
    grant = await oauth.grant(tx, found.grant_id) if found else None
    if grant is None:
        return False
    await tx.lock(grant.workspace_id, grant.person_id)
    # Read again: a twin may have been faster before the lock was ours.
    grant, ticket = await oauth.grant(tx, grant.id), await oauth.ticket(tx, hashed)
    if grant is None or ticket is None or not in_force(grant, now):
        return False
    person = await people.shelf.get(tx, grant.workspace_id, grant.person_id)
    assert person is not None
    actor = _actor(grant, person)
    if ticket.used_at is not None:
        await revoke_found_grant(tx, actor, now, grant)
        return False
    if ticket.expires_at <= now:
        return False
    await oauth.use_ticket(tx, hashed, now)
    await issue(tx, actor, now, client, grant, tokens.access, tokens.scopes, now + ACCESS_LASTS)
    lasts = ACCESS_LASTS
    if tokens.refresh is not None:
        lasts = REFRESH_LASTS
        renewed = ticket_hash(TicketKind.REFRESH, tokens.refresh)
        await oauth.add_ticket(tx, Ticket(renewed, grant.id, TicketKind.REFRESH, None, None, now + lasts))
    await oauth.renew_grant(tx, grant.id, now + lasts)
    return True


async def issue(
    tx: Tx,
    actor: Actor,
    now: datetime,
    client: OAuthClient,
    grant: Grant,
    token: str,
    scopes: list[str],
    expires_at: datetime | None,
) -> None:
    """An access token of the grant. Nobody can have been refused with it before: no cache needs dropping."""
    credential = Credential(
        id=new_id(),
        token_hash=token_hash(grant.face, token),
        workspace_id=grant.workspace_id,
        person_id=grant.person_id,
        face=grant.face,
        name=client.name,
        secret=None,
        scopes=tuple(scopes),
        created_at=now,
        expires_at=expires_at,
        revoked_at=None,
        grant_id=grant.id,
    )
    await credentials.add(tx, credential)
    await write_down(tx, actor, now, "credential.issued", None, credential, subject_id=grant.person_id)


async def of_person(tx: Tx, actor: Actor, now: datetime) -> list[tuple[Grant, OAuthClient]]:
    """What the actor allowed and is still in force, with the applications, oldest first."""
    if actor.person_id is None:
        return []
    found = await oauth.grants_of_person(tx, actor.workspace_id, actor.person_id, now)
    return [(grant, client) for grant, client in found if grant.kind == GrantKind.CONSENT]


async def revoke(tx: Tx, actor: Actor, now: datetime, grant_id: str) -> None:
    """End a grant of the actor's own. Raises NotFound."""
    await tx.lock(actor.workspace_id, actor.person_id or actor.workspace_id)
    grant = next((grant for grant, _ in await of_person(tx, actor, now) if grant.id == grant_id), None)
    if grant is None:
        raise NotFound("authorization")
    await revoke_found_grant(tx, actor, now, grant)


async def revoke_to_clients(tx: Tx, actor: Actor, now: datetime, face: str, client_id: str | None) -> list[Grant]:
    """End what the actor allowed the client of that face that the protocol calls so, or every client of it.

    The grants that ended. Raises NotFound for a client that the actor has allowed nothing.
    """
    await tx.lock(actor.workspace_id, actor.person_id or actor.workspace_id)
    ended = [
        grant
        for grant, client in await of_person(tx, actor, now)
        if grant.face == face and client_id in (None, client.client_id)
    ]
    if client_id is not None and not ended:
        raise NotFound("client application")
    for grant in ended:
        await revoke_found_grant(tx, actor, now, grant)
    return ended


async def revoke_of_person(tx: Tx, actor: Actor, now: datetime, person_id: str) -> None:
    """End all that a person allowed; the caller holds the person's lock."""
    for grant, _ in await oauth.grants_of_person(tx, actor.workspace_id, person_id, now):
        await revoke_found_grant(tx, actor, now, grant)


async def of_token(tx: Tx, face: str, token: str) -> tuple[Ticket | None, Credential | None, Grant | None]:
    """The refresh token or the access token of that text, whichever it is, with its grant."""
    ticket = await oauth.ticket(tx, ticket_hash(TicketKind.REFRESH, token))
    credential = await credentials.by_hash(tx, token_hash(face, token))
    grant_id = ticket.grant_id if ticket else credential.grant_id if credential else None
    return ticket, credential, await oauth.grant(tx, grant_id) if grant_id else None


async def revoke_token(tx: Tx, now: datetime, client: OAuthClient, face: str, token: str) -> None:
    """Its client gives a token back (RFC 7009): an access token ends alone, a refresh token with its whole grant."""
    ticket, _, grant = await of_token(tx, face, token)
    if grant is None or grant.client_id != client.id:
        return
    await tx.lock(grant.workspace_id, grant.person_id)
    person = await people.shelf.get(tx, grant.workspace_id, grant.person_id)
    assert person is not None
    actor, grant = _actor(grant, person), await oauth.grant(tx, grant.id)
    if ticket is not None and grant is not None and grant.revoked_at is None:
        await revoke_found_grant(tx, actor, now, grant)
        return
    again = await credentials.by_hash(tx, token_hash(face, token))
    if again is not None and again.revoked_at is None:
        await revoke_found(tx, actor, now, again)


async def revoke_found_grant(tx: Tx, actor: Actor, now: datetime, before: Grant) -> None:
    """End a grant in force, and its tokens, whose chain is locked."""
    after = msgspec.structs.replace(before, revoked_at=now)
    await oauth.revoke_grant(tx, before.id, now)
    await write_down(tx, actor, now, "oauth_grant.revoked", before, after, subject_id=before.person_id)
    for credential in await credentials.valid_of_grant(tx, before.id):
        if credential.expires_at is None or credential.expires_at > now:
            await revoke_found(tx, actor, now, credential)


async def forget_old(tx: Tx, now: datetime) -> int:
    """Drop what ended long ago; how many rows."""
    return await oauth.forget(tx, now - KEPT_FOR)


async def _acting(tx: Tx, client: OAuthClient, workspace_id: str, person_id: str) -> Person:
    """The person, if they and the client are still there. Raises NotFound."""
    current = await oauth.client(tx, client.id)
    if current is None or current.deleted_at is not None or current.workspace_id not in (None, workspace_id):
        raise NotFound("client application")
    person = await people.shelf.get(tx, workspace_id, person_id)
    if person is None or not person.active:
        raise NotFound("person")
    return person


async def _add(
    tx: Tx,
    now: datetime,
    client: OAuthClient,
    person: Person,
    kind: GrantKind,
    scopes: list[str],
    expires_at: datetime | None,
    actor: Actor | None = None,
) -> Grant:
    grant = Grant(
        id=new_id(),
        workspace_id=person.workspace_id,
        person_id=person.id,
        client_id=client.id,
        kind=kind.value,
        face=client.face,
        scopes=scopes,
        created_at=now,
        expires_at=expires_at,
    )
    await oauth.add_grant(tx, grant)
    await write_down(tx, actor or _actor(grant, person), now, "oauth_grant.added", None, grant, subject_id=person.id)
    return grant


def _actor(grant: Grant, person: Person) -> Actor:
    """Who acts where a grant speaks: its person, through its face."""
    return Actor(grant.workspace_id, person.id, Role(person.role), grant.face, grant.id)
