"""Webhooks, their log, and what is sent to them."""

from uhrwerk.entrypoints.vendors.awork.wire.forms import Form
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.entrypoints.vendors.awork.wire.webhook_changes import PropertyChange
from uhrwerk.storage.people import Person
from uhrwerk.storage.webhooks import DELIVERED, Delivery, Webhook

NO_AUTHENTICATION = "none"


class WebhookForm(Form):
    name: str
    uri: str
    events: str | list[str]
    is_active: bool
    authentication_type: str
    authentication: str | None = None
    language: str | None = None
    only_trigger_for_main_entity_changes: bool = False


class WebhookConfig(Answer, kw_only=True):
    id: str
    name: str
    uri: str
    language: str | None = None
    events: list[str]
    is_active: bool | None = None
    only_trigger_for_main_entity_changes: bool | None = None
    authentication_type: str
    last_failure_reason: str | None = None
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


class WebhookLog(Answer, kw_only=True):
    webhook_id: str
    message: str | None = None
    reason: str | None = None
    response_code: int | None = None
    is_successful: bool | None = None
    created_on: str


class TriggeredBy(Answer, kw_only=True):
    id: str
    first_name: str = ""
    last_name: str = ""


class Event(Answer, kw_only=True):
    timestamp: str
    event_type: str
    entity: Answer | None = None
    entity_id: str
    entity_type: str
    entity_link: str
    trace_id: str
    triggered_by: TriggeredBy
    changes: list[PropertyChange]


def webhook_config(webhook: Webhook) -> WebhookConfig:
    return WebhookConfig(
        id=webhook.id,
        name=webhook.name,
        uri=webhook.url,
        language=webhook.options.get("language"),
        events=webhook.events,
        is_active=webhook.active,
        only_trigger_for_main_entity_changes=webhook.options.get("only_trigger_for_main_entity_changes", False),
        authentication_type=webhook.options.get("authentication_type", NO_AUTHENTICATION),
        last_failure_reason=webhook.paused_reason,
        created_on=timestamp(webhook.created_at),
        created_by=webhook.created_by,
        updated_on=timestamp(webhook.updated_at),
        updated_by=webhook.updated_by,
    )


def webhook_log(delivery: Delivery) -> WebhookLog:
    return WebhookLog(
        webhook_id=delivery.webhook_id,
        message=delivery.event,
        reason=delivery.error,
        response_code=delivery.status,
        is_successful=delivery.state == DELIVERED,
        created_on=timestamp(delivery.attempted_at or delivery.created_at),
    )


def triggered_by(id: str, person: Person | None) -> TriggeredBy:
    """Who did it; of the command line and of the workspace's own keys there is only an id."""
    if person is None:
        return TriggeredBy(id=id)
    return TriggeredBy(id=id, first_name=person.first_name, last_name=person.last_name)
