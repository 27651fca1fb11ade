"""Workspaces: who uses the clock together. Nothing of one is seen in another."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, insert, select

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Lookup, Tx
from uhrwerk.storage.tables import number_source, workspace


class Workspace(msgspec.Struct, frozen=True):
    """`default_type_of_work_id` is used where a face names none; `zone` is what new people start with."""

    id: str
    name: str
    zone: str
    default_type_of_work_id: str
    created_at: datetime


_columns = [workspace.c[name] for name in Workspace.__struct_fields__]
_get = Statement(select(*_columns).where(workspace.c.id == bindparam("id")))
_all = Statement(select(*_columns).order_by(workspace.c.created_at, workspace.c.id))
_by_name = Statement(
    select(*_columns).where(workspace.c.name == bindparam("name")).order_by(workspace.c.created_at, workspace.c.id)
)
_add = Statement(insert(workspace).values({name: bindparam(name) for name in Workspace.__struct_fields__}))
_add_numbers = Statement(insert(number_source).values(workspace_id=bindparam("workspace_id"), next=1))


async def get(tx: Tx, id: str) -> Workspace | None:
    row = await tx.one(_get, id=id)
    return None if row is None else Workspace(*row)


def lookup(id: str) -> Lookup:
    """What `get` asks."""
    return Lookup(_get, {"id": id})


async def every(tx: Tx) -> list[Workspace]:
    return [Workspace(*row) for row in await tx.all(_all)]


async def by_name(tx: Tx, name: str) -> list[Workspace]:
    """All of that name, oldest first: names are not unique."""
    return [Workspace(*row) for row in await tx.all(_by_name, name=name)]


async def add(tx: Tx, record: Workspace) -> None:
    """Add the workspace and the source of its numbers."""
    await tx.run(_add_numbers, workspace_id=record.id)
    await tx.run(_add, **msgspec.structs.asdict(record))
