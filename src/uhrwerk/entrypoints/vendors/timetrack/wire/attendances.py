"""Attendances."""

import msgspec
from msgspec import UNSET

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given, Minutes, Wall
from uhrwerk.rules.timer import break_seconds, net_seconds
from uhrwerk.storage import attendances
from uhrwerk.storage.people import Person


class AttendanceForm(msgspec.Struct, kw_only=True, rename="camel"):
    username: str | None = None
    started_at: Given[str] = msgspec.field(name="from", default=UNSET)
    ended_at: Given[str] = msgspec.field(name="to", default=UNSET)
    break_minutes: Given[Minutes] = UNSET
    note: Given[str] = msgspec.field(name="notes", default=UNSET)
    latitude_start: Given[float] = UNSET
    longitude_start: Given[float] = UNSET
    latitude_end: Given[float] = UNSET
    longitude_end: Given[float] = UNSET


class Attendance(msgspec.Struct, kw_only=True, rename="camel"):
    """`to` is null while it runs; minutes are whole ones, while it runs those of the last act. Degrees."""

    id: int
    user: str
    from_: str | None = msgspec.field(name="from")
    to: str | None
    notes: str | None
    manual: bool
    worked_minutes: int
    break_minutes: int
    latitude_start: float | None
    longitude_start: float | None
    latitude_end: float | None
    longitude_end: float | None


def attendance(record: attendances.Attendance, person: Person, wall: Wall) -> Attendance:
    timer = record.timer
    return Attendance(
        id=record.number,
        user=person.username,
        from_=wall.stamp(record.started_at),
        to=wall.stamp(record.ended_at),
        notes=record.note,
        manual=record.manual,
        worked_minutes=net_seconds(timer, timer.last_act_at) // 60,
        break_minutes=break_seconds(timer, timer.last_act_at) // 60,
        latitude_start=record.latitude_start,
        longitude_start=record.longitude_start,
        latitude_end=record.latitude_end,
        longitude_end=record.longitude_end,
    )
