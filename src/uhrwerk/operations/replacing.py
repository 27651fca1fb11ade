"""Deleting what others have, and giving them another in its place."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from uhrwerk.operations.bulk import all_of
from uhrwerk.operations.catalog import Keeper
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Conflict, InUse, NotFound
from uhrwerk.storage.records import Kept
from uhrwerk.storage.search.tree import equal
from uhrwerk.storage.store import Tx

Users = Sequence[tuple[Keeper[Any], str]]
"""Who has it: kinds of records, and the member in which they name it."""


async def remove(
    tx: Tx,
    actor: Actor,
    now: datetime,
    keeper: Keeper[Any],
    id: str,
    users: Users,
    replacement_id: str | None,
    *,
    field: str,
    optional: bool = False,
) -> None:
    """Delete a record of the keeper's; those of `users` that have it get the replacement.

    Without one they are left without if they may be (`optional`). Time entries keep what they were recorded with.
    Raises NotFound (naming `field` for the replacement), NotAllowed, Conflict for its own replacement, InUse, TooMany.
    """
    await tx.lock(actor.workspace_id, actor.workspace_id)
    await keeper.get(tx, actor, id)
    if replacement_id is not None:
        await _check_replacement(tx, actor, keeper, id, replacement_id, field)
    for kind, member in users:
        for record in await _having(tx, actor, kind, member, id):
            if replacement_id is None and not optional:
                raise InUse(f"This {keeper.noun} is in use; name another to take its place.")
            await kind.change(tx, actor, now, record.id, {member: replacement_id})
    await keeper.remove(tx, actor, now, id, even_in_use=True)


async def _check_replacement(
    tx: Tx, actor: Actor, keeper: Keeper[Any], id: str, replacement_id: str, field: str
) -> None:
    if replacement_id == id:
        raise Conflict(f"A {keeper.noun} cannot take its own place.")
    try:
        await keeper.get(tx, actor, replacement_id)
    except NotFound:
        raise NotFound(keeper.noun, field) from None


async def _having(tx: Tx, actor: Actor, kind: Keeper[Any], member: str, id: str) -> list[Kept]:
    """Those that the actor knows of; others go on showing what has been deleted."""
    found = await all_of(tx, kind.shelf, actor.workspace_id, equal(member, id))
    return await kind.known(tx, actor, found)
