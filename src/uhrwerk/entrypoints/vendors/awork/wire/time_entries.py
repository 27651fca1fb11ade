"""The timer and its time entries."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from uhrwerk.entrypoints.modelling import Shared, modelling
from uhrwerk.entrypoints.vendors.awork.wire.projects import NestedProject, nested_project
from uhrwerk.entrypoints.vendors.awork.wire.tasks import NestedTask, nested_task
from uhrwerk.entrypoints.vendors.awork.wire.types_of_work import NestedType, nested_type
from uhrwerk.entrypoints.vendors.awork.wire.users import NestedUser, nested_user
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, day_and_time, exact_timestamp, ticks, timestamp
from uhrwerk.operations.details import EntryDetails
from uhrwerk.rules.day import utc_offset
from uhrwerk.rules.instants import microseconds, whole_seconds
from uhrwerk.rules.timer import Break
from uhrwerk.storage.time_entries import TimeEntry

SECOND: Final = timedelta(seconds=1)


class StartForm(msgspec.Struct, kw_only=True):
    """The body of a start. Members are matched without regard to case, so the names here are lower-case."""

    type_of_work_id: UUID = msgspec.field(name="typeofworkid")
    timezone: str
    project_id: UUID | None = msgspec.field(name="projectid", default=None)
    task_id: UUID | None = msgspec.field(name="taskid", default=None)
    note: str | None = None
    is_billable: bool | None = msgspec.field(name="isbillable", default=None)
    is_billed: bool | None = msgspec.field(name="isbilled", default=None)


class BreakModel(Answer, kw_only=True):
    start_date: str
    duration: int | None = None
    end_date: str | None = None


class TimeTracking(Answer):
    timezone: str
    type_of_work_id: str
    start_date_utc: str
    start_date_local: str
    user_id: str
    id: str
    created_by: str
    created_on: str
    updated_by: str
    updated_on: str
    type_of_work: NestedType
    user: NestedUser
    breaks: list[BreakModel]
    resource_version: int
    is_billable: bool | None = None
    is_billed: bool | None = None
    task_id: str | None = None
    project_id: str | None = None
    note: str | None = None
    start_time_utc: str | None = None
    start_time_local: str | None = None
    end_date_utc: str | None = None
    end_time_utc: str | None = None
    end_date_local: str | None = None
    end_time_local: str | None = None
    duration: int | None = None
    break_duration: int | None = None
    task: NestedTask | None = None
    project: NestedProject | None = None
    is_external: bool | None = None


STARTS: Final = ("start_date_utc", "start_time_utc", "start_date_local", "start_time_local")
ENDS: Final = ("end_date_utc", "end_time_utc", "end_date_local", "end_time_local")

_time_tracking: Final = modelling(
    TimeTracking,
    *(*STARTS, *ENDS, "duration", "break_duration", "created_on", "updated_on", "breaks", "resource_version"),
    *("type_of_work", "user", "task", "project", "is_external"),
    timezone="zone",
    is_billable="billable",
    is_billed="billed",
    user_id="person_id",
)


def time_trackings(entries: Iterable[EntryDetails]) -> list[TimeTracking]:
    shared = Shared()
    return [time_tracking(each, shared) for each in entries]


def time_tracking(details: EntryDetails, shared: Shared | None = None) -> TimeTracking:
    """`shared`: what is shown alike by the other entries of a list."""
    shared = shared or Shared()
    entry = details.entry
    return _time_tracking(
        entry,
        *_end(entry, entry.started_at, entry.start_offset),
        *_end(entry, entry.ended_at, entry.end_offset),
        entry.net_seconds or 0,
        closed_break_seconds(entry.breaks) if entry.breaks else 0,
        timestamp(entry.created_at),
        timestamp(entry.updated_at),
        # Of an entry of a day and a length no times are told, and those of its breaks mean nothing.
        [] if entry.length_only else [break_model(each) for each in entry.breaks],
        ticks(entry.updated_at),
        shared(nested_type, details.type_of_work),
        shared(nested_user, details.person),
        shared(nested_task, details.task),
        shared(nested_project, details.project),
        False,
    )


def _end(entry: TimeEntry, instant: datetime | None, offset: int | None) -> Sequence[str | None]:
    """When it began or ended: day and time in UTC and on its own wall; where only the length is known, the day there.

    `offset` is how many seconds that wall is ahead of UTC: what lists are filtered by is shown.
    """
    if instant is None:
        return None, None, None, None
    seconds = utc_offset(entry.zone, instant) if offset is None else offset
    day_there, time_there = day_and_time(instant + seconds * SECOND)
    if entry.length_only:
        return day_there + "Z", None, day_there, None
    day, time = day_and_time(instant)
    return day + "Z", time, day_there, time_there


def closed_break_seconds(breaks: Iterable[Break]) -> int:
    return whole_seconds(sum([microseconds(b.ended_at - b.started_at) for b in breaks if b.ended_at is not None]))


def break_model(each: Break) -> BreakModel:
    if each.ended_at is None:
        return BreakModel(start_date=exact_timestamp(each.started_at))
    return BreakModel(
        start_date=exact_timestamp(each.started_at),
        duration=closed_break_seconds([each]),
        end_date=exact_timestamp(each.ended_at),
    )
