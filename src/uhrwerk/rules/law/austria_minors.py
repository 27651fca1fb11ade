"""Austria's Kinder- und Jugendlichen-Beschäftigungsgesetz (KJBG): who is under 18. Source: ris.bka.gv.at.

Not covered: hours at school, which count as work (§ 11 (5)), children under 15, and what a collective agreement or a
trade's own exemption allows; where those are usual, a rule says *warning*.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from typing import Final

from uhrwerk.rules.law.case import Case
from uhrwerk.rules.law.checks import is_sunday, long_stretches, short_breaks, work_on
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import (
    HALF_A_DAY,
    HOUR,
    MINUTE,
    WEEK,
    Clause,
    bounds_of,
    break_taken,
    free_spans,
    has_minor,
    holidays,
    ids_of,
    is_under,
    long_weeks,
    longest_day_free,
    minors,
    monday_of,
    night_seconds,
    rests,
    shifts_on,
    sundays,
    work_within,
)
from uhrwerk.rules.law.pack import BreakStep, Rule

SINCE: Final = date(1997, 7, 1)
"""The amendment BGBl. I 79/1997. Days before are not judged."""

DAILY_MOST: Final = 8 * HOUR
PIECE: Final = 30 * MINUTE
BREAKS: Final = (BreakStep(4 * HOUR + 30 * MINUTE, 30 * MINUTE, PIECE),)
NIGHT: Final = (time(20), time(6))
DEEP_NIGHT: Final = (time(23), time(4))
"""Without an exemption in any trade."""

LONG_DAY = Clause(
    "at-minors-daily", "KJBG § 11 (1)", Severity.BREACH, "{} of work under 18; at most {} a day are allowed"
)
LONG_WEEK = Clause(
    "at-minors-weekly", "KJBG § 11 (1)", Severity.BREACH, "{} of work under 18; at most {} a week are allowed"
)
BREAK = Clause(
    "at-minors-breaks", "KJBG § 15 (1)", Severity.BREACH, "{} of break for {worked} of work under 18; {} are due"
)
STRETCH = Clause(
    "at-minors-stretch", "KJBG § 15 (2)", Severity.BREACH, "{} of work without a break under 18; at most {} are allowed"
)
REST = Clause("at-minors-rest", "KJBG § 16", Severity.BREACH, "{} of rest under 18; {} are due after the day's work")
NIGHT_WORK = Clause("at-minors-night", "KJBG § 17", Severity.BREACH, "{} of work between 20:00 and 6:00 under 18")
SUNDAY_WORK = Clause(
    "at-minors-sunday",
    "KJBG § 18 (1)",
    Severity.WARNING,
    "{} of work on a Sunday under 18, which only exemptions allow",
)
SECOND_SUNDAY = Clause(
    "at-minors-sunday", "KJBG § 18 (3)", Severity.BREACH, "{} of work on the second Sunday in a row under 18"
)
HOLIDAY_WORK = Clause(
    "at-minors-holiday", "KJBG § 18 (1)", Severity.WARNING, "{} of work on {name} under 18, which only exemptions allow"
)
WEEKLY_REST = Clause(
    "at-minors-weekly-rest",
    "KJBG § 19",
    Severity.BREACH,
    "{} in the week's longest rest with a whole day in it; {} are due",
)


def long_day(case: Case) -> Iterable[Finding]:
    """KJBG § 11 (1): 8 h a day. Up to 9 h are a warning: § 11 (2) to (3) allow them where other days are shorter."""
    for shift in minors(case):
        clause = LONG_DAY if shift.worked_seconds > 9 * HOUR else replace(LONG_DAY, severity=Severity.WARNING)
        yield from clause.over(shift.day, shift.worked_seconds, DAILY_MOST, shift.ids)


def long_week(case: Case) -> Iterable[Finding]:
    """KJBG § 11 (1): 40 h a week, on the day on which they were passed.

    Up to 45 h are a warning: § 11 (2) to (3) allow them where other weeks are shorter, which is not judged.
    """
    for week in long_weeks(case, 40 * HOUR) if has_minor(case) else ():
        if is_under(18, case.born, week.day):
            clause = LONG_WEEK if week.seconds > 45 * HOUR else replace(LONG_WEEK, severity=Severity.WARNING)
            yield from clause.over(week.day, week.seconds, 40 * HOUR, week.punches)


def enough_breaks(case: Case) -> Iterable[Finding]:
    """KJBG § 15 (1): 30 min of break in one piece for more than 4 h 30 of work."""
    return short_breaks(minors(case), BREAKS, BREAK)


def break_in_time(case: Case) -> Iterable[Finding]:
    """KJBG § 15 (2): the break comes after 6 h of work at the latest. Who took none is found by § 15 (1)."""
    with_break = (shift for shift in minors(case) if break_taken(shift, PIECE))
    return long_stretches(with_break, 6 * HOUR, PIECE, STRETCH)


def daily_rest(case: Case) -> Iterable[Finding]:
    """KJBG § 16: 12 h of rest after the day's work, 14 h under 15; on the day of coming back."""
    for rest in rests(case) if has_minor(case) else ():
        day = rest.after.day
        if is_under(18, case.born, day):
            least = 14 if is_under(15, case.born, day) else 12
            yield from REST.short(day, rest.seconds, least * HOUR, rest.ids)


