"""Attendance: clock in, break, clock out.

Clocking in while in changes nothing, while on break it ends the break; clocking out while out changes nothing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from uhrwerk.operations import approvals, attendance_days, locks, people
from uhrwerk.operations.clock import fixed_seconds, keep_moved, moved, started
from uhrwerk.operations.records import changed, check_version, differs, new_record, write_down
from uhrwerk.rules import text
from uhrwerk.rules import timer as rule
from uhrwerk.rules.access import Actor, check_reads_all, check_says_why
from uhrwerk.rules.attendance import check_apart, check_has_length, clocked_in, reach
from uhrwerk.rules.instants import MICROSECOND, Act, effective
from uhrwerk.rules.place import Place, check_coordinates
from uhrwerk.rules.refusals import Deleted, Invalid, NotFound, NothingRunning, StillActive
from uhrwerk.rules.timer import Timer, check_written
from uhrwerk.storage import attendances
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.people import shelf as staff
from uhrwerk.storage.store import Lookup, Tx

_CLOCK: Final = ("started_at", "breaks", "ended_at")
_FURTHER: Final = ("note", "latitude_start", "longitude_start", "latitude_end", "longitude_end")


async def current(tx: Tx, actor: Actor, person_id: str) -> Attendance | None:
    """The attendance of somebody who is in or on break, None of somebody who is out. Raises NotFound."""
    await people.check_readable(tx, actor, person_id)
    return await attendances.active(tx, actor.workspace_id, person_id)


async def last_clocked(tx: Tx, actor: Actor, person_id: str) -> Attendance | None:
    """The active attendance, else the one that was clocked last."""
    active = await current(tx, actor, person_id)
    return active or await attendances.last_clocked(tx, actor.workspace_id, person_id)


async def every(
    tx: Tx,
    actor: Actor,
    person_id: str | None,
    *,
    limit: int,
    after: tuple[Any, ...] | None,
    begin: datetime | None = None,
    end: datetime | None = None,
    to_confirm: bool | None = None,
) -> list[Attendance]:
    """Attendances of one person (None: of everybody, for admins and auditors), newest first. Raises NotFound."""
    if person_id is None:
        check_reads_all(actor)
    else:
        await people.check_readable(tx, actor, person_id)
    return await attendances.page(
        tx, actor.workspace_id, person_id, begin=begin, end=end, to_confirm=to_confirm, limit=limit, after=after
    )


async def clock_in(
    tx: Tx,
    actor: Actor,
    act: Act,
    person_id: str,
    *,
    note: str | None = None,
    place: Place | None = None,
) -> Attendance:
    """Clock in, or come back from a break; in already: unchanged.

    Raises AttendanceOverlaps for an instant within one that has ended; NotFound, NotAllowed, Invalid, PeriodLocked, as
    every verb does.
    """
    await tx.lock(actor.workspace_id, person_id)
    await tx.ahead(*_lookups(actor, act, person_id))
    person = await people.to_track(tx, actor, person_id)
    people.check_active(person)
    active = await attendances.active(tx, actor.workspace_id, person_id)
    if active is not None:
        return await _move(tx, actor, act, person, active, rule.resume, "attendance.break_ended")
    await locks.check_act(tx, person, act, rule.start(act).started_at)
    timer = await _beside_ended(tx, person, act)
    attendance = Attendance(
        **await new_record(tx, actor, act.recorded_at),
        **started(timer, act, person.zones.at(timer.started_at).key, person_id),
        note=text.note(note),
        latitude_start=place.latitude if place else None,
        longitude_start=place.longitude if place else None,
        latitude_end=None,
        longitude_end=None,
    )
    await attendances.shelf.add(tx, attendance)
    await write_down(
        tx,
        actor,
        act.recorded_at,
        "attendance.started",
        None,
        attendance,
        subject_id=person_id,
        effective_at=timer.started_at,
    )
    return attendance


async def _beside_ended(tx: Tx, person: Person, act: Act) -> Timer:
    """Raises AttendanceOverlaps."""
    at = effective(act, None)
    return clocked_in(act, await attendances.timers_touching(tx, person.workspace_id, person.id, at, at + MICROSECOND))


async def start_break(tx: Tx, actor: Actor, act: Act, person_id: str) -> Attendance:
    """Go on a break; on one already: unchanged. Raises NothingRunning for somebody who is out."""
    return await _act(tx, actor, act, person_id, rule.pause, "attendance.break_started")


async def end_break(tx: Tx, actor: Actor, act: Act, person_id: str) -> Attendance:
    """Come back; in already: unchanged. Raises NothingRunning for somebody who is out."""
    return await _act(tx, actor, act, person_id, rule.resume, "attendance.break_ended")


async def clock_out(
    tx: Tx, actor: Actor, act: Act, person_id: str, *, note: str | None = None, place: Place | None = None
) -> Attendance | None:
    """Clock out, from a break too; out already: unchanged, None."""
    await tx.lock(actor.workspace_id, person_id)
    await tx.ahead(*_lookups(actor, act, person_id))
    person = await people.to_track(tx, actor, person_id)
    active = await attendances.active(tx, actor.workspace_id, person_id)
    if active is None:
        return None
    members: dict[str, Any] = {}
    if place is not None:
        members |= {"latitude_end": place.latitude, "longitude_end": place.longitude}
    if note is not None:
        members["note"] = text.note(note)
    return await _move(tx, actor, act, person, active, rule.stop, "attendance.stopped", **members)


async def stop_forgotten(tx: Tx, actor: Actor, act: Act, person: Person, record: Attendance) -> Attendance:
    """Clock somebody out who forgot to; it is to be confirmed. A lock of the day does not keep the clock running."""
    return await _move(tx, actor, act, person, record, rule.stop, "attendance.stopped_by_policy", to_confirm=True)


async def confirm(tx: Tx, actor: Actor, now: datetime, attendance_id: str, version: int | None = None) -> Attendance:
    """Say that one that was stopped by itself is right; one that waits for no such word stays unchanged.

    It moves no time, and may be done on days that are locked. Raises NotFound, NotAllowed, VersionMismatch.
    """
    before, _ = await _to_keep(tx, actor, attendance_id, version)
    if not before.to_confirm:
        return before
    after = changed(before, actor, now, to_confirm=False)
    await attendances.shelf.change(tx, before, after)
    await write_down(tx, actor, now, "attendance.confirmed", before, after, subject_id=before.person_id)
    return after


async def get(tx: Tx, actor: Actor, attendance_id: str) -> Attendance:
    """An attendance that the actor may read. Raises NotFound, or Deleted for one that was theirs to read."""
    record = await attendances.shelf.get(tx, actor.workspace_id, attendance_id)
    if record is None or not await people.may_read(tx, actor, record.person_id):
        raise NotFound("attendance")
    if record.deleted_at is not None:
        raise Deleted("attendance")
    return record


async def create(tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]) -> Attendance:
    """Write an attendance down: `started_at`, and what else is known of `ended_at`, `breaks`, `note`, coordinates.

    Without an end it is active from then on, as if clocked in. Raises NotFound, NotAllowed, Invalid, ReasonRequired,
    CorrectionsByRequest, PeriodLocked, StillActive (for a second active one), AttendanceOverlaps.
    """
    person, record = await _written(tx, actor, now, person_id, members)
    at = record.started_at
    await attendances.shelf.add(tx, record)
    await attendance_days.count(tx, person, None, record)
    await write_down(tx, actor, now, "attendance.created", None, record, subject_id=person_id, effective_at=at)
    return record


async def check_create(tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]) -> None:
    """Raise what `create` would, and change nothing."""
    await _written(tx, actor, now, person_id, members)


async def _written(
    tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]
) -> tuple[Person, Attendance]:
    await tx.lock(actor.workspace_id, person_id)
    person = await people.to_track(tx, actor, person_id)
    people.check_active(person)
    check_says_why(actor, person_id)
    await approvals.check_may_correct(tx, actor, person_id)
    timer = Timer(members["started_at"], members.get("breaks", ()), members.get("ended_at"))
    check_written(timer, now)
    check_has_length(timer)
    await locks.check_timers(tx, person, now, [timer])
    if timer.ended_at is None and await attendances.active(tx, actor.workspace_id, person_id) is not None:
        raise StillActive("This person is in already; clock out first.")
    further = {name: members.get(name) for name in _FURTHER}
    record = Attendance(
        **await new_record(tx, actor, now),
        **started(timer, Act(now), person.zones.at(timer.started_at).key, person_id)
        | {
            "manual": True,
            "ended_at": timer.ended_at,
            "end_recorded_at": None if timer.ended_at is None else now,
            **fixed_seconds(timer),
        },
        **_checked(further),
    )
    await _check_alone(tx, person, now, timer)
    return person, record


async def change(
    tx: Tx, actor: Actor, now: datetime, attendance_id: str, members: dict[str, Any], version: int | None = None
) -> Attendance:
    """Correct an attendance: `started_at`, `ended_at`, `breaks`, `note`, coordinates; an end clocks an active one out.

    It counts as confirmed by that. Raises NotFound, NotAllowed, Invalid, ReasonRequired, CorrectionsByRequest,
    PeriodLocked, VersionMismatch, AttendanceOverlaps.
    """
    before, person = await _to_change(tx, actor, attendance_id, version)
    after = await _corrected(tx, actor, now, before, person, members)
    if after is before:
        return before
    await attendances.shelf.change(tx, before, after)
    await attendance_days.count(tx, person, before, after)
    await write_down(tx, actor, now, "attendance.changed", before, after, subject_id=before.person_id)
    return after


async def check_change(tx: Tx, actor: Actor, now: datetime, attendance_id: str, members: dict[str, Any]) -> bool:
    """Raise what `change` would, and change nothing; whether it would change anything."""
    before, person = await _to_change(tx, actor, attendance_id, None)
    return await _corrected(tx, actor, now, before, person, members) is not before


async def _corrected(
    tx: Tx, actor: Actor, now: datetime, before: Attendance, person: Person, members: dict[str, Any]
) -> Attendance:
    """The record as it becomes; the very record where nothing would change."""
    unknown = set(members) - {*_CLOCK, *_FURTHER}
    if unknown:
        raise Invalid.field(sorted(unknown)[0], "cannot be changed")
    timer = Timer(*(members.get(name, getattr(before, name)) for name in _CLOCK))
    if before.ended_at is not None and timer.ended_at is None:
        raise Invalid.field("ended_at", "a stopped attendance keeps an end; clock in instead")
    if timer != before.timer:
        check_written(timer, now)
    await locks.check_timers(tx, person, now, {before.timer, timer})
    changes = {
        "started_at": timer.started_at,
        "breaks": timer.breaks,
        "ended_at": timer.ended_at,
        "end_recorded_at": now if before.ended_at is None and timer.ended_at is not None else before.end_recorded_at,
        **fixed_seconds(timer),
        "to_confirm": before.to_confirm and timer == before.timer,
        **_checked({name: members[name] for name in _FURTHER if name in members}),
    }
    if (timer.started_at, timer.ended_at) != (before.started_at, before.ended_at):
        check_has_length(timer)
        await _check_alone(tx, person, now, timer, before.id)
    return changed(before, actor, now, **changes) if differs(before, changes) else before


async def _check_alone(tx: Tx, person: Person, now: datetime, timer: Timer, own: str | None = None) -> None:
    """Raise AttendanceOverlaps unless the person's other attendances (all but `own`) lie beside the timer."""
    found = await attendances.touching(tx, person.workspace_id, person.id, *reach(timer, now))
    check_apart(timer, [each.timer for each in found if each.id != own], now)


