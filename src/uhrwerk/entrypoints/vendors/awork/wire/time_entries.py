"""The timer and its time entries."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from uhrwerk.entrypoints.modelling import Shared
from uhrwerk.entrypoints.vendors.awork.wire.projects import NestedProject, nested_project
from uhrwerk.entrypoints.vendors.awork.wire.tasks import NestedTask, nested_task
from uhrwerk.entrypoints.vendors.awork.wire.types_of_work import NestedType, nested_type
from uhrwerk.entrypoints.vendors.awork.wire.users import NestedUser, nested_user
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, day_and_time, exact_timestamp, ticks, timestamp
from uhrwerk.operations.details import EntryDetails
from uhrwerk.rules.instants import microseconds, whole_seconds
from uhrwerk.rules.timer import Break
from uhrwerk.storage.time_entries import TimeEntry


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


class TimeTracking(Answer, kw_only=True):
    timezone: str
    type_of_work_id: str
    is_billable: bool | None = None
    is_billed: bool | None = None
    task_id: str | None = None
    project_id: str | None = None
    note: str | None = None
    start_date_utc: str
    start_time_utc: str | None = None
    end_date_utc: str | None = None
    end_time_utc: str | None = None
    start_date_local: str
    start_time_local: str | None = None
    end_date_local: str | None = None
    end_time_local: str | None = None
    duration: int | None = None
    break_duration: int | None = None
    user_id: str
    id: str
    created_by: str
    created_on: str
    updated_by: str
    updated_on: str
    type_of_work: NestedType
    user: NestedUser
    task: NestedTask | None = None
    project: NestedProject | None = None
    breaks: list[BreakModel]
    resource_version: int
    is_external: bool | None = None


def time_trackings(entries: Iterable[EntryDetails]) -> list[TimeTracking]:
    shared = Shared()
    return [time_tracking(each, shared) for each in entries]


def time_tracking(details: EntryDetails, shared: Shared | None = None) -> TimeTracking:
    """`shared`: what is shown alike by the other entries of a list."""
    shared = shared or Shared()
    entry = details.entry
    return TimeTracking(
        timezone=entry.zone,
        type_of_work_id=entry.type_of_work_id,
        is_billable=entry.billable,
        is_billed=entry.billed,
        task_id=entry.task_id,
        project_id=entry.project_id,
        note=entry.note,
        **_ends(entry),
        duration=entry.net_seconds or 0,
        break_duration=closed_break_seconds(entry.breaks),
        user_id=entry.person_id,
        id=entry.id,
        created_by=entry.created_by,
        created_on=timestamp(entry.created_at),
        updated_by=entry.updated_by,
        updated_on=timestamp(entry.updated_at),
        type_of_work=shared(nested_type, details.type_of_work),
        user=shared(nested_user, details.person),
        task=shared(nested_task, details.task),
        project=shared(nested_project, details.project),
        # Of an entry of a day and a length no times are told, and those of its breaks mean nothing.
        breaks=[] if entry.length_only else [break_model(each) for each in entry.breaks],
        resource_version=ticks(entry.updated_at),
        is_external=False,
    )


def _ends(entry: TimeEntry) -> dict[str, Any]:
    """When it began and ended, in UTC and on its own wall; where only the length is known, on which day there."""
    found: dict[str, Any] = {}
    for end, instant in (("start", entry.started_at), ("end", entry.ended_at)):
        if instant is not None:
            day_there, time_there = day_and_time(instant.astimezone(ZoneInfo(entry.zone)))
            day, time = (day_there, None) if entry.length_only else day_and_time(instant)
            found[f"{end}_date_utc"] = day + "Z"
            found[f"{end}_date_local"] = day_there
            found[f"{end}_time_utc"] = time
            found[f"{end}_time_local"] = None if entry.length_only else time_there
    return found


def closed_break_seconds(breaks: Iterable[Break]) -> int:
    return whole_seconds(sum(microseconds(b.ended_at - b.started_at) for b in breaks if b.ended_at is not None))


def break_model(each: Break) -> BreakModel:
    if each.ended_at is None:
        return BreakModel(start_date=exact_timestamp(each.started_at))
    return BreakModel(
        start_date=exact_timestamp(each.started_at),
        duration=closed_break_seconds([each]),
        end_date=exact_timestamp(each.ended_at),
    )
