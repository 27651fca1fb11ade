"""OAuth 2: client applications, grants (what a person let an application do) and tickets.

A ticket is what the token endpoint exchanges once: an authorization code or a refresh token, kept as its SHA-256.
Access tokens are credentials (storage/credentials.py) that name their grant.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, delete, insert, or_, select, tuple_, update

from uhrwerk.storage.columns import Instant
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import credential, oauth_client, oauth_grant, oauth_ticket


class GrantKind(StrEnum):
    """How it came about: a person's consent, the application's own credentials, an API key made by an admin."""

    CONSENT = "consent"
    CLIENT = "client"
    API_KEY = "api_key"


class TicketKind(StrEnum):
    CODE = "code"
    REFRESH = "refresh"


class OAuthClient(msgspec.Struct, frozen=True):
    """A client application. `client_id` is what the protocol calls it by, unique in the whole house.

    `workspace_id` is None for one that registered itself. A public one has no `secret_hash`. `person_id` is whom it
    acts as with its own credentials alone. A deleted one stays, for the journal's sake.
    """

    id: str
    client_id: str
    workspace_id: str | None
    face: str
    name: str
    secret_hash: str | None
    redirect_uris: list[str]
    scopes: list[str]
    person_id: str | None
    created_at: datetime
    updated_at: datetime
    version: int
    deleted_at: datetime | None = None

    @property
    def confidential(self) -> bool:
        return self.secret_hash is not None


class Grant(msgspec.Struct, frozen=True):
    """What a person lets a client do. Nothing of it can be used after `expires_at`, unless it is renewed before."""

    id: str
    workspace_id: str
    person_id: str
    client_id: str
    kind: str
    face: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None = None


class Ticket(msgspec.Struct, frozen=True):
    """`redirect_uri` and `code_challenge` are those of the request that a code answers."""

    ticket_hash: str
    grant_id: str
    kind: str
    redirect_uri: str | None
    code_challenge: str | None
    expires_at: datetime
    used_at: datetime | None = None


def _columns(table: Any, record: type[msgspec.Struct]) -> list[Any]:
    return [table.c[name] for name in record.__struct_fields__]


def _adding(table: Any, record: type[msgspec.Struct]) -> Statement:
    return Statement(insert(table).values({name: bindparam(name) for name in record.__struct_fields__}))


_clients = select(*_columns(oauth_client, OAuthClient))
_grants = select(*_columns(oauth_grant, Grant))
_tickets = select(*_columns(oauth_ticket, Ticket))

_add_client = _adding(oauth_client, OAuthClient)
_add_grant = _adding(oauth_grant, Grant)
_add_ticket = _adding(oauth_ticket, Ticket)

_CHANGEABLE: Final = (
    *("name", "secret_hash", "redirect_uris", "scopes", "person_id"),
    *("updated_at", "version", "deleted_at"),
)

_by_client_id = Statement(
    _clients.where(oauth_client.c.client_id == bindparam("client_id"), oauth_client.c.deleted_at.is_(None))
)
_client_by_id = Statement(_clients.where(oauth_client.c.id == bindparam("id")))
_client_id_taken = Statement(select(oauth_client.c.id).where(oauth_client.c.client_id == bindparam("client_id")))
_of_workspace = _clients.where(
    oauth_client.c.workspace_id == bindparam("workspace_id"), oauth_client.c.deleted_at.is_(None)
)
_all_of_workspace = Statement(_of_workspace.order_by(oauth_client.c.created_at, oauth_client.c.id))
_newest = _of_workspace.order_by(oauth_client.c.created_at.desc(), oauth_client.c.id.desc()).limit(bindparam("limit"))
_first_page = Statement(_newest)
_next_page = Statement(
    _newest.where(
        tuple_(oauth_client.c.created_at, oauth_client.c.id)
        < tuple_(bindparam("after_at", type_=Instant), bindparam("after_id", type_=oauth_client.c.id.type))
    )
)
_change_client = Statement(
    update(oauth_client)
    .where(oauth_client.c.id == bindparam("key"))
    .values({name: bindparam(name) for name in _CHANGEABLE})
)

_grant = Statement(_grants.where(oauth_grant.c.id == bindparam("id")))
_in_force = (
    oauth_grant.c.revoked_at.is_(None),
    or_(oauth_grant.c.expires_at.is_(None), oauth_grant.c.expires_at > bindparam("now", type_=Instant)),
)
_grants_of_person = Statement(
    _grants.add_columns(*_columns(oauth_client, OAuthClient))
    .join(oauth_client, oauth_client.c.id == oauth_grant.c.client_id)
    .where(
        oauth_grant.c.workspace_id == bindparam("workspace_id"),
        oauth_grant.c.person_id == bindparam("person_id"),
        *_in_force,
    )
    .order_by(oauth_grant.c.created_at, oauth_grant.c.id)
)
_grants_of_client = Statement(
    _grants.where(oauth_grant.c.client_id == bindparam("client_id"), *_in_force).order_by(
        oauth_grant.c.workspace_id, oauth_grant.c.person_id, oauth_grant.c.id
    )
)
_renew_grant = Statement(
    update(oauth_grant).where(oauth_grant.c.id == bindparam("key")).values(expires_at=bindparam("expires_at"))
)
_revoke_grant = Statement(
    update(oauth_grant)
    .where(oauth_grant.c.id == bindparam("key"), oauth_grant.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("revoked_at"))
)

_ticket = Statement(_tickets.where(oauth_ticket.c.ticket_hash == bindparam("ticket_hash")))
_use_ticket = Statement(
    update(oauth_ticket)
    .where(oauth_ticket.c.ticket_hash == bindparam("key"), oauth_ticket.c.used_at.is_(None))
    .values(used_at=bindparam("used_at"))
)

_before = bindparam("before", type_=Instant)
_gone = select(oauth_grant.c.id).where(
    or_(
        oauth_grant.c.expires_at < _before,
        oauth_grant.c.revoked_at < _before,
    )
)
_forget_tokens = Statement(
    delete(credential).where(credential.c.grant_id.is_not(None), credential.c.expires_at < _before)
)
_forget_tokens_of_gone = Statement(delete(credential).where(credential.c.grant_id.in_(_gone)))
_forget_tickets = Statement(
    delete(oauth_ticket).where(or_(oauth_ticket.c.expires_at < _before, oauth_ticket.c.grant_id.in_(_gone)))
)
_forget_grants = Statement(delete(oauth_grant).where(oauth_grant.c.id.in_(_gone)))
_forget_clients = Statement(
    delete(oauth_client).where(
        oauth_client.c.workspace_id.is_(None),
        oauth_client.c.created_at < _before,
        oauth_client.c.id.not_in(select(oauth_grant.c.client_id)),
    )
)


async def client_by_client_id(tx: Tx, client_id: str) -> OAuthClient | None:
    """The client that the protocol calls so, of whatever workspace; not a deleted one."""
    row = await tx.one(_by_client_id, client_id=client_id)
    return None if row is None else OAuthClient(*row)


async def client(tx: Tx, id: str) -> OAuthClient | None:
    """A client by its own id, a deleted one as well."""
    row = await tx.one(_client_by_id, id=id)
    return None if row is None else OAuthClient(*row)


async def client_id_taken(tx: Tx, client_id: str) -> bool:
    """Whether a client has, or had, this name."""
    return await tx.one(_client_id_taken, client_id=client_id) is not None


async def clients_of(tx: Tx, workspace_id: str) -> list[OAuthClient]:
    """The workspace's clients, oldest first."""
    return [OAuthClient(*row) for row in await tx.all(_all_of_workspace, workspace_id=workspace_id)]


