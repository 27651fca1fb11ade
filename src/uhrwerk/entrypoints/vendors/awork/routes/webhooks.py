"""Webhooks: kept by admins."""

from collections.abc import Sequence
from typing import Any, Final

from litestar import delete, get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.auth import FACE, admit
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_models, nothing, path_id
from uhrwerk.entrypoints.vendors.awork.webhooks import EVENT_TYPES
from uhrwerk.entrypoints.vendors.awork.wire import webhooks as wire
from uhrwerk.entrypoints.webhooks import check_header, check_target, may_be_private
from uhrwerk.operations import webhooks
from uhrwerk.operations.authentication import Guest
from uhrwerk.rules import text
from uhrwerk.rules.access import check_is_admin
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.store import Tx

LOGS_SHOWN: Final = 1000


@get("/webhooks")
async def list_webhooks(request: AnyRequest) -> Reply:
    async def find(tx: Tx, guest: Guest) -> Sequence[wire.WebhookConfig]:
        records = await webhooks.every(tx, guest.actor, FACE, limit=webhooks.MOST_WEBHOOKS)
        return [wire.webhook_config(record) for record in reversed(records)]

    return await answer_models(request, wire.WebhookConfig, find)


@get("/webhooks/eventtypes")
async def event_types(request: AnyRequest) -> Reply:
    await _admit_admin(request)
    return answer(EVENT_TYPES)


@get("/webhooks/eventtypes/slack")
async def slack_event_types(request: AnyRequest) -> Reply:
    """Nothing is sent to Slack from here."""
    await _admit_admin(request)
    return answer(list[str]())


@get("/webhooks/{webhook_id:str}")
async def one_webhook(request: AnyRequest, webhook_id: FromPath[str]) -> Reply:
    guest, id = await _admit_admin(request), path_id(webhook_id, "webhook")
    record = await house_of(request).store.read(lambda tx: webhooks.get(tx, guest.actor, FACE, id))
    return answer(wire.webhook_config(record))


@post("/webhooks", status_code=200)
async def add_webhook(request: AnyRequest) -> Reply:
    house = house_of(request)
    now, guest = house.now(), await _admit_admin(request)
    members = {"authorization": None} | await _members(request, guest) | {"face": FACE, "secret": None}
    return answer(wire.webhook_config(await house.store.write(lambda tx: webhooks.add(tx, guest.actor, now, members))))


@put("/webhooks/{webhook_id:str}")
async def change_webhook(request: AnyRequest, webhook_id: FromPath[str]) -> Reply:
    house = house_of(request)
    now, guest, id = house.now(), await _admit_admin(request), path_id(webhook_id, "webhook")
    members = await _members(request, guest)
    record = await house.store.write(lambda tx: webhooks.change(tx, guest.actor, now, FACE, id, members))
    return answer(wire.webhook_config(record))


@delete("/webhooks/{webhook_id:str}", status_code=200)
async def remove_webhook(request: AnyRequest, webhook_id: FromPath[str]) -> Reply:
    house = house_of(request)
    now, guest, id = house.now(), await _admit_admin(request), path_id(webhook_id, "webhook")
    await house.store.write(lambda tx: webhooks.remove(tx, guest.actor, now, FACE, id))
    return nothing()


@get("/webhooks/{webhook_id:str}/logs")
async def list_logs(request: AnyRequest, webhook_id: FromPath[str]) -> Reply:
    async def find(tx: Tx, guest: Guest) -> Sequence[wire.WebhookLog]:
        id = path_id(webhook_id, "webhook")
        found = await webhooks.deliveries(tx, guest.actor, FACE, id, limit=LOGS_SHOWN)
        return [wire.webhook_log(each) for each in found if each.attempts]

    return await answer_models(request, wire.WebhookLog, find)


async def _admit_admin(request: AnyRequest) -> Guest:
    guest = await admit(request, house_of(request).now())
    check_is_admin(guest.actor)
    return guest


async def _members(request: AnyRequest, guest: Guest) -> dict[str, Any]:
    """The form in the core's names. The host is looked up, which takes its time: not within a transaction."""
    form = await form_of(request, wire.WebhookForm)
    private = await may_be_private(house_of(request), guest.actor.workspace_id)
    await check_target(form.uri, private=private, field="uri")
    options = {
        "language": form.language,
        "authentication_type": text.name(form.authentication_type, "authentication_type"),
        "only_trigger_for_main_entity_changes": form.only_trigger_for_main_entity_changes,
    }
    members = {
        "name": form.name,
        "url": form.uri,
        "events": _known_events(form.events),
        "active": form.is_active,
        "options": options,
    }
    return members | _authorization(request, form)


def _known_events(events: str | list[str]) -> list[str]:
    names = events.split(",") if isinstance(events, str) else events
    wanted = list(dict.fromkeys(name.strip().lower() for name in names if name.strip()))
    if not wanted:
        raise Invalid.field("events", "must name at least one event type")
    unknown = [name[:100] for name in wanted if name not in EVENT_TYPES]
    if unknown:
        raise Invalid.field("events", f"there is no event type {', '.join(map(repr, unknown[:10]))}")
    return wanted


def _authorization(request: AnyRequest, form: wire.WebhookForm) -> dict[str, str | None]:
    """The subscriber's own header, encrypted; since it is never shown again, one that is left out stays as it is."""
    if form.authentication_type.lower() == wire.NO_AUTHENTICATION:
        return {"authorization": None}
    if not form.authentication:
        return {}
    return {"authorization": house_of(request).vault.lock(check_header(form.authentication, "authentication"))}


HANDLERS = [
    list_webhooks,
    event_types,
    slack_event_types,
    one_webhook,
    add_webhook,
    change_webhook,
    remove_webhook,
    list_logs,
]
