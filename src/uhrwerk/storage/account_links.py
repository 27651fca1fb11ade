"""Links that let somebody choose a password: an invitation, or a reset. The token is kept as its SHA-256 only."""

from datetime import datetime
from enum import StrEnum

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from uhrwerk.storage.columns import Instant
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import account_link


class LinkKind(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


class AccountLink(msgspec.Struct, frozen=True):
    token_hash: str
    workspace_id: str
    person_id: str
    kind: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


_columns = [account_link.c[name] for name in AccountLink.__struct_fields__]
_get = Statement(select(*_columns).where(account_link.c.token_hash == bindparam("token_hash")))
_add = Statement(insert(account_link).values({name: bindparam(name) for name in AccountLink.__struct_fields__}))
_use = Statement(
    update(account_link)
    .where(account_link.c.token_hash == bindparam("key"), account_link.c.used_at.is_(None))
    .values(used_at=bindparam("used_at"))
)
_remove = Statement(
    delete(account_link).where(
        account_link.c.workspace_id == bindparam("workspace_id"), account_link.c.person_id == bindparam("person_id")
    )
)
_forget = Statement(delete(account_link).where(account_link.c.expires_at < bindparam("before", type_=Instant)))


async def get(tx: Tx, token_hash: str) -> AccountLink | None:
    row = await tx.one(_get, token_hash=token_hash)
    return None if row is None else AccountLink(*row)


async def add(tx: Tx, record: AccountLink) -> None:
    await tx.run(_add, **msgspec.structs.asdict(record))


async def use(tx: Tx, token_hash: str, at: datetime) -> bool:
    """Mark it used; False if somebody was faster."""
    return await tx.run(_use, key=token_hash, used_at=at) == 1


async def remove_of_person(tx: Tx, workspace_id: str, person_id: str) -> None:
    await tx.run(_remove, workspace_id=workspace_id, person_id=person_id)


async def forget(tx: Tx, before: datetime) -> int:
    """Drop those that expired before that instant; how many."""
    return await tx.run(_forget, before=before)
