"""Clients: for whom projects are done."""

from sqlalchemy import bindparam

from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import client


class Client(Kept, frozen=True):
    name: str
    note: str | None
    archived: bool


shelf = Shelf(client, Client)

_by_name = Statement(shelf.select(client.c.name == bindparam("name")).order_by(client.c.archived, client.c.number))


async def by_name(tx: Tx, workspace_id: str, name: str) -> Client | None:
    """The oldest client of that name, one in use before an archived one."""
    return await shelf.first(tx, _by_name, workspace_id=workspace_id, name=name)
