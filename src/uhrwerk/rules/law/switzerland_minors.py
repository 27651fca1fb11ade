"""Switzerland's rules for who is under 18: ArG art. 31 and the fifth ordinance (ArGV 5).

Weekly hours, breaks and records are those of grown-ups (`switzerland.py`). Source: fedlex.admin.ch, SR 822.11 and
822.115. Not covered: children under 13 and 15 (ArG art. 30), what a permit or a trade's training rules allow (ArGV 5
arts. 10 to 15), school, which counts as work (ArG art. 31 (3)), and overtime (31 (3), ArGV 5 art. 17).
"""

from collections.abc import Iterable
from datetime import date, time
from typing import Final

from uhrwerk.rules.law.case import Case
from uhrwerk.rules.law.checks import long_days, short_rests
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import (
    HOUR,
    Clause,
    has_minor,
    holidays,
    is_under,
    minors,
    night_seconds,
    rests,
    span_seconds,
    sundays,
    work_within,
)
from uhrwerk.rules.law.pack import Rule
from uhrwerk.rules.law.switzerland_sundays import rest_day

SINCE: Final = date(2008, 1, 1)
"""ArGV 5 is in force, and minors are who is under 18, not under 19. Days before are not judged."""

DAILY_MOST: Final = 9 * HOUR
NIGHT: Final = (time(22), time(6))
NIGHT_UNDER_16: Final = (time(20), time(6))

LONG_DAY = Clause(
    "ch-minors-daily", "ArG art. 31 (1)", Severity.BREACH, "{} of work under 18; at most {} a day are allowed"
)
SPAN = Clause(
    "ch-minors-span", "ArG art. 31 (2)", Severity.BREACH, "{} from coming to leaving under 18; at most {} are allowed"
)
NIGHT_WORK = Clause(
    "ch-minors-night", "ArG art. 31 (2)", Severity.BREACH, "{} of work between {begins} and 6:00 under {age}"
)
REST = Clause("ch-minors-rest", "ArGV 5 art. 16 (1)", Severity.BREACH, "{} of rest under 18; {} are due")
SUNDAY_WORK = Clause(
    "ch-minors-sunday",
    "ArG art. 31 (4)",
    Severity.WARNING,
    "{} of work on {name} under 18, which only exemptions allow",
)


def long_day(case: Case) -> Iterable[Finding]:
    """ArG art. 31 (1): 9 h of work a day."""
    return long_days(minors(case), DAILY_MOST, LONG_DAY)


def long_span(case: Case) -> Iterable[Finding]:
    """ArG art. 31 (2): the day's work lies within 12 h, breaks among them."""
    for shift in minors(case):
        yield from SPAN.over(shift.day, span_seconds(shift), 12 * HOUR, shift.ids)


def night_work(case: Case) -> Iterable[Finding]:
    """ArG art. 31 (2), (4): work until 20:00 under 16, until 22:00 from 16 on, and none before 6:00."""
    for shift in minors(case):
        young = is_under(16, case.born, shift.day)
        seconds = night_seconds(shift, case.zones, NIGHT_UNDER_16 if young else NIGHT)
        begins, age = ("20:00", "16") if young else ("22:00", "18")
        yield from NIGHT_WORK.over(shift.day, seconds, 0, shift.ids, begins=begins, age=age)


def daily_rest(case: Case) -> Iterable[Finding]:
    """ArGV 5 art. 16 (1): 12 h of rest; on the day of coming back.

    That work before a day at school ends at 20:00 (16 (2)) is not judged.
    """
    return short_rests((rest for rest in rests(case) if is_under(18, case.born, rest.after.day)), 12 * HOUR, REST)


def sunday_work(case: Case) -> Iterable[Finding]:
    """ArG art. 31 (4): no work on Sundays and holidays, each from 23:00 the evening before.

    A warning, as many trades may train their apprentices then (ArGV 5 arts. 13 to 15).
    """
    named = dict.fromkeys(sundays(case), "a Sunday") | dict(holidays(case))
    for day in sorted(named) if has_minor(case) else ():
        if is_under(18, case.born, day):
            work = work_within(case, *rest_day(day, case.zones))
            yield from SUNDAY_WORK.over(day, work.seconds, 0, work.punches, name=named[day])


RULES: Final = tuple(Rule(find, SINCE) for find in (long_day, long_span, night_work, daily_rest, sunday_work))
