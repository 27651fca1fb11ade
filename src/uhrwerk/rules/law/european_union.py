"""The European Union: what Directive 2003/88/EC asks of every member's law, and Directive 94/33/EC for minors.

The fallback where a country has no pack of its own: a member's law may ask for more and may use the exceptions of
arts. 17 to 22, which are not covered. Source: EUR-Lex. A day's work is that of the shift which began on it, a week is
one from Monday to Sunday.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from uhrwerk.rules.day import DAY, day_bounds, local_date
from uhrwerk.rules.instants import microseconds, whole_seconds
from uhrwerk.rules.law.averages import Stretch, at_least_in, ends_of_months, long_averages
from uhrwerk.rules.law.case import Case, Shift
from uhrwerk.rules.law.checks import long_days, short_breaks, short_rests, work_at_night
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import (
    HOUR,
    MINUTE,
    WEEK,
    Clause,
    adults,
    free_spans,
    ids_of,
    is_under,
    long_weeks,
    minors,
    night_seconds,
    rests,
    shifts_between,
    sundays,
)
from uhrwerk.rules.law.pack import BreakStep, Law, Rule

NIGHT: Final = (time(23), time(6))
"""Art. 2 no. 3 leaves it to the members: seven hours, those from 0 to 5 among them."""

BREAKS: Final = (BreakStep(6 * HOUR, MINUTE, MINUTE),)
"""Art. 4 asks for a break over 6 h and leaves its length to the members: any whole minute is one."""

BREAKS_OF_MINORS: Final = (BreakStep(4 * HOUR + 30 * MINUTE, 30 * MINUTE, MINUTE),)
"""In one piece *if possible*: several do."""

DAILY_MOST: Final = 13 * HOUR
"""What eleven hours of rest leave of a day (art. 3); the directive sets no other limit."""

SINCE: Final = date(2004, 8, 2)
MINORS_SINCE: Final = date(1996, 6, 22)


def rest(case: Case) -> Iterable[Finding]:
    """Directive 2003/88/EC art. 3: 11 h of rest in 24 h."""
    clause = Clause("eu-rest", "2003/88/EC art. 3", Severity.BREACH, "{} of rest; {} are due")
    return short_rests((each for each in rests(case) if not is_under(18, case.born, each.after.day)), 11 * HOUR, clause)


def breaks(case: Case) -> Iterable[Finding]:
    """Directive 2003/88/EC art. 4: a break where the day is longer than 6 h."""
    clause = Clause("eu-breaks", "2003/88/EC art. 4", Severity.BREACH, "no break in {worked} of work")
    return short_breaks(adults(case), BREAKS, clause)


def weekly_rest(case: Case) -> Iterable[Finding]:
    """Directive 2003/88/EC art. 5: 24 h without work and the 11 h of art. 3 in each week.

    From 24 h on it is a warning, as art. 5 allows where the work asks for it. A rest that goes on into the next week
    counts for the week as well.
    """
    breach = Clause("eu-weekly-rest", "2003/88/EC art. 5", Severity.BREACH, "{} of rest in a week; {} are due")
    warning = replace(breach, severity=Severity.WARNING)
    today = local_date(case.at, case.zones)
    for sunday in sundays(case):
        week = shifts_between(case, sunday - 6 * DAY, sunday)
        if week and sunday < today:
            seconds = _longest_rest(case, sunday)
            yield from (breach if seconds < 24 * HOUR else warning).short(sunday, seconds, 35 * HOUR, ids_of(week))


def _longest_rest(case: Case, sunday: date) -> int:
    """Seconds of the longest rest that lies in the week or begins in it."""
    begin, end = day_bounds(sunday - 6 * DAY, case.zones)[0], day_bounds(sunday, case.zones)[1]
    near = replace(case, shifts=shifts_between(case, sunday - 2 * WEEK, sunday + WEEK))
    free = [
        until - max(since, begin) for since, until in free_spans(near, timedelta(0)) if since < end and until > begin
    ]
    return whole_seconds(microseconds(max(free, default=timedelta(0))))


def average_hours(case: Case) -> Iterable[Finding]:
    """Directive 2003/88/EC arts. 6 (b) and 16 (b): 48 h a week on average of four months.

    Looked at as each month ends. A week has six working days, public holidays among them; days of absence are neutral.
    """
    clause = Clause(
        "eu-average-hours",
        "2003/88/EC art. 6",
        Severity.BREACH,
        "{} a week on average of four months; at most {} are allowed",
    )
    ends = (day for day in ends_of_months(case) if not is_under(18, case.born, day))
    return long_averages(replace(case, holidays={}), ends, [Stretch(months=4)], 48 * HOUR, clause, unit=6)


def night_average(case: Case) -> Iterable[Finding]:
    """Directive 2003/88/EC art. 8 (a): 8 h a day on average for night workers.

    Looked at as each month ends, over four weeks: a warning, since the members set the period (art. 16 (c)). Who works
    three hours of the night in the normal course (art. 2 no. 4) is read as four nights in four weeks.
    """
    clause = Clause(
        "eu-night-average",
        "2003/88/EC art. 8",
        Severity.WARNING,
        "{} a day on average of four weeks with night work; at most {} are allowed",
    )
    if ends := [day for day in ends_of_months(case) if not is_under(18, case.born, day)]:
        nights = [shift.day for shift in case.shifts if _is_night_work(shift, case)]
        ends = [day for day in ends if at_least_in(nights, 4, day - 27 * DAY, day)]
    return long_averages(replace(case, holidays={}), ends, [Stretch(days=4 * 7)], 8 * HOUR, clause)


def _is_night_work(shift: Shift, case: Case) -> bool:
    return night_seconds(shift, case.zones, NIGHT) >= 3 * HOUR


def minors_daily_hours(case: Case) -> Iterable[Finding]:
    """Directive 94/33/EC art. 8 (2): 8 h a day."""
    clause = Clause("eu-minor-daily-hours", "94/33/EC art. 8", Severity.BREACH, "{} of work; at most {} are allowed")
    return long_days(minors(case), 8 * HOUR, clause)


def minors_weekly_hours(case: Case) -> Iterable[Finding]:
    """Directive 94/33/EC art. 8 (2): 40 h a week. Found on the day on which the limit was passed."""
    clause = Clause(
        "eu-minor-weekly-hours", "94/33/EC art. 8", Severity.BREACH, "{} of work in a week; at most {} are allowed"
    )
    for week in long_weeks(case, 40 * HOUR) if case.born else ():
        if is_under(18, case.born, week.day):
            yield from clause.over(week.day, week.seconds, 40 * HOUR, week.punches)


def minors_night(case: Case) -> Iterable[Finding]:
    """Directive 94/33/EC art. 9 (1) (b): no work from 22 to 6 h or from 23 to 7 h; looked at is what both hold."""
    clause = Clause("eu-minor-night", "94/33/EC art. 9", Severity.BREACH, "{} of work between 23:00 and 6:00")
    return work_at_night(minors(case), case, NIGHT, clause)


def minors_rest(case: Case) -> Iterable[Finding]:
    """Directive 94/33/EC art. 10 (1) (b): 12 h of rest in 24 h."""
    clause = Clause("eu-minor-rest", "94/33/EC art. 10", Severity.BREACH, "{} of rest; {} are due")
    return short_rests((each for each in rests(case) if is_under(18, case.born, each.after.day)), 12 * HOUR, clause)


def minors_breaks(case: Case) -> Iterable[Finding]:
    """Directive 94/33/EC art. 12: breaks of 30 min where the day is longer than 4 h 30."""
    clause = Clause(
        "eu-minor-breaks", "94/33/EC art. 12", Severity.BREACH, "{} of breaks in {worked} of work; {} are due"
    )
    return short_breaks(minors(case), BREAKS_OF_MINORS, clause)


def _breaks(born: date | None, day: date) -> Sequence[BreakStep]:
    return BREAKS_OF_MINORS if is_under(18, born, day) else BREAKS


def _daily_most(born: date | None, day: date) -> int:
    return 8 * HOUR if is_under(18, born, day) else DAILY_MOST


EUROPEAN_UNION: Final = Law(
    code="EU",
    name="European Union",
    rules=(
        *(Rule(find, SINCE) for find in (rest, breaks, weekly_rest, average_hours, night_average)),
        *(
            Rule(find, MINORS_SINCE)
            for find in (minors_daily_hours, minors_weekly_hours, minors_night, minors_rest, minors_breaks)
        ),
    ),
    breaks=_breaks,
    daily_most=_daily_most,
    night=NIGHT,
    look_back_days=123,
    # A month's proof; the nights of four weeks.
    before_days=30,
    # The rest of a week.
    after_days=6,
)
