"""Webhooks, and what is to be delivered to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, tuple_, update

from uhrwerk.storage.columns import Instant
from uhrwerk.storage.order import Order
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf, fields
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import webhook, webhook_delivery

PENDING: Final = "pending"
DELIVERED: Final = "delivered"
FAILED: Final = "failed"
"""Given up; it is pending again when its webhook is resumed. A test that failed stays so."""


class Webhook(Kept, frozen=True):
    """Who is told of what.

    `face` is whose shape is sent and whose names the `events` are; `options` is that face's own affair. `secret` and
    `authorization` (the receiver's own header) are encrypted. `paused_reason` says why it is not active where that was
    not its admin's wish. `read_transaction_id` and `read_position` are how far the feed has been made into deliveries.
    """

    name: str
    url: str
    face: str
    events: list[str]
    options: dict[str, Any]
    secret: str | None
    authorization: str | None
    active: bool
    paused_at: datetime | None
    paused_reason: str | None
    read_transaction_id: int
    read_position: int

    @property
    def read_up_to(self) -> Order:
        return Order(self.read_transaction_id, self.read_position)


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One event for one webhook. Subject, sequence and order are those of the journal's row, None in a test.

    `status`, `error` and `response` (its beginning) are what came of the last attempt.
    """

    workspace_id: str
    id: str
    webhook_id: str
    subject_id: str | None
    sequence: int | None
    transaction_id: int | None
    position: int | None
    event: str
    state: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    attempted_at: datetime | None = None
    delivered_at: datetime | None = None
    status: int | None = None
    error: str | None = None
    response: str | None = None


shelf = Shelf(webhook, Webhook)

_OUTCOME: Final = (
    "state",
    "attempts",
    "next_attempt_at",
    "attempted_at",
    "delivered_at",
    "status",
    "error",
    "response",
)

_active = Statement(
    select(*(webhook.c[name] for name in Webhook.__struct_fields__)).where(
        webhook.c.active.is_(True), webhook.c.deleted_at.is_(None)
    )
)
_how_many = Statement(
    select(func.count())
    .select_from(webhook)
    .where(webhook.c.workspace_id == bindparam("workspace_id"), webhook.c.deleted_at.is_(None))
)
_advance = Statement(
    update(webhook)
    .where(
        webhook.c.workspace_id == bindparam("key_workspace"),
        webhook.c.id == bindparam("key_id"),
        webhook.c.read_transaction_id == bindparam("from_transaction"),
        webhook.c.read_position == bindparam("from_position"),
    )
    .values(read_transaction_id=bindparam("transaction_id"), read_position=bindparam("position"))
)

_columns = [webhook_delivery.c[name] for name in Delivery.__struct_fields__]
_of_webhook = and_(
    webhook_delivery.c.workspace_id == bindparam("workspace_id"),
    webhook_delivery.c.webhook_id == bindparam("webhook_id"),
)
_pending = and_(_of_webhook, webhook_delivery.c.state == PENDING)
_place = (webhook_delivery.c.transaction_id, webhook_delivery.c.position)
_earlier = webhook_delivery.alias("earlier")
_first_of_subject = ~(
    select(_earlier.c.id)
    .where(
        _earlier.c.workspace_id == webhook_delivery.c.workspace_id,
        _earlier.c.webhook_id == webhook_delivery.c.webhook_id,
        _earlier.c.state == PENDING,
        _earlier.c.subject_id == webhook_delivery.c.subject_id,
        tuple_(_earlier.c.transaction_id, _earlier.c.position) < tuple_(*_place),
    )
    .exists()
)

_add = Statement(insert(webhook_delivery).values({name: bindparam(name) for name in Delivery.__struct_fields__}))
_how_many_pending = Statement(select(func.count()).select_from(webhook_delivery).where(_pending))
_due = Statement(
    select(*_columns)
    .where(_pending, webhook_delivery.c.next_attempt_at <= bindparam("now", type_=Instant), _first_of_subject)
    .order_by(*_place)
    .limit(bindparam("limit"))
)
_next_of_subject = Statement(
    select(*_columns)
    .where(_pending, webhook_delivery.c.subject_id == bindparam("subject_id"))
    .order_by(*_place)
    .limit(1)
)
_settle = Statement(
    update(webhook_delivery)
    .where(webhook_delivery.c.workspace_id == bindparam("key_workspace"), webhook_delivery.c.id == bindparam("key_id"))
    .values({name: bindparam(name) for name in _OUTCOME})
)
_revive = Statement(
    update(webhook_delivery)
    .where(
        webhook_delivery.c.workspace_id == bindparam("key_workspace"),
        webhook_delivery.c.webhook_id == bindparam("key_webhook"),
        or_(webhook_delivery.c.state == PENDING, webhook_delivery.c.state == FAILED),
        webhook_delivery.c.subject_id.is_not(None),
    )
    .values(state=PENDING, attempts=0, next_attempt_at=bindparam("next_attempt_at"))
)
_seen = tuple_(bindparam("created_at", type_=Instant), bindparam("id", type_=webhook_delivery.c.id.type))
_log = select(*_columns).where(_of_webhook)
_log_order = (webhook_delivery.c.created_at.desc(), webhook_delivery.c.id.desc())
_newest_of_log = Statement(_log.order_by(*_log_order).limit(bindparam("limit")))
_log_after = Statement(
    _log.where(tuple_(webhook_delivery.c.created_at, webhook_delivery.c.id) < _seen)
    .order_by(*_log_order)
    .limit(bindparam("limit"))
)
_one_of_log = Statement(_log.where(webhook_delivery.c.id == bindparam("id")))
_of_a_deleted_one = (
    select(webhook.c.id)
    .where(
        webhook.c.workspace_id == webhook_delivery.c.workspace_id,
        webhook.c.id == webhook_delivery.c.webhook_id,
        webhook.c.deleted_at.is_not(None),
    )
    .exists()
)
_prune = Statement(
    delete(webhook_delivery).where(
        webhook_delivery.c.created_at < bindparam("before", type_=Instant),
        or_(
            webhook_delivery.c.state == DELIVERED,
            webhook_delivery.c.subject_id.is_(None),
            _of_a_deleted_one,
        ),
    )
)


async def active(tx: Tx) -> list[Webhook]:
    """Those of every workspace that are neither paused nor deleted."""
    return [shelf.record(row) for row in await tx.all(_active)]


async def how_many(tx: Tx, workspace_id: str) -> int:
    row = await tx.one(_how_many, workspace_id=workspace_id)
    return row[0] if row else 0


async def advance(tx: Tx, record: Webhook, to: Order) -> bool:
    """Move how far the feed has been read; False where somebody else has moved it since `record` was read."""
    moved = await tx.run(
        _advance,
        key_workspace=record.workspace_id,
        key_id=record.id,
        from_transaction=record.read_transaction_id,
        from_position=record.read_position,
        **fields(to),
    )
    return moved == 1


async def add(tx: Tx, deliveries: Sequence[Delivery]) -> None:
    await tx.many(_add, [fields(each) for each in deliveries])


async def how_many_pending(tx: Tx, record: Webhook) -> int:
    row = await tx.one(_how_many_pending, workspace_id=record.workspace_id, webhook_id=record.id)
    return row[0] if row else 0


async def due(tx: Tx, record: Webhook, now: datetime, limit: int) -> list[Delivery]:
    """The first pending delivery of each subject, if it is due; oldest first."""
    rows = await tx.all(_due, workspace_id=record.workspace_id, webhook_id=record.id, now=now, limit=limit)
    return [_delivery(row) for row in rows]


async def next_of_subject(tx: Tx, record: Webhook, subject_id: str) -> Delivery | None:
    """The subject's first pending delivery, due or not."""
    row = await tx.one(_next_of_subject, workspace_id=record.workspace_id, webhook_id=record.id, subject_id=subject_id)
    return None if row is None else _delivery(row)


async def settle(tx: Tx, delivery: Delivery) -> None:
    """Write what has come of it."""
    outcome = {name: getattr(delivery, name) for name in _OUTCOME}
    await tx.run(_settle, key_workspace=delivery.workspace_id, key_id=delivery.id, **outcome)


async def revive(tx: Tx, workspace_id: str, webhook_id: str, now: datetime) -> None:
    """Everything that was not delivered is due again, as if it had never been tried."""
    await tx.run(_revive, key_workspace=workspace_id, key_webhook=webhook_id, next_attempt_at=now)


async def log(tx: Tx, record: Webhook, after: tuple[datetime, str] | None, limit: int) -> list[Delivery]:
    """Deliveries newest first; `after` is the instant and the id of the last one seen."""
    key: dict[str, Any] = {"workspace_id": record.workspace_id, "webhook_id": record.id, "limit": limit}
    if after is None:
        rows = await tx.all(_newest_of_log, **key)
    else:
        rows = await tx.all(_log_after, **key, created_at=after[0], id=after[1])
    return [_delivery(row) for row in rows]


async def delivery(tx: Tx, record: Webhook, id: str) -> Delivery | None:
    row = await tx.one(_one_of_log, workspace_id=record.workspace_id, webhook_id=record.id, id=id)
    return None if row is None else _delivery(row)


async def prune(tx: Tx, before: datetime) -> int:
    """Forget old deliveries that will not be sent any more; how many."""
    return await tx.run(_prune, before=before)


def _delivery(row: Sequence[Any]) -> Delivery:
    return Delivery(**dict(zip(Delivery.__struct_fields__, row, strict=True)))
