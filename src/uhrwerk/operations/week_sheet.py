"""A week's time as a sheet: a row for what it is for, a column a day, and what is typed into a cell.

A cell adds what of its entries lies on the day, so that its sums are those of every other view. What is typed into an
empty cell is written down; into one with a single entry, it changes that; where there are several, nobody knows which.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from uhrwerk.operations import locks, people, purposes, time_entries
from uhrwerk.operations.details import EntryDetails
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.operations.typed_time import stands_on
from uhrwerk.rules.access import Actor
from uhrwerk.rules.day import DAY, Zones, day_bounds, local_date, net_by_day
from uhrwerk.rules.durations import Stretch
from uhrwerk.rules.refusals import Invalid, Refusal, VersionMismatch
from uhrwerk.rules.timer import Break, break_seconds
from uhrwerk.storage import time_entries as kept
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

WEEK: Final = 7
SEVERAL: Final = "stands for several entries, or for one that runs or lies on two days: open the list and change one"


@dataclass(frozen=True, slots=True)
class Key:
    """What a row is for."""

    project_id: str | None
    task_id: str | None
    type_of_work_id: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What of some entries lies on a day; `single` is the one that can be changed by typing."""

    seconds: int
    entries: Sequence[TimeEntry]
    single: TimeEntry | None


EMPTY: Final = Cell(0, (), None)


@dataclass(frozen=True, slots=True)
class Copied:
    """How many cells were copied; `left_out` were not: taken already, locked or still to come."""

    made: int
    left_out: int


def key_of(entry: TimeEntry) -> Key:
    return Key(entry.project_id, entry.task_id, entry.type_of_work_id)


def cells_of(
    entries: Iterable[TimeEntry], zones: Zones, now: datetime, first: date, last: date
) -> dict[Key, dict[date, Cell]]:
    """The cells with any entry, by row and local day; what runs counts up to `now`."""
    found: dict[Key, dict[date, list[tuple[TimeEntry, int, bool]]]] = {}
    for entry in entries:
        pieces = net_by_day(entry.timer, zones, now)
        for day, seconds in pieces.items():
            if first <= day <= last:
                alone = len(pieces) == 1 and entry.ended_at is not None
                found.setdefault(key_of(entry), {}).setdefault(day, []).append((entry, seconds, alone))
    return {key: {day: _cell(parts) for day, parts in days.items()} for key, days in found.items()}


def _cell(parts: Sequence[tuple[TimeEntry, int, bool]]) -> Cell:
    [(first, _, alone), *others] = parts
    return Cell(
        sum(seconds for _, seconds, _ in parts),
        [entry for entry, _, _ in parts],
        first if alone and not others else None,
    )


async def resolved(tx: Tx, actor: Actor, key: Key) -> Key | None:
    """The row with the type of work that is meant where none is said; None for what cannot be booked on."""
    try:
        members = await purposes.resolve(tx, actor, Purpose(key.project_id, key.task_id, key.type_of_work_id))
    except Refusal:
        return None
    return Key(members["project_id"], members["task_id"], members["type_of_work_id"])


def details_by_key(entries: Iterable[EntryDetails]) -> Mapping[Key, EntryDetails]:
    """One entry of each row, for its names."""
    return {key_of(each.entry): each for each in entries}


async def put(
    tx: Tx,
    actor: Actor,
    now: datetime,
    person_id: str,
    day: date,
    key: Key,
    length: int | Stretch | None,
    version: int | None,
) -> None:
    """Make the cell what was typed; None empties it. `version` is its entry's as it was seen, None for an empty cell.

    Raises Invalid (`cell`) for a cell of several entries, VersionMismatch, and what the changes of entries raise.
    """
    await tx.lock(actor.workspace_id, person_id)
    person = await people.to_track(tx, actor, person_id)
    cell = (await _cells(tx, person, now, day, day)).get(key, {}).get(day, EMPTY)
    if cell.entries and cell.single is None:
        raise Invalid.field("cell", SEVERAL)
    if (cell.single.version if cell.single else None) != version:
        raise VersionMismatch("The record has changed since it was read.")
    if cell.single is None:
        if length is not None:
            written = stands_on(day, length, person.zones, now, "cell")
            purpose = Purpose(key.project_id, key.task_id, key.type_of_work_id)
            await time_entries.create(tx, actor, now, person_id, written, purpose)
    elif length is None:
        await time_entries.delete(tx, actor, now, cell.single.id)
    else:
        await time_entries.change(tx, actor, now, cell.single.id, changed_clock(cell.single, day, length, person, now))


def changed_clock(entry: TimeEntry, day: date, length: int | Stretch, person: Person, now: datetime) -> dict[str, Any]:
    """The members that give the entry that length. One with times keeps its start and its breaks; its end moves."""
    if isinstance(length, int) and not entry.length_only:
        rest = break_seconds(entry.timer, now)
        return {"ended_at": entry.started_at + timedelta(seconds=length + rest)}
    written = stands_on(day, length, person.zones, now, "cell")
    return {
        "started_at": written.started_at,
        "ended_at": written.ended_at,
        "breaks": _breaks_within(entry, written),
        "length_only": written.length_only,
    }


def _breaks_within(entry: TimeEntry, written: Written) -> tuple[Break, ...]:
    """An entry that gets other times keeps its breaks where they still fit."""
    if entry.length_only or written.length_only:
        return ()
    fits = all(
        written.started_at <= each.started_at and (each.ended_at or written.ended_at) <= written.ended_at
        for each in entry.breaks
    )
    return entry.breaks if fits else ()


async def keys_of(tx: Tx, actor: Actor, now: datetime, person_id: str, first: date) -> list[Key]:
    """The rows of the week that begins then. Raises NotFound."""
    person = await people.get(tx, actor, person_id)
    return list(await _cells(tx, person, now, first, first + (WEEK - 1) * DAY))


async def copy(tx: Tx, actor: Actor, now: datetime, person_id: str, first: date) -> Copied:
    """Write down in the week that begins then what the week before had, as lengths, where a cell is empty and open.

    Raises NotFound, NotAllowed.
    """
    await tx.lock(actor.workspace_id, person_id)
    person = await people.to_track(tx, actor, person_id)
    begin, end = first - WEEK * DAY, first + (WEEK - 1) * DAY
    cells = await _cells(tx, person, now, begin, end)
    closed = await locks.closed_days(tx, person, first, end, now)
    today = local_date(now, person.zones)
    made = left_out = 0
    for key, row in cells.items():
        for day, cell in row.items():
            to = day + WEEK * DAY
            if day >= first or not cell.seconds:
                continue
            is_free = to not in row and to not in closed and to <= today
            if is_free and await resolved(tx, actor, key) is not None:
                await _write_again(tx, actor, now, person, to, key, cell)
                made += 1
            else:
                left_out += 1
    return Copied(made, left_out)


async def _write_again(tx: Tx, actor: Actor, now: datetime, person: Person, day: date, key: Key, cell: Cell) -> None:
    written = stands_on(day, cell.seconds, person.zones, now, "cell")
    note = cell.entries[0].note if len({each.note for each in cell.entries}) == 1 else None
    purpose = Purpose(key.project_id, key.task_id, key.type_of_work_id, note)
    await time_entries.create(tx, actor, now, person.id, written, purpose)


async def _cells(tx: Tx, person: Person, now: datetime, first: date, last: date) -> dict[Key, dict[date, Cell]]:
    bounds = day_bounds(first, person.zones)[0], day_bounds(last, person.zones)[1]
    entries = await kept.touching(tx, person.workspace_id, person.id, *bounds)
    return cells_of(entries, person.zones, now, first, last)
