"""Time entries after the fact: list, get, write down, change, delete, hand over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from uhrwerk.operations import locks, people, purposes, rollups, tags
from uhrwerk.operations.clock import fixed_seconds, offsets
from uhrwerk.operations.details import Neighbours
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.records import changed, check_version, differs, new_records, write_down, write_down_new
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, check_is_admin, check_reads_all, check_says_why
from uhrwerk.rules.day import start_of_day
from uhrwerk.rules.day import zone as known_zone
from uhrwerk.rules.lock import Closure
from uhrwerk.rules.money import amount
from uhrwerk.rules.place import check_coordinates
from uhrwerk.rules.refusals import Deleted, Invalid, NotFound, Refusal, StillActive
from uhrwerk.rules.timer import Break, Timer, break_seconds, break_within, check_written
from uhrwerk.storage import time_entries
from uhrwerk.storage.people import Person
from uhrwerk.storage.people import shelf as staff
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import EntryFilter, TimeEntry

_PURPOSE: Final = ("project_id", "task_id", "type_of_work_id", "note", "billable")
_CLOCK: Final = ("started_at", "ended_at", "breaks", "zone", "length_only")
_FURTHER: Final = (
    "hour_rate",
    "flat_rate",
    "latitude_start",
    "longitude_start",
    "latitude_end",
    "longitude_end",
    "tags",
)
"""What else may be said of an entry; the clock does not look at it."""

AT_ONCE: Final = 500
"""Of many entries, those that are written by one statement: what they need is still at hand then."""


@dataclass(frozen=True, slots=True)
class Written:
    """A stretch of time as somebody writes it down (UTC); `zone` (IANA) is the client's, else the person's.

    `length_only`: the client knows the day and the length alone.
    """

    started_at: datetime
    ended_at: datetime
    breaks: tuple[Break, ...] = ()
    zone: str | None = None
    length_only: bool = False


@dataclass(frozen=True, slots=True)
class New:
    """An entry of the person that is to be written down, with `further` members (rate, place, tags).

    `id` None is a new one.
    """

    person_id: str
    written: Written
    purpose: Purpose
    further: dict[str, Any] | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Which of many cannot be taken (0 is the first), and why."""

    index: int
    refusal: Refusal


