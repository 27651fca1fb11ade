"""Keeping the roll-up equal to the entries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from uhrwerk.rules.day import Zones, local_date, local_days, net_by_day
from uhrwerk.rules.reporting import Step, whole
from uhrwerk.rules.timer import Timer
from uhrwerk.storage import people, report_sums, rollup
from uhrwerk.storage.columns import to_microseconds
from uhrwerk.storage.people import Person
from uhrwerk.storage.report_sums import Booking
from uhrwerk.storage.rollup import Sum
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

COUNTED = ("started_at", "ended_at", "breaks", "project_id", "type_of_work_id", "billable")
"""The members of an entry that the roll-up depends on."""

FOLDED_AT_ONCE: Final = 5000
"""Parts of totals in one transaction."""

Pieces = list[tuple[date, int]]
Key = tuple[date, str, str, bool]
"""Day, project (or empty), type of work, billable."""


def pieces(person: Person, entry: TimeEntry) -> Pieces:
    """A stopped entry's seconds by local day, the day it started first."""
    assert entry.ended_at is not None
    assert entry.net_seconds is not None
    began, ended = to_microseconds(entry.started_at), to_microseconds(entry.ended_at)
    day = local_days(person.zones).of(began, ended)
    return _walked(entry.timer, person.zones) if day is None else [(day, entry.net_seconds)]


def pieces_of(booking: Booking, zones: Zones) -> Pieces:
    """The same of an entry as reports read it."""
    day = local_days(zones).of(booking.started, booking.ended)
    return _walked(booking.timer, zones) if day is None else [(day, booking.net_seconds)]


def _walked(timer: Timer, zones: Zones) -> Pieces:
    assert timer.ended_at is not None
    first = local_date(timer.started_at, zones)
    by_day = net_by_day(timer, zones, timer.ended_at)
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
        await rollup.clear_empty(tx, taken)


async def count_new(tx: Tx, people_by_id: Mapping[str, Person], entries: Iterable[TimeEntry]) -> None:
    """Put many new entries of these people's in, each row of the roll-up once."""
    by_person: dict[str, dict[Key, list[int]]] = {id: {} for id in people_by_id}
    for entry in entries:
        if entry.ended_at is not None and entry.deleted_at is None:
            shared = (entry.project_id or "", entry.type_of_work_id, entry.billable)
            _add_to(by_person[entry.person_id], shared, pieces(people_by_id[entry.person_id], entry))
    sums = [
        Sum(people_by_id[id].workspace_id, id, *key, *total)
        for id, found in by_person.items()
        for key, total in found.items()
    ]
    await rollup.add(tx, sums)


def _add_to(found: dict[Key, list[int]], shared: tuple[str, str, bool], parts: Pieces) -> None:
    """Add an entry's pieces to the seconds and entries of their keys. It counts on the day it started."""
    for number, (day, seconds) in enumerate(parts):
        if seconds or not number:
            total = found.setdefault((day, *shared), [0, 0])
            total[0] += seconds
            total[1] += not number


async def rebuild(tx: Tx, person: Person) -> int:
    """Make the person's rows, and what the totals have of them, what their entries say; how many rows were wrong."""
    workspace_id, found = person.workspace_id, await _sums_of_all(tx, person)
    wrong: list[Sum] = []
    for each in await rollup.sums(tx, workspace_id, person.id, date.min, date.max):
        total = found.pop((each.day, each.project_id, each.type_of_work_id, each.billable), [0, 0])
        if total != [each.seconds, each.entries]:
            missing = {"seconds": total[0] - each.seconds, "entries": total[1] - each.entries}
            wrong.append(msgspec.structs.replace(each, **missing))
    wrong += [Sum(workspace_id, person.id, *key, *total) for key, total in found.items()]
    await rollup.add(tx, wrong)
    await rollup.clear_empty(tx, wrong)
    return len(wrong)


async def _sums_of_all(tx: Tx, person: Person) -> dict[Key, list[int]]:
    """Seconds and entries of all of the person's stopped entries. There may be tens of thousands: nearly all lie on one
    local day, and are added without a list of pieces each."""
    found: defaultdict[Key, list[int]] = defaultdict(lambda: [0, 0])
    days = local_days(person.zones)
    entries = await report_sums.of_person(tx, person.workspace_id, person.id)
    for began, ended, seconds, project_id, type_of_work_id, billable, breaks in entries:
        day = days.of(began, ended)
        if day is None:
            parts = _walked(report_sums.timer_of(began, ended, breaks), person.zones)
            _add_to(found, (project_id or "", type_of_work_id, bool(billable)), parts)
        else:
            total = found[day, project_id or "", type_of_work_id, bool(billable)]
            total[0] += seconds
            total[1] += 1
    return found


async def rebuild_of(tx: Tx, workspace_id: str, person_id: str) -> int:
    """The same of the person as they are once nobody else changes their time."""
    await tx.lock(workspace_id, person_id)
    person = await people.shelf.get(tx, workspace_id, person_id)
    return 0 if person is None else await rebuild(tx, person)


async def add_up(tx: Tx, workspace_id: str, year: int) -> None:
    """Make a year's totals what everybody's rows say. Nobody's time changes meanwhile."""
    await tx.lock(workspace_id, *[each.id for each in await people.every(tx, workspace_id)])
    firsts = [date(year, month, 1) for month in range(1, 13)]
    await rollup.add_up(tx, workspace_id, [(first, whole(first, Step.MONTH).last) for first in firsts])


async def years(tx: Tx, workspace_id: str) -> range:
    """The years in which there are sums."""
    found = await rollup.days(tx, workspace_id)
    return range(found[0].year, found[1].year + 1) if found else range(0)


async def fold(tx: Tx) -> int:
    """Put parts of totals together that are kept apart so that nobody waits for another; how many were put away."""
    return await rollup.fold(tx, FOLDED_AT_ONCE)
