"""Clients: for whom projects are done."""

import msgspec
from sqlalchemy import bindparam

from uhrwerk.storage.parts import ContactDetail
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import client


class Client(Kept, frozen=True):
    """`custom` are fields of the workspace's own, text by name; `tags` are ids."""

    name: str
    note: str | None
    archived: bool
    color: str | None = None
    industry: str | None = None
    contacts: tuple[ContactDetail, ...] = ()
    custom: dict[str, str] = msgspec.field(default_factory=dict)
    tags: list[str] = msgspec.field(default_factory=list)


shelf = Shelf(client, Client)

_by_name = Statement(
    shelf.select(client.c.name == bindparam("name"), client.c.deleted_at.is_(None)).order_by(
        client.c.archived, client.c.number
    )
)


async def by_name(tx: Tx, workspace_id: str, name: str) -> Client | None:
    """The oldest client of that name, one in use before an archived one."""
    return await shelf.first(tx, _by_name, workspace_id=workspace_id, name=name)
