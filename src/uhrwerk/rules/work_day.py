"""A person's days at work: what was due, what was worked, which part was a holiday or an absence, in whole seconds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from uhrwerk.rules.day import Span, Zones, attendance_day, breaks_of_day, day_bounds
from uhrwerk.rules.timer import Timer


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days on which less is to be worked, `first` and `last` among them.

    `half_first`: the first day's morning is worked; `half_last`: the last day's afternoon is.
    """

    name: str
    first: date
    last: date
    half_first: bool = False
    half_last: bool = False

    def halves(self, day: date) -> int:
        """How many halves of the day are off: 0, 1 or 2."""
        if not self.first <= day <= self.last:
            return 0
        return 2 - (day == self.first and self.half_first) - (day == self.last and self.half_last)


@dataclass(frozen=True, slots=True)
class PartOff:
    """What days off take of a day."""

    name: str
    seconds: int


@dataclass(frozen=True, slots=True)
class WorkDay:
    """One day. Instants are UTC; `ended_at` is None too for somebody who is still in.

    `holiday` and `absences` say which part of the target need not be worked: they never come to more than it.
    """

    day: date
    target_seconds: int
    worked_seconds: int
    break_seconds: int
    started_at: datetime | None
    ended_at: datetime | None
    breaks: tuple[Span, ...]
    holiday: PartOff | None
    absences: tuple[PartOff, ...]


def work_days(
    first: date,
    last: date,
    *,
    timers: Sequence[Timer],
    zones: Zones,
    target: Callable[[date], int],
    holidays: Sequence[DaysOff],
    absences: Sequence[DaysOff],
    at: datetime,
) -> list[WorkDay]:
    """Every day from `first` to `last`, with the attendances that touch it; an active one counts up to `at`.

    `target` gives the seconds that are due on a day.
    """
    count = (last - first).days + 1
    return [
        _work_day(day, timers, zones, target(day), holidays, absences, at)
        for day in (first + timedelta(days=number) for number in range(count))
    ]


def _work_day(
    day: date,
    timers: Sequence[Timer],
    zones: Zones,
    target: int,
    holidays: Sequence[DaysOff],
    absences: Sequence[DaysOff],
    at: datetime,
) -> WorkDay:
    bounds = day_bounds(day, zones)
    there = [timer for timer in timers if _touches(timer, bounds, at)]
    attendance = attendance_day(there, day, zones, at)
    holiday = _holiday(day, holidays, target)
    return WorkDay(
        day=day,
        target_seconds=target,
        worked_seconds=attendance.worked_seconds,
        break_seconds=attendance.break_seconds,
        started_at=max(min(timer.started_at for timer in there), bounds[0]) if there else None,
        ended_at=_left_at(there, bounds, at),
        breaks=tuple(breaks_of_day(there, day, zones, at)),
        holiday=holiday,
        absences=_absences(day, absences, target, target - (holiday.seconds if holiday else 0)),
    )


def _until(timer: Timer, at: datetime) -> datetime:
    return timer.ended_at or max(at, timer.last_act_at)


def _touches(timer: Timer, bounds: Span, at: datetime) -> bool:
    begin, end = bounds
    return begin <= timer.started_at < end or timer.started_at < begin < _until(timer, at)


def _left_at(timers: Iterable[Timer], bounds: Span, at: datetime) -> datetime | None:
    """When the person left for the last time on the day; None for somebody who did not, or who never came."""
    last = max(timers, key=lambda timer: _until(timer, at), default=None)
    if last is None or (last.ended_at is None and _until(last, at) < bounds[1]):
        return None
    return min(_until(last, at), bounds[1])


def _holiday(day: date, holidays: Iterable[DaysOff], target: int) -> PartOff | None:
    """The holiday that takes most of the day."""
    found = max(holidays, key=lambda each: each.halves(day), default=None)
    if found is None or not found.halves(day):
        return None
    return PartOff(found.name, _of_target(target, found.halves(day)))


def _absences(day: date, absences: Iterable[DaysOff], target: int, left: int) -> tuple[PartOff, ...]:
    """The day's absences in order; each takes its halves of the target, as far as something is left."""
    parts = []
    for absence in absences:
        if halves := absence.halves(day):
            part = PartOff(absence.name, min(left, _of_target(target, halves)))
            left -= part.seconds
            parts.append(part)
    return tuple(parts)


def _of_target(target: int, halves: int) -> int:
    return (target * halves + 1) // 2
