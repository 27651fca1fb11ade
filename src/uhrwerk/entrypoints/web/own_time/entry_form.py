"""The form of a time entry with its times: read, checked, and turned into what the operations want."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.own_time.picker import chosen_purpose, purpose_picked, value_of
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import time_entries
from uhrwerk.operations.purpose_choices import Choice
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.rules.day import DAY, Zones, instant_of
from uhrwerk.rules.refusals import Invalid, NotFound, Refusal
from uhrwerk.rules.timer import Break
from uhrwerk.storage.records import Timed
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

_BREAK: Final = re.compile(r"(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)", re.ASCII)
ADDRESSED: Final = {
    "started_at": "start_time",
    "ended_at": "end_time",
    "project_id": "purpose",
    "task_id": "purpose",
}
"""Which field of the form is meant by a member of an entry."""

BILLABLE: Final = {"yes": True, "no": False}


class EntryForm:
    """A form as it was sent; what is wrong with it stands in its errors. Times are those of the person's wall clock.

    A time that was not touched keeps its very instant: its seconds, and which of an hour that comes twice is meant.
    """

    def __init__(self, form: Form, zones: Zones, now: datetime) -> None:
        self.form = form
        self._zones = zones
        self._now = now

    def written(self) -> Written | None:
        """The times, None where they cannot be read."""
        began, ended = self.instant("start"), self.instant("end")
        if began is None or ended is None:
            return None
        breaks = self._breaks(began)
        return None if breaks is None else Written(began, ended, breaks)

    def purpose(self) -> Purpose:
        return Purpose(
            **chosen_purpose(self.form),
            note=self.form.given("note"),
            billable=BILLABLE.get(self.form.text("billable")),
        )

    def changes(self, before: TimeEntry) -> dict[str, Any] | None:
        """The members of an entry that the form changes, None where it cannot be read."""
        members = {"note": self.form.given("note"), **purpose_picked(self.form, before)}
        if self.form.text("billable") in BILLABLE:
            members["billable"] = BILLABLE[self.form.text("billable")]
        if before.ended_at is None:
            began = self.instant("start")
            return None if began is None else members | {"started_at": began}
        written = self.written()
        if written is None:
            return None
        return members | {"started_at": written.started_at, "ended_at": written.ended_at, "breaks": written.breaks}

    def refuse(self, refusal: Refusal) -> None:
        self.form.refuse_all(refusal, **ADDRESSED)

    def instant(self, end: str) -> datetime | None:
        """The instant of the fields `start_time` and `starts_on`, or `end_time` and `ends_on`."""
        day, wall = self.form.day(f"{end}s_on"), self._time(f"{end}_time")
        if day is None and f"{end}s_on" not in self.form.errors:
            self.form.refuse(f"{end}s_on", N_("is required"))
        if day is None or wall is None:
            return None
        before = read_instant(self.form.text(f"{end}ed_at"))
        local = datetime.combine(day, wall)
        if before is not None and wall_of(before, self._zones) == local:
            return before
        return self._resolved(local, f"{end}_time", before)

    def _resolved(self, local: datetime, field: str, near: datetime | None = None) -> datetime | None:
        try:
            return instant_of(local, self._zones, near or self._now, field, latest=datetime.max.replace(tzinfo=UTC))
        except Invalid as refusal:
            self.form.refuse_all(refusal, [field])
            return None

    def _time(self, field: str) -> time | None:
        try:
            return time.fromisoformat(self.form.text(field))
        except ValueError:
            self.form.refuse(field, N_("must be a time such as 09:30"))
            return None

    def _breaks(self, began: datetime) -> tuple[Break, ...] | None:
        text = self.form.text("breaks")
        if not text:
            return ()
        kept = breaks_of(self.form.text("breaks_before"))
        if text == breaks_text(kept, self._zones):
            return kept
        found = list(self._read_breaks(text, began))
        return None if "breaks" in self.form.errors else tuple(found)

    def _read_breaks(self, text: str, began: datetime) -> Iterator[Break]:
        earliest = began
        for part in filter(None, re.split(r"\s*[,;\n]\s*", text)):
            match = _BREAK.fullmatch(part.strip())
            ends = [self._following(each, earliest) for each in match.groups()] if match else [None]
            if ends[0] is None or ends[-1] is None:
                self.form.refuse("breaks", N_("must be stretches such as 12:00–12:30, separated by commas"))
                return
            if ends[1] is not None and ends[1] < ends[0]:
                ends[1] = self._following(match.group(2) if match else "", ends[0])
            assert ends[1] is not None
            yield Break(ends[0], ends[1])
            earliest = ends[1]

    def _following(self, text: str, earliest: datetime) -> datetime | None:
        """The next instant from `earliest` on at which the wall clock shows that time."""
        try:
            wall = time.fromisoformat(text.zfill(5))
        except ValueError:
            return None
        local = wall_of(earliest, self._zones)
        day = local.date() if wall >= local.time() else local.date() + DAY
        return self._resolved(datetime.combine(day, wall), "breaks", earliest)


async def own_entry(tx: Tx, visit: Visit, id: str) -> TimeEntry:
    """An entry of one's own: the pages with this form have no other. Raises NotFound."""
    entry = await time_entries.get(tx, visit.actor, id)
    if entry.person_id != visit.person.id:
        raise NotFound("time entry")
    return entry


