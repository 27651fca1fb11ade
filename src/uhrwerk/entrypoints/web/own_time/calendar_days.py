"""What the calendar draws: of each day its hours, its blocks and what lies on all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from uhrwerk.entrypoints.web.people.absence_words import what
from uhrwerk.entrypoints.web.reader import Reader
from uhrwerk.operations.calendar import Days
from uhrwerk.operations.details import EntryDetails
from uhrwerk.rules.absence import halves_off
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.day import Span, day_bounds, local_date
from uhrwerk.rules.day_axis import Lane, Place, day_length, hour_marks, place_on, side_by_side
from uhrwerk.rules.timer import State, Timer, break_spans
from uhrwerk.rules.work_day import WorkDay
from uhrwerk.storage.records import Timed
from uhrwerk.storage.time_entries import TimeEntry

USUAL_LENGTH: Final = 86_400


@dataclass(frozen=True, slots=True)
class Hour:
    """A mark on the axis: `place` in seconds, what is written there."""

    place: int
    label: str
    again: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A record's part on one day. Places are seconds of the day, instants the whole record's (UTC)."""

    record: Timed
    place: Place
    lane: Lane
    breaks: Sequence[Place]
    title: str
    project: str
    times: str
    length: str
    ended_at: datetime | None
    can_move: bool = False

    @property
    def runs(self) -> bool:
        return self.record.ended_at is None

    @property
    def paused(self) -> bool:
        return self.record.state is State.PAUSED

    @property
    def overlaps(self) -> bool:
        return self.lane.of > 1


@dataclass(frozen=True, slots=True)
class AllDay:
    """What has no place on the axis: a holiday, an absence, an entry of which the length alone is known."""

    kind: str
    text: str
    entry: TimeEntry | None = None


@dataclass(frozen=True, slots=True)
class DayShown:
    """One local day; `bounds` are its instants (UTC), `seconds` its real length."""

    day: date
    bounds: Span
    seconds: int
    hours: Sequence[Hour]
    blocks: Sequence[Block]
    attendance: Sequence[Block]
    all_day: Sequence[AllDay]
    work: WorkDay
    project_seconds: int
    closed: bool
    today: bool

    @property
    def irregular(self) -> bool:
        """Whether the clocks change on it."""
        return self.seconds != USUAL_LENGTH


@dataclass(slots=True)
class Drawing:
    """Draws days for a reader; `now` (UTC) is where what runs has come to."""

    days: Days
    reader: Reader
    actor: Actor
    now: datetime
    names: dict[str, tuple[str, str]] = field(default_factory=dict)

    def all(self) -> list[DayShown]:
        self.names = {each.entry.id: self._names(each) for each in self.days.entries}
        return [self._day(work) for work in self.days.work]

    def _day(self, work: WorkDay) -> DayShown:
        day, zones = work.day, self.days.person.zones
        bounds = day_bounds(day, zones)
        with_times = [each.entry for each in self.days.entries if not each.entry.length_only]
        return DayShown(
            day,
            bounds,
            day_length(day, zones),
            self._hours(day),
            self._blocks(with_times, bounds),
            self._blocks(self.days.attendances, bounds),
            list(self._all_day(day)),
            work,
            self.days.project_seconds.get(day, 0),
            day in self.days.closed,
            day == local_date(self.now, zones),
        )

    def _hours(self, day: date) -> list[Hour]:
        return [
            Hour(mark.place, self._hour(mark.local, mark.again), mark.again)
            for mark in hour_marks(day, self.days.person.zones)
        ]

    def _hour(self, local: datetime, again: bool) -> str:
        text = self.reader.formats.wall_time(local)
        return f"{text} {_offset(local)}" if again else text

    def _blocks(self, records: Sequence[Timed], bounds: Span) -> list[Block]:
        spans = [self._span(each) for each in records]
        placed = [
            (record, place, span)
            for record, span in zip(records, spans, strict=True)
            if (place := place_on(span, bounds)) is not None
        ]
        lanes = side_by_side([span for _, _, span in placed])
        return [
            self._block(record, place, lane, bounds) for (record, place, _), lane in zip(placed, lanes, strict=True)
        ]

    def _span(self, record: Timed) -> Span:
        return record.started_at, _until(record.timer, self.now)

    def _block(self, record: Timed, place: Place, lane: Lane, bounds: Span) -> Block:
        breaks = [
            found
            for span in break_spans(record.timer, self.now)
            if (found := place_on(span, bounds)) is not None and found.end > found.begin
        ]
        title, project = self.names.get(record.id, ("", ""))
        return Block(
            record,
            place,
            lane,
            breaks,
            title,
            project,
            self._times(record),
            self.reader.formats.hours(self._net(record)),
            record.ended_at,
            self._can_move(record),
        )

    def _times(self, record: Timed) -> str:
        formats = self.reader.formats
        begin = formats.time(record.started_at)
        if record.ended_at is None:
            return self.reader.t("since %(time)s", time=begin)
        return f"{begin}–{formats.time(record.ended_at)}"

    def _net(self, record: Timed) -> float:
        if record.net_seconds is not None:
            return record.net_seconds
        breaks = sum((end - begin).total_seconds() for begin, end in break_spans(record.timer, self.now))
        return (self.now - record.started_at).total_seconds() - breaks

    def _can_move(self, record: Timed) -> bool:
        """Whether it is worth trying: the operation is asked in any case."""
        days = {local_date(instant, self.days.person.zones) for instant in self._span(record)}
        billed = isinstance(record, TimeEntry) and record.billed and self.actor.role is not Role.ADMIN
        return isinstance(record, TimeEntry) and not billed and not days & self.days.closed

    def _all_day(self, day: date) -> Iterator[AllDay]:
        for holiday in self.days.away.holidays:
            if halves_off(holiday.days, day):
                yield AllDay("holiday", holiday.name)
        for away in self.days.away.away:
            if away.starts_on <= day <= away.ends_on:
                yield AllDay("absence", what(self.reader, away, self.days.types))
        for each in self.days.entries:
            entry = each.entry
            if entry.length_only and local_date(entry.started_at, self.days.person.zones) == day:
                hours = self.reader.formats.hours(entry.net_seconds or 0)
                yield AllDay("length", f"{hours} {self.names[entry.id][0]}", entry)

    def _names(self, details: EntryDetails) -> tuple[str, str]:
        """What the entry is called, and what it is for: the note, else what it is for."""
        purpose = []
        if details.project is not None:
            purpose.append(details.project.project.name)
        if details.task is not None:
            purpose.append(details.task.task.name)
        said = " · ".join(purpose) or details.type_of_work.name
        note = (details.entry.note or "").strip()
        return (note, said) if note else (said, "")


def _until(timer: Timer, now: datetime) -> datetime:
    return timer.ended_at or max(now, timer.last_act_at)


def _offset(local: datetime) -> str:
    """`UTC+2`, `UTC−3:30`."""
    offset = local.utcoffset()
    assert offset is not None
    minutes = int(offset.total_seconds()) // 60
    sign = "−" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