async def delete(tx: Tx, actor: Actor, now: datetime, attendance_id: str, version: int | None = None) -> Attendance:
    """Delete an attendance; the journal keeps it. Raises as `change` does, and Deleted."""
    before, person = await _to_change(tx, actor, attendance_id, version)
    await locks.check_timers(tx, person, now, [before.timer])
    after = changed(before, actor, now, deleted_at=now)
    await attendances.shelf.change(tx, before, after)
    await attendance_days.count(tx, person, before, after)
    await write_down(tx, actor, now, "attendance.deleted", before, after, subject_id=before.person_id)
    return after


async def check_delete(tx: Tx, actor: Actor, now: datetime, attendance_id: str) -> None:
    """Raise what `delete` would, and change nothing."""
    before, person = await _to_change(tx, actor, attendance_id, None)
    await locks.check_timers(tx, person, now, [before.timer])


async def _to_change(tx: Tx, actor: Actor, attendance_id: str, version: int | None) -> tuple[Attendance, Person]:
    record, person = await _to_keep(tx, actor, attendance_id, version)
    check_says_why(actor, person.id)
    await approvals.check_may_correct(tx, actor, person.id)
    return record, person


async def _to_keep(tx: Tx, actor: Actor, attendance_id: str, version: int | None) -> tuple[Attendance, Person]:
    record = await get(tx, actor, attendance_id)
    await tx.lock(actor.workspace_id, record.person_id)
    # Read again: somebody may have changed it before the lock was ours.
    record = await get(tx, actor, attendance_id)
    await people.check_may_keep(tx, actor, record.person_id)
    check_version(record, version)
    # The time of somebody who has been deleted stays, and can be corrected.
    person = await staff.get(tx, actor.workspace_id, record.person_id)
    assert person is not None
    return record, person


