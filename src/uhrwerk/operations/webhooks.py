"""Webhooks: kept by admins, fed by the journal.

Delivering goes in steps, each in a transaction of its own, so that nothing is lost whenever the server ends: `plan`
makes deliveries of what is new in the feed and moves the webhook on; what is `due` is sent outside of any transaction;
`settle` writes down what came of it. What was sent but not settled is sent again.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Any, Final

import msgspec

from uhrwerk.operations.catalog import Keeper
from uhrwerk.operations.records import changed, new_id, write_down
from uhrwerk.operations.settings import switched_off
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, Role, check_is_admin
from uhrwerk.rules.refusals import Conflict, NotFound
from uhrwerk.rules.retries import ATTEMPTS, delay
from uhrwerk.storage import feed, webhooks
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.store import Tx
from uhrwerk.storage.webhooks import DELIVERED, FAILED, PENDING, Delivery, Webhook

PRIVATE_TARGETS: Final = switched_off(
    "webhooks.private_targets",
    "Webhooks may lead to private addresses, such as this machine and its network.",
)

MOST_WEBHOOKS: Final = 100
"""Of a workspace; more is a loop that makes them."""

PLANNED_AT_ONCE: Final = 200
"""Rows of the feed made into deliveries in one transaction."""

PENDING_AT_MOST: Final = 1000
"""Deliveries that wait for one webhook; what is beyond stays in the journal until there is room."""

KEPT_FOR: Final = timedelta(days=30)
"""How long the log of deliveries goes back."""

SENDER: Final = "00000000-0000-7000-8000-000000000001"
"""Who acts when a webhook is paused: the sender, nobody of the workspace."""

GONE: Final = 410
"""The status by which a receiver says that it does not want to hear any more."""

EventOf = Callable[[FeedRow], str | None]
"""The name of the event that a row of the journal is to a webhook, None for one that it is not told of."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt. `status` is None where there was no answer, `error` None where it was delivered."""

    status: int | None
    error: str | None
    response: str | None = None

    @property
    def delivered(self) -> bool:
        return self.error is None


def new_secret() -> str:
    """What a webhook is signed with, written as Standard Webhooks has it; 256 random bits."""
    return "whsec_" + b64encode(token_bytes(32)).decode()


def sending_actor(workspace_id: str) -> Actor:
    """Who looks at the records that webhooks tell of: admins made the webhooks, so it sees what an admin sees."""
    return Actor(workspace_id, None, Role.ADMIN, "webhooks", SENDER)


async def _check(tx: Tx, workspace_id: str, members: dict[str, Any], before: Webhook | None) -> dict[str, Any]:
    return members | {"name": text.name(members["name"])} if "name" in members else members


_KEEPER: Final = Keeper(Webhook, webhooks.shelf, _check, check_is_admin)


async def get(tx: Tx, actor: Actor, face: str, id: str) -> Webhook:
    """One of that face's webhooks. Raises NotAllowed, NotFound."""
    check_is_admin(actor)
    record = await _KEEPER.get(tx, actor, id)
    if record.face != face:
        raise NotFound(_KEEPER.noun)
    return record


async def every(tx: Tx, actor: Actor, face: str, *, limit: int, after: tuple[Any, ...] | None = None) -> list[Webhook]:
    """That face's webhooks, newest first. Raises NotAllowed."""
    check_is_admin(actor)
    return await _KEEPER.every(tx, actor, limit=limit, after=after, face=face)


async def add(tx: Tx, actor: Actor, now: datetime, members: dict[str, Any]) -> Webhook:
    """Make one; it is told of what happens from now on.

    `members`: face, name, url, events, options, active, secret and authorization (encrypted). Whether the URL may be
    called and the events are known has been looked at. Raises NotAllowed, Invalid, Conflict.
    """
    check_is_admin(actor)
    # Held before they are counted, or two at once would both be the last.
    await tx.lock(actor.workspace_id, actor.workspace_id)
    if await webhooks.how_many(tx, actor.workspace_id) >= MOST_WEBHOOKS:
        raise Conflict(f"A workspace has at most {MOST_WEBHOOKS} webhooks.")
    place = await feed.newest(tx, actor.workspace_id)
    cursor = {"read_transaction_id": place.transaction_id, "read_position": place.position}
    record = await _KEEPER.add(tx, actor, now, {"options": {}, "active": True} | members | cursor)
    tx.directory_changed()
    return record


async def change(
    tx: Tx, actor: Actor, now: datetime, face: str, id: str, members: dict[str, Any], version: int | None = None
) -> Webhook:
    """Change, pause (`active` false) or resume it; resumed, it is told of all that happened meanwhile.

    Raises NotAllowed, NotFound, Invalid, VersionMismatch.
    """
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    before = await get(tx, actor, face, id)
    active = members.get("active", before.active)
    if active != before.active:
        members = members | {"paused_at": None if active else now, "paused_reason": None}
    record = await _KEEPER.change(tx, actor, now, id, members, version)
    if active and not before.active:
        await webhooks.revive(tx, actor.workspace_id, id, now)
    tx.directory_changed()
    return record


async def remove(tx: Tx, actor: Actor, now: datetime, face: str, id: str, version: int | None = None) -> None:
    """Delete it; what waits is not sent any more. Raises NotAllowed, NotFound, VersionMismatch."""
    await get(tx, actor, face, id)
    await _KEEPER.remove(tx, actor, now, id, version, even_in_use=True)
    tx.directory_changed()


