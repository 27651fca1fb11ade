"""Keeping the daily roll-up of attendance equal to the attendances, in the transaction that changes them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from uhrwerk.rules.day import DAY, Attended, attended_days, day_bounds, days_of, local_date
from uhrwerk.rules.refusals import Conflict
from uhrwerk.rules.retention import YEARS, border
from uhrwerk.rules.timer import Timer
from uhrwerk.storage import attendance_days, attendances, findings
from uhrwerk.storage.attendance_days import AttendanceDayRow
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

COUNTED: Final = ("started_at", "breaks", "ended_at", "deleted_at")
"""The members of an attendance that the roll-up depends on."""


async def count(tx: Tx, person: Person, before: Attendance | None, after: Attendance) -> None:
    """Reckon the days anew on which the attendance lies, as it was or as it is."""
    if before is not None and all(getattr(before, name) == getattr(after, name) for name in COUNTED):
        return
    ended = {each.timer for each in (before, after) if each is not None and each.ended_at is not None}
    ranges = _apart([_days(timer, person) for timer in ended])
    for first, last in ranges:
        await _check_kept(tx, person, first, last, after.updated_at)
        await _reckon(tx, person, first, last)
    if ranges and ranges[0][0] < local_date(after.updated_at, person.zones):
        # The day may have been looked at by labour law already.
        await findings.look_again(tx, person.workspace_id, person.id, ranges[0][0] - DAY)


async def look_again(tx: Tx, person: Person, first: date, now: datetime) -> None:
    """Have labour law look again at the person's days from `first` on that are over: what they rest on has changed."""
    attended_since = await attendance_days.first_day(tx, person.workspace_id, person.id)
    if attended_since is not None and max(first, attended_since) < local_date(now, person.zones):
        await findings.look_again(tx, person.workspace_id, person.id, max(first, attended_since) - DAY)


async def rebuild(tx: Tx, person: Person) -> None:
    """Build the person's rows anew. Those of which the punches have been erased stay: nothing else knows them."""
    await attendance_days.clear_punched(tx, person.workspace_id, person.id)
    found = await attendances.ended(tx, person.workspace_id, person.id)
    await attendance_days.add(tx, [_row(person, day) for day in _ended_days([each.timer for each in found], person)])


def _days(timer: Timer, person: Person) -> tuple[date, date]:
    assert timer.ended_at is not None
    days = days_of(timer, person.zones, timer.ended_at)
    return days[0], days[-1]


def _apart(ranges: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The ranges in order, with those that overlap made one."""
    apart: list[tuple[date, date]] = []
    for first, last in sorted(ranges):
        if apart and first <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], last)
        else:
            apart.append((first, last))
    return apart


async def _check_kept(tx: Tx, person: Person, first: date, last: date, now: datetime) -> None:
    """Raise Conflict for days of which only the sums are left: what is put beside them could not be reckoned."""
    if first >= border(local_date(now, person.zones), YEARS):
        return
    if any(row.erased for row in await attendance_days.of_person(tx, person.workspace_id, person.id, first, last)):
        raise Conflict("The punches of this day have been erased; its sums stay as they are.")


async def _reckon(tx: Tx, person: Person, first: date, last: date) -> None:
    bounds = [day_bounds(day, person.zones) for day in {first, last}]
    begin, end = min(each[0] for each in bounds), max(each[1] for each in bounds)
    found = await attendances.timers_touching(tx, person.workspace_id, person.id, begin, end)
    rows = [_row(person, day) for day in _ended_days(found, person) if first <= day.day <= last]
    await attendance_days.replace(tx, person.workspace_id, person.id, first, last, rows)


def _ended_days(found: Iterable[Timer], person: Person) -> list[Attended]:
    ended = [timer for timer in found if timer.ended_at is not None]
    return attended_days(ended, person.zones, max(timer.last_act_at for timer in ended)) if ended else []


def _row(person: Person, day: Attended) -> AttendanceDayRow:
    return AttendanceDayRow(
        workspace_id=person.workspace_id,
        person_id=person.id,
        day=day.day,
        worked_seconds=day.worked_seconds,
        break_seconds=day.break_seconds,
        worked=day.worked,
    )
