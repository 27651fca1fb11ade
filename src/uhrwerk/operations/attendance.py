"""Attendance: clock in, break, clock out.

Clocking in while in changes nothing, while on break it ends the break; clocking out while out changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uhrwerk.operations import people
from uhrwerk.operations.clock import moved, started
from uhrwerk.operations.records import new_record, write_down
from uhrwerk.rules import text
from uhrwerk.rules import timer as rule
from uhrwerk.rules.access import Actor, check_may_keep_people
from uhrwerk.rules.day import AttendanceDay, attendance_day, day_bounds, local_date
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import Invalid, NothingRunning
from uhrwerk.rules.timer import Timer
from uhrwerk.storage import attendances
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Place:
    """Where the clock was pressed, in degrees (WGS 84)."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not -90 <= self.latitude <= 90:
            raise Invalid.field("latitude", "must lie between -90 and 90")
        if not -180 <= self.longitude <= 180:
            raise Invalid.field("longitude", "must lie between -180 and 180")


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
) -> list[Attendance]:
    """Attendances of one person (or, for an admin, of everybody), newest first. Raises NotFound for a stranger."""
    if person_id is None:
        check_may_keep_people(actor)
    else:
        await people.check_readable(tx, actor, person_id)
    return await attendances.page(tx, actor.workspace_id, person_id, begin=begin, end=end, limit=limit, after=after)


async def today(tx: Tx, person: Person, now: datetime) -> AttendanceDay:
    """Worked and break seconds of the person's local day at `now`."""
    day = local_date(now, person.zones)
    begin, end = day_bounds(day, person.zones)
    records = await attendances.touching(tx, person.workspace_id, person.id, begin, end)
    return attendance_day([each.timer for each in records], day, person.zones, now)


async def clock_in(
    tx: Tx,
    actor: Actor,
    act: Act,
    person_id: str,
    *,
    note: str | None = None,
    place: Place | None = None,
) -> Attendance:
    """Clock in, or come back from a break; in already: unchanged. Raises NotFound, NotAllowed, Invalid."""
    await tx.lock(actor.workspace_id, person_id)
    person = await people.to_track(tx, actor, person_id)
    people.check_active(person)
    active = await attendances.active(tx, actor.workspace_id, person_id)
    if active is not None:
        return await _move(tx, actor, act, active, rule.resume, "attendance.break_ended")
    timer = rule.start(act)
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
    await people.to_track(tx, actor, person_id)
    active = await attendances.active(tx, actor.workspace_id, person_id)
    if active is None:
        return None
    members: dict[str, Any] = {}
    if place is not None:
        members |= {"latitude_end": place.latitude, "longitude_end": place.longitude}
    if note is not None:
        members["note"] = text.note(note)
    return await _move(tx, actor, act, active, rule.stop, "attendance.stopped", **members)


async def _act(
    tx: Tx, actor: Actor, act: Act, person_id: str, verb: Callable[[Timer, Act], Timer], name: str
) -> Attendance:
    await tx.lock(actor.workspace_id, person_id)
    await people.to_track(tx, actor, person_id)
    active = await attendances.active(tx, actor.workspace_id, person_id)
    if active is None:
        raise NothingRunning("attendance")
    return await _move(tx, actor, act, active, verb, name)


async def _move(
    tx: Tx,
    actor: Actor,
    act: Act,
    record: Attendance,
    verb: Callable[[Timer, Act], Timer],
    name: str,
    **members: Any,
) -> Attendance:
    before = record.timer
    after = verb(before, act)
    if after is before:
        return record
    moved_on = moved(record, after, actor, act, **members)
    await attendances.shelf.change(tx, record, moved_on)
    await write_down(
        tx,
        actor,
        act.recorded_at,
        name,
        record,
        moved_on,
        subject_id=record.person_id,
        effective_at=after.last_act_at,
    )
    return moved_on
