"""Time entries and attendances, and the verbs of their clocks."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from uhrwerk.entrypoints.modelling import modelling
from uhrwerk.entrypoints.native.models.values import (
    Instant,
    Latitude,
    Longitude,
    Note,
    PositiveAmount,
    Reason,
    Tags,
    Zone,
    decimal_text,
    utc,
)
from uhrwerk.rules.rounding import Rounding, billed_seconds
from uhrwerk.rules.timer import Break as BreakOfRecord
from uhrwerk.rules.timer import State, break_seconds, net_seconds
from uhrwerk.storage.attendances import Attendance as AttendanceRecord
from uhrwerk.storage.records import Timed
from uhrwerk.storage.time_entries import TimeEntry as TimeEntryRecord


class Break(msgspec.Struct, frozen=True):
    """`ended_at` is null while the break lasts."""

    started_at: Instant
    ended_at: Instant | None = None

    def kept(self, field: str) -> BreakOfRecord:
        started_at = utc(self.started_at, field)
        assert started_at is not None
        return BreakOfRecord(started_at, utc(self.ended_at, field))


class TimeEntry(msgspec.Struct, frozen=True, gc=False):
    """Project time. While it is active `ended_at` is null and the seconds are those at the time of the answer.

    `billing_seconds` are the net seconds rounded as the workspace bills them, 0 for what is not billable.
    `length_only`: only the day and the length are known, the times mean nothing. `hour_rate` overrides the project's;
    `flat_rate`: the amount does not depend on the length. `warned_at` is when it was noticed that the clock may have
    been forgotten; `to_confirm`: it was stopped by itself, and waits for somebody to say that it is right.
    """

    id: str
    number: int
    person_id: str
    state: State
    started_at: datetime
    start_recorded_at: datetime
    ended_at: datetime | None
    end_recorded_at: datetime | None
    net_seconds: int
    billing_seconds: int
    break_seconds: int
    breaks: list[Break]
    zone: str
    project_id: str | None
    task_id: str | None
    type_of_work_id: str
    note: str | None
    billable: bool
    billed: bool
    length_only: bool
    hour_rate: str | None
    flat_rate: bool
    latitude_start: float | None
    longitude_start: float | None
    latitude_end: float | None
    longitude_end: float | None
    tags: list[str]
    manual: bool
    warned_at: datetime | None
    to_confirm: bool
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    version: int


class Attendance(msgspec.Struct, frozen=True):
    """Coming and going. `state` is running (in), paused (on break) or stopped (out).

    `warned_at` is when it was noticed that the clock may have been forgotten; `to_confirm`: it was stopped by itself,
    and waits for somebody to say that it is right.
    """

    id: str
    number: int
    person_id: str
    state: State
    started_at: datetime
    start_recorded_at: datetime
    ended_at: datetime | None
    end_recorded_at: datetime | None
    net_seconds: int
    break_seconds: int
    breaks: list[Break]
    zone: str
    note: str | None
    latitude_start: float | None
    longitude_start: float | None
    latitude_end: float | None
    longitude_end: float | None
    manual: bool
    warned_at: datetime | None
    to_confirm: bool
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    version: int


class StartTimer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to start. Everything may be left out; `at` is the client's own instant, `person_id` whose clock."""

    project_id: UUID | None = None
    task_id: UUID | None = None
    type_of_work_id: UUID | None = None
    note: Note | None = None
    billable: bool | None = None
    zone: Zone | None = None
    at: Instant | None = None
    person_id: UUID | None = None


class Punch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When, by the client's own clock, and whose clock; both may be left out."""

    at: Instant | None = None
    person_id: UUID | None = None


class Continue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When, by the client's own clock; it may be left out."""

    at: Instant | None = None


class Discard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose clock; left out: one's own. Of somebody else's, why."""

    person_id: UUID | None = None
    reason: Reason | None = None


class ClockIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As a punch, with a note and where it was pressed (degrees, WGS 84)."""

    at: Instant | None = None
    person_id: UUID | None = None
    note: Note | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class Switch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the active entry is for from now on; members left out stay as they are. Of somebody else's, why."""

    project_id: UUID | None | UnsetType = UNSET
    task_id: UUID | None | UnsetType = UNSET
    type_of_work_id: UUID | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    person_id: UUID | UnsetType = UNSET
    reason: Reason | None = None


class NewTimeEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A stretch of time written down afterwards. Coordinates are those of start and end."""

    started_at: Instant
    ended_at: Instant
    breaks: list[Break] = []
    zone: Zone | None = None
    length_only: bool = False
    project_id: UUID | None = None
    task_id: UUID | None = None
    type_of_work_id: UUID | None = None
    note: Note | None = None
    billable: bool | None = None
    hour_rate: PositiveAmount | None = None
    flat_rate: bool = False
    latitude_start: Latitude | None = None
    longitude_start: Longitude | None = None
    latitude_end: Latitude | None = None
    longitude_end: Longitude | None = None
    tags: Tags = []
    person_id: UUID | None = None
    reason: Reason | None = None


class TimeEntryChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are. `reason` is required for somebody else's."""

    started_at: Instant | UnsetType = UNSET
    ended_at: Instant | UnsetType = UNSET
    breaks: list[Break] | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    length_only: bool | UnsetType = UNSET
    project_id: UUID | None | UnsetType = UNSET
    task_id: UUID | None | UnsetType = UNSET
    type_of_work_id: UUID | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    billed: bool | UnsetType = UNSET
    hour_rate: PositiveAmount | None | UnsetType = UNSET
    flat_rate: bool | UnsetType = UNSET
    latitude_start: Latitude | None | UnsetType = UNSET
    longitude_start: Longitude | None | UnsetType = UNSET
    latitude_end: Latitude | None | UnsetType = UNSET
    longitude_end: Longitude | None | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    reason: Reason | None = None


class NewAttendance(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A presence written down. Without an end it is active from then on, as if clocked in.

    `reason` is required for somebody else's.
    """

    started_at: Instant
    ended_at: Instant | None = None
    breaks: list[Break] = []
    note: Note | None = None
    latitude_start: Latitude | None = None
    longitude_start: Longitude | None = None
    latitude_end: Latitude | None = None
    longitude_end: Longitude | None = None
    person_id: UUID | None = None
    reason: Reason | None = None


class AttendanceChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are; an end clocks somebody out. `reason` is required for somebody else's."""

    started_at: Instant | UnsetType = UNSET
    ended_at: Instant | UnsetType = UNSET
    breaks: list[Break] | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    latitude_start: Latitude | None | UnsetType = UNSET
    longitude_start: Longitude | None | UnsetType = UNSET
    latitude_end: Latitude | None | UnsetType = UNSET
    longitude_end: Longitude | None | UnsetType = UNSET
    reason: Reason | None = None


_time_entry: Final = modelling(
    TimeEntry, "state", "net_seconds", "break_seconds", "breaks", "billing_seconds", "hour_rate"
)
_attendance: Final = modelling(Attendance, "state", "net_seconds", "break_seconds", "breaks")


def time_entry(record: TimeEntryRecord, now: datetime, rounding: Rounding) -> TimeEntry:
    """`rounding` is the workspace's for what it bills."""
    clock = _clock(record, now)
    billing_seconds = billed_seconds(clock[1], rounding) if record.billable else 0
    hour_rate = None if record.hour_rate is None else decimal_text(record.hour_rate)
    return _time_entry(record, *clock, billing_seconds, hour_rate)


def attendance(record: AttendanceRecord, now: datetime) -> Attendance:
    return _attendance(record, *_clock(record, now))


def _clock(record: Timed, now: datetime) -> tuple[State, int, int, list[Break]]:
    """State, net seconds, seconds of breaks and the breaks themselves, as at `now`."""
    breaks = [Break(each.started_at, each.ended_at) for each in record.breaks] if record.breaks else []
    if record.net_seconds is not None and record.break_seconds is not None:
        # They are fixed at the stop.
        return State.STOPPED, record.net_seconds, record.break_seconds, breaks
    timer = record.timer
    return timer.state, net_seconds(timer, now), break_seconds(timer, now), breaks
