"""Germany: Arbeitszeitgesetz (ArbZG) for grown-ups, and the seven days of the Mindestlohngesetz (MiLoG).

Whoever is under 18 is looked at by the Jugendarbeitsschutzgesetz instead (§ 18 (2) ArbZG): `germany_minors.py`.
Sundays and public holidays are in `germany_sundays.py`. Source of all paragraphs: gesetze-im-internet.de. A working day
(Werktag) is one from Monday to Saturday that is no public holiday; a day's work is that of the shift which began on it.

Not covered: what collective agreements (§§ 7, 12), the authorities (§ 15) and emergencies (§ 14) allow, on-call duty,
drivers (§ 21a), the hours of all employers together (§ 2 (1)), and whom the law leaves out (§ 18 (1)).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Final

from uhrwerk.rules.day import DAY, day_bounds, local_date
from uhrwerk.rules.instants import MICROSECOND, microseconds, whole_seconds
from uhrwerk.rules.law import germany_minors, germany_sundays
from uhrwerk.rules.law.averages import Stretch, at_least_in, ends_of_months, long_averages
from uhrwerk.rules.law.case import Case, Exemption, Punch, Shift
from uhrwerk.rules.law.checks import long_days, long_stretches, short_breaks, short_rests
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import HOUR, MINUTE, Clause, adults, is_under, length, night_seconds, rests
from uhrwerk.rules.law.pack import BreakStep, Law, Rule

NIGHT: Final = (time(23), time(6))
"""ArbZG § 2 (3): night time; from 22 to 5 in bakeries, which is not covered."""

PIECE: Final = 15 * MINUTE
BREAKS: Final = (BreakStep(9 * HOUR, 45 * MINUTE, PIECE), BreakStep(6 * HOUR, 30 * MINUTE, PIECE))

SEVEN_DAYS: Final = 7 * 24 * HOUR

SINCE: Final = date(1994, 7, 1)
MINIMUM_WAGE: Final = date(2015, 1, 1)

DAILY = Clause("de-daily-hours", "ArbZG § 3", Severity.NOTICE, "{} of work; more than {} is to be balanced")
LONGEST_DAY = replace(DAILY, severity=Severity.BREACH, says="{} of work; at most {} are allowed")


def daily_hours(case: Case) -> Iterable[Finding]:
    """ArbZG § 3: 8 h of work a day, up to 10 h if they are balanced (sentence 2)."""
    for shift in adults(case):
        clause, most = (LONGEST_DAY, 10 * HOUR) if shift.worked_seconds > 10 * HOUR else (DAILY, 8 * HOUR)
        yield from clause.over(shift.day, shift.worked_seconds, most, shift.ids)


def average_hours(case: Case) -> Iterable[Finding]:
    """ArbZG § 3 sentence 2: 8 h a working day on average, within 24 weeks or six calendar months.

    Looked at as each month ends, over the 24 weeks and the six months up to then; either is enough.
    """
    clause = Clause(
        "de-average-hours",
        "ArbZG § 3",
        Severity.BREACH,
        "{} a working day on average of 24 weeks or six months; at most {} are allowed",
    )
    return long_averages(case, _ends_of_months(case), (Stretch(days=24 * 7), Stretch(months=6)), 8 * HOUR, clause)


def _ends_of_months(case: Case) -> Iterable[date]:
    """Those at which the person is grown up."""
    return (day for day in ends_of_months(case) if not is_under(18, case.born, day))


def breaks(case: Case) -> Iterable[Finding]:
    """ArbZG § 4 sentences 1 and 2: 30 min over 6 h of work, 45 min over 9 h, in pieces of at least 15 min."""
    clause = Clause("de-breaks", "ArbZG § 4", Severity.BREACH, "{} of breaks in {worked} of work; {} are due")
    return short_breaks(adults(case), BREAKS, clause)


def work_without_break(case: Case) -> Iterable[Finding]:
    """ArbZG § 4 sentence 3: never more than 6 h of work in a row without a break."""
    clause = Clause(
        "de-work-without-break", "ArbZG § 4", Severity.BREACH, "{} of work without a break; at most {} are allowed"
    )
    return long_stretches(adults(case), 6 * HOUR, PIECE, clause)


def rest(case: Case) -> Iterable[Finding]:
    """ArbZG § 5 (1): 11 h of rest after a day's work.

    § 5 (2): where the exemption SHORT_REST holds, 10 h are enough if another rest within a month or four weeks is 12 h:
    a notice, since who makes up for which rest is not looked at. Not covered: on-call duty (§ 5 (3)).
    """
    clause = Clause("de-rest", "ArbZG § 5", Severity.BREACH, "{} of rest; {} are due")
    of_adults = [each for each in rests(case) if not is_under(18, case.born, each.after.day)]
    if Exemption.SHORT_REST not in case.exemptions:
        yield from short_rests(of_adults, 11 * HOUR, clause)
        return
    made_up = replace(clause, severity=Severity.NOTICE, says="{} of rest; another of 12 h makes up for less than {}")
    for each in of_adults:
        if each.seconds < 10 * HOUR:
            yield from short_rests([each], 10 * HOUR, clause)
        else:
            yield from short_rests([each], 11 * HOUR, made_up)


def night_hours(case: Case) -> Iterable[Finding]:
    """ArbZG § 6 (2): 8 h a day for night workers, up to 10 h if they are balanced (§ 3 has what is over that)."""
    clause = Clause(
        "de-night-hours", "ArbZG § 6", Severity.NOTICE, "{} of work by night; more than {} is to be balanced in a month"
    )
    long = [shift for shift in adults(case) if shift.worked_seconds > 8 * HOUR and _is_night_work(shift, case)]
    if long:
        nights = _nights(case)
        yield from long_days((shift for shift in long if _is_night_worker(nights, shift.day)), 8 * HOUR, clause)


def night_average(case: Case) -> Iterable[Finding]:
    """ArbZG § 6 (2): night workers work 8 h a working day on average of a calendar month or of four weeks.

    Looked at as each month ends; either stretch is enough.
    """
    clause = Clause(
        "de-night-average",
        "ArbZG § 6",
        Severity.BREACH,
        "{} a working day on average of a month with night work; at most {} are allowed",
    )
    if ends := list(_ends_of_months(case)):
        nights = _nights(case)
        ends = [day for day in ends if _is_night_worker(nights, day)]
    return long_averages(case, ends, (Stretch(days=4 * 7), Stretch(months=1)), 8 * HOUR, clause)


def _is_night_work(shift: Shift, case: Case) -> bool:
    """§ 2 (4): more than two hours of night time."""
    return night_seconds(shift, case.zones, NIGHT) > 2 * HOUR


def _nights(case: Case) -> list[date]:
    return [shift.day for shift in case.shifts if _is_night_work(shift, case)]


def _is_night_worker(nights: Sequence[date], day: date) -> bool:
    """§ 2 (5): who does night work on 48 days of a year, or as a rule in changing shifts.

    Read as four nights in four weeks: who goes on like this comes to 48 and more.
    """
    return at_least_in(nights, 4, day - 27 * DAY, day)


def late_records(case: Case) -> Iterable[Finding]:
    """MiLoG § 17 (1), for ArbZG § 16 (2): begin, end and length are recorded by the seventh day after the work.

    A warning: the seven days bind marginal employment and the trades of § 2a SchwarzArbG, the rest without delay only.
    The day of work is the one on which the punch ended; one that has no end by then is late, too.
    """
    clause = Clause("de-late-record", "MiLoG § 17", Severity.WARNING, "recorded {late} after the seventh day")
    for shift in case.in_range():
        for punch in shift.punches:
            if late := _seconds_late(punch, case):
                yield from clause.over(
                    shift.day, SEVEN_DAYS + late, SEVEN_DAYS, (punch.id,), late=length(-(-late // 60))
                )


def _seconds_late(punch: Punch, case: Case) -> int:
    """Seconds from the end of the seventh day after the day of work to the record of it; none of one in time."""
    timer = punch.timer
    ended_at = timer.ended_at or timer.started_at
    recorded_at = case.at if timer.ended_at is None else punch.recorded_at
    if recorded_at is None or recorded_at - ended_at < 6 * DAY:
        return 0
    day = local_date(max(timer.started_at, ended_at - MICROSECOND), case.zones)
    due = day_bounds(day + 7 * DAY, case.zones)[1]
    return whole_seconds(microseconds(max(recorded_at, due) - due))


def _breaks(born: date | None, day: date) -> Sequence[BreakStep]:
    return germany_minors.BREAKS if is_under(18, born, day) else BREAKS


def _daily_most(born: date | None, day: date) -> int:
    return germany_minors.DAILY_MOST if is_under(18, born, day) else 10 * HOUR


GERMANY: Final = Law(
    code="DE",
    name="Germany",
    rules=(
        *(
            Rule(find, SINCE)
            for find in (
                daily_hours,
                average_hours,
                breaks,
                work_without_break,
                rest,
                night_hours,
                night_average,
            )
        ),
        Rule(late_records, MINIMUM_WAGE),
        *germany_sundays.RULES,
        *germany_minors.RULES,
    ),
    breaks=_breaks,
    daily_most=_daily_most,
    night=NIGHT,
    look_back_days=366,
    # A month's proof; the nights of four weeks.
    before_days=30,
    # The rest of a week.
    after_days=6,
    proof_days=germany_sundays.PROOF_DAYS,
)