def entry_values(entry: TimeEntry, zones: Zones) -> dict[str, object]:
    """What the form says at first of an entry."""
    return {
        "note": entry.note,
        "purpose": value_of(Choice(entry.project_id, entry.task_id)),
        "type_of_work_id": entry.type_of_work_id,
        "billable": "yes" if entry.billable else "no",
        **times_values(entry, zones),
    }


def times_values(entry: Timed, zones: Zones) -> dict[str, object]:
    """The part about times, which attendances have too."""
    values = {"version": entry.version, **time_values("start", entry.started_at, zones)}
    if entry.ended_at is not None:
        values |= time_values("end", entry.ended_at, zones)
        values["breaks"] = breaks_text(entry.breaks, zones)
        values["breaks_before"] = " ".join(
            f"{each.started_at.isoformat()}/{each.ended_at.isoformat()}" for each in entry.breaks if each.ended_at
        )
    return values


def time_values(end: str, at: datetime, zones: Zones) -> dict[str, object]:
    local = wall_of(at, zones)
    return {
        f"{end}s_on": local.date().isoformat(),
        f"{end}_time": f"{local:%H:%M}",
        f"{end}ed_at": at.isoformat(),
    }


def breaks_text(breaks: Iterable[Break], zones: Zones) -> str:
    """`12:00–12:30, 15:10–15:20`, as it can be typed."""
    return ", ".join(
        f"{wall_of(each.started_at, zones):%H:%M}–{wall_of(each.ended_at, zones):%H:%M}"
        for each in breaks
        if each.ended_at is not None
    )


def breaks_of(text: str) -> tuple[Break, ...]:
    """Those that `entry_values` wrote down; nothing of what it did not write."""
    found = [tuple(read_instant(end) for end in part.split("/")) for part in text.split()]
    return tuple(Break(ends[0], ends[1]) for ends in found if len(ends) == 2 and ends[0] and ends[1])


def wall_of(at: datetime, zones: Zones) -> datetime:
    """What the person's wall clock shows, to the minute."""
    return at.astimezone(zones.at(at)).replace(second=0, microsecond=0, tzinfo=None)


def read_instant(text: str) -> datetime | None:
    """The instant (UTC) that a page wrote down; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def shifted(breaks: Iterable[Break], by: timedelta) -> tuple[Break, ...]:
    return tuple(Break(each.started_at + by, each.ended_at + by if each.ended_at else None) for each in breaks)
