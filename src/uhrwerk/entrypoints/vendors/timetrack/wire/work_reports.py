"""Work reports: a row a day."""

from typing import Any, Final

import msgspec

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Wall
from uhrwerk.rules.presence import Presence
from uhrwerk.rules.work_day import WorkDay
from uhrwerk.storage.people import Person

HOLIDAY: Final = 8
"""The index of the weekday on a holiday."""

MOST_ABSENCES: Final = 3


class WorkReport(msgspec.Struct, kw_only=True, rename="camel"):
    """`work_target_difference` is worked less target; `break_times` are `12:00-12:30, 15:00-15:10`."""

    username: str
    work_date: str
    work_start: str | None
    work_end: str | None
    target_seconds: int
    worked_seconds: int
    work_target_difference: int
    break_seconds: int
    break_times: str | None
    surcharge_seconds: int
    holiday_seconds: int
    absence1_seconds: int
    absence1_short_name: str | None
    absence2_seconds: int
    absence2_short_name: str | None
    absence3_seconds: int
    absence3_short_name: str | None
    weekday: int
    holiday: bool


def work_report(row: WorkDay, there: Presence, person: Person, wall: Wall) -> WorkReport:
    return WorkReport(
        username=person.username,
        work_date=row.day.isoformat(),
        work_start=wall.stamp(there.started_at),
        work_end=wall.stamp(there.ended_at),
        target_seconds=row.target_seconds,
        worked_seconds=row.worked_seconds,
        work_target_difference=row.worked_seconds - row.target_seconds,
        break_seconds=row.break_seconds,
        break_times=", ".join(f"{wall.clock(begin)}-{wall.clock(end)}" for begin, end in there.breaks) or None,
        surcharge_seconds=0,
        holiday_seconds=row.holiday_seconds,
        weekday=HOLIDAY if row.holiday else row.day.isoweekday(),
        holiday=row.holiday is not None,
        **_absences(row),
    )


def _absences(row: WorkDay) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for index in range(MOST_ABSENCES):
        absence = row.absences[index] if index < len(row.absences) else None
        members[f"absence{index + 1}_seconds"] = absence.seconds if absence else 0
        members[f"absence{index + 1}_short_name"] = absence.name if absence else None
    return members
