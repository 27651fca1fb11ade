"""What takes long to import or to compile is ready soon after the start: no transaction and no page waits for it."""

import asyncio
import threading
from typing import Final

from uhrwerk.entrypoints.household import House
from uhrwerk.operations import public_holidays
from uhrwerk.storage import contracts

AFTER: Final = 2.0
"""Seconds after the start: the first answers come before."""


async def warm_up(house: House) -> None:
    """In a thread that nobody waits for, also where the server is stopped before it is done."""
    await asyncio.sleep(AFTER)
    # The holidays of all countries take a tenth of the memory: where nobody's count, they stay away.
    holidays = await house.store.read(contracts.any_region)
    threading.Thread(target=_warm, args=(holidays,), name="warm up", daemon=True).start()


def _warm(holidays: bool) -> None:
    from uhrwerk.entrypoints.web import pages

    pages.compile_ahead()
    if holidays:
        public_holidays.warm()
