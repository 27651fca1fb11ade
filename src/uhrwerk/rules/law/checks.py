"""Rules that several laws have, each with its own numbers: breaks, stretches, rest, work on certain days."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from uhrwerk.rules.day import day_seconds
from uhrwerk.rules.law.case import Case, Shift
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import (
    MINUTE,
    SUNDAY,
    Clause,
    Rest,
    break_taken,
    length,
    longest_stretch,
    night_seconds,
    shifts_on,
)
from uhrwerk.rules.law.pack import BreakStep, break_due


def long_days(shifts: Iterable[Shift], most: int, clause: Clause) -> Iterable[Finding]:
    """Shifts with more than `most` seconds of work."""
    for shift in shifts:
        yield from clause.over(shift.day, shift.worked_seconds, most, shift.ids)


def short_breaks(shifts: Iterable[Shift], steps: Sequence[BreakStep], clause: Clause) -> Iterable[Finding]:
    """Shifts whose breaks are too short for their work. Who is still in may yet take one: that is a warning."""
    for shift in shifts:
        step = break_due(steps, shift.worked_seconds)
        taken = break_taken(shift, step.piece_seconds) if step else 0
        if step and taken < step.due_seconds:
            so_far = replace(clause, severity=Severity.WARNING) if shift.is_active else clause
            worked = length(shift.worked_seconds // MINUTE)
            yield from so_far.short(shift.day, taken, step.due_seconds, shift.ids, worked=worked)


def long_stretches(shifts: Iterable[Shift], most: int, piece_seconds: int, clause: Clause) -> Iterable[Finding]:
    """Shifts with more than `most` seconds of work in a row; a break shorter than a piece interrupts nothing."""
    for shift in shifts:
        if shift.worked_seconds > most:
            yield from clause.over(shift.day, longest_stretch(shift, piece_seconds), most, shift.ids)


def short_rests(rests: Iterable[Rest], least: int, clause: Clause) -> Iterable[Finding]:
    """Rests of fewer than `least` seconds, on the day of the shift that ends them."""
    for rest in rests:
        yield from clause.short(rest.after.day, rest.seconds, least, rest.ids)


def work_at_night(shifts: Iterable[Shift], case: Case, night: tuple[time, time], clause: Clause) -> Iterable[Finding]:
    """Shifts with any work at night."""
    for shift in shifts:
        yield from clause.over(shift.day, night_seconds(shift, case.zones, night), 0, shift.ids)


def is_sunday(day: date) -> bool:
    return day.weekday() == SUNDAY


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """What was worked on one local day, from midnight to midnight, by whatever shift."""

    day: date
    seconds: int
    punches: tuple[str, ...]


def work_on(case: Case, wanted: Callable[[date], bool]) -> Iterable[DayOfWork]:
    """The work on those days of the range that are wanted, in order."""
    days: dict[date, DayOfWork] = {}
    for shift in shifts_on(case, case.first, case.last):
        for day, seconds in _days_of(shift, case, wanted):
            if case.first <= day <= case.last and seconds:
                before = days.get(day, DayOfWork(day, 0, ()))
                days[day] = DayOfWork(day, before.seconds + seconds, before.punches + shift.ids)
    return [days[day] for day in sorted(days)]


def _days_of(shift: Shift, case: Case, wanted: Callable[[date], bool]) -> Iterable[tuple[date, int]]:
    if shift.day == shift.last_day:
        return [(shift.day, shift.worked_seconds)] if wanted(shift.day) else []
    days = day_seconds(shift.worked, case.zones)
    return [(day, seconds) for day, seconds in days.items() if wanted(day)]
