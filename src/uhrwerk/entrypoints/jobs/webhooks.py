"""The sender of webhooks: one a house, for as long as the server runs.

It plans what is new in the feed and sends what is due: to each webhook a few at a time, of each subject (a person, the
workspace) one after the other. What was sent but not written down when the server ended is sent again.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Final

import structlog

from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.native import webhooks as native
from uhrwerk.entrypoints.vendors.awork import webhooks as awork
from uhrwerk.entrypoints.webhooks import Dialect
from uhrwerk.operations import webhooks as operations
from uhrwerk.operations.webhooks import PRIVATE_TARGETS, Outcome
from uhrwerk.storage import feed, settings, webhooks
from uhrwerk.storage.store import Tx
from uhrwerk.storage.webhooks import Delivery, Webhook

if TYPE_CHECKING:
    from uhrwerk.entrypoints.outgoing import Outgoing

EVERY: Final = 1.0
"""Seconds between two looks at the feed."""

ANOTHERS_TURN: Final = 5.0
"""Seconds until a worker asks again whether the one that sends has ended."""

SIDE_BY_SIDE: Final = 5
"""Requests under way to one webhook, each of another subject: a slow one holds up itself only."""

UNDER_WAY_AT_MOST: Final = 200

DIALECTS: Final[dict[str, Dialect]] = {
    "native": native.DIALECT,
    "awork": awork.DIALECT,
}

log = structlog.get_logger(__name__)


async def send_webhooks(house: House) -> None:
    """Send for as long as the server runs; of several workers one does."""
    while True:
        try:
            async with house.store.alone("webhooks") as mine, Sender(house) as sender:
                while mine():
                    await sender.round()
                    await asyncio.sleep(EVERY)
        except Exception as error:
            log.error("webhooks not sent", exc_info=error)
        await asyncio.sleep(ANOTHERS_TURN)


class Sender:
    """Plans and sends. `chance` gives numbers from 0 to 1, which spread what is tried again."""

    def __init__(self, house: House, chance: Callable[[], float] = random.random) -> None:
        self._house = house
        self._chance = chance
        self._under_way: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._none_since: tuple[int, float] | None = None

    @cached_property
    def _outgoing(self) -> "Outgoing":
        """Made for the first message: it takes longer than all the rest of a server's start."""
        from uhrwerk.entrypoints.outgoing import Outgoing

        return Outgoing()

    async def __aenter__(self) -> "Sender":
        return self

    async def __aexit__(self, *error: object) -> None:
        tasks = self._tasks()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if "_outgoing" in vars(self):
            await self._outgoing.close()

    async def round(self) -> None:
        """Plan what is new and begin to send what is due; it does not wait for the answers."""
        with _going_on("webhooks not looked up"):
            for webhook in await self._active():
                with _going_on("webhook not served", webhook=webhook.id):
                    await self._plan(webhook)
                    await self._send_due(webhook)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while tasks := self._tasks():
            await asyncio.gather(*tasks)

    def _tasks(self) -> list[asyncio.Task[None]]:
        return list(self._under_way.values())

    async def _active(self) -> list[Webhook]:
        """The webhooks to serve. That there is none is remembered for as long as the store allows."""
        generation = self._house.store.generation
        if self._none_since is not None:
            seen, at = self._none_since
            if seen == generation and monotonic() - at <= self._house.store.cache_seconds:
                return []
        found = await self._house.store.read(webhooks.active)
        self._none_since = None if found else (generation, monotonic())
        return found

    async def _plan(self, webhook: Webhook) -> None:
        rows = await self._house.store.read(lambda tx: operations.unplanned(tx, webhook))
        if not rows:
            return
        now, event_of = self._house.now(), DIALECTS[webhook.face].event_of
        await self._house.store.write(
            lambda tx: operations.plan(tx, now, webhook, rows, lambda row: event_of(webhook, row))
        )

    async def _send_due(self, webhook: Webhook) -> None:
        now = self._house.now()
        busy = {subject_id for webhook_id, subject_id in self._under_way if webhook_id == webhook.id}
        due = await self._house.store.read(lambda tx: webhooks.due(tx, webhook, now, SIDE_BY_SIDE + len(busy)))
        for delivery in due:
            subject_id = delivery.subject_id or ""
            if subject_id in busy or len(busy) >= SIDE_BY_SIDE or len(self._under_way) >= UNDER_WAY_AT_MOST:
                continue
            busy.add(subject_id)
            self._begin((webhook.id, subject_id), self._send_in_order(webhook, delivery))

    def _begin(self, key: tuple[str, str], sending: Coroutine[None, None, None]) -> None:
        task = self._under_way[key] = asyncio.create_task(sending)
        task.add_done_callback(lambda _: self._under_way.pop(key, None))

    async def _send_in_order(self, webhook: Webhook, delivery: Delivery) -> None:
        """Send a subject's deliveries one after the other, until one fails or none is left."""
        following: tuple[Webhook, Delivery] | None = (webhook, delivery)
        with _going_on("webhook not settled", webhook=webhook.id, delivery=delivery.id):
            while following is not None:
                outcome = await self._send(*following)
                await self._settle(following[1], outcome)
                if not outcome.delivered:
                    return
                following = await self._house.store.read(lambda tx: _following(tx, delivery))

    async def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        now, chance = self._house.now(), self._chance()
        await self._house.store.write(lambda tx: operations.settle(tx, now, delivery, outcome, chance))

    async def _send(self, webhook: Webhook, delivery: Delivery) -> Outcome:
        now = self._house.now()

        async def prepare(tx: Tx) -> tuple[bytes, bool]:
            assert delivery.subject_id is not None
            assert delivery.sequence is not None
            row = await feed.one(tx, delivery.workspace_id, delivery.subject_id, delivery.sequence)
            assert row is not None
            kept = await settings.all_of(tx, delivery.workspace_id)
            return await DIALECTS[webhook.face].compose(tx, now, row, delivery.event), PRIVATE_TARGETS.of(kept)

        try:
            body, private = await self._house.store.read(prepare)
            headers = DIALECTS[webhook.face].headers(self._house.vault, webhook, delivery.id, now, body)
        except Exception as error:
            # A fault of ours: it is tried again like any other, and does not end the sender.
            log.error("webhook not composed", webhook=webhook.id, delivery=delivery.id, exc_info=error)
            return Outcome(None, "the message could not be made")
        return await self._outgoing.post(webhook.url, body, headers, private=private)


@contextmanager
def _going_on(failure: str, **of: str) -> Iterator[None]:
    """Log what fails and go on: one webhook's fault, or a busy moment, does not cancel what is under way to others.

    The next round tries again: what was not planned is still in the journal, what was not settled is still due.
    """
    try:
        yield
    except Exception as error:
        log.error(failure, **of, exc_info=error)


async def _following(tx: Tx, delivery: Delivery) -> tuple[Webhook, Delivery] | None:
    """The webhook as it is by now and what its subject is to be told next; None where it is not to be told any more."""
    webhook = await webhooks.shelf.get(tx, delivery.workspace_id, delivery.webhook_id)
    if webhook is None or not webhook.active or webhook.deleted_at is not None or delivery.subject_id is None:
        return None
    found = await webhooks.next_of_subject(tx, webhook, delivery.subject_id)
    return None if found is None else (webhook, found)
