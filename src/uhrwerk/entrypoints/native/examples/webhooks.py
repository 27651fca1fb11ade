"""The feed of changes and webhooks."""

from typing import Final

from uhrwerk.entrypoints.native.examples.catalog import EXAMPLES as CATALOG
from uhrwerk.entrypoints.native.examples.common import CLIENT, KEPT, TASK, Examples
from uhrwerk.entrypoints.native.models import catalog
from uhrwerk.entrypoints.native.models import changes as feed
from uhrwerk.entrypoints.native.models import webhooks as models

_WEBHOOK: Final = {
    "id": "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7ebb",
    **KEPT,
    "name": "Payroll",
    "url": "https://hooks.example.org/uhrwerk",
    "events": ["time_entry.*", "person.changed"],
    "active": True,
    "paused_at": None,
    "paused_reason": None,
    "has_authorization": False,
}
_CHANGES: Final = [
    {
        "kind": "client",
        "id": CLIENT,
        "deleted": False,
        "recorded_at": "2026-11-20T08:00:00Z",
        "record": CATALOG[catalog.Client],
    },
    {"kind": "task", "id": TASK, "deleted": True, "recorded_at": "2026-11-20T11:30:00Z", "record": None},
]

EXAMPLES: Final[Examples] = {
    feed.Change: _CHANGES[0],
    feed.Changes: {"items": _CHANGES, "next_cursor": "WzAsNDJd", "more": False},
    models.Webhook: _WEBHOOK,
    models.WebhookWithSecret: {**_WEBHOOK, "secret": "whsec_…"},
    models.NewWebhook: {
        "name": "Payroll",
        "url": "https://hooks.example.org/uhrwerk",
        "events": ["time_entry.*", "person.changed"],
    },
    models.WebhookChanges: {"active": True},
    models.WebhookEventTypes: {"items": ["time_entry.started", "time_entry.paused", "time_entry.resumed"]},
    models.WebhookDelivery: {
        "id": "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7ecc",
        "event": "time_entry.stopped",
        "state": "pending",
        "attempts": 1,
        "created_at": "2026-11-20T11:00:01Z",
        "attempted_at": "2026-11-20T11:00:01Z",
        "next_attempt_at": "2026-11-20T11:00:06Z",
        "delivered_at": None,
        "status": 502,
        "error": "the answer was 502",
        "response": "Bad gateway",
    },
}
