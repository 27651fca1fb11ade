"""The feed of changes, as far as somebody may read it."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import msgspec

from uhrwerk.rules.access import Actor, Role
from uhrwerk.storage import feed, people
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.order import BEGINNING, Order
from uhrwerk.storage.store import Tx

ROWS_AT_MOST: Final = 2000
"""Rows of the journal that one request looks through: who may read few of them gets short pages, not slow ones."""

ROWS_AT_ONCE: Final = 200


class Changed(msgspec.Struct, frozen=True):
    """A record that has changed; when that was recorded last, and whether it went to another person by that."""

    kind: str
    id: str
    recorded_at: datetime
    handed_over: bool


class Found(msgspec.Struct, frozen=True):
    """Changed records in the order of their last changes; how far the feed was read, and whether it may go on."""

    changed: list[Changed]
    read_up_to: Order
    more: bool


async def since(tx: Tx, actor: Actor, after: Order | None, limit: int, kinds: Collection[str]) -> Found:
    """Up to `limit` records of those kinds that have changed after a place (None: the beginning), each once.

    Of people's records only those of people whose time the actor may read.
    """
    subjects = await readable_subjects(tx, actor)
    place = after or BEGINNING
    changed: dict[tuple[str, str], FeedRow] = {}
    for _ in range(ROWS_AT_MOST // ROWS_AT_ONCE):
        rows = await feed.page(tx, actor.workspace_id, place, ROWS_AT_ONCE)
        for row in rows:
            if row.record_kind in kinds and (subjects is None or row.subject_id in subjects):
                key = (row.record_kind, row.record_id)
                if key not in changed and len(changed) == limit:
                    return Found(_told(changed), place, True)
                # The last change is what counts: it moves to the end.
                changed.pop(key, None)
                changed[key] = row
            place = row.order
        if len(rows) < ROWS_AT_ONCE:
            return Found(_told(changed), place, False)
    return Found(_told(changed), place, True)


def _told(rows: dict[tuple[str, str], FeedRow]) -> list[Changed]:
    return [
        Changed(row.record_kind, row.record_id, row.recorded_at, row.act.endswith(".handed_over"))
        for row in rows.values()
    ]


async def readable_subjects(tx: Tx, actor: Actor) -> set[str] | None:
    """Whose chains the actor may read: the workspace's, their own, a lead's team's; None: everybody's."""
    if actor.reads_all:
        return None
    subjects = {actor.workspace_id}
    if actor.person_id is not None:
        subjects.add(actor.person_id)
        if actor.role is Role.LEAD:
            subjects |= await people.team_mates(tx, actor.workspace_id, actor.person_id)
    return subjects
