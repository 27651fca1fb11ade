"""Germany: Jugendarbeitsschutzgesetz (JArbSchG), for whoever is under 18 on the day.

Source of all paragraphs: gesetze-im-internet.de. A day's work is that of the shift which began on it, a week is one
from Monday to Sunday (§ 4 (4)).

Not covered: children under 15 (§ 5), school days (§ 9), holidays that count as work of the week (§ 4 (4) sentence 2),
the hour after the start and before the end in which no break lies (§ 11 (2)), and collective agreements (§ 21a).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from uhrwerk.rules.day import DAY, bound_of
from uhrwerk.rules.law.averages import SATURDAY
from uhrwerk.rules.law.case import Case, Shift
from uhrwerk.rules.law.checks import (
    DayOfWork,
    is_sunday,
    long_stretches,
    short_breaks,
    short_rests,
    work_on,
)
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import (
    HOUR,
    MINUTE,
    Clause,
    ids_of,
    is_under,
    long_weeks,
    minors,
    monday_of,
    night_seconds,
    rests,
    shifts_between,
    span_seconds,
    worked_within,
)
from uhrwerk.rules.law.pack import BreakStep, Rule

NIGHT: Final = (time(20), time(6))
DEEP_NIGHT: Final = (time(23), time(5))
"""Hours at which the exceptions for those over 16 do not hold (§ 14 (2))."""

PIECE: Final = 15 * MINUTE
LONGEST_STRETCH: Final = 4 * HOUR + 30 * MINUTE
BREAKS: Final = (BreakStep(6 * HOUR, 60 * MINUTE, PIECE), BreakStep(LONGEST_STRETCH, 30 * MINUTE, PIECE))

DAILY_MOST: Final = 8 * HOUR
LONGER_DAY: Final = 8 * HOUR + 30 * MINUTE

SINCE: Final = date(1976, 5, 1)

MAY_DAY, CHRISTMAS, NEW_YEAR = (5, 1), (12, 25), (1, 1)
CHRISTMAS_EVE, NEW_YEARS_EVE = (12, 24), (12, 31)


def daily_hours(case: Case) -> Iterable[Finding]:
    """JArbSchG § 8 (1): 8 h a day; (2a): 8 h 30 where another working day of the week is shorter than 8 h.

    Whether one is shorter is not looked at: up to 8 h 30 it is a notice.
    """
    notice = Clause(
        "de-minor-daily-hours",
        "JArbSchG § 8",
        Severity.NOTICE,
        "{} of work; more than {} needs a shorter day that week",
    )
    breach = replace(notice, severity=Severity.BREACH, says="{} of work; at most {} are allowed")
    for shift in minors(case):
        clause, most = (breach, LONGER_DAY) if shift.worked_seconds > LONGER_DAY else (notice, DAILY_MOST)
        yield from clause.over(shift.day, shift.worked_seconds, most, shift.ids)


def weekly_hours(case: Case) -> Iterable[Finding]:
    """JArbSchG § 8 (1): 40 h a week. Found on the day on which the limit was passed."""
    clause = Clause(
        "de-minor-weekly-hours", "JArbSchG § 8", Severity.BREACH, "{} of work in a week; at most {} are allowed"
    )
    for week in long_weeks(case, 40 * HOUR) if case.born else ():
        if is_under(18, case.born, week.day):
            yield from clause.over(week.day, week.seconds, 40 * HOUR, week.punches)


def breaks(case: Case) -> Iterable[Finding]:
    """JArbSchG § 11 (1): 30 min over 4 h 30 of work, 60 min over 6 h, in pieces of at least 15 min."""
    clause = Clause("de-minor-breaks", "JArbSchG § 11", Severity.BREACH, "{} of breaks in {worked} of work; {} are due")
    return short_breaks(minors(case), BREAKS, clause)


def work_without_break(case: Case) -> Iterable[Finding]:
    """JArbSchG § 11 (2) sentence 2: never more than 4 h 30 of work in a row without a break."""
    clause = Clause(
        "de-minor-work-without-break",
        "JArbSchG § 11",
        Severity.BREACH,
        "{} of work without a break; at most {} are allowed",
    )
    return long_stretches(minors(case), LONGEST_STRETCH, PIECE, clause)


def shift_length(case: Case) -> Iterable[Finding]:
    """JArbSchG § 12: 10 h from coming to leaving, breaks among them; 11 h in some trades: until then a warning."""
    warning = Clause(
        "de-minor-shift", "JArbSchG § 12", Severity.WARNING, "{} from coming to leaving; {} are allowed in most trades"
    )
    breach = replace(warning, severity=Severity.BREACH, says="{} from coming to leaving; at most {} are allowed")
    for shift in minors(case):
        seconds = span_seconds(shift)
        clause, most = (breach, 11 * HOUR) if seconds > 11 * HOUR else (warning, 10 * HOUR)
        yield from clause.over(shift.day, seconds, most, shift.ids)


def rest(case: Case) -> Iterable[Finding]:
    """JArbSchG § 13: 12 h of free time after a day's work."""
    clause = Clause("de-minor-rest", "JArbSchG § 13", Severity.BREACH, "{} of rest; {} are due")
    if case.born is None:
        return ()
    of_minors = (each for each in rests(case) if is_under(18, case.born, each.after.day))
    return short_rests(of_minors, 12 * HOUR, clause)


