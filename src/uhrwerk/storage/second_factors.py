"""One-time codes of an authenticator app (TOTP), and the recovery codes for the day when it is lost."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import recovery_code, totp


class Totp(msgspec.Struct, frozen=True):
    """`secret` is encrypted; `last_step` the time step (30 s each since 1970) of the last code that was taken."""

    workspace_id: str
    person_id: str
    secret: str
    last_step: int
    created_at: datetime


_columns = [totp.c[name] for name in Totp.__struct_fields__]
_his = (totp.c.workspace_id == bindparam("workspace_id"), totp.c.person_id == bindparam("person_id"))
_get = Statement(select(*_columns).where(*_his))
_add = Statement(insert(totp).values({name: bindparam(name) for name in Totp.__struct_fields__}))
_remove = Statement(delete(totp).where(*_his))
_use = Statement(
    update(totp)
    .where(
        totp.c.workspace_id == bindparam("key_workspace"),
        totp.c.person_id == bindparam("key_person"),
        totp.c.last_step < bindparam("step"),
    )
    .values(last_step=bindparam("step"))
)

_theirs = (
    recovery_code.c.workspace_id == bindparam("workspace_id"),
    recovery_code.c.person_id == bindparam("person_id"),
)
_left = Statement(select(func.count()).select_from(recovery_code).where(*_theirs, recovery_code.c.used_at.is_(None)))
_add_code = Statement(
    insert(recovery_code).values(
        {name: bindparam(name) for name in ("workspace_id", "person_id", "secret_hash", "created_at")}
    )
)
_remove_codes = Statement(delete(recovery_code).where(*_theirs))
_use_code = Statement(
    update(recovery_code)
    .where(
        recovery_code.c.workspace_id == bindparam("key_workspace"),
        recovery_code.c.person_id == bindparam("key_person"),
        recovery_code.c.secret_hash == bindparam("key_hash"),
        recovery_code.c.used_at.is_(None),
    )
    .values(used_at=bindparam("used_at"))
)


async def get(tx: Tx, workspace_id: str, person_id: str) -> Totp | None:
    row = await tx.one(_get, workspace_id=workspace_id, person_id=person_id)
    return None if row is None else Totp(*row)


async def add(tx: Tx, record: Totp) -> None:
    await tx.run(_add, **msgspec.structs.asdict(record))


async def remove(tx: Tx, workspace_id: str, person_id: str) -> None:
    await tx.run(_remove, workspace_id=workspace_id, person_id=person_id)


async def use_step(tx: Tx, workspace_id: str, person_id: str, step: int) -> bool:
    """Take the code of that time step; False if it, or a later one, was taken before."""
    return await tx.run(_use, key_workspace=workspace_id, key_person=person_id, step=step) == 1


async def codes_left(tx: Tx, workspace_id: str, person_id: str) -> int:
    """How many recovery codes can still be used."""
    row = await tx.one(_left, workspace_id=workspace_id, person_id=person_id)
    return row[0] if row else 0


async def replace_codes(tx: Tx, workspace_id: str, person_id: str, hashes: Sequence[str], at: datetime) -> None:
    """New recovery codes in the place of all old ones; none to have none."""
    key = {"workspace_id": workspace_id, "person_id": person_id}
    await tx.run(_remove_codes, **key)
    await tx.many(_add_code, [{**key, "secret_hash": each, "created_at": at} for each in hashes])


async def use_code(tx: Tx, workspace_id: str, person_id: str, secret_hash: str, at: datetime) -> bool:
    """Take a recovery code; False if there is none such, or it was taken before."""
    key = {"key_workspace": workspace_id, "key_person": person_id, "key_hash": secret_hash}
    return await tx.run(_use_code, **key, used_at=at) == 1
