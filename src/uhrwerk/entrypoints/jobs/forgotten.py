"""The watch over forgotten clocks."""

from functools import partial

import structlog

from uhrwerk.entrypoints.household import House
from uhrwerk.operations import forgotten
from uhrwerk.storage import workspaces

log = structlog.get_logger(__name__)


async def see_to_forgotten_clocks(house: House) -> None:
    """Warn of clocks and stop them, in every workspace; of several workers one does."""
    async with house.store.alone("forgotten clocks") as mine:
        if mine():
            for workspace in await house.store.read(workspaces.every):
                await see_to_workspace(house, workspace.id)


async def see_to_workspace(house: House, workspace_id: str) -> None:
    """Each clock in a transaction of its own. What fails is logged, holds up no other, and is tried the next time."""
    now = house.now()
    found = await house.store.read(partial(forgotten.overdue, workspace_id=workspace_id, now=now), long=True)
    for due in found:
        try:
            await house.store.write(partial(forgotten.see_to, now=now, due=due))
        except Exception as error:
            log.error("forgotten clock not seen to", record=due.record.id, exc_info=error)
