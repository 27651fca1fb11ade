"""Keeping the daily roll-up equal to the entries."""

from collections.abc import Iterable
from datetime import date

import msgspec

from uhrwerk.rules.day import local_date, local_days, net_by_day
from uhrwerk.storage import rollup, time_entries
from uhrwerk.storage.columns import to_microseconds
from uhrwerk.storage.people import Person
from uhrwerk.storage.rollup import Sum
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

COUNTED = ("started_at", "ended_at", "breaks", "project_id", "type_of_work_id", "billable")
"""The members of an entry that the roll-up depends on."""


def pieces(person: Person, entry: TimeEntry) -> list[tuple[date, int]]:
    """A stopped entry's seconds by local day, the day it started first."""
    assert entry.ended_at is not None
    assert entry.net_seconds is not None
    day = local_days(person.zones).of(to_microseconds(entry.started_at), to_microseconds(entry.ended_at))
    if day is not None:
        return [(day, entry.net_seconds)]
    first = local_date(entry.started_at, person.zones)
    by_day = net_by_day(entry.timer, person.zones, entry.ended_at)
    return [(first, by_day.pop(first)), *by_day.items()]


def sums_of(person: Person, entry: TimeEntry, sign: int = 1) -> list[Sum]:
    """What a stopped entry adds to the roll-up, a row a local day; an active or a deleted one adds nothing."""
    if entry.ended_at is None or entry.deleted_at is not None:
        return []
    return [
        Sum(
            workspace_id=entry.workspace_id,
            person_id=entry.person_id,
            day=day,
            project_id=entry.project_id or "",
            type_of_work_id=entry.type_of_work_id,
            billable=entry.billable,
            seconds=sign * seconds,
            entries=0 if number else sign,
        )
        for number, (day, seconds) in enumerate(pieces(person, entry))
        if seconds or not number
    ]


async def count(tx: Tx, person: Person, before: TimeEntry | None, after: TimeEntry | None) -> None:
    """Take the entry as it was out of the roll-up and put it in as it is."""
    taken = sums_of(person, before, -1) if before else []
    await rollup.add(tx, taken + (sums_of(person, after) if after else []))
    if taken:
        await rollup.clear_empty(tx, person.workspace_id, person.id)


async def count_new(tx: Tx, person: Person, entries: Iterable[TimeEntry]) -> None:
    """Put many new entries of the person's in, each row of the roll-up once."""
    await rollup.add(tx, added_up(each for entry in entries for each in sums_of(person, entry)))


def added_up(sums: Iterable[Sum]) -> list[Sum]:
    """One sum for each key."""
    total: dict[tuple[str, date, str, str, bool], Sum] = {}
    for each in sums:
        key = (each.person_id, each.day, each.project_id, each.type_of_work_id, each.billable)
        so_far = total.get(key)
        if so_far is None:
            total[key] = each
        else:
            seconds, entries = so_far.seconds + each.seconds, so_far.entries + each.entries
            total[key] = msgspec.structs.replace(so_far, seconds=seconds, entries=entries)
    return list(total.values())


async def rebuild(tx: Tx, person: Person) -> None:
    """Build the person's rows anew from their entries."""
    await rollup.clear(tx, person.workspace_id, person.id)
    for entry in await time_entries.stopped(tx, person.workspace_id, person.id):
        await count(tx, person, None, entry)
