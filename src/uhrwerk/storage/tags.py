"""Tags: words of the workspace's own on people, clients, projects, tasks, time entries, expenses."""

from sqlalchemy import bindparam

from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import tag


class Tag(Kept, frozen=True):
    name: str
    color: str | None


shelf = Shelf(tag, Tag)

_every = Statement(shelf.select(tag.c.deleted_at.is_(None)).order_by(tag.c.name, tag.c.number))
_by_name = Statement(shelf.select(tag.c.name == bindparam("name"), tag.c.deleted_at.is_(None)).order_by(tag.c.number))


async def every(tx: Tx, workspace_id: str) -> list[Tag]:
    """All tags by name."""
    return await shelf.every(tx, _every, workspace_id=workspace_id)


async def by_name(tx: Tx, workspace_id: str, name: str) -> Tag | None:
    """The oldest tag of that very name."""
    return await shelf.first(tx, _by_name, workspace_id=workspace_id, name=name)
