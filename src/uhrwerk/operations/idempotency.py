"""A request sent twice acts once."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, KeyReused
from uhrwerk.storage import idempotency
from uhrwerk.storage.idempotency import KeptAnswer
from uhrwerk.storage.store import Tx

KEPT_FOR: Final = timedelta(hours=24)
KEY_LENGTH: Final = 255


async def once(
    tx: Tx,
    actor: Actor,
    now: datetime,
    *,
    route: str,
    key: str,
    body: bytes,
    act: Callable[[Tx], Awaitable[Any]],
) -> Any:
    """Run `act` and keep its answer (a JSON value) with the key, or give back the answer kept for 24 hours.

    Keys are scoped by credential and route. A concurrent twin waits and gets the same answer. Raises KeyReused if the
    key came with another body, Invalid for a key that is empty or too long.
    """
    if not 0 < len(key) <= KEY_LENGTH or not key.isprintable():
        raise Invalid.field("Idempotency-Key", f"must be 1 to {KEY_LENGTH} printable characters")
    fingerprint = sha256(body).hexdigest()
    # The credential's own lock: a twin at the same time waits here until the first one's answer is kept.
    await tx.lock(actor.workspace_id, actor.credential_id)
    kept = await idempotency.get(tx, actor.workspace_id, actor.credential_id, route, key)
    if kept is not None and kept.recorded_at > now - KEPT_FOR:
        if kept.fingerprint != fingerprint:
            raise KeyReused("This idempotency key came with another request before.")
        return kept.answer
    if kept is not None:
        await idempotency.remove(tx, kept)
    answer = await act(tx)
    await idempotency.add(tx, KeptAnswer(actor.workspace_id, actor.credential_id, route, key, fingerprint, answer, now))
    return answer


async def forget_old(tx: Tx, now: datetime) -> int:
    """Drop the answers that are older than 24 hours; how many there were."""
    return await idempotency.forget(tx, now - KEPT_FOR)
