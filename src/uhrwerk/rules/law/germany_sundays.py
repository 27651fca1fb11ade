"""Germany: Sundays and public holidays in the Arbeitszeitgesetz (ArbZG), for grown-ups.

Source of all paragraphs: gesetze-im-internet.de. Not covered: the hours by which shift work may move the day of rest
(§ 9 (2) and (3)), which of the exceptions of § 10 holds, and the rest of 11 h that goes with the day off (§ 11 (4)).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import Final

from uhrwerk.rules.day import DAY, local_date
from uhrwerk.rules.law.averages import is_working_day
from uhrwerk.rules.law.case import Case
from uhrwerk.rules.law.checks import DayOfWork, is_sunday, work_on
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import HOUR, SUNDAY, WEEK, Clause, ids_of, is_under, shifts_between
from uhrwerk.rules.law.pack import Rule

EIGHT_WEEKS: Final = 8 * WEEK

SINCE: Final = date(1994, 7, 1)


def sunday_work(case: Case) -> Iterable[Finding]:
    """ArbZG § 9 (1): no work on Sundays from 0 to 24 h. A warning: § 10 has many exceptions."""
    clause = Clause("de-sunday-work", "ArbZG § 9", Severity.WARNING, "{} of work on a Sunday")
    for each in _work_of_adults(case, is_sunday):
        yield from clause.over(each.day, each.seconds, 0, each.punches)


def holiday_work(case: Case) -> Iterable[Finding]:
    """ArbZG § 9 (1): no work on public holidays from 0 to 24 h. A warning: § 10 has many exceptions."""
    clause = Clause("de-holiday-work", "ArbZG § 9", Severity.WARNING, "{} of work on a public holiday ({name})")
    for each in _work_of_adults(case, case.holidays.__contains__):
        yield from clause.over(each.day, each.seconds, 0, each.punches, name=case.holidays[each.day])


def _work_of_adults(case: Case, wanted: Callable[[date], bool]) -> Iterable[DayOfWork]:
    return work_on(case, lambda day: wanted(day) and not is_under(18, case.born, day))


def free_sundays(case: Case) -> Iterable[Finding]:
    """ArbZG § 11 (1): at least 15 Sundays of a year stay free. The year is the calendar's."""
    clause = Clause(
        "de-free-sundays", "ArbZG § 11", Severity.BREACH, "{} of work on a Sunday; {free} of the year's stay free"
    )
    for each in _work_of_adults(case, is_sunday):
        free = _sundays_left(case, each.day)
        if free < 15:
            yield from clause.over(each.day, each.seconds, 0, each.punches, free=str(free))


def _sundays_left(case: Case, until: date) -> int:
    """How many Sundays of the year would be free if none were worked after that one."""
    sunday, free = date(until.year, 1, 1), 0
    sunday += timedelta(days=SUNDAY - sunday.weekday())
    while sunday.year == until.year:
        free += sunday > until or not case.worked_by_day.get(sunday, 0)
        sunday += WEEK
    return free


def replacement_rest(case: Case) -> Iterable[Finding]:
    """ArbZG § 11 (3): a day of rest for work on a Sunday within two weeks, on a holiday within eight.

    The weeks hold the day itself, and reach back as well as on. Any working day off will do, a Saturday too; a day of
    absence will not. Each day of rest makes up for one day of work. Found on the last day of the weeks.
    """
    clause = Clause(
        "de-replacement-rest", "ArbZG § 11", Severity.BREACH, "no day off for work on {owed} in {weeks} weeks"
    )
    for owed in _not_made_up(case):
        if case.first <= owed.until <= case.last and not is_under(18, case.born, owed.day):
            near = shifts_between(case, owed.day - DAY, owed.day)
            proof = ids_of(shift for shift in near if shift.last_day >= owed.day)
            yield from clause.short(owed.until, 0, 24 * HOUR, proof, owed=str(owed.day), weeks=str(owed.weeks))


@dataclass(frozen=True, slots=True, order=True)
class _Owed:
    """A day of rest that is owed until then, for work on the day."""

    until: date
    day: date
    weeks: int

    @property
    def since(self) -> date:
        return self.day - (self.until - self.day)


def _not_made_up(case: Case) -> Iterable[_Owed]:
    """What is owed until a day before the range ends and not made up for.

    Days off are given out in order, each to what is owed soonest: if that leaves something out, so does any other way.
    """
    begin, end = case.first - 2 * EIGHT_WEEKS, min(case.last, local_date(case.at, case.zones))
    owed = sorted(_owed(case, begin, end + EIGHT_WEEKS), key=lambda each: each.since)
    if not owed:
        return
    day = max(begin, min(case.worked_by_day))
    waiting: list[_Owed] = []
    coming = 0
    while day <= end:
        while coming < len(owed) and owed[coming].since <= day:
            heappush(waiting, owed[coming])
            coming += 1
        if waiting and is_working_day(case, day) and day not in case.away and not case.worked_by_day.get(day, 0):
            heappop(waiting)
        while waiting and waiting[0].until <= day:
            yield heappop(waiting)
        day += DAY


def _owed(case: Case, begin: date, end: date) -> Iterable[_Owed]:
    sunday = begin + timedelta(days=SUNDAY - begin.weekday())
    while sunday <= end:
        if case.worked_by_day.get(sunday, 0):
            yield _Owed(sunday + 2 * WEEK - DAY, sunday, 2)
        sunday += WEEK
    for day in case.holidays:
        if begin <= day <= end and not is_sunday(day) and case.worked_by_day.get(day, 0):
            yield _Owed(day + EIGHT_WEEKS - DAY, day, 8)


PROOF_DAYS: Final[Mapping[str, int]] = {"de-replacement-rest": EIGHT_WEEKS.days}

RULES: Final = tuple(Rule(find, SINCE) for find in (sunday_work, holiday_work, free_sundays, replacement_rest))
