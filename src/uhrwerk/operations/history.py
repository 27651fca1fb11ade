"""What became of a record: every change of it, whoever made it, as far as it is the actor's to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from uhrwerk.operations import people
from uhrwerk.rules.access import Actor, knows_personal_data
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import audit, feed
from uhrwerk.storage import people as staff
from uhrwerk.storage.audit import Wanted
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.order import Order
from uhrwerk.storage.store import Tx

OF_WORK_TIME: Final = frozenset(
    (
        *("attendance", "absence", "contract", "balance_adjustment", "entitlement"),
        *("timesheet", "correction", "overtime", "finding"),
    )
)
"""Kinds of records of a person that their leads may read the history of."""


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


async def of_person(
    tx: Tx, actor: Actor, person_id: str, since: datetime, until: datetime, *, before: Order | None, limit: int
) -> tuple[list[Change], Order | None]:
    """What was recorded about a person from `since` until before `until` (UTC), newest first, and where to go on.

    How somebody signs in, and what their time was for, is told to themself, to admins and to auditors alone: a lead
    may not know every project. Raises NotFound.
    """
    await people.check_readable(tx, actor, person_id)
    wanted = Wanted(subject_id=person_id, since=since, until=until)
    rows = await audit.page(tx, actor.workspace_id, wanted, before, limit + 1)
    shown, more = rows[:limit], len(rows) > limit
    told = [row for row in shown if knows_personal_data(actor, person_id) or row.record_kind in OF_WORK_TIME]
    actors = await staff.shelf.some(tx, actor.workspace_id, sorted({row.actor_id for row in told}))
    names = {each.id: each.name for each in actors}
    return [change_of(row, names.get(row.actor_id)) for row in told], shown[-1].order if more else None


def change_of(row: FeedRow, name: str | None) -> Change:
    """The row with what it says; `name` is that of who acted."""
    payload = {} if row.payload is None else msgspec.json.decode(row.payload)
    return Change(row, name, *(payload.get(each) for each in ("before", "after", "reason", "request_id")))