class Faulty(Exception):
    """Some of many entries cannot be taken, so none of them was."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{each.index}: {each.refusal}" for each in faults))
        self.faults = tuple(faults)

    @property
    def first(self) -> Refusal:
        return self.faults[0].refusal


async def every(
    tx: Tx, actor: Actor, wanted: EntryFilter, *, limit: int, after: tuple[Any, ...] | None
) -> list[TimeEntry]:
    """Entries of one person (None: of everybody, for admins and auditors), newest first. Raises NotFound."""
    if wanted.person_id is None:
        check_reads_all(actor)
    else:
        await people.check_readable(tx, actor, wanted.person_id)
    return await time_entries.page(tx, actor.workspace_id, wanted, limit=limit, after=after)


async def get(tx: Tx, actor: Actor, entry_id: str) -> TimeEntry:
    """An entry that the actor may read. Raises NotFound, or Deleted for one that was theirs to read."""
    entry = await time_entries.shelf.get(tx, actor.workspace_id, entry_id)
    if entry is None or not await people.may_read(tx, actor, entry.person_id):
        raise NotFound("time entry")
    if entry.deleted_at is not None:
        raise Deleted("time entry")
    return entry


async def create(
    tx: Tx,
    actor: Actor,
    now: datetime,
    person_id: str,
    written: Written,
    purpose: Purpose,
    further: dict[str, Any] | None = None,
) -> TimeEntry:
    """Write an entry down, with `further` members (rate, place, tags).

    Raises NotFound, NotAllowed, Invalid, PeriodLocked.
    """
    try:
        [entry] = await create_all(tx, actor, now, [New(person_id, written, purpose, further)])
    except Faulty as faulty:
        raise faulty.first from None
    return entry


async def create_all(tx: Tx, actor: Actor, now: datetime, many: Sequence[New]) -> list[TimeEntry]:
    """Write entries of any people down, in their order: what `create` does one by one, in a few statements for all.

    Raises NotFound or NotAllowed where a person's time is not the actor's to keep, and Faulty for entries at fault:
    nothing has been written then.
    """
    checked = await _checked(tx, actor, now, many)
    records = await new_records(tx, actor, now, [each.id for each in many])
    entries: list[TimeEntry] = []
    for begin in range(0, len(many), AT_ONCE):
        part = slice(begin, begin + AT_ONCE)
        written = [_written(record, each, now) for record, each in zip(records[part], checked[part], strict=True)]
        await time_entries.shelf.add_all(tx, written)
        starts = [entry.started_at for entry in written]
        await write_down_new(tx, actor, now, "time_entry.created", written, starts)
        entries += written
    await rollups.count_new(tx, {each.person.id: each.person for each in checked}, entries)
    return entries


async def check_create(
    tx: Tx,
    actor: Actor,
    now: datetime,
    person_id: str,
    written: Written,
    purpose: Purpose,
    further: dict[str, Any] | None = None,
) -> None:
    """Raise what `create` would, and change nothing."""
    try:
        await _checked(tx, actor, now, [New(person_id, written, purpose, further)])
    except Faulty as faulty:
        raise faulty.first from None


@dataclass(frozen=True, slots=True)
class _Checked:
    """What is known of an entry once it may be written down."""

    person: Person
    timer: Timer
    zone: str
    length_only: bool
    said: dict[str, Any]


async def _checked(tx: Tx, actor: Actor, now: datetime, many: Sequence[New]) -> list[_Checked]:
    """What is asked of a person is asked once, what is asked of an entry is asked of each. Raises Faulty."""
    owners = await _owners(tx, actor, many)
    around = Neighbours(tx, actor.workspace_id)
    await purposes.ahead(around, (each.purpose for each in many))
    checked, faults = [], []
    for index, each in enumerate(many):
        person, closures = owners[each.person_id]
        try:
            timer = _checked_timer(each.written, now)
            locks.check_timer(closures, person, now, timer)
            said = await purposes.resolve(tx, actor, each.purpose, around)
            if each.further:
                said |= await _checked_further(tx, actor.workspace_id, each.further, around)
        except Refusal as refusal:
            faults.append(Fault(index, refusal))
        else:
            zone = each.written.zone or person.zones.at(timer.started_at).key
            checked.append(_Checked(person, timer, zone, each.written.length_only, said))
    if faults:
        raise Faulty(faults)
    return checked


async def _owners(tx: Tx, actor: Actor, many: Sequence[New]) -> dict[str, tuple[Person, Sequence[Closure]]]:
    """Whose entries these are, once their chains are held, and what closes their days. Raises NotFound, NotAllowed."""
    starts: dict[str, list[datetime]] = {}
    for each in many:
        starts.setdefault(each.person_id, []).append(each.written.started_at)
    await tx.lock(actor.workspace_id, *starts)
    found = {}
    for person_id, begins in starts.items():
        person = await people.to_track(tx, actor, person_id)
        people.check_active(person)
        found[person_id] = person, await locks.around(tx, person, begins)
    return found


def _checked_timer(written: Written, now: datetime) -> Timer:
    timer = Timer(written.started_at, written.breaks, written.ended_at)
    check_written(timer, now, length_only=written.length_only)
    if written.zone is not None:
        known_zone(written.zone)
    return timer


def _written(record: dict[str, Any], checked: _Checked, now: datetime) -> TimeEntry:
    timer = checked.timer
    return TimeEntry(
        **record,
        person_id=checked.person.id,
        zone=checked.zone,
        started_at=timer.started_at,
        start_recorded_at=now,
        breaks=timer.breaks,
        ended_at=timer.ended_at,
        end_recorded_at=now,
        **fixed_seconds(timer),
        manual=True,
        warned_at=None,
        to_confirm=False,
        length_only=checked.length_only,
        **offsets(checked.zone, timer),
        **checked.said,
    )


async def change(
    tx: Tx, actor: Actor, now: datetime, entry_id: str, members: dict[str, Any], version: int | None = None
) -> TimeEntry:
    """Change an entry's members; of an active one's clock only the start; a billed one only by an admin.

    Other times count as confirmed. Raises NotFound, NotAllowed, Invalid, ReasonRequired, PeriodLocked, StillActive,
    VersionMismatch.
    """
    before, person = await _to_change(tx, actor, entry_id, version)
    after = await _corrected(tx, actor, now, before, person, members)
    if after is before:
        return before
    await time_entries.shelf.change(tx, before, after)
    if any(getattr(before, name) != getattr(after, name) for name in rollups.COUNTED):
        await rollups.count(tx, person, before, after)
    await write_down(tx, actor, now, "time_entry.changed", before, after, subject_id=person.id)
    return after


async def check_change(tx: Tx, actor: Actor, now: datetime, entry_id: str, members: dict[str, Any]) -> bool:
    """Raise what `change` would, and change nothing; whether it would change anything."""
    before, person = await _to_change(tx, actor, entry_id, None)
    return await _corrected(tx, actor, now, before, person, members) is not before


async def _corrected(
    tx: Tx, actor: Actor, now: datetime, before: TimeEntry, person: Person, members: dict[str, Any]
) -> TimeEntry:
    """The entry as it becomes; the very entry where nothing would change."""
    check_says_why(actor, person.id)
    if before.billed:
        # What has been billed is an invoice's ground: emptying it would be as good as deleting it.
        check_is_admin(actor)
    unknown = set(members) - {*_PURPOSE, *_CLOCK, *_FURTHER, "billed"}
    if unknown:
        raise Invalid.field(sorted(unknown)[0], "cannot be changed")
    changes: dict[str, Any] = {}
    if any(name in members for name in _CLOCK):
        changes |= _changed_clock(before, members, now)
    if any(name in members for name in _PURPOSE):
        changes |= await _changed_purpose(tx, actor, before, members)
    changes |= await _checked_further(
        tx, before.workspace_id, {name: members[name] for name in _FURTHER if name in members}
    )
    if "billed" in members:
        changes["billed"] = members["billed"]
    if not differs(before, changes):
        return before
    after = changed(before, actor, now, **changes)
    if differs(before, {name: value for name, value in changes.items() if name != "billed"}):
        # What is closed can still be billed: that is what it was closed for.
        await locks.check_timers(tx, person, now, {before.timer, after.timer})
    return after


async def confirm(tx: Tx, actor: Actor, now: datetime, entry_id: str, version: int | None = None) -> TimeEntry:
    """Say that one that was stopped by itself is right; one that waits for no such word stays unchanged.

    It moves no time, and may be done on days that are locked. Raises NotFound, NotAllowed, VersionMismatch.
    """
    before, person = await _to_change(tx, actor, entry_id, version)
    if not before.to_confirm:
        return before
    after = changed(before, actor, now, to_confirm=False)
    await time_entries.shelf.change(tx, before, after)
    await write_down(tx, actor, now, "time_entry.confirmed", before, after, subject_id=person.id)
    return after


async def delete(tx: Tx, actor: Actor, now: datetime, entry_id: str, version: int | None = None) -> TimeEntry:
    """Delete an entry; a billed one only by an admin. Raises as `change` does, and Deleted."""
    before, person = await _to_delete(tx, actor, now, entry_id, version)
    after = changed(before, actor, now, deleted_at=now)
    await time_entries.shelf.change(tx, before, after)
    await rollups.count(tx, person, before, after)
    await write_down(tx, actor, now, "time_entry.deleted", before, after, subject_id=person.id)
    return after


async def check_delete(tx: Tx, actor: Actor, now: datetime, entry_id: str) -> None:
    """Raise what `delete` would, and change nothing."""
    await _to_delete(tx, actor, now, entry_id, None)


async def _to_delete(
    tx: Tx, actor: Actor, now: datetime, entry_id: str, version: int | None
) -> tuple[TimeEntry, Person]:
    before, person = await _to_change(tx, actor, entry_id, version)
    check_says_why(actor, person.id)
    if before.billed:
        check_is_admin(actor)
    await locks.check_timers(tx, person, now, [before.timer])
    return before, person


async def hand_over(tx: Tx, actor: Actor, now: datetime, entry_id: str, person_id: str) -> TimeEntry:
    """Make a stopped entry another person's; by an admin. It keeps its zone, both chains tell of it.

    Raises NotFound, NotAllowed, StillActive, Conflict (the person is not active).
    """
    check_is_admin(actor)
    await hold(tx, actor, [entry_id], person_id)
    before, giver = await _to_change(tx, actor, entry_id, None)
    taker = await staff.get(tx, actor.workspace_id, person_id)
    if taker is None or taker.deleted_at is not None:
        raise NotFound("person", "person_id")
    if before.person_id == taker.id:
        return before
    people.check_active(taker)
    if before.ended_at is None:
        raise StillActive("An active entry stays with its person; stop it first.")
    after = changed(before, actor, now, person_id=taker.id)
    await locks.check_timers(tx, giver, now, [before.timer])
    await locks.check_timers(tx, taker, now, [after.timer])
    await time_entries.shelf.change(tx, before, after)
    await rollups.count(tx, giver, before, None)
    await rollups.count(tx, taker, None, after)
    await write_down(tx, actor, now, "time_entry.handed_over", before, after, subject_id=giver.id)
    await write_down(tx, actor, now, "time_entry.taken_over", before, after, subject_id=taker.id)
    return after


async def hold(tx: Tx, actor: Actor, entry_ids: Iterable[str], *person_ids: str) -> None:
    """Hold the chains of everybody whose entries these are, and of these people: for changing many at once."""
    subjects = {id for id in person_ids if await staff.get(tx, actor.workspace_id, id) is not None}
    for entry_id in entry_ids:
        entry = await time_entries.shelf.get(tx, actor.workspace_id, entry_id)
        if entry is not None:
            subjects.add(entry.person_id)
    if subjects:
        await tx.lock(actor.workspace_id, *sorted(subjects))


async def _to_change(tx: Tx, actor: Actor, entry_id: str, version: int | None) -> tuple[TimeEntry, Person]:
    entry = await _held(tx, actor, entry_id)
    await people.check_may_keep(tx, actor, entry.person_id)
    check_version(entry, version)
    # The time of somebody who has been deleted stays, and can be corrected and billed.
    person = await staff.get(tx, actor.workspace_id, entry.person_id)
    assert person is not None
    return entry, person


async def _held(tx: Tx, actor: Actor, entry_id: str) -> TimeEntry:
    """The entry, once the chain of its person is held."""
    entry = await get(tx, actor, entry_id)
    while True:
        await tx.lock(actor.workspace_id, entry.person_id)
        # Read again: somebody may have changed it, or handed it over, before the lock was ours.
        again = await get(tx, actor, entry_id)
        if again.person_id == entry.person_id:
            return again
        entry = again


def _changed_clock(before: TimeEntry, members: dict[str, Any], now: datetime) -> dict[str, Any]:
    if before.ended_at is None and ("ended_at" in members or "breaks" in members):
        raise StillActive("Of an active entry only the start can be changed; stop it first.")
    timer = Timer(
        members.get("started_at", before.started_at),
        members.get("breaks", before.breaks),
        members.get("ended_at", before.ended_at),
    )
    if before.ended_at is not None and timer.ended_at is None:
        raise Invalid.field("ended_at", "a stopped entry keeps an end; continue it instead")
    if before.ended_at is None and not before.breaks and timer.started_at > now:
        raise Invalid.field("started_at", "lies in the future")
    zone = members.get("zone", before.zone)
    known_zone(zone)
    length_only = members.get("length_only", before.length_only)
    if length_only and timer.ended_at is not None:
        timer = _of_day_and_length(before, members, zone)
    if timer != before.timer:
        check_written(timer, now, length_only=length_only)
    return {
        "started_at": timer.started_at,
        "breaks": timer.breaks,
        "ended_at": timer.ended_at,
        "zone": zone,
        "length_only": length_only,
        "to_confirm": before.to_confirm and timer == before.timer,
        **offsets(zone, timer),
        **fixed_seconds(timer),
    }


def _of_day_and_length(before: TimeEntry, members: dict[str, Any], zone: str) -> Timer:
    """Where only a day and a length are known: at the day's beginning. Both stay what they are unless they are said.

    The day is the entry's own, in whatever zone it is kept from now on. Breaks are a length too.
    """
    said = members.get("started_at")
    shown = before.started_at.astimezone(ZoneInfo(before.zone)) if said is None else said.astimezone(ZoneInfo(zone))
    started_at = start_of_day(shown.date(), ZoneInfo(zone))
    breaks = Timer(started_at, members.get("breaks", before.breaks), started_at)
    rest = break_seconds(breaks, started_at)
    if "ended_at" in members:
        length = members["ended_at"] - (said or before.started_at)
    else:
        length = timedelta(seconds=(before.net_seconds or 0) + rest)
    return Timer(started_at, break_within(started_at, started_at + length, rest), started_at + length)


async def _checked_further(
    tx: Tx, workspace_id: str, members: dict[str, Any], around: Neighbours | None = None
) -> dict[str, Any]:
    checked = dict(members)
    if checked.get("hour_rate") is not None:
        checked["hour_rate"] = amount(checked["hour_rate"], "hour_rate", Decimal(0))
    check_coordinates(checked)
    if "tags" in checked:
        await tags.check(tx, workspace_id, checked["tags"], around=around)
    return checked


async def _changed_purpose(tx: Tx, actor: Actor, before: TimeEntry, members: dict[str, Any]) -> dict[str, Any]:
    """The purpose with the members changed. Another project leaves the task behind; another task brings its project."""
    purpose = {name: getattr(before, name) for name in _PURPOSE}
    moved_project = "project_id" in members and members["project_id"] != before.project_id
    if moved_project and "task_id" not in members:
        purpose["task_id"] = None
    new_task = members.get("task_id", before.task_id) != before.task_id
    if new_task and members["task_id"] is not None and "project_id" not in members:
        purpose["project_id"] = None
    purpose |= {name: members[name] for name in _PURPOSE if name in members}
    if all(purpose[name] == getattr(before, name) for name in ("project_id", "task_id", "type_of_work_id")):
        # Nothing to look up: what has been archived since may stay.
        return {"note": text.note(purpose["note"]), "billable": bool(purpose["billable"])}
    found = await purposes.resolve(tx, actor, Purpose(**purpose, billed=before.billed))
    if new_task and "project_id" not in members and found["project_id"] is None:
        # A task of the workspace belongs to no project: the entry stays with its own.
        found["project_id"] = before.project_id
    return found
