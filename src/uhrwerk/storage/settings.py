"""A workspace's settings by name. A setting of a vendor's face is named `<face>.<setting>` and known to that face."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import setting


class Setting(msgspec.Struct, frozen=True):
    """A setting as the journal sees it, by its name; it has no id of its own, the workspace's stands for it."""

    id: str
    setting: dict[str, Any]


_key = (setting.c.workspace_id == bindparam("key_workspace"), setting.c.name == bindparam("key_name"))
_all = Statement(select(setting.c.name, setting.c.value).where(setting.c.workspace_id == bindparam("workspace_id")))
_named = Statement(
    select(setting.c.workspace_id).where(setting.c.name == bindparam("name")).order_by(setting.c.workspace_id)
)
_remove = Statement(delete(setting).where(*_key))
_add = Statement(insert(setting).values({name: bindparam(name) for name in ("workspace_id", "name", "value")}))


async def all_of(tx: Tx, workspace_id: str) -> dict[str, Any]:
    return {row[0]: row[1] for row in await tx.all(_all, workspace_id=workspace_id)}


async def workspaces_with(tx: Tx, name: str) -> list[str]:
    """Ids of the workspaces that have a setting of that name."""
    return [row[0] for row in await tx.all(_named, name=name)]


async def put(tx: Tx, workspace_id: str, name: str, value: Any) -> None:
    await tx.run(_remove, key_workspace=workspace_id, key_name=name)
    await tx.run(_add, workspace_id=workspace_id, name=name, value=value)
