"""Switzerland's Sundays, holidays and weekly rest (ArG arts. 18 to 20a), for grown-ups.

A warning where a permit (art. 19) or the special rules of ArGV 2 would make a thing legal. Source: fedlex.admin.ch,
SR 822.11 and 822.111.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from itertools import chain
from typing import Final

from uhrwerk.rules.day import DAY, Span, Zones
from uhrwerk.rules.law.case import Case
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import (
    HALF_A_DAY,
    HOUR,
    MINUTE,
    WEEK,
    Clause,
    Work,
    clock_on,
    free_spans,
    holidays,
    ids_of,
    is_under,
    length,
    length_around,
    monday_of,
    shifts_on,
    sundays,
    work_within,
)
from uhrwerk.rules.law.pack import Rule

SINCE: Final = date(2000, 8, 1)
"""The amendment of 1998-03-20 and ArGV 1 of 2000-05-10 are in force. Days before are not judged."""

BEGINS: Final = time(23)
"""ArG art. 18 (1): a Sunday begins on Saturday and ends at the same time. Holidays are alike (art. 20a (1))."""

A_DAY_OFF: Final = 35 * HOUR
"""24 h together with the daily rest of 11 h (ArG art. 20, ArGV 1 art. 21)."""

SUNDAY_WORK = Clause(
    "ch-sunday", "ArG art. 18 (1)", Severity.WARNING, "{} of work on a Sunday, which needs a permit (art. 19)"
)
HOLIDAY_WORK = Clause(
    "ch-holiday", "ArG art. 20a (1)", Severity.WARNING, "{} of work on {name}, which needs a permit (art. 19)"
)
SECOND_SUNDAY = Clause(
    "ch-second-sunday",
    "ArG art. 20 (1)",
    Severity.WARNING,
    "{} of work on the second Sunday in a row; one in two weeks is free",
)
INSTEAD = Clause(
    "ch-replacement-rest",
    "ArG art. 20 (2)",
    Severity.BREACH,
    "{} in the longest rest beside a Sunday with {worked} of work; {} are due in the week before or after",
)
WEEKLY_REST = Clause(
    "ch-weekly-rest",
    "ArG art. 20 (1)",
    Severity.BREACH,
    "{} in the week's longest rest around a Sunday or working day; {} are due",
)


def rest_day(day: date, zones: Zones) -> Span:
    """A Sunday or holiday as the act has it: from 23:00 the evening before to 23:00 (UTC)."""
    return clock_on(day - DAY, BEGINS, zones), clock_on(day, BEGINS, zones)


def _core(day: date, zones: Zones) -> Span:
    """What a day of rest on a working day has in it: 6 to 20 h (ArGV 1 art. 21)."""
    return clock_on(day, time(6), zones), clock_on(day, time(20), zones)


def _sundays_worked(case: Case) -> Iterable[tuple[date, Work]]:
    for sunday in sundays(case):
        if not is_under(18, case.born, sunday):
            work = work_within(case, *rest_day(sunday, case.zones))
            if work.seconds:
                yield sunday, work


def _longest(free: Sequence[Span], inner: Iterable[Span]) -> int:
    """Seconds of the longest free stretch that holds one of the inner ones; it is long enough with a day off."""
    longest = 0
    for each in inner:
        longest = max(longest, int(length_around(free, each).total_seconds()))
        if longest >= A_DAY_OFF:
            break
    return longest


def sunday_work(case: Case) -> Iterable[Finding]:
    """ArG art. 18 (1): no work from Saturday 23:00 to Sunday 23:00; permits (art. 19) and ArGV 2 allow it."""
    for sunday, work in _sundays_worked(case):
        yield from SUNDAY_WORK.over(sunday, work.seconds, 0, work.punches)


def holiday_work(case: Case) -> Iterable[Finding]:
    """ArG art. 20a (1): 1 August and up to eight days of the canton are as Sundays, from 23:00 the evening before.

    Which days these are comes with the case. A holiday on a Sunday is a Sunday.
    """
    for day, name in holidays(case):
        if not is_under(18, case.born, day):
            work = work_within(case, *rest_day(day, case.zones))
            yield from HOLIDAY_WORK.over(day, work.seconds, 0, work.punches, name=name)


def second_sunday(case: Case) -> Iterable[Finding]:
    """ArG art. 20 (1): at least one Sunday in two weeks is free; a warning, as ArGV 2 has other rhythms for many."""
    for sunday, work in _sundays_worked(case):
        before = work_within(case, *rest_day(sunday - WEEK, case.zones))
        if before.seconds:
            yield from SECOND_SUNDAY.over(sunday, work.seconds, 0, before.punches + work.punches)


def replacement_rest(case: Case) -> Iterable[Finding]:
    """ArG art. 20 (2): for more than 5 h on a Sunday a rest of 35 h in the week before or after, 6 to 20 h of a
    working day in it. A warning as long as the week after is not over.

    Time off for up to 5 h, and the rest for work on holidays, are not judged.
    """
    for sunday, work in _sundays_worked(case):
        if work.seconds > 5 * HOUR:
            days = [sunday + each * DAY for each in range(-6, 7) if each]
            free = [(begin, min(end, case.at)) for begin, end in free_spans(case, HALF_A_DAY) if begin < case.at]
            longest = _longest(free, (_core(day, case.zones) for day in days))
            over = clock_on(sunday + WEEK, time(), case.zones) <= case.at
            clause = INSTEAD if over else replace(INSTEAD, severity=Severity.WARNING)
            yield from clause.short(sunday, longest, A_DAY_OFF, work.punches, worked=length(work.seconds // MINUTE))


def weekly_rest(case: Case) -> Iterable[Finding]:
    """ArG art. 20 (1): a week has a free Sunday or a day of rest, which is 35 h with the daily rest (ArGV 1 art. 21).

    On the Sunday, once the week is over. A rest counts if it holds the whole Sunday or 6 to 20 h of a working day of
    the week; it may reach into the weeks beside. The free half day (art. 21) is not judged.
    """
    free = free_spans(case, HALF_A_DAY)
    for sunday in sundays(case):
        if not is_under(18, case.born, sunday) and rest_day(sunday, case.zones)[1] <= case.at:
            working_days = (_core(sunday - back * DAY, case.zones) for back in range(1, 7))
            longest = _longest(free, chain([rest_day(sunday, case.zones)], working_days))
            proof = ids_of(shifts_on(case, monday_of(sunday), sunday))
            yield from WEEKLY_REST.short(sunday, longest, A_DAY_OFF, proof)


RULES: Final = tuple(
    Rule(find, SINCE) for find in (sunday_work, holiday_work, second_sunday, replacement_rest, weekly_rest)
)
