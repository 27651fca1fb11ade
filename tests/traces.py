"""What a workspace holds, to see that a refused request left nothing behind."""

from typing import Any

from sqlalchemy import bindparam, select

from tests.home import Home, Workplace
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS, TYPES_OF_WORK
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage import attendances, people, time_entries
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import journal_head
from uhrwerk.storage.time_entries import EntryFilter

_chains = Statement(
    select(journal_head.c.subject_id, journal_head.c.count, journal_head.c.seal)
    # A chain that was locked and got no row is none.
    .where(journal_head.c.workspace_id == bindparam("workspace_id"), journal_head.c.count > 0)
    .order_by(journal_head.c.subject_id)
)


def traces(home: Home, place: Workplace) -> list[Any]:
    """Every record of the workspace, and how far each chain of its journal goes."""

    async def look(tx: Tx) -> list[Any]:
        actor = command_line_actor(place.id)
        staff = await people.shelf.page(tx, place.id, order=("created_at", "id"), after=None, limit=1000, where=())
        return [
            staff,
            [await keeper.every(tx, actor, limit=1000) for keeper in (CLIENTS, PROJECTS, TASKS, TYPES_OF_WORK)],
            [tuple(chain) for chain in await tx.all(_chains, workspace_id=place.id)],
            await time_entries.page(tx, place.id, EntryFilter(), limit=1000, after=None),
            await attendances.page(tx, place.id, None, begin=None, end=None, limit=1000, after=None),
        ]

    found: list[Any] = home.http.blocking_portal.call(home.house.store.read, look)
    return found
