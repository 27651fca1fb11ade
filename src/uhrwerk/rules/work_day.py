"""A person's days: what was due, what was worked, which part was a holiday or an absence, in whole seconds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from uhrwerk.rules.absence import credits_target
from uhrwerk.rules.breaks import deduction
from uhrwerk.rules.contract import DAYS_A_WEEK, BreakPolicy, ContractKind, Terms, holds_on, week_of
from uhrwerk.rules.day import DAY, Attended, Span
from uhrwerk.rules.instants import microseconds, whole_seconds
from uhrwerk.rules.law.case import REST, SAME_SHIFT
from uhrwerk.rules.law.pack import BreakStep

WHOLE: Final = 2
"""Halves of a whole day."""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """An absence, or a company's holiday: days on which less is to be worked, `first` and `last` among them.

    `half_first`: the first day's morning is worked; `half_last`: the last day's afternoon is. `seconds`: only so long
    of a single day. `kind` is an absence's.
    """

    name: str
    first: date
    last: date
    half_first: bool = False
    half_last: bool = False
    kind: str = ""
    seconds: int | None = None

    def halves(self, day: date) -> int:
        """How many halves of the day are off: 0, 1 or 2."""
        if not self.first <= day <= self.last:
            return 0
        return WHOLE - (day == self.first and self.half_first) - (day == self.last and self.half_last)

    def takes(self, day: date, target: int) -> int:
        """Seconds that it takes of the day's target, as far as there are so many."""
        return min(target, self.seconds) if self.seconds is not None else of_target(target, self.halves(day))


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day's holiday; `halves` of it are off, 1 or 2."""

    name: str
    halves: int = WHOLE


@dataclass(frozen=True, slots=True)
class PartOff:
    """What a day off takes of a day's target. One that is not `credited` leaves it due: it costs its part of the
    balance."""

    name: str
    seconds: int
    kind: str = ""
    credited: bool = True


class WorkDay(NamedTuple):
    """One local day. A tuple, since years of them are made at once.

    `target_seconds` are the contract's. `holiday` and `absences` say which part of them need not be worked: they never
    come to more. `break_seconds` were taken; `deducted_seconds` are taken off the work for breaks that were not.
    `counts` says whether a contract with a target holds: on other days no balance is kept.
    """

    day: date
    target_seconds: int = 0
    holiday: PartOff | None = None
    absences: tuple[PartOff, ...] = ()
    worked_seconds: int = 0
    break_seconds: int = 0
    deducted_seconds: int = 0
    counts: bool = False

    @property
    def holiday_seconds(self) -> int:
        return self.holiday.seconds if self.holiday else 0

    @property
    def absence_seconds(self) -> int:
        """What absences take of the target, those left out that leave it due."""
        return sum(part.seconds for part in self.absences if part.credited)

    @property
    def due_seconds(self) -> int:
        """What is left of the target after the holiday and the absences."""
        if self.holiday is None and not self.absences:
            return self.target_seconds
        return self.target_seconds - self.holiday_seconds - self.absence_seconds

    @property
    def counted_seconds(self) -> int:
        """The work without the breaks deducted."""
        return self.worked_seconds - self.deducted_seconds

    @property
    def difference_seconds(self) -> int:
        """What the day adds to the balance, if all of it is counted."""
        return self.worked_seconds - self.deducted_seconds - self.due_seconds if self.counts else 0


def work_days(
    first: date,
    last: date,
    *,
    contracts: Sequence[Terms],
    attended: Sequence[Attended],
    holidays: Callable[[str | None], Mapping[date, Holiday]],
    absences: Iterable[DaysOff] = (),
    breaks: Callable[[Terms, date], Sequence[BreakStep]] = lambda terms, day: (),
) -> Iterator[WorkDay]:
    """Every day from `first` to `last`, in order.

    `contracts` and `attended` are in order; days around the range tell where its shifts begin and end. `holidays`
    gives those of a contract's region, `breaks` the breaks that its law asks for of a shift that begins on that day.
    """
    worked = {each.day: each for each in attended}
    away = _by_day(absences, first, last)
    deducted = _deductions(contracts, attended, breaks)
    for terms, begin, end in stretches(contracts, first, last):
        week = week_of(terms)
        off = holidays(terms.region if terms else None)
        counts = terms is not None and terms.kind != ContractKind.TRUST
        for number in range(begin.toordinal(), end.toordinal() + 1):
            day = date.fromordinal(number)
            target = week[(number - 1) % DAYS_A_WEEK]
            there = worked.get(day, _NOBODY)
            holiday = _holiday(off[day], target) if day in off else None
            left = target - (holiday.seconds if holiday else 0)
            yield WorkDay(
                day,
                target,
                holiday,
                _absences(day, away[day], target, left) if day in away else (),
                there.worked_seconds,
                there.break_seconds,
                deducted.get(day, 0),
                counts,
            )


