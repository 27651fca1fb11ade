"""An auditor, and all that a workspace holds: to see that who may change nothing has changed nothing."""

from typing import Any, Final

import sqlalchemy

from tests.home import Home, Someone, Workplace
from uhrwerk.entrypoints.credentials import issue
from uhrwerk.operations import people
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import journal_head, metadata


def _begun(table: sqlalchemy.Table) -> list[sqlalchemy.ColumnElement[bool]]:
    return [table.c["count"] > 0] if table is journal_head else []


_TABLES: Final = {
    name: Statement(
        sqlalchemy.select(table)
        # PostgreSQL holds a chain by its head, which is there from then on, empty or not.
        .where(table.c.workspace_id == sqlalchemy.bindparam("workspace_id"), *_begun(table))
        .order_by(*table.primary_key.columns)
    )
    for name, table in metadata.tables.items()
    if "workspace_id" in table.c
}


def auditor(home: Home, place: Workplace) -> Someone:
    """An auditor of the workspace with a credential of every face."""

    async def add(tx: Tx) -> Someone:
        actor, now = command_line_actor(place.id), home.clock.now
        new = NewPerson("auditor", "auditor@example.org", "Auditor", "Example", "auditor")
        person = await people.add(tx, actor, now, new)
        keys = {
            face: await issue(tx, actor, now, home.house.vault, face, person.id, "test")
            for face in ("native", "awork", "onoffice")
        }
        return Someone(
            person.id,
            new.username,
            keys["native"].token,
            keys["awork"].token,
            keys["onoffice"].token,
            keys["onoffice"].secret or "",
        )

    return home.run(add)


def everything(home: Home, place: Workplace) -> dict[str, list[Any]]:
    """Every row of the workspace, by table."""

    async def look(tx: Tx) -> dict[str, list[Any]]:
        return {
            name: [list(row) for row in await tx.all(rows, workspace_id=place.id)] for name, rows in _TABLES.items()
        }

    found: dict[str, list[Any]] = home.http.blocking_portal.call(home.house.store.read, look)
    return found
