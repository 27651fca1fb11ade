"""Single sign-on: the identity providers of a workspace (OpenID Connect), and who of its people is who there."""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Row, Tx
from uhrwerk.storage.tables import identity, identity_provider


class IdentityProvider(msgspec.Struct, frozen=True):
    """`secret` is encrypted, None for a public client. `domains` are those of the e-mail addresses that are let in, in
    lower case; none means any.

    With `makes_people` somebody unknown becomes a member. With `links_by_email` an address that the issuer has verified
    is enough to be the person who has it. A deleted one stays, for the journal's sake.
    """

    id: str
    workspace_id: str
    name: str
    issuer: str
    client_id: str
    secret: str | None
    domains: tuple[str, ...]
    makes_people: bool
    links_by_email: bool
    created_at: datetime
    updated_at: datetime
    version: int
    deleted_at: datetime | None = None


class Identity(msgspec.Struct, frozen=True):
    """`subject` is the issuer's name for the person, for ever."""

    id: str
    provider_id: str
    subject: str
    workspace_id: str
    person_id: str
    created_at: datetime
    used_at: datetime


_CHANGEABLE: Final = (
    *("name", "issuer", "client_id", "secret", "domains", "makes_people", "links_by_email"),
    *("updated_at", "version", "deleted_at"),
)


def _adding(table: Any, record: type[msgspec.Struct]) -> Statement:
    return Statement(insert(table).values({name: bindparam(name) for name in record.__struct_fields__}))


_providers = select(*[identity_provider.c[name] for name in IdentityProvider.__struct_fields__])
_provider = Statement(
    _providers.where(identity_provider.c.id == bindparam("id"), identity_provider.c.deleted_at.is_(None))
)
_newest_last = (identity_provider.c.created_at, identity_provider.c.id)
_of_workspace = Statement(
    _providers.where(
        identity_provider.c.workspace_id == bindparam("workspace_id"), identity_provider.c.deleted_at.is_(None)
    ).order_by(*_newest_last)
)
_every = Statement(_providers.where(identity_provider.c.deleted_at.is_(None)).order_by(*_newest_last).limit(50))
_add_provider = _adding(identity_provider, IdentityProvider)
_change_provider = Statement(
    update(identity_provider)
    .where(identity_provider.c.id == bindparam("key"))
    .values({name: bindparam(name) for name in _CHANGEABLE})
)

_identities = select(*[identity.c[name] for name in Identity.__struct_fields__])
_by_subject = Statement(
    _identities.where(identity.c.provider_id == bindparam("provider_id"), identity.c.subject == bindparam("subject"))
)
_of_person = Statement(
    _identities.where(
        identity.c.workspace_id == bindparam("workspace_id"), identity.c.person_id == bindparam("person_id")
    ).order_by(identity.c.created_at, identity.c.id)
)
_add = _adding(identity, Identity)
_use = Statement(update(identity).where(identity.c.id == bindparam("key")).values(used_at=bindparam("used_at")))
_remove = Statement(delete(identity).where(identity.c.id == bindparam("id")))
_remove_all = Statement(delete(identity).where(identity.c.provider_id == bindparam("provider_id")))


def _record(row: Row) -> IdentityProvider:
    record = IdentityProvider(*row)
    return msgspec.structs.replace(record, domains=tuple(record.domains))


async def provider(tx: Tx, id: str) -> IdentityProvider | None:
    """By its id, of whichever workspace; None if it was deleted."""
    row = await tx.one(_provider, id=id)
    return None if row is None else _record(row)


async def providers_of(tx: Tx, workspace_id: str) -> list[IdentityProvider]:
    """Oldest first."""
    return [_record(row) for row in await tx.all(_of_workspace, workspace_id=workspace_id)]


async def every_provider(tx: Tx) -> list[IdentityProvider]:
    """Of all workspaces, oldest first, 50 at most."""
    return [_record(row) for row in await tx.all(_every)]


async def add_provider(tx: Tx, record: IdentityProvider) -> None:
    await tx.run(_add_provider, **msgspec.structs.asdict(record))


async def change_provider(tx: Tx, record: IdentityProvider) -> None:
    """Write what can change of one."""
    await tx.run(_change_provider, key=record.id, **{name: getattr(record, name) for name in _CHANGEABLE})


async def by_subject(tx: Tx, provider_id: str, subject: str) -> Identity | None:
    row = await tx.one(_by_subject, provider_id=provider_id, subject=subject)
    return None if row is None else Identity(*row)


async def of_person(tx: Tx, workspace_id: str, person_id: str) -> list[Identity]:
    """Oldest first."""
    return [Identity(*row) for row in await tx.all(_of_person, workspace_id=workspace_id, person_id=person_id)]


async def add(tx: Tx, record: Identity) -> None:
    await tx.run(_add, **msgspec.structs.asdict(record))


async def use(tx: Tx, id: str, at: datetime) -> None:
    await tx.run(_use, key=id, used_at=at)


async def remove(tx: Tx, id: str) -> None:
    await tx.run(_remove, id=id)


async def remove_all_of(tx: Tx, provider_id: str) -> None:
    await tx.run(_remove_all, provider_id=provider_id)
