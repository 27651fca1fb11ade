"""Passkeys: what a browser or a security key signs in with (WebAuthn). Public keys only; nothing of them is secret."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Row, Tx
from uhrwerk.storage.tables import passkey


class Passkey(msgspec.Struct, frozen=True):
    """`handle` (the authenticator's credential id) and `public_key` (COSE) are base64url without padding.

    `sign_count` is how often the authenticator says it has signed, 0 for those that do not count. `synced` ones are
    copied between a person's devices.
    """

    id: str
    handle: str
    workspace_id: str
    person_id: str
    public_key: str
    sign_count: int
    transports: tuple[str, ...]
    synced: bool
    name: str
    created_at: datetime
    used_at: datetime | None = None


_columns = [passkey.c[name] for name in Passkey.__struct_fields__]
_by_handle = Statement(select(*_columns).where(passkey.c.handle == bindparam("handle")))
_of_person = Statement(
    select(*_columns)
    .where(passkey.c.workspace_id == bindparam("workspace_id"), passkey.c.person_id == bindparam("person_id"))
    .order_by(passkey.c.created_at, passkey.c.id)
)
_add = Statement(insert(passkey).values({name: bindparam(name) for name in Passkey.__struct_fields__}))
_remove = Statement(delete(passkey).where(passkey.c.id == bindparam("id")))
_rename = Statement(update(passkey).where(passkey.c.id == bindparam("key")).values(name=bindparam("name")))
_use = Statement(
    update(passkey)
    .where(passkey.c.id == bindparam("key"))
    .values(sign_count=bindparam("sign_count"), synced=bindparam("synced"), used_at=bindparam("used_at"))
)


def _record(row: Row) -> Passkey:
    record = Passkey(*row)
    return msgspec.structs.replace(record, transports=tuple(record.transports))


async def by_handle(tx: Tx, handle: str) -> Passkey | None:
    row = await tx.one(_by_handle, handle=handle)
    return None if row is None else _record(row)


async def of_person(tx: Tx, workspace_id: str, person_id: str) -> list[Passkey]:
    """Oldest first."""
    return [_record(row) for row in await tx.all(_of_person, workspace_id=workspace_id, person_id=person_id)]


async def add(tx: Tx, record: Passkey) -> None:
    await tx.run(_add, **msgspec.structs.asdict(record))


async def remove(tx: Tx, id: str) -> None:
    await tx.run(_remove, id=id)


async def rename(tx: Tx, id: str, name: str) -> None:
    await tx.run(_rename, key=id, name=name)


async def use(tx: Tx, id: str, sign_count: int, synced: bool, at: datetime) -> None:
    await tx.run(_use, key=id, sign_count=sign_count, synced=synced, used_at=at)
