"""What a face says of webhooks: which of its events a row of the journal is, and the message that tells of it.

The HTTP client is imported when there is somebody to call: a server's start does not wait for it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from uhrwerk.entrypoints.household import House
from uhrwerk.keys import Vault
from uhrwerk.operations.webhooks import PRIVATE_TARGETS, Outcome
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage import settings
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.store import Tx
from uhrwerk.storage.webhooks import Webhook


@dataclass(frozen=True, slots=True)
class Dialect:
    """A face's way with webhooks.

    `event_of` gives the event that a row is to a webhook, None for one that it is not told of. `compose` makes the body
    within a transaction, at the instant given. `headers` signs it: webhook, the message's id, the instant, the body.
    """

    event_of: Callable[[Webhook, FeedRow], str | None]
    compose: Callable[[Tx, datetime, FeedRow, str], Awaitable[bytes]]
    headers: Callable[[Vault, Webhook, str, datetime, bytes], Mapping[str, str]]


async def send_now(house: House, dialect: Dialect, webhook: Webhook, id: str, now: datetime, body: bytes) -> Outcome:
    """Send a message outside of the feed, and tell what came of it."""
    from uhrwerk.entrypoints.outgoing import Outgoing

    private = await may_be_private(house, webhook.workspace_id)
    async with Outgoing() as outgoing:
        headers = dialect.headers(house.vault, webhook, id, now, body)
        return await outgoing.post(webhook.url, body, headers, private=private)


async def may_be_private(house: House, workspace_id: str) -> bool:
    """Whether the workspace's webhooks may lead to private addresses."""
    return bool(PRIVATE_TARGETS.of(await house.store.read(lambda tx: settings.all_of(tx, workspace_id))))


async def check_target(url: str, *, private: bool, field: str = "url") -> None:
    """Raise Invalid for a URL that may not be called: only with `private` may it lead into a network of one's own."""
    from uhrwerk.entrypoints import outgoing

    await outgoing.check_target(url, private=private, field=field)


def check_header(value: str, field: str) -> str:
    """A header's value. Raises Invalid for what cannot stand in one."""
    if not value.isascii() or not value.isprintable() or value != value.strip():
        raise Invalid.field(field, "must be one line of ASCII characters")
    return value
