"""Webhooks: /v1/webhooks. What is sent is signed by Standard Webhooks.

Answers with a secret are not kept for idempotency keys: nothing keeps a secret as it is.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import FACE, Scope, guest_of
from uhrwerk.entrypoints.native.changes import KINDS, present
from uhrwerk.entrypoints.native.models import webhooks as models
from uhrwerk.entrypoints.native.models.values import Page, given
from uhrwerk.entrypoints.native.models.webhooks import (
    NewWebhook,
    Webhook,
    WebhookChanges,
    WebhookDelivery,
    WebhookEvent,
    WebhookEventTypes,
    WebhookWithSecret,
)
from uhrwerk.entrypoints.native.paging import Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.writing import IfMatch, expected_version, with_etag
from uhrwerk.entrypoints.webhooks import Dialect, check_header, check_target, may_be_private, send_now
from uhrwerk.keys import Vault
from uhrwerk.operations import webhooks
from uhrwerk.operations.acts import ACTS
from uhrwerk.operations.records import new_id
from uhrwerk.operations.webhooks import sending_actor
from uhrwerk.rules.access import check_is_admin
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.store import Tx
from uhrwerk.storage.webhooks import Webhook as WebhookRecord

TEST: Final = "webhook.test"
EVENT_TYPES: Final = [f"{kind}.{act}" for kind, acts in ACTS.items() for act in acts]
PATTERNS: Final = frozenset({"*", *(f"{kind}.*" for kind in ACTS), *EVENT_TYPES})


class WebhookRoutes(Controller):
    path = "/webhooks"
    tags = ("Webhooks",)

    @get(scope=Scope.WEBHOOKS, operation_id="listWebhooks")
    async def every(self, request: AnyRequest, limit: Limit = 50, cursor: Cursor = None) -> Page[Webhook]:
        """The workspace's webhooks, newest first (admins only, as all of these)."""
        actor, after = guest_of(request).actor, after_key(cursor)
        records = await house_of(request).store.read(
            lambda tx: webhooks.every(tx, actor, FACE, limit=limit + 1, after=after)
        )
        return page(records, limit, "created_at", models.webhook)

    @get("/event-types", scope=Scope.WEBHOOKS, operation_id="listWebhookEventTypes")
    async def event_types(self, request: AnyRequest) -> WebhookEventTypes:
        """What a webhook can be told of."""
        check_is_admin(guest_of(request).actor)
        return WebhookEventTypes(EVENT_TYPES)

    @get("/{id:uuid}", scope=Scope.WEBHOOKS, operation_id="getWebhook")
    async def one(self, request: AnyRequest, id: FromPath[UUID]) -> Response[Webhook]:
        """One webhook."""
        actor = guest_of(request).actor
        record = await house_of(request).store.read(lambda tx: webhooks.get(tx, actor, FACE, str(id)))
        return with_etag(models.webhook(record))

    @post(scope=Scope.WEBHOOKS, operation_id="addWebhook")
    async def add(self, request: AnyRequest, data: JSONBody[NewWebhook]) -> Response[WebhookWithSecret]:
        """Add a webhook. It is told of what happens from now on; the secret that signs it is shown this once."""
        house = house_of(request)
        actor, now, secret = guest_of(request).actor, house.now(), webhooks.new_secret()
        members = await _checked(request, given(data))
        members |= {"face": FACE, "secret": house.vault.lock(secret)}
        record = await house.store.write(lambda tx: webhooks.add(tx, actor, now, members))
        return with_etag(models.webhook_with_secret(record, secret), 201)

    @patch("/{id:uuid}", scope=Scope.WEBHOOKS, operation_id="changeWebhook")
    async def change(
        self, request: AnyRequest, id: FromPath[UUID], data: JSONBody[WebhookChanges], if_match: IfMatch = None
    ) -> Response[Webhook]:
        """Change, pause or resume a webhook. Resumed, it is told of all that happened meanwhile."""
        house = house_of(request)
        actor, now, version = guest_of(request).actor, house.now(), expected_version(if_match)
        members = await _checked(request, given(data))
        record = await house.store.write(lambda tx: webhooks.change(tx, actor, now, FACE, str(id), members, version))
        return with_etag(models.webhook(record))

    @delete("/{id:uuid}", scope=Scope.WEBHOOKS, operation_id="deleteWebhook")
    async def remove(self, request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None) -> None:
        """Delete a webhook; what waits for it is not sent any more."""
        house = house_of(request)
        actor, now, version = guest_of(request).actor, house.now(), expected_version(if_match)
        await house.store.write(lambda tx: webhooks.remove(tx, actor, now, FACE, str(id), version))

    @post("/{id:uuid}/rotate-secret", status_code=200, scope=Scope.WEBHOOKS, operation_id="rotateWebhookSecret")
    async def rotate(self, request: AnyRequest, id: FromPath[UUID]) -> Response[WebhookWithSecret]:
        """Sign with a new secret from now on; it is shown this once."""
        house = house_of(request)
        actor, now, secret = guest_of(request).actor, house.now(), webhooks.new_secret()
        members = {"secret": house.vault.lock(secret)}
        record = await house.store.write(lambda tx: webhooks.change(tx, actor, now, FACE, str(id), members))
        return with_etag(models.webhook_with_secret(record, secret))

    @get("/{id:uuid}/deliveries", scope=Scope.WEBHOOKS, operation_id="listWebhookDeliveries")
    async def deliveries(
        self, request: AnyRequest, id: FromPath[UUID], limit: Limit = 50, cursor: Cursor = None
    ) -> Page[WebhookDelivery]:
        """What was sent, is to be sent and was tested, newest first; it goes back 30 days."""
        actor, after = guest_of(request).actor, after_key(cursor)
        records = await house_of(request).store.read(
            lambda tx: webhooks.deliveries(tx, actor, FACE, str(id), limit=limit + 1, after=after)
        )
        return page(records, limit, "created_at", models.webhook_delivery)

    @post("/{id:uuid}/test", status_code=200, scope=Scope.WEBHOOKS, operation_id="testWebhook")
    async def test(self, request: AnyRequest, id: FromPath[UUID]) -> WebhookDelivery:
        """Send the event `webhook.test` now, also while paused, and tell what came of it."""
        house = house_of(request)
        actor, now, message_id = guest_of(request).actor, house.now(), new_id()
        record = await house.store.read(lambda tx: webhooks.get(tx, actor, FACE, str(id)))
        body = msgspec.json.encode(WebhookEvent(type=TEST, timestamp=now, data={"webhook_id": record.id}))
        outcome = await send_now(house, DIALECT, record, message_id, now, body)
        delivery = await house.store.write(
            lambda tx: webhooks.keep_test(tx, now, record, message_id, TEST, outcome),
        )
        return models.webhook_delivery(delivery)


