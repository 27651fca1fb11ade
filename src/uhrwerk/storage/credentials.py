"""API credentials. The token is kept as its SHA-256 only; a signing secret, which must be read again, encrypted."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import bindparam, insert, select, update

from uhrwerk.storage.id_lists import batched, one_of
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Row, Tx
from uhrwerk.storage.tables import credential, person


class Credential(msgspec.Struct, frozen=True):
    """What a face's client signs in with. `person_id` is None where it belongs to the whole workspace.

    `token_hash` is the hex SHA-256 of `<face>:<token>`; `secret` is the face's own affair (a hash, or encrypted).
    `grant_id` names the authorization of an application that it belongs to.
    """

    id: str
    token_hash: str
    workspace_id: str
    person_id: str | None
    face: str
    name: str
    secret: str | None
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    grant_id: str | None = None


_columns = [credential.c[name] for name in Credential.__struct_fields__]
_by_hash = Statement(select(*_columns).where(credential.c.token_hash == bindparam("token_hash")))
_get = Statement(
    select(*_columns).where(credential.c.workspace_id == bindparam("workspace_id"), credential.c.id == bindparam("id"))
)
_of_workspace = Statement(
    select(*_columns)
    .where(credential.c.workspace_id == bindparam("workspace_id"))
    .order_by(credential.c.created_at, credential.c.id)
)
_add = Statement(insert(credential).values({name: bindparam(name) for name in Credential.__struct_fields__}))
_revoke = Statement(
    update(credential)
    .where(
        credential.c.workspace_id == bindparam("key_workspace"),
        credential.c.id == bindparam("key_id"),
        credential.c.revoked_at.is_(None),
    )
    .values(revoked_at=bindparam("revoked_at"))
)
_valid_of_person = Statement(
    select(*_columns)
    .where(
        credential.c.workspace_id == bindparam("workspace_id"),
        credential.c.person_id == bindparam("person_id"),
        credential.c.revoked_at.is_(None),
    )
    .order_by(credential.c.created_at, credential.c.id)
)


_valid_of_grant = Statement(
    select(*_columns)
    .where(credential.c.grant_id == bindparam("grant_id"), credential.c.revoked_at.is_(None))
    .order_by(credential.c.created_at, credential.c.id)
)


@cache
def _standing(count: int) -> Statement:
    return Statement(
        select(credential.c.id, person.c.role)
        .join_from(
            credential,
            person,
            (person.c.workspace_id == credential.c.workspace_id) & (person.c.id == credential.c.person_id),
        )
        .where(
            credential.c.workspace_id == bindparam("workspace_id"),
            one_of(credential.c.id, count),
            credential.c.revoked_at.is_(None),
            person.c.active.is_(True),
        )
    )


def _record(row: Row) -> Credential:
    record = Credential(*row)
    return msgspec.structs.replace(record, scopes=tuple(record.scopes))


async def by_hash(tx: Tx, token_hash: str) -> Credential | None:
    row = await tx.one(_by_hash, token_hash=token_hash)
    return None if row is None else _record(row)


async def get(tx: Tx, workspace_id: str, id: str) -> Credential | None:
    row = await tx.one(_get, workspace_id=workspace_id, id=id)
    return None if row is None else _record(row)


async def of_workspace(tx: Tx, workspace_id: str) -> list[Credential]:
    return [_record(row) for row in await tx.all(_of_workspace, workspace_id=workspace_id)]


async def add(tx: Tx, record: Credential) -> None:
    await tx.run(_add, **msgspec.structs.asdict(record))


async def revoke(tx: Tx, workspace_id: str, id: str, at: datetime) -> None:
    await tx.run(_revoke, key_workspace=workspace_id, key_id=id, revoked_at=at)


async def valid_of_grant(tx: Tx, grant_id: str) -> list[Credential]:
    """The grant's access tokens that have not been revoked."""
    return [_record(row) for row in await tx.all(_valid_of_grant, grant_id=grant_id)]


async def valid_of_person(tx: Tx, workspace_id: str, person_id: str) -> list[Credential]:
    """The person's credentials that have not been revoked."""
    rows = await tx.all(_valid_of_person, workspace_id=workspace_id, person_id=person_id)
    return [_record(row) for row in rows]


async def standing(tx: Tx, workspace_id: str, ids: Sequence[str]) -> dict[str, str]:
    """The roles that people's credentials stand for now, by the credentials' ids; those that open nothing are left out.

    When they expire is not looked at.
    """
    found: dict[str, str] = {}
    for part in batched(ids):
        rows = await tx.all(_standing(len(part)), workspace_id=workspace_id, **part)
        found |= {row[0]: row[1] for row in rows}
    return found
