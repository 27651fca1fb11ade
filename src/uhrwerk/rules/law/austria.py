"""Austria: Arbeitszeitgesetz (AZG) and Arbeitsruhegesetz (ARG) for grown-ups.

Whoever is under 18 is looked at by the KJBG instead: `austria_minors.py`. Source of all paragraphs: ris.bka.gv.at.

The laws' own limits for everybody are judged. Not covered: what collective and works agreements, flexitime, shift plans
and emergencies (AZG § 20) allow, standby and on-call duty (§§ 5, 20a), and whom other laws look after: hospitals
(KA-AZG), bakeries, drivers, leading staff, homeworkers. Where exemptions are usual, a rule says *warning*.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Final

from uhrwerk.rules.day import DAY, Span, Zones
from uhrwerk.rules.law import austria_minors
from uhrwerk.rules.law.case import Case
from uhrwerk.rules.law.checks import is_sunday, long_days, short_breaks, short_rests, work_on
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import (
    HALF_A_DAY,
    HOUR,
    MINUTE,
    WEEK,
    Clause,
    adults,
    bounds_of,
    break_pieces,
    clock_on,
    free_spans,
    holidays,
    ids_of,
    is_under,
    long_weeks,
    longest_day_free,
    monday_of,
    night_seconds,
    rests,
    shifts_on,
    sundays,
    weekly_averages,
    without_end,
)
from uhrwerk.rules.law.pack import BreakStep, Law, Rule

NIGHT: Final = (time(22), time(5))
"""AZG § 12a (1)."""

BREAKS: Final = (BreakStep(6 * HOUR, 30 * MINUTE, 10 * MINUTE),)

SINCE: Final = date(1997, 5, 1)
"""The amendment BGBl. I 46/1997: average and breaks read as they do. Days before are not judged."""

LONGER_DAYS: Final = date(2018, 9, 1)
"""The amendment BGBl. I 53/2018: 12 hours a day and 60 a week, where 10 and 50 were before."""

NIGHT_WORK: Final = date(2002, 8, 1)
"""BGBl. I 122/2002."""


def breaks(born: date | None, day: date) -> Sequence[BreakStep]:
    """AZG § 11 (1), for minors KJBG § 15 (1)."""
    return austria_minors.BREAKS if is_under(18, born, day) else BREAKS


def daily_most(born: date | None, day: date) -> int:
    """AZG § 9 (1), for minors KJBG § 11 (1), in seconds."""
    if is_under(18, born, day):
        return austria_minors.DAILY_MOST
    return (12 if day >= LONGER_DAYS else 10) * HOUR


NORMAL_DAY = Clause("at-daily-normal", "AZG § 3 (1)", Severity.NOTICE, "{} of work; {} are the normal day")
NORMAL_WEEK = Clause(
    "at-weekly-normal", "AZG § 3 (1)", Severity.NOTICE, "{} of work in the week; {} are the normal week"
)
LONGEST_DAY = Clause("at-daily-hours", "AZG § 9 (1)", Severity.BREACH, "{} of work; at most {} a day are allowed")
LONGEST_WEEK = Clause("at-weekly-hours", "AZG § 9 (1)", Severity.BREACH, "{} of work; at most {} a week are allowed")
AVERAGE = Clause(
    "at-average-hours",
    "AZG § 9 (4)",
    Severity.BREACH,
    "{} of work a week on average over 17 weeks; at most {} are allowed",
)


def normal_day(case: Case) -> Iterable[Finding]:
    """AZG § 3 (1): the normal day has 8 h; what goes beyond, up to the most of § 9 (1), is overtime (§ 6).

    Other spreads of the normal hours (§§ 4 to 4c: days of 9, 10 or 12 h) are not known: a notice.
    """
    within = (shift for shift in adults(case) if shift.worked_seconds <= daily_most(case.born, shift.day))
    return long_days(within, 8 * HOUR, NORMAL_DAY)


def normal_week(case: Case) -> Iterable[Finding]:
    """AZG § 3 (1): the normal week has 40 h from Monday to Sunday (§ 2 (1)); what goes beyond is overtime (§ 6).

    On the day on which they were passed. Other spreads (§§ 4 to 4c) are not known: a notice.
    """
    return _long_weeks(case, 40 * HOUR, NORMAL_WEEK)


def longest_day(case: Case) -> Iterable[Finding]:
    """AZG § 9 (1): 12 h a day with all overtime. A day is a shift, whatever midnights lie in it (§ 2 (1))."""
    return long_days(adults(case), 12 * HOUR, LONGEST_DAY)


def longest_day_before_2018(case: Case) -> Iterable[Finding]:
    """AZG § 9 (1) until 2018-08-31: 10 h a day. The days of 12 h of § 7 (4) are not covered."""
    return long_days(adults(case), 10 * HOUR, LONGEST_DAY)


def longest_week(case: Case) -> Iterable[Finding]:
    """AZG § 9 (1): 60 h from Monday to Sunday with all overtime. On the day on which they were passed."""
    return _long_weeks(case, 60 * HOUR, LONGEST_WEEK)


def longest_week_before_2018(case: Case) -> Iterable[Finding]:
    """AZG § 9 (1) until 2018-08-31: 50 h a week. The weeks of 60 h of § 7 (4) are not covered."""
    return _long_weeks(case, 50 * HOUR, LONGEST_WEEK)


def _long_weeks(case: Case, most: int, clause: Clause) -> Iterable[Finding]:
    for week in long_weeks(case, most):
        if not is_under(18, case.born, week.day):
            yield from clause.over(week.day, week.seconds, most, week.punches)


def average_hours(case: Case) -> Iterable[Finding]:
    """AZG § 9 (4): 48 h a week on average over 17 weeks; on the Sunday that ends them. Days of absence are neutral.

    The 26 or 52 weeks that a collective agreement may set are not covered.
    """
    for sunday, average in weekly_averages(case, 17):
        if average > 48 * HOUR and not is_under(18, case.born, sunday):
            proof = ids_of(shifts_on(case, sunday - 17 * WEEK + DAY, sunday))
            yield from AVERAGE.over(sunday, average, 48 * HOUR, proof)


BREAK = Clause("at-breaks", "AZG § 11 (1)", Severity.BREACH, "{} of break for {worked} of work; {} are due")
BREAK_SPLIT = Clause(
    "at-break-pieces",
    "AZG § 11 (1)",
    Severity.WARNING,
    "the longest break has {} of {}; pieces other than two of 15 min or three of 10 min need a works agreement",
)
SPLITS: Final = ((2, 15 * MINUTE), (3, 10 * MINUTE))
"""So many breaks of at least so many seconds."""


def enough_breaks(case: Case) -> Iterable[Finding]:
    """AZG § 11 (1): 30 min of break for more than 6 h of work, in pieces of at least 10 min.

    Time away between two parts of a shift is a break. The short breaks of continuous shifts (§ 11 (3)) and of heavy
    night work (§ 11 (4)) count as work, and are not covered.
    """
    return short_breaks(adults(case), BREAKS, BREAK)


def break_pieces_of_the_law(case: Case) -> Iterable[Finding]:
    """AZG § 11 (1): the break has one piece, or two of 15 min, or three of 10; another split needs an agreement."""
    due = BREAKS[0]
    for shift in adults(case):
        pieces = [piece for piece in break_pieces(shift) if piece >= due.piece_seconds]
        if shift.worked_seconds > due.over_seconds and sum(pieces) >= due.due_seconds and not _is_named(pieces):
            yield from BREAK_SPLIT.short(shift.day, max(pieces), due.due_seconds, shift.ids)


def _is_named(pieces: Sequence[int]) -> bool:
    return any(sum(piece >= least for piece in pieces) >= count for count, least in SPLITS)


DAILY_REST = Clause("at-daily-rest", "AZG § 12 (1)", Severity.BREACH, "{} of rest; {} are due after the day's work")
WEEKLY_REST = Clause(
    "at-weekly-rest", "ARG §§ 3, 4", Severity.BREACH, "{} in the week's longest rest with a whole day in it; {} are due"
)
SUNDAY_WORK = Clause(
    "at-sunday",
    "ARG § 3 (1)",
    Severity.WARNING,
    "{} of work on a Sunday, which only exemptions allow (ARG §§ 10 to 18)",
)
HOLIDAY_WORK = Clause(
    "at-holiday", "ARG § 7 (1)", Severity.WARNING, "{} of work on {name}, which only exemptions allow (ARG §§ 10 to 18)"
)


def daily_rest(case: Case) -> Iterable[Finding]:
    """AZG § 12 (1): 11 h of rest after the day's work; on the day of coming back.

    The shorter rests of § 12 (2) to (2b) need a collective agreement or seasonal catering, and are not covered.
    """
    return short_rests(
        (rest for rest in rests(case) if not is_under(18, case.born, rest.after.day)), 11 * HOUR, DAILY_REST
    )


def sunday_work(case: Case) -> Iterable[Finding]:
    """ARG § 3 (1): the weekend's rest has the whole Sunday in it; a warning, as many trades are exempt.

    That it begins on Saturday at 13:00 (§ 3 (2)), and replacement rest (§ 6), are not covered.
    """
    for work in work_on(case, lambda day: is_sunday(day) and not is_under(18, case.born, day)):
        yield from SUNDAY_WORK.over(work.day, work.seconds, 0, work.punches)


def weekly_rest(case: Case) -> Iterable[Finding]:
    """ARG §§ 3, 4: 36 h of rest a week with the whole Sunday in it or, in its place, another whole day.

    On the Sunday, once the week is over. A rest with whole days of two weeks counts for both. Less than 36 but at least
    24 h are a warning: a shift plan may have them where four weeks come to 36 on average (§ 5), which is not judged.
    """
    free = free_spans(case, HALF_A_DAY)
    for sunday in sundays(case):
        if not is_under(18, case.born, sunday) and bounds_of(sunday, case.zones)[1] <= case.at:
            longest = longest_day_free(free, sunday, case.zones)
            clause = replace(WEEKLY_REST, severity=Severity.WARNING) if longest >= DAY else WEEKLY_REST
            proof = ids_of(shifts_on(case, monday_of(sunday), sunday))
            yield from clause.short(sunday, int(longest.total_seconds()), 36 * HOUR, proof)


def holiday_work(case: Case) -> Iterable[Finding]:
    """ARG § 7 (1), (2): 24 h of rest on a public holiday, from 0:00 or from 6:00 at the latest.

    The minutes are those worked on the day. A warning, as many trades are exempt. A holiday on a Sunday is a Sunday
    (§ 7 (7)). The day that somebody names as their own (§ 7a) is not covered.
    """
    named = {day: name for day, name in holidays(case) if not is_under(18, case.born, day)}
    if not named:
        return
    free = free_spans(case, DAY)
    for work in work_on(case, named.__contains__):
        if not _has_rest_on(free, work.day, case.zones):
            yield from HOLIDAY_WORK.over(work.day, work.seconds, 0, work.punches, name=named[work.day])


def _has_rest_on(free: Iterable[Span], day: date, zones: Zones) -> bool:
    midnight, _ = bounds_of(day, zones)
    latest = clock_on(day, time(6), zones)
    return any(begin <= latest and end - max(begin, midnight) >= DAY for begin, end in free)


NIGHT_SHIFT = Clause(
    "at-night", "AZG § 12a (2)", Severity.NOTICE, "{} of work at night; with 3 h it is a night of work"
)
NO_END = Clause(
    "at-record", "AZG § 26 (1)", Severity.WARNING, "no end for {}; begin and end of work are to be recorded"
)


def night_shift(case: Case) -> Iterable[Finding]:
    """AZG § 12a (1), (2): 3 h or more of work between 22:00 and 5:00 make a night that counts.

    A notice: with 48 of them a year one is a night worker, and may have one's health looked at (§ 12b). Neither the
    nights of a year nor the longer averages of night workers on standby (§ 12a (4) to (6)) are covered.
    """
    for shift in adults(case):
        seconds = night_seconds(shift, case.zones, NIGHT)
        if seconds >= 3 * HOUR:
            yield from NIGHT_SHIFT.over(shift.day, seconds, 0, shift.ids)


def missing_end(case: Case) -> Iterable[Finding]:
    """AZG § 26 (1), KJBG § 26: begin and end are recorded; an attendance without an end for 24 h lacks it.

    That a balance is enough for some (§ 26 (3)), and that breaks may be left out (§ 26 (5)), matters not: the clock
    records all of it. No paragraph says by when it is to be written down.
    """
    return (
        finding
        for shift, punch, seconds in without_end(case, DAY)
        for finding in NO_END.over(shift.day, seconds, 24 * HOUR, (punch.id,))
    )


AUSTRIA: Final = Law(
    code="AT",
    name="Austria",
    rules=(
        Rule(normal_day, SINCE),
        Rule(normal_week, SINCE),
        Rule(longest_day_before_2018, SINCE, until=LONGER_DAYS - DAY),
        Rule(longest_week_before_2018, SINCE, until=LONGER_DAYS - DAY),
        Rule(longest_day, LONGER_DAYS),
        Rule(longest_week, LONGER_DAYS),
        Rule(average_hours, SINCE),
        Rule(enough_breaks, SINCE),
        Rule(break_pieces_of_the_law, SINCE),
        Rule(daily_rest, SINCE),
        Rule(sunday_work, SINCE),
        Rule(weekly_rest, SINCE),
        Rule(holiday_work, SINCE),
        Rule(night_shift, NIGHT_WORK),
        Rule(missing_end, SINCE),
        *austria_minors.RULES,
    ),
    breaks=breaks,
    daily_most=daily_most,
    night=NIGHT,
    look_back_days=17 * 7,
    # The Sunday a week before; the rest around a week.
    before_days=9,
    after_days=6,
    proof_days={"at-average-hours": 17 * 7},
)
