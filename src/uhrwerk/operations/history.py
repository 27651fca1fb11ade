"""What became of a record: every change of it, whoever made it, as far as it is the actor's to read."""

from dataclasses import dataclass
from typing import Any

import msgspec

from uhrwerk.operations import people
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import feed
from uhrwerk.storage import people as staff
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.order import Order
from uhrwerk.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the journal with what its payload says (nothing, where it has been erased), and who acted.

    `actor_name` is None where it was a program or the command line.
    """

    row: FeedRow
    actor_name: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None
    request_id: str | None


async def page(
    tx: Tx, actor: Actor, kind: str, id: str, *, before: Order | None, limit: int
) -> tuple[list[Change], Order | None]:
    """Changes of a record, newest first, and the place to go on from; a deleted record's too.

    A record that was handed over stands in the chains of both people: each sees what their own tells. Raises NotFound.
    """
    rows = await feed.of_record(tx, actor.workspace_id, kind, id, before=before, limit=limit + 1)
    readable = {subject: await people.may_read(tx, actor, subject) for subject in {row.subject_id for row in rows}}
    if not any(readable.values()) and before is None:
        raise NotFound(kind.replace("_", " "))
    shown, more = rows[:limit], len(rows) > limit
    names: dict[str, str | None] = {}
    changes = []
    for row in shown:
        if readable[row.subject_id]:
            if row.actor_id not in names:
                person = await staff.shelf.get(tx, actor.workspace_id, row.actor_id)
                names[row.actor_id] = None if person is None else person.name
            changes.append(change_of(row, names[row.actor_id]))
    return changes, shown[-1].order if more else None


def change_of(row: FeedRow, name: str | None) -> Change:
    """The row with what it says; `name` is that of who acted."""
    payload = {} if row.payload is None else msgspec.json.decode(row.payload)
    return Change(row, name, *(payload.get(each) for each in ("before", "after", "reason", "request_id")))
