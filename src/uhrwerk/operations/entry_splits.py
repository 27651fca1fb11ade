"""One time entry becomes two that follow each other."""

from datetime import datetime

from uhrwerk.operations import time_entries
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, StillActive
from uhrwerk.rules.timer import split
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

_KEPT = ("hour_rate", "flat_rate", "tags")


async def split_entry(
    tx: Tx, actor: Actor, now: datetime, entry_id: str, at: datetime, version: int | None = None
) -> tuple[TimeEntry, TimeEntry]:
    """End the entry at that instant (UTC) and write down another one, for the same, from there to its end.

    Raises as `time_entries.change` and `create` do, and Invalid (`at`) for an instant that is not within it.
    """
    before = await time_entries.get(tx, actor, entry_id)
    if before.ended_at is None:
        raise StillActive("Of an active entry only the start can be changed; stop it first.")
    if before.length_only:
        raise Invalid.field("at", "of this entry only the day and the length are known")
    first, second = split(before.timer, at)
    changed = await time_entries.change(
        tx, actor, now, entry_id, {"ended_at": first.ended_at, "breaks": first.breaks}, version
    )
    assert second.ended_at is not None
    added = await time_entries.create(
        tx,
        actor,
        now,
        before.person_id,
        Written(second.started_at, second.ended_at, second.breaks, before.zone),
        Purpose(before.project_id, before.task_id, before.type_of_work_id, before.note, before.billable, before.billed),
        {name: getattr(before, name) for name in _KEPT},
    )
    return changed, added