def night_work(case: Case) -> Iterable[Finding]:
    """KJBG § 17: no work between 20:00 and 6:00.

    From 16 on, up to 23:00 and from 4:00 on, a warning: catering (until 23:00), shifts (until 22:00, from 5:00) and
    bakers (from 4:00) are exempt by § 17 (2) to (6). Somebody's trade is not known.
    """
    for shift in minors(case):
        never = is_under(16, case.born, shift.day) or night_seconds(shift, case.zones, DEEP_NIGHT) > 0
        clause = NIGHT_WORK if never else replace(NIGHT_WORK, severity=Severity.WARNING)
        yield from clause.over(shift.day, night_seconds(shift, case.zones, NIGHT), 0, shift.ids)


def sunday_work(case: Case) -> Iterable[Finding]:
    """KJBG § 18: no work on Sundays. A warning, as catering, care and others are exempt (§ 18 (2)).

    Where they are, every second Sunday is free (§ 18 (3)): work on a second one in a row is a breach.
    """
    if not has_minor(case):
        return
    for work in work_on(case, lambda day: is_sunday(day) and is_under(18, case.born, day)):
        before = work_within(case, *bounds_of(work.day - WEEK, case.zones))
        clause = SECOND_SUNDAY if before.seconds else SUNDAY_WORK
        yield from clause.over(work.day, work.seconds, 0, before.punches + work.punches)


def holiday_work(case: Case) -> Iterable[Finding]:
    """KJBG § 18 (1): no work on public holidays. A warning, as some trades are exempt (§ 18 (2))."""
    named = {day: name for day, name in holidays(case) if is_under(18, case.born, day)}
    for work in work_on(case, named.__contains__) if named else ():
        yield from HOLIDAY_WORK.over(work.day, work.seconds, 0, work.punches, name=named[work.day])


def weekly_rest(case: Case) -> Iterable[Finding]:
    """KJBG § 19: two days in a row are free each week, 43 h at the very least; on the Sunday, once the week is over.

    A week without 43 h of rest that hold one of its days is a breach. That it should be two whole days with the Sunday
    among them, and when less will do, is not judged.
    """
    if not has_minor(case):
        return
    free = free_spans(case, HALF_A_DAY)
    for sunday in sundays(case):
        if is_under(18, case.born, sunday) and bounds_of(sunday, case.zones)[1] <= case.at:
            longest = longest_day_free(free, sunday, case.zones)
            proof = ids_of(shifts_on(case, monday_of(sunday), sunday))
            yield from WEEKLY_REST.short(sunday, int(longest.total_seconds()), 43 * HOUR, proof)


RULES: Final = tuple(
    Rule(find, SINCE)
    for find in (
        long_day,
        long_week,
        enough_breaks,
        break_in_time,
        daily_rest,
        night_work,
        sunday_work,
        holiday_work,
        weekly_rest,
    )
)
