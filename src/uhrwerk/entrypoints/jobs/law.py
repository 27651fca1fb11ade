"""The look at closed days: what labour law finds in them is kept."""

from functools import partial

import structlog

from uhrwerk.entrypoints.household import House
from uhrwerk.operations import day_close
from uhrwerk.storage import workspaces

log = structlog.get_logger(__name__)


async def close_days(house: House) -> None:
    """Look at the days that have closed, of everybody in every workspace; of several workers one does."""
    async with house.store.alone("closed days") as mine:
        if mine():
            for workspace in await house.store.read(workspaces.every):
                await close_days_of(house, workspace.id)


async def close_days_of(house: House, workspace_id: str) -> None:
    """A person at a time: what was not come to is still due the next time. A failure holds up nobody else."""
    now = house.now()
    for person, first in await house.store.read(partial(day_close.due, workspace_id=workspace_id, now=now)):
        try:
            seen = await house.store.read(partial(day_close.look, person=person, first_new=first, now=now), long=True)
            await house.store.write(partial(day_close.keep, now=now, seen=seen))
        except Exception as error:
            log.error("closed days not looked at", person=person.id, exc_info=error)
