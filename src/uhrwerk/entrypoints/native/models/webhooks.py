"""Webhooks and the log of their deliveries."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.values import Kept, Name, same
from uhrwerk.storage.webhooks import Delivery as DeliveryRecord
from uhrwerk.storage.webhooks import Webhook as WebhookRecord

Url = Annotated[str, Meta(description="http or https", examples=["https://hooks.example.org/uhrwerk"])]
Events = Annotated[
    list[str],
    Meta(
        min_length=1,
        max_length=100,
        description="Event types, `kind.*` for all of a kind, `*` for all",
        examples=[["time_entry.*", "absence.approved"]],
    ),
]
Authorization = Annotated[
    str, Meta(min_length=1, max_length=1000, description="Sent as the header `Authorization`; never shown again")
]


class Webhook(Kept, frozen=True, kw_only=True):
    """Who is told of what. `paused_reason` says why it is not active, where the server has paused it itself."""

    name: str
    url: str
    events: list[str]
    active: bool
    paused_at: datetime | None
    paused_reason: str | None
    has_authorization: bool


class WebhookWithSecret(Webhook, frozen=True, kw_only=True):
    """`secret` signs what is sent (Standard Webhooks); it is shown this once."""

    secret: str


class NewWebhook(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: Name
    url: Url
    events: Events
    authorization: Authorization | None = None
    active: bool = True


class WebhookChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are. `active` pauses and resumes."""

    name: Name | UnsetType = UNSET
    url: Url | UnsetType = UNSET
    events: Events | UnsetType = UNSET
    authorization: Authorization | None | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class WebhookDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """One event for one webhook. `state` is pending, delivered or failed; `id` is the header `webhook-id`.

    `status`, `error` and `response` (its beginning) are of the last attempt.
    """

    id: str
    event: str
    state: str
    attempts: int
    created_at: datetime
    attempted_at: datetime | None
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    status: int | None
    error: str | None
    response: str | None


class WebhookEventTypes(msgspec.Struct, frozen=True):
    """Every event type there is; `kind.*` stands for all of a kind and `*` for all."""

    items: list[str]


class WebhookEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent: the event's type, when it was recorded, and what happened."""

    type: str
    timestamp: datetime
    data: dict[str, Any]


def webhook(record: WebhookRecord) -> Webhook:
    return Webhook(**same(record, Webhook, has_authorization=record.authorization is not None))


def webhook_with_secret(record: WebhookRecord, secret: str) -> WebhookWithSecret:
    own = {"has_authorization": record.authorization is not None, "secret": secret}
    return WebhookWithSecret(**same(record, WebhookWithSecret, **own))


def webhook_delivery(record: DeliveryRecord) -> WebhookDelivery:
    return WebhookDelivery(**same(record, WebhookDelivery))
