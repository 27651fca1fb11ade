"""Averages of work a working day, over stretches of days that end with a month."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from uhrwerk.rules.day import DAY, local_date
from uhrwerk.rules.law.case import Case
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import Clause, ids_of, shifts_between

SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """How far an average reaches back from a day: so many days, or so many calendar months with the day's own."""

    days: int = 0
    months: int = 0

    def first(self, last: date) -> date:
        """The first day of the stretch that ends with the day `last`."""
        if self.days:
            return last - timedelta(days=self.days - 1)
        month = last.year * 12 + last.month - self.months
        return date(month // 12, month % 12 + 1, 1)


def ends_of_months(case: Case) -> Iterable[date]:
    """The last days of months that are in the range and have come."""
    latest = min(case.last, local_date(case.at, case.zones))
    day = case.first
    while day <= latest:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        if following - DAY <= latest:
            yield following - DAY
        day = following


def is_working_day(case: Case, day: date) -> bool:
    """Monday to Saturday without public holidays; a day of absence only if there was work on it."""
    if day.weekday() > SATURDAY or day in case.holidays:
        return False
    return day not in case.away or case.worked_by_day.get(day, 0) > 0


@dataclass(frozen=True, slots=True)
class RunningSums:
    """Work and days off, each with the days in order; `seconds[n]` are those of the first n days of `worked`."""

    worked: Sequence[date]
    seconds: Sequence[int]
    off: Sequence[date]

    def average(self, first: date, last: date, unit: int = 1) -> int:
        """Seconds for `unit` working days between the two days, both included, rounded up; 0 where there is none.

        Work on a Sunday, a holiday or a day of absence counts, whatever its day does.
        """
        seconds = self.seconds[bisect_right(self.worked, last)] - self.seconds[bisect_left(self.worked, first)]
        off = bisect_right(self.off, last) - bisect_left(self.off, first)
        days = _mondays_to_saturdays(first, last) - off
        return -(-unit * seconds // days) if days else 0


def running_sums(case: Case) -> RunningSums:
    """The sums of all days that the case knows. Days off are those from Monday to Saturday that are not worked."""
    worked = sorted(case.worked_by_day)
    seconds = accumulate((case.worked_by_day[day] for day in worked), initial=0)
    off = {day for day in (*case.holidays, *case.away) if day.weekday() <= SATURDAY and not is_working_day(case, day)}
    return RunningSums(worked, list(seconds), sorted(off))


def _mondays_to_saturdays(first: date, last: date) -> int:
    """How many days between the two, both included, are no Sunday. The days of the calendar begin with a Monday."""
    begin, end = first.toordinal() - 1, last.toordinal()
    return end - begin - (end // 7 - begin // 7)


def long_averages(
    case: Case, ends: Iterable[date], stretches: Sequence[Stretch], most: int, clause: Clause, unit: int = 1
) -> Iterable[Finding]:
    """The ends at which `unit` working days have more than `most` seconds on average of every one of the stretches.

    The lowest of the averages is named.
    Where the record does not reach back to the beginning of each stretch yet, there is time left to make up for it, and
    the finding is a warning. It is proved by the longer shifts of its month.
    """
    ends = list(ends)
    if not ends or not case.worked_by_day:
        return
    sums = running_sums(case)
    known = sums.worked[0]
    for end in ends:
        begins = [stretch.first(end) for stretch in stretches]
        lowest = min(sums.average(max(begin, min(known, end)), end, unit) for begin in begins)
        so_far = replace(clause, severity=Severity.WARNING) if known > min(begins) else clause
        month = shifts_between(case, end.replace(day=1), end)
        longer = ids_of(shift for shift in month if unit * shift.worked_seconds > most)
        yield from so_far.over(end, lowest, most, longer)


def at_least_in(days: Sequence[date], least: int, first: date, last: date) -> bool:
    """Whether so many of the days, which are in order, lie between the two, both included."""
    return bisect_right(days, last) - bisect_left(days, first) >= least