_NOBODY: Final = Attended(date.min, 0, 0, ())


def stretches(contracts: Sequence[Terms], first: date, last: date) -> Iterator[tuple[Terms | None, date, date]]:
    """The range in parts, each with the contract that holds on all of its days; the contracts are in order."""
    begin = first
    for terms in contracts:
        since, until = max(begin, terms.starts_on), min(last, terms.ends_on or last)
        if since > until:
            continue
        if begin < since:
            yield None, begin, since - DAY
        yield terms, since, until
        begin = until + DAY
    if begin <= last:
        yield None, begin, last


def of_target(target: int, halves: int) -> int:
    """So many halves of a day's target; the odd second goes to the first half."""
    return (target * halves + 1) // WHOLE


def _by_day(absences: Iterable[DaysOff], first: date, last: date) -> dict[date, list[DaysOff]]:
    found: dict[date, list[DaysOff]] = {}
    for each in absences:
        begin, end = max(first, each.first), min(last, each.last)
        for number in range((end - begin).days + 1):
            found.setdefault(begin + DAY * number, []).append(each)
    return found


def _holiday(found: Holiday, target: int) -> PartOff:
    return PartOff(found.name, of_target(target, found.halves))


def _absences(day: date, absences: Iterable[DaysOff], target: int, left: int) -> tuple[PartOff, ...]:
    """The day's absences in order; each takes its part of the target, as far as something is left."""
    parts = []
    for absence in absences:
        part = PartOff(absence.name, min(left, absence.takes(day, target)), absence.kind, credits_target(absence.kind))
        left -= part.seconds
        parts.append(part)
    return tuple(parts)


@dataclass(slots=True)
class _Shift:
    """Work that belongs together: seconds by local day, and the breaks between its stretches, in seconds."""

    day: date
    seconds: dict[date, int] = field(default_factory=dict)
    pieces: list[int] = field(default_factory=list)


def _deductions(
    contracts: Sequence[Terms], attended: Sequence[Attended], breaks: Callable[[Terms, date], Sequence[BreakStep]]
) -> dict[date, int]:
    """Seconds by day that are taken off for breaks not taken, under the contracts that say so.

    What a shift over midnight lacks is taken off its last day, and what is more than that has off the days before.
    """
    deducting = [terms for terms in contracts if terms.break_policy == BreakPolicy.DEDUCT_MINIMUM]
    if not deducting:
        return {}
    found = {day.day: day.deducted_seconds for day in attended if day.deducted_seconds}
    for shift in _shifts(attended):
        terms = next((each for each in deducting if holds_on(each, shift.day)), None)
        if terms is None:
            continue
        missing = deduction(sum(shift.seconds.values()), shift.pieces, breaks(terms, shift.day))
        for day in sorted(shift.seconds, reverse=True):
            part = min(missing, shift.seconds[day])
            if part:
                found[day] = found.get(day, 0) + part
                missing -= part
    return found


def _shifts(attended: Iterable[Attended]) -> Iterator[_Shift]:
    """As the law parts them (`rules/law/case.py`): by a rest, or by a longer gap on another day."""
    shift: _Shift | None = None
    last: Span | None = None
    for day in attended:
        for span in day.worked:
            gap = None if last is None else span[0] - last[1]
            if shift is None or gap is None or gap >= REST or (gap >= SAME_SHIFT and day.day != shift.day):
                if shift is not None:
                    yield shift
                shift = _Shift(day.day)
            elif gap:
                shift.pieces.append(_seconds(gap))
            shift.seconds[day.day] = shift.seconds.get(day.day, 0) + _seconds(span[1] - span[0])
            last = span
        if not day.worked and day.worked_seconds and day.deducted_seconds is None:
            # Nothing is known but the sums: it stands for itself.
            yield _Shift(day.day, {day.day: day.worked_seconds}, [day.break_seconds])
    if shift is not None:
        yield shift


def _seconds(length: timedelta) -> int:
    return whole_seconds(microseconds(length))