async def page_of_clients(
    tx: Tx, workspace_id: str, *, limit: int, after: tuple[datetime, str] | None
) -> list[OAuthClient]:
    """A page of the workspace's clients, newest first."""
    if after is None:
        rows = await tx.all(_first_page, workspace_id=workspace_id, limit=limit)
    else:
        seen = {"after_at": after[0], "after_id": after[1]}
        rows = await tx.all(_next_page, workspace_id=workspace_id, limit=limit, **seen)
    return [OAuthClient(*row) for row in rows]


async def add_client(tx: Tx, record: OAuthClient) -> None:
    await tx.run(_add_client, **msgspec.structs.asdict(record))


async def change_client(tx: Tx, record: OAuthClient) -> None:
    """Write what can change of a client."""
    await tx.run(_change_client, key=record.id, **{name: getattr(record, name) for name in _CHANGEABLE})


async def grant(tx: Tx, id: str) -> Grant | None:
    row = await tx.one(_grant, id=id)
    return None if row is None else Grant(*row)


async def grants_of_person(tx: Tx, workspace_id: str, person_id: str, now: datetime) -> list[tuple[Grant, OAuthClient]]:
    """The person's grants in force with their clients, oldest first."""
    rows = await tx.all(_grants_of_person, workspace_id=workspace_id, person_id=person_id, now=now)
    width = len(Grant.__struct_fields__)
    return [(Grant(*row[:width]), OAuthClient(*row[width:])) for row in rows]


async def grants_of_client(tx: Tx, client_id: str, now: datetime) -> list[Grant]:
    """The client's grants in force; `client_id` is its own id."""
    return [Grant(*row) for row in await tx.all(_grants_of_client, client_id=client_id, now=now)]


async def add_grant(tx: Tx, record: Grant) -> None:
    await tx.run(_add_grant, **msgspec.structs.asdict(record))


async def renew_grant(tx: Tx, id: str, expires_at: datetime) -> None:
    await tx.run(_renew_grant, key=id, expires_at=expires_at)


async def revoke_grant(tx: Tx, id: str, at: datetime) -> None:
    await tx.run(_revoke_grant, key=id, revoked_at=at)


async def ticket(tx: Tx, ticket_hash: str) -> Ticket | None:
    row = await tx.one(_ticket, ticket_hash=ticket_hash)
    return None if row is None else Ticket(*row)


async def add_ticket(tx: Tx, record: Ticket) -> None:
    await tx.run(_add_ticket, **msgspec.structs.asdict(record))


async def use_ticket(tx: Tx, ticket_hash: str, at: datetime) -> bool:
    """Mark it used; False if somebody was faster."""
    return await tx.run(_use_ticket, key=ticket_hash, used_at=at) == 1


async def forget(tx: Tx, before: datetime) -> int:
    """Drop what ended before that instant, and clients that registered themselves before it and nobody let in.

    How many rows there were.
    """
    steps = (_forget_tokens, _forget_tokens_of_gone, _forget_tickets, _forget_grants, _forget_clients)
    return sum([await tx.run(statement, before=before) for statement in steps])
