"""What a workspace holds, to see that a refused request left nothing behind."""

from typing import Any

from tests.home import Home, Workplace
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS, TYPES_OF_WORK
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage import attendances, journal, people, time_entries
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import EntryFilter


def traces(home: Home, place: Workplace) -> list[Any]:
    """Every record of the workspace, and how far each chain of its journal goes."""

    async def look(tx: Tx) -> list[Any]:
        actor = command_line_actor(place.id)
        staff = await people.shelf.page(tx, place.id, order=("created_at", "id"), after=None, limit=1000, where=())
        subjects = [place.id, *sorted(person.id for person in staff)]
        return [
            staff,
            [await keeper.every(tx, actor, limit=1000) for keeper in (CLIENTS, PROJECTS, TASKS, TYPES_OF_WORK)],
            [head for subject in subjects if (head := await journal.head(tx, place.id, subject)) and head.count],
            await time_entries.page(tx, place.id, EntryFilter(), limit=1000, after=None),
            await attendances.page(tx, place.id, None, begin=None, end=None, limit=1000, after=None),
        ]

    found: list[Any] = home.http.blocking_portal.call(home.house.store.read, look)
    return found
