"""Erasing what has been kept for long enough, in every workspace."""

from functools import partial

import structlog

from uhrwerk.entrypoints.household import House
from uhrwerk.operations import retention
from uhrwerk.storage import workspaces

log = structlog.get_logger(__name__)


async def erase_what_is_over(house: House) -> None:
    """Of several workers one does it."""
    async with house.store.alone("retention") as mine:
        if mine():
            for workspace in await house.store.read(workspaces.every):
                await erase_of_workspace(house, workspace.id)


async def erase_of_workspace(house: House, workspace_id: str) -> None:
    """A few months of a person at a time, each in a transaction of its own. One that fails is tried again next time."""
    now = house.now()
    due = await house.store.read(partial(retention.due, workspace_id=workspace_id, now=now), long=True)
    for person_id in due:
        try:
            await _erase_of_person(house, workspace_id, person_id)
        except Exception as error:
            log.error("not erased", workspace=workspace_id, person=person_id, exc_info=error)
    if due:
        await house.store.scrub()


async def _erase_of_person(house: House, workspace_id: str, person_id: str) -> None:
    now, more = house.now(), True
    erase = partial(retention.erase, workspace_id=workspace_id, person_id=person_id, now=now)
    while more:
        count, more = await house.store.write(erase)
        if count:
            log.info("erased", workspace=workspace_id, person=person_id, attendances=count)
