"""The timer and its time entries."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from uhrwerk.entrypoints.modelling import iso_texts, made, modelling
from uhrwerk.entrypoints.vendors.awork.wire.projects import NestedProject, nested_project
from uhrwerk.entrypoints.vendors.awork.wire.tasks import NestedTask, nested_task
from uhrwerk.entrypoints.vendors.awork.wire.types_of_work import NestedType, nested_type
from uhrwerk.entrypoints.vendors.awork.wire.users import NestedUser, nested_user
from uhrwerk.entrypoints.vendors.awork.wire.values import (
    DAY_LONG,
    EXACT_TIME,
    MIDNIGHT,
    TIME,
    WHOLE_LONG,
    Answer,
    exact_timestamp,
    length_of,
    ticks,
    timestamp_of,
)
from uhrwerk.operations.details import EntryDetails
from uhrwerk.rules.day import utc_offset
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


class TimeTracking(Answer, gc=False):
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
_NO_END: Final = (None,) * len(ENDS)

End = tuple[str | None, str | None]
"""An instant in UTC and by the wall of its zone, as texts."""

Texts = tuple[End, End, str, str]
"""Start and end of an entry, when it was made and when it was last changed."""

_time_tracking: Final = modelling(
    TimeTracking,
    *(*STARTS, *ENDS, "duration", "break_duration", "created_on", "updated_on", "breaks", "resource_version"),
    *("type_of_work", "user", "task", "project", "is_external"),
    timezone="zone",
    is_billable="billable",
    is_billed="billed",
    user_id="person_id",
)


def time_tracking(details: EntryDetails) -> TimeTracking:
    [texts] = _texts([details.entry])
    return _shown(
        details.entry,
        texts,
        nested_type(details.type_of_work),
        nested_user(details.person),
        None if details.task is None else nested_task(details.task),
        None if details.project is None else nested_project(details.project),
    )


def time_trackings(entries: Sequence[EntryDetails]) -> list[TimeTracking]:
    """What several entries are for, and whose they are, is made once; instants become texts all at once."""
    records = [each.entry for each in entries]
    types = made(nested_type, {each.entry.type_of_work_id: each.type_of_work for each in entries})
    users = made(nested_user, {each.entry.person_id: each.person for each in entries})
    tasks = made(nested_task, {each.entry.task_id: each.task for each in entries})
    projects = made(nested_project, {each.entry.project_id: each.project for each in entries})
    return [
        _shown(
            each,
            texts,
            types[each.type_of_work_id],
            users[each.person_id],
            tasks[each.task_id],
            projects[each.project_id],
        )
        for each, texts in zip(records, _texts(records), strict=True)
    ]


def _shown(
    entry: TimeEntry,
    texts: Texts,
    type_of_work: NestedType | None,
    user: NestedUser | None,
    task: NestedTask | None,
    project: NestedProject | None,
) -> TimeTracking:
    start, end, created_at, updated_at = texts
    return _time_tracking(
        entry,
        *_shown_end(entry.length_only, *start),
        *_shown_end(entry.length_only, *end),
        entry.net_seconds or 0,
        closed_break_seconds(entry.breaks) if entry.breaks else 0,
        timestamp_of(created_at),
        timestamp_of(updated_at),
        # Of an entry of a day and a length no times are told, and those of its breaks mean nothing.
        [] if entry.length_only or not entry.breaks else [break_model(each) for each in entry.breaks],
        ticks(entry.updated_at),
        type_of_work,
        user,
        task,
        project,
        False,
    )


def _texts(records: Sequence[TimeEntry]) -> Iterable[Texts]:
    return zip(
        _in_utc_and_there([(each.zone, each.started_at, each.start_offset) for each in records]),
        _in_utc_and_there([(each.zone, each.ended_at, each.end_offset) for each in records]),
        iso_texts([each.created_at for each in records]),
        iso_texts([each.updated_at for each in records]),
        strict=True,
    )


def _in_utc_and_there(ends: Sequence[tuple[str, datetime | None, int | None]]) -> Iterable[End]:
    """The wall there is so many seconds ahead of UTC: what lists are filtered by is shown."""
    there = [at and at + length_of(utc_offset(zone, at) if seconds is None else seconds) for zone, at, seconds in ends]
    return zip(iso_texts([at for _, at, _ in ends]), iso_texts(there), strict=True)


def _shown_end(length_only: bool, utc: str | None, there: str | None) -> Sequence[str | None]:
    """When it began or ended: day and time in UTC and there; where only the length is known, the day there."""
    if utc is None or there is None:
        return _NO_END
    day_there = there[:DAY_LONG] + MIDNIGHT
    if length_only:
        return day_there + "Z", None, day_there, None
    day = utc[:DAY_LONG] + MIDNIGHT + "Z"
    if len(utc) == WHOLE_LONG:
        return day, utc[TIME], day_there, there[TIME]
    return day, utc[EXACT_TIME] + "0", day_there, there[EXACT_TIME] + "0"


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
