"""The two timers."""

from datetime import datetime

import msgspec

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Wall
from uhrwerk.operations.details import EntryDetails
from uhrwerk.rules.timer import State, break_seconds, net_seconds
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person


class ProjectTimerForm(msgspec.Struct, kw_only=True):
    """The parameters of a project timer's verb. `date` is the client's wall-clock time."""

    username: str | None = None
    date: str | None = None
    client_name: str | None = msgspec.field(name="clientName", default=None)
    project_name: str | None = msgspec.field(name="projectName", default=None)
    task_name: str | None = msgspec.field(name="taskName", default=None)
    note: str | None = None


class AttendanceTimerForm(msgspec.Struct, kw_only=True):
    """The parameters of an attendance timer's verb; coordinates in degrees."""

    username: str | None = None
    date: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    notes: str | None = None
    note: str | None = None


class ProjectTimer(msgspec.Struct, rename="camel", kw_only=True):
    """Seconds are those of the last verb: while it plays or pauses, the reader adds the time since."""

    username: str
    started_at: str | None = None
    worked_seconds: int = 0
    break_seconds: int = 0
    playing: bool = False
    stopped: bool = True
    paused: bool = False
    client_name: str | None = None
    project_name: str | None = None
    task_name: str | None = None
    note: str | None = None


class AttendanceTimer(msgspec.Struct, kw_only=True):
    """Minutes are those of the last verb; `to` is null while it runs or pauses."""

    id: int | None = None
    user: str
    latitude_start: float | None = msgspec.field(name="latitudeStart", default=None)
    longitude_start: float | None = msgspec.field(name="longitudeStart", default=None)
    latitude_end: float | None = msgspec.field(name="latitudeEnd", default=None)
    longitude_end: float | None = msgspec.field(name="longitudeEnd", default=None)
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    worked_minutes: int = msgspec.field(name="workedMinutes", default=0)
    break_minutes: int = msgspec.field(name="breakMinutes", default=0)
    manual: bool = False
    notes: str | None = None


def project_timer(
    person: Person, wall: Wall, details: EntryDetails | None, read_at: datetime | None = None
) -> ProjectTimer:
    """The timer as last saved; read for a time before its start, its seconds are 0."""
    if details is None:
        return ProjectTimer(username=person.username)
    entry = details.entry
    timer = entry.timer
    saved_at = timer.last_act_at
    before_start = read_at is not None and read_at < timer.started_at
    client = details.project.client if details.project else None
    return ProjectTimer(
        username=person.username,
        started_at=wall.text(entry.started_at),
        worked_seconds=0 if before_start else net_seconds(timer, saved_at),
        break_seconds=0 if before_start else break_seconds(timer, saved_at),
        playing=entry.state is State.RUNNING,
        stopped=entry.state is State.STOPPED,
        paused=entry.state is State.PAUSED,
        client_name=client.name if client else None,
        project_name=details.project.project.name if details.project else None,
        task_name=details.task.task.name if details.task else None,
        note=entry.note,
    )


def attendance_timer(
    person: Person, wall: Wall, attendance: Attendance | None, read_at: datetime | None = None
) -> AttendanceTimer:
    """The attendance as last saved; read for a time before its start, its minutes are 0."""
    if attendance is None:
        return AttendanceTimer(user=person.username)
    timer = attendance.timer
    saved_at = timer.last_act_at
    before_start = read_at is not None and read_at < timer.started_at
    return AttendanceTimer(
        id=attendance.number,
        user=person.username,
        latitude_start=attendance.latitude_start,
        longitude_start=attendance.longitude_start,
        latitude_end=attendance.latitude_end,
        longitude_end=attendance.longitude_end,
        from_=wall.text(attendance.started_at),
        to=None if attendance.ended_at is None else wall.text(attendance.ended_at),
        worked_minutes=0 if before_start else net_seconds(timer, saved_at) // 60,
        break_minutes=0 if before_start else break_seconds(timer, saved_at) // 60,
        manual=attendance.manual,
        notes=attendance.note,
    )
