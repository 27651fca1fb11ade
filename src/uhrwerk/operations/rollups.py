"""Keeping the daily roll-up equal to the entries."""

from uhrwerk.rules.day import local_date, net_by_day
from uhrwerk.storage import rollup, time_entries
from uhrwerk.storage.people import Person
from uhrwerk.storage.rollup import Sum
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

COUNTED = ("started_at", "ended_at", "breaks", "project_id", "type_of_work_id", "billable")
"""The members of an entry that the roll-up depends on."""


def sums_of(person: Person, entry: TimeEntry, sign: int = 1) -> list[Sum]:
    """What a stopped entry adds to the roll-up, a row a local day; an active or a deleted one adds nothing."""
    if entry.ended_at is None or entry.deleted_at is not None:
        return []
    first = local_date(entry.started_at, person.zones)
    return [
        Sum(
            workspace_id=entry.workspace_id,
            person_id=entry.person_id,
            day=day,
            project_id=entry.project_id or "",
            type_of_work_id=entry.type_of_work_id,
            billable=entry.billable,
            seconds=sign * seconds,
            entries=sign if day == first else 0,
        )
        for day, seconds in net_by_day(entry.timer, person.zones, entry.ended_at).items()
        if seconds or day == first
    ]


async def count(tx: Tx, person: Person, before: TimeEntry | None, after: TimeEntry | None) -> None:
    """Take the entry as it was out of the roll-up and put it in as it is."""
    taken = sums_of(person, before, -1) if before else []
    await rollup.add(tx, taken + (sums_of(person, after) if after else []))
    if taken:
        await rollup.clear_empty(tx, person.workspace_id, person.id)


async def rebuild(tx: Tx, person: Person) -> None:
    """Build the person's rows anew from their entries."""
    await rollup.clear(tx, person.workspace_id, person.id)
    for entry in await time_entries.stopped(tx, person.workspace_id, person.id):
        await count(tx, person, None, entry)
