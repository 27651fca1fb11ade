"""Answers kept under a client's idempotency key, so that a request sent twice acts once."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from uhrwerk.storage.columns import Instant
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import idempotency


class KeptAnswer(msgspec.Struct, frozen=True):
    """`fingerprint` is the SHA-256 of the request's body; `answer` what the face sent."""

    workspace_id: str
    credential_id: str
    route: str
    key: str
    fingerprint: str
    answer: Any
    recorded_at: datetime


_columns = [idempotency.c[name] for name in KeptAnswer.__struct_fields__]
_get = Statement(
    select(*_columns).where(
        idempotency.c.workspace_id == bindparam("workspace_id"),
        idempotency.c.credential_id == bindparam("credential_id"),
        idempotency.c.route == bindparam("route"),
        idempotency.c.key == bindparam("key"),
    )
)
_add = Statement(insert(idempotency).values({name: bindparam(name) for name in KeptAnswer.__struct_fields__}))
_remove = Statement(
    delete(idempotency).where(
        idempotency.c.workspace_id == bindparam("workspace_id"),
        idempotency.c.credential_id == bindparam("credential_id"),
        idempotency.c.route == bindparam("route"),
        idempotency.c.key == bindparam("key"),
    )
)
_forget = Statement(delete(idempotency).where(idempotency.c.recorded_at < bindparam("before", type_=Instant)))


async def get(tx: Tx, workspace_id: str, credential_id: str, route: str, key: str) -> KeptAnswer | None:
    row = await tx.one(_get, workspace_id=workspace_id, credential_id=credential_id, route=route, key=key)
    return None if row is None else KeptAnswer(*row)


async def add(tx: Tx, answer: KeptAnswer) -> None:
    await tx.run(_add, **msgspec.structs.asdict(answer))


async def remove(tx: Tx, answer: KeptAnswer) -> None:
    key = {name: getattr(answer, name) for name in ("workspace_id", "credential_id", "route", "key")}
    await tx.run(_remove, **key)


async def forget(tx: Tx, before: datetime) -> int:
    """Drop the answers recorded before that instant; how many there were."""
    return await tx.run(_forget, before=before)