async def deliveries(
    tx: Tx, actor: Actor, face: str, id: str, *, limit: int, after: tuple[datetime, str] | None = None
) -> list[Delivery]:
    """The webhook's log, newest first. Raises NotAllowed, NotFound."""
    return await webhooks.log(tx, await get(tx, actor, face, id), after, limit)


async def delivery(tx: Tx, actor: Actor, face: str, id: str, delivery_id: str) -> tuple[Delivery, FeedRow | None]:
    """One of the webhook's deliveries, and the row of the journal that it tells of (None: a test).

    Raises NotAllowed, NotFound.
    """
    record = await get(tx, actor, face, id)
    found = await webhooks.delivery(tx, record, delivery_id)
    if found is None:
        raise NotFound("delivery")
    if found.subject_id is None or found.sequence is None:
        return found, None
    return found, await feed.one(tx, actor.workspace_id, found.subject_id, found.sequence)


async def send_again(tx: Tx, actor: Actor, now: datetime, face: str, id: str, delivery_id: str) -> Delivery:
    """Have a delivery sent once more, as if it had never been tried. Raises NotAllowed, NotFound, Conflict."""
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    found, row = await delivery(tx, actor, face, id, delivery_id)
    if row is None:
        raise Conflict("A test is not sent again; make another one.")
    if not (await get(tx, actor, face, id)).active:
        raise Conflict("This webhook is paused; resume it, and all that was not delivered is sent.")
    again = msgspec.structs.replace(found, state=PENDING, attempts=0, next_attempt_at=now, delivered_at=None)
    await webhooks.settle(tx, again)
    tx.directory_changed()
    return again


async def plan(tx: Tx, now: datetime, webhook: Webhook, rows: Sequence[FeedRow], event_of: EventOf) -> None:
    """Make deliveries of the rows that follow what the webhook has been told of, and move it on; both or neither."""
    if not await webhooks.advance(tx, webhook, rows[-1].order):
        return
    told = [(row, event) for row in rows if (event := event_of(row)) is not None]
    if told:
        await webhooks.add(tx, [_planned(webhook, row, event, now) for row, event in told])


async def unplanned(tx: Tx, webhook: Webhook) -> list[FeedRow]:
    """Rows of the feed to plan next; none while too much waits."""
    rows = await feed.page(tx, webhook.workspace_id, webhook.read_up_to, PLANNED_AT_ONCE)
    if rows and await webhooks.how_many_pending(tx, webhook) >= PENDING_AT_MOST:
        return []
    return rows


def _planned(webhook: Webhook, row: FeedRow, event: str, now: datetime) -> Delivery:
    return Delivery(
        workspace_id=webhook.workspace_id,
        id=new_id(),
        webhook_id=webhook.id,
        subject_id=row.subject_id,
        sequence=row.sequence,
        transaction_id=row.transaction_id,
        position=row.position,
        event=event,
        state=PENDING,
        attempts=0,
        created_at=now,
        next_attempt_at=now,
    )


async def settle(tx: Tx, now: datetime, delivery: Delivery, outcome: Outcome, chance: float) -> Delivery:
    """Write down what came of an attempt: delivered, to be tried again, or given up, which pauses the webhook.

    `chance` (0 to 1) spreads the next attempt.
    """
    tried = msgspec.structs.replace(
        delivery,
        attempts=delivery.attempts + 1,
        attempted_at=now,
        next_attempt_at=None,
        status=outcome.status,
        error=outcome.error,
        response=outcome.response,
    )
    if outcome.delivered:
        after = msgspec.structs.replace(tried, state=DELIVERED, delivered_at=now)
    elif outcome.status == GONE or tried.attempts >= ATTEMPTS:
        after = msgspec.structs.replace(tried, state=FAILED)
        await _pause(tx, now, after)
    else:
        after = msgspec.structs.replace(tried, next_attempt_at=now + delay(tried.attempts, chance))
    await webhooks.settle(tx, after)
    return after


async def _pause(tx: Tx, now: datetime, delivery: Delivery) -> None:
    await tx.lock(delivery.workspace_id, delivery.workspace_id)
    before = await webhooks.shelf.get(tx, delivery.workspace_id, delivery.webhook_id)
    if before is None or not before.active or before.deleted_at is not None:
        return
    reason = (
        "The receiver answered that it is gone (410)."
        if delivery.status == GONE
        else f"A delivery failed {delivery.attempts} times, at last with: {delivery.error}"
    )
    actor = sending_actor(delivery.workspace_id)
    after = changed(before, actor, now, active=False, paused_at=now, paused_reason=reason)
    await webhooks.shelf.change(tx, before, after)
    await write_down(tx, actor, now, "webhook.paused", before, after)
    tx.directory_changed()


async def keep_test(tx: Tx, now: datetime, webhook: Webhook, id: str, event: str, outcome: Outcome) -> Delivery:
    """Put a test that has been sent into the webhook's log; it is not tried again."""
    delivery = Delivery(
        workspace_id=webhook.workspace_id,
        id=id,
        webhook_id=webhook.id,
        subject_id=None,
        sequence=None,
        transaction_id=None,
        position=None,
        event=event,
        state=DELIVERED if outcome.delivered else FAILED,
        attempts=1,
        created_at=now,
        next_attempt_at=None,
        attempted_at=now,
        delivered_at=now if outcome.delivered else None,
        status=outcome.status,
        error=outcome.error,
        response=outcome.response,
    )
    await webhooks.add(tx, [delivery])
    return delivery


async def forget_old(tx: Tx, now: datetime) -> int:
    """Forget finished deliveries after a month; how many."""
    return await webhooks.prune(tx, now - KEPT_FOR)