def night_work(case: Case) -> Iterable[Finding]:
    """JArbSchG § 14 (1): work from 6 to 20 h only.

    Some trades may have those over 16 until 21, 22 or 23 h and from 5 h on ((2)): that is a warning. Not covered: who
    is over 17 in a bakery from 4 h on ((3)), shifts until 23:30 for the way home ((5)), and performances ((7)).
    """
    breach = Clause("de-minor-night", "JArbSchG § 14", Severity.BREACH, "{} of work between 20:00 and 6:00")
    warning = replace(breach, severity=Severity.WARNING)
    for shift in minors(case):
        seconds = night_seconds(shift, case.zones, NIGHT)
        if seconds:
            strict = is_under(16, case.born, shift.day) or night_seconds(shift, case.zones, DEEP_NIGHT)
            yield from (breach if strict else warning).over(shift.day, seconds, 0, shift.ids)


def five_days(case: Case) -> Iterable[Finding]:
    """JArbSchG § 15: five days a week. Found on the sixth day with work, and on the seventh."""
    clause = Clause("de-minor-five-days", "JArbSchG § 15", Severity.BREACH, "{} of work on the {nth} day of a week")
    for each in _work_of_minors(case):
        monday = monday_of(each.day)
        days = [monday + timedelta(days=number) for number in range(each.day.weekday() + 1)]
        nth = sum(case.worked_by_day.get(day, 0) > 0 for day in days)
        if nth > 5:
            proof = ids_of(shifts_between(case, monday, each.day))
            yield from clause.over(each.day, each.seconds, 0, proof, nth=f"{nth}th")


def saturday_work(case: Case) -> Iterable[Finding]:
    """JArbSchG § 16 (1): no work on Saturdays. A warning: (2) has many exceptions."""
    clause = Clause("de-minor-saturday", "JArbSchG § 16", Severity.WARNING, "{} of work on a Saturday")
    for each in _work_of_minors(case):
        if each.day.weekday() == SATURDAY:
            yield from clause.over(each.day, each.seconds, 0, each.punches)


def sunday_work(case: Case) -> Iterable[Finding]:
    """JArbSchG § 17 (1): no work on Sundays. A warning: (2) has many exceptions."""
    clause = Clause("de-minor-sunday", "JArbSchG § 17", Severity.WARNING, "{} of work on a Sunday")
    for each in _work_of_minors(case):
        if is_sunday(each.day):
            yield from clause.over(each.day, each.seconds, 0, each.punches)


def holiday_work(case: Case) -> Iterable[Finding]:
    """JArbSchG § 18 (1): no work on public holidays.

    A warning, since (2) has exceptions; none of them holds on 25 December, 1 January and 1 May. Easter Sunday, the
    fourth of those days, is looked at as a Sunday.
    """
    warning = Clause("de-minor-holiday", "JArbSchG § 18", Severity.WARNING, "{} of work on a public holiday ({name})")
    breach = replace(warning, severity=Severity.BREACH)
    for each in _work_of_minors(case):
        if each.day in case.holidays:
            strict = (each.day.month, each.day.day) in (MAY_DAY, CHRISTMAS, NEW_YEAR)
            clause = breach if strict else warning
            yield from clause.over(each.day, each.seconds, 0, each.punches, name=case.holidays[each.day])


def eve_work(case: Case) -> Iterable[Finding]:
    """JArbSchG § 18 (1): no work after 14 h on 24 and 31 December. A warning: (2) has exceptions."""
    clause = Clause("de-minor-eve", "JArbSchG § 18", Severity.WARNING, "{} of work after 14:00 on {eve}")
    for each in _work_of_minors(case):
        if (each.day.month, each.day.day) in (CHRISTMAS_EVE, NEW_YEARS_EVE):
            shifts = shifts_between(case, each.day - DAY, each.day)
            yield from clause.over(each.day, _after_two(shifts, each.day, case), 0, each.punches, eve=str(each.day))


def _after_two(shifts: Iterable[Shift], day: date, case: Case) -> int:
    begin = bound_of(datetime.combine(day, time(14)), case.zones)
    return worked_within(shifts, begin, bound_of(datetime.combine(day + DAY, time.min), case.zones))


def _work_of_minors(case: Case) -> Iterable[DayOfWork]:
    if case.born is None or not is_under(18, case.born, case.first):
        return ()
    return work_on(case, lambda day: is_under(18, case.born, day))


RULES: Final = tuple(
    Rule(find, SINCE)
    for find in (
        daily_hours,
        weekly_hours,
        breaks,
        work_without_break,
        shift_length,
        rest,
        night_work,
        five_days,
        saturday_work,
        sunday_work,
        holiday_work,
        eve_work,
    )
)
