"""What requests say of time entries: what they are for, and when they were."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from msgspec import UNSET, UnsetType

from uhrwerk.entrypoints.vendors.awork.wire.ends import Ends, ends_of
from uhrwerk.entrypoints.vendors.awork.wire.forms import Form, given
from uhrwerk.entrypoints.vendors.awork.wire.time_entries import closed_break_seconds
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.rules.day import zone as known_zone
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.timer import Break, break_within
from uhrwerk.storage.time_entries import TimeEntry

MOST_SECONDS: Final = 2**31 - 1

_PURPOSE: Final = {
    "project_id": "project_id",
    "task_id": "task_id",
    "type_of_work_id": "type_of_work_id",
    "note": "note",
}


class EntryChanges(Form):
    """A change. What is left out stays as it is, null empties where something may be empty."""

    type_of_work_id: UUID
    timezone: str
    user_id: UUID | None = None
    project_id: UUID | None | UnsetType = UNSET
    task_id: UUID | None | UnsetType = UNSET
    note: str | None | UnsetType = UNSET
    is_billable: bool | None = None
    is_billed: bool | None = None
    start_date_utc: str | None = None
    start_time_utc: str | None = None
    end_date_utc: str | None = None
    end_time_utc: str | None = None
    start_date_local: str | None = None
    start_time_local: str | None = None
    end_date_local: str | None = None
    end_time_local: str | None = None
    duration: int | None = None
    break_duration: int | None = None


class NewEntry(EntryChanges):
    user_id: UUID


class EntrySet(Form):
    """Entries to do the same to."""

    ids: list[UUID]


class TypedEntrySet(EntrySet):
    type_of_work_id: UUID


class EntryBatch(Form):
    """Entries to do the same to, and what it takes to do it."""

    time_entry_ids: list[UUID]
    new_type_of_work_id: UUID | None = None
    is_billable: bool | None = None
    is_billed: bool | None = None
    new_user_id: UUID | None = None
    new_project_id: UUID | None = None
    new_task_id: UUID | None = None
    require_all_time_entries: bool = False


def purpose(form: NewEntry) -> Purpose:
    return Purpose(**given(form, _PURPOSE), billable=form.is_billable, billed=bool(form.is_billed))


def written(form: NewEntry, now: datetime) -> Written:
    """The stretch of a new entry. Raises Invalid naming the members at fault."""
    zone = known_zone(form.timezone, "timezone")
    ends = ends_of(form, zone, None)
    length_only = ends.untimed and ends.start is not None and form.duration is not None
    started_at, ended_at, breaks = _Stretch(form, ends, length_only, None, now).read()
    return Written(started_at, ended_at, breaks, form.timezone, length_only)


def changes(form: EntryChanges, now: datetime, before: TimeEntry) -> dict[str, Any]:
    """The members to change, by the core's names. Raises Invalid naming the members at fault."""
    zone = known_zone(form.timezone, "timezone")
    members = given(form, _PURPOSE) | {"zone": form.timezone}
    flags = {"billable": form.is_billable, "billed": form.is_billed}
    members |= {name: value for name, value in flags.items() if value is not None}
    return members | _changed_clock(form, now, before, ends_of(form, zone, before))


def _changed_clock(form: EntryChanges, now: datetime, before: TimeEntry, ends: Ends) -> dict[str, Any]:
    # An active entry is answered with a duration of 0 and the breaks so far: sent back, they say nothing.
    if before.ended_at is None and ends.end is None and not form.duration:
        return {} if ends.start is None else {"started_at": ends.instant("start", now)}
    if ends.start is None and ends.end is None and form.duration is None and form.break_duration is None:
        return {}
    told = ends.start is not None and form.duration is not None
    length_only = ends.untimed and (before.length_only or told)
    started_at, ended_at, breaks = _Stretch(form, ends, length_only, before, now).read()
    clock = {"started_at": started_at, "ended_at": ended_at, "length_only": length_only}
    return clock if breaks == before.breaks else clock | {"breaks": breaks}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From start to end, with breaks; `before` is the entry as it was, None of a new one.

    A start and an end win over a start and a duration, those over an end and a duration.
    """

    form: EntryChanges
    ends: Ends
    length_only: bool
    before: TimeEntry | None
    now: datetime

    def read(self) -> tuple[datetime, datetime, tuple[Break, ...]]:
        for name in ("duration", "break_duration"):
            if not 0 <= (getattr(self.form, name) or 0) <= MOST_SECONDS:
                raise Invalid.field(name, f"must lie between 0 and {MOST_SECONDS}")
        try:
            started_at, ended_at = self._bounds()
        except OverflowError:
            raise Invalid.field("duration", "leads out of the calendar") from None
        if ended_at < started_at:
            raise Invalid.field(f"end_date_{self.ends.group}", "lies before the start")
        return started_at, ended_at, self._breaks(started_at, ended_at)

    def _bounds(self) -> tuple[datetime, datetime]:
        # The end first: a start that autumn shows twice comes before it.
        ended_at, length = self._end(), self._length()
        started_at = self._start(ended_at)
        if started_at is None and ended_at is not None and length is not None:
            started_at = ended_at - length
        if started_at is None and self.before is not None:
            started_at = self.before.started_at
        if started_at is None:
            raise Invalid.field(f"start_date_{self.ends.group}", "is required")
        if ended_at is None and length is not None:
            ended_at = started_at + length
        if ended_at is None and self.before is not None:
            ended_at = self._kept_end(self.before, started_at)
        if ended_at is None:
            raise Invalid.field("duration", "is required where there is no end; a timer is started by its own verb")
        return started_at, ended_at

    def _kept_end(self, before: TimeEntry, started_at: datetime) -> datetime | None:
        """The end that there was; where only the length was known, that length on."""
        if not before.length_only or before.net_seconds is None:
            return before.ended_at
        rest = closed_break_seconds(self._old) if self.form.break_duration is None else self.form.break_duration
        return started_at + timedelta(seconds=before.net_seconds + rest)

    def _start(self, latest: datetime | None) -> datetime | None:
        if self.ends.start is None:
            return None
        return self.ends.beginning_of_day() if self.length_only else self.ends.instant("start", self.now, latest)

    def _end(self) -> datetime | None:
        return None if self.ends.end is None or self.length_only else self.ends.instant("end", self.now)

    def _length(self) -> timedelta | None:
        """From start to end, breaks and all."""
        if self.form.duration is None:
            return None
        net = timedelta(seconds=self.form.duration)
        if self._keeps_breaks():
            return net + sum((each.ended_at - each.started_at for each in self._old if each.ended_at), timedelta())
        return net + timedelta(seconds=self.form.break_duration or 0)

    def _breaks(self, started_at: datetime, ended_at: datetime) -> tuple[Break, ...]:
        """The breaks that were there, if the form does not say another length; one in the middle if they do not fit."""
        inside = all(started_at <= each.started_at and (each.ended_at or ended_at) <= ended_at for each in self._old)
        if self._keeps_breaks() and inside:
            return self._old
        seconds = self.form.break_duration
        return break_within(started_at, ended_at, closed_break_seconds(self._old) if seconds is None else seconds)

    def _keeps_breaks(self) -> bool:
        return self.form.break_duration in (None, closed_break_seconds(self._old))

    @property
    def _old(self) -> tuple[Break, ...]:
        return self.before.breaks if self.before else ()