def _checked(members: dict[str, Any]) -> dict[str, Any]:
    check_coordinates(members)
    if "note" in members:
        members["note"] = text.note(members["note"])
    return members


def _lookups(actor: Actor, act: Act, person_id: str) -> list[Lookup]:
    """What every verb is going to ask."""
    return [
        staff.lookup(actor.workspace_id, person_id),
        attendances.lookup_active(actor.workspace_id, person_id),
        locks.lookup(actor.workspace_id, person_id, act),
    ]


async def _act(
    tx: Tx, actor: Actor, act: Act, person_id: str, verb: Callable[[Timer, Act], Timer], name: str
) -> Attendance:
    await tx.lock(actor.workspace_id, person_id)
    await tx.ahead(*_lookups(actor, act, person_id))
    person = await people.to_track(tx, actor, person_id)
    active = await attendances.active(tx, actor.workspace_id, person_id)
    if active is None:
        raise NothingRunning("attendance")
    return await _move(tx, actor, act, person, active, verb, name)


async def _move(
    tx: Tx,
    actor: Actor,
    act: Act,
    person: Person,
    record: Attendance,
    verb: Callable[[Timer, Act], Timer],
    name: str,
    **members: Any,
) -> Attendance:
    after = moved(actor, act, record, verb, lambda timer: members)
    if after is record:
        return record
    if not after.to_confirm:
        await locks.check_act(tx, person, act, after.timer.last_act_at)
    await keep_moved(tx, actor, act, attendances.shelf, record, after, name)
    await attendance_days.count(tx, person, record, after)
    return after
