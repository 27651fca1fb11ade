"""Answers kept under a client's idempotency key, so that a request sent twice acts once."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Text, bindparam, cast, delete, insert, select, tuple_

from uhrwerk.storage.columns import Id, Instant
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import idempotency

# Without the eight digits it begins with: to look for the hyphen is fifteen times as fast as to look for a digit.
_REST_OF_ID: Final = re.compile(r"-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_BEFORE_ALL: Final = {"credential_id": "00000000-0000-0000-0000-000000000000", "route": "", "key": ""}
PAGE: Final = 500
"""Answers that are looked through at a time."""


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
_order = (idempotency.c.credential_id, idempotency.c.route, idempotency.c.key)
_after = (bindparam("credential_id", type_=Id), bindparam("route", type_=Text), bindparam("key", type_=Text))
# As text: who looks for ids needs no JSON.
_next = Statement(
    select(*_order, cast(idempotency.c.answer, Text))
    .where(idempotency.c.workspace_id == bindparam("workspace_id"), tuple_(*_order) > tuple_(*_after))
    .order_by(*_order)
    .limit(bindparam("limit"))
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


async def forget_about(tx: Tx, workspace_id: str, ids: Sequence[str]) -> None:
    """Drop the answers in which one of the ids stands. They are read once and in pages, for however many ids."""
    sought, last = frozenset(ids), _BEFORE_ALL
    while sought:
        page = await tx.all(_next, workspace_id=workspace_id, limit=PAGE, **last)
        keys = [dict(zip(_BEFORE_ALL, row, strict=False)) for row in page]
        told = [
            {"workspace_id": workspace_id, **key}
            for key, row in zip(keys, page, strict=True)
            if not sought.isdisjoint(_ids_in(f"{key['route']} {row[3]}"))
        ]
        if told:
            await tx.many(_remove, told)
        if len(page) < PAGE:
            return
        last = keys[-1]


def _ids_in(text: str) -> set[str]:
    return {text[rest.start() - 8 : rest.end()] for rest in _REST_OF_ID.finditer(text)}