async def _checked(request: AnyRequest, members: dict[str, Any]) -> dict[str, Any]:
    """The members as they are kept. The URL's host is looked up, which takes its time: not within a transaction."""
    house, actor = house_of(request), guest_of(request).actor
    check_is_admin(actor)
    if "events" in members:
        members["events"] = _known_events(members["events"])
    if "url" in members:
        private = await may_be_private(house, actor.workspace_id)
        await check_target(members["url"], private=private)
    if members.get("authorization") is not None:
        members["authorization"] = house.vault.lock(check_header(members["authorization"], "authorization"))
    return members


def _known_events(events: list[str]) -> list[str]:
    unknown = [event for event in events if event not in PATTERNS]
    if unknown:
        raise Invalid.field("events", f"there is no event type {', '.join(repr(each[:100]) for each in unknown[:10])}")
    return list(dict.fromkeys(events))


def event_of(webhook: WebhookRecord, row: FeedRow) -> str | None:
    """The act itself, if the webhook asks for it."""
    if row.record_kind not in ACTS or not {row.act, f"{row.record_kind}.*", "*"} & set(webhook.events):
        return None
    return row.act


async def compose(tx: Tx, now: datetime, row: FeedRow, event: str) -> bytes:
    """The event with the journal's facts, and the record as it is by now if it is still there."""
    payload = msgspec.json.decode(row.payload) if row.payload is not None else {}
    data = {
        "kind": row.record_kind,
        "id": row.record_id,
        "person_id": row.subject_id if row.subject_id != row.workspace_id else None,
        "actor_id": row.actor_id,
        "face": row.face,
        "effective_at": row.effective_at,
        "before": payload.get("before"),
        "after": payload.get("after"),
        "record": await _record(tx, now, row),
    }
    return msgspec.json.encode(WebhookEvent(type=event, timestamp=row.recorded_at, data=data))


async def _record(tx: Tx, now: datetime, row: FeedRow) -> dict[str, Any] | None:
    if row.record_kind not in KINDS:
        return None
    try:
        return await present(tx, sending_actor(row.workspace_id), now, row.record_kind, row.record_id)
    except NotFound:
        return None


def headers(vault: Vault, webhook: WebhookRecord, id: str, now: datetime, body: bytes) -> Mapping[str, str]:
    """The message's id, instant and signature (Standard Webhooks), and the receiver's own header."""
    from standardwebhooks import Webhook as Signer

    assert webhook.secret is not None
    signer = Signer(vault.unlock(webhook.secret))
    own = {"Authorization": vault.unlock(webhook.authorization)} if webhook.authorization is not None else {}
    return own | {
        "Content-Type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signer.sign(id, now, body.decode()),
    }


DIALECT: Final = Dialect(event_of, compose, headers)

HANDLERS: list[Any] = [WebhookRoutes]
