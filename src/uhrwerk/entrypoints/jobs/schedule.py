"""Every recurring job, a line each."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Final

import structlog

from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.jobs.forgotten import see_to_forgotten_clocks
from uhrwerk.entrypoints.jobs.law import close_days
from uhrwerk.entrypoints.jobs.retention import erase_what_is_over
from uhrwerk.entrypoints.jobs.warming import warm_up
from uhrwerk.entrypoints.jobs.webhooks import send_webhooks
from uhrwerk.operations import account_links, grants, idempotency, kiosk_door, rollups, sessions, webhooks
from uhrwerk.storage.store import Tx

log = structlog.get_logger(__name__)

Job = Callable[[House], Coroutine[None, None, object]]


def _act(name: str, act: Callable[[Tx, datetime], Awaitable[object]]) -> Job:
    """A job that is one act by the house's clock, in one transaction; `name` is for the log."""

    async def job(house: House) -> object:
        now = house.now()
        return await house.store.write(lambda tx: act(tx, now))

    job.__name__ = name
    return job


fold_totals: Final = _act("fold_totals", lambda tx, _: rollups.fold(tx))
forget_idempotency_keys: Final = _act("forget_idempotency_keys", idempotency.forget_old)
forget_old_grants: Final = _act("forget_old_grants", grants.forget_old)
forget_old_deliveries: Final = _act("forget_old_deliveries", webhooks.forget_old)
forget_old_links: Final = _act("forget_old_links", account_links.forget_old)
forget_old_sessions: Final = _act("forget_old_sessions", sessions.forget_old)
forget_old_punches: Final = _act("forget_old_punches", kiosk_door.forget_old)


async def write_down_sightings(house: House) -> None:
    """When sessions were seen, without holding up the requests that they were seen by."""
    seen = house.sightings.to_write(house.now())
    if seen:
        await house.store.write(lambda tx: sessions.seen(tx, seen))


SCHEDULE: Final[list[tuple[timedelta, Job]]] = [
    (timedelta(minutes=1), see_to_forgotten_clocks),
    (timedelta(minutes=1), write_down_sightings),
    (timedelta(minutes=10), close_days),
    (timedelta(minutes=10), fold_totals),
    (timedelta(hours=1), forget_idempotency_keys),
    (timedelta(hours=1), forget_old_grants),
    (timedelta(hours=1), forget_old_deliveries),
    (timedelta(hours=1), forget_old_punches),
    (timedelta(hours=1), forget_old_links),
    (timedelta(hours=1), forget_old_sessions),
    (timedelta(hours=1), erase_what_is_over),
]

LASTING: Final[list[Job]] = [
    send_webhooks,
    warm_up,
]
"""What goes on beside the requests, for as long as the server runs or until it is done."""


@asynccontextmanager
async def running_jobs(house: House) -> AsyncIterator[None]:
    """Run the schedule for as long as the server runs."""
    tasks: list[asyncio.Task[object]] = [asyncio.create_task(_repeat(house, every, job)) for every, job in SCHEDULE]
    tasks += [asyncio.create_task(job(house)) for job in LASTING]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def _repeat(house: House, every: timedelta, job: Job) -> None:
    while True:
        await asyncio.sleep(every.total_seconds())
        try:
            await job(house)
        except Exception as error:
            log.error("job failed", job=getattr(job, "__name__", str(job)), exc_info=error)
